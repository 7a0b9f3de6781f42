"""Settings of a station: what wins over what, and what is refused."""

from pathlib import Path

import pytest

from domain.errors import ConfigurationError
from kiosk.config import VARIABLES, load_settings


def test_arguments_win_over_the_environment_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text(
        'server = "https://file:8443"\nprinter = "10.0.0.9:9100"\nlog_level = "debug"\n'
    )
    environ = {
        "ACCUEIL_KIOSK_DATA_DIR": str(tmp_path),
        "ACCUEIL_KIOSK_SERVER": "https://environ:8443",
        "ACCUEIL_KIOSK_LOG_LEVEL": "warning",
    }
    settings = load_settings(environ, {"server": "https://argument:8443/console"})
    assert settings.server == "https://argument:8443"
    assert (settings.log_level, settings.printer) == ("warning", "10.0.0.9:9100")
    assert settings.database_file == tmp_path / "station.db"
    assert settings.key_path == tmp_path / "station.key"


def test_one_camera_and_no_server_are_the_default() -> None:
    settings = load_settings({})
    assert [lane.camera for lane in settings.lanes] == ["0"]
    assert (settings.lanes[0].width, settings.lanes[0].height) == (1280, 720)
    assert settings.server == ""


def test_several_cameras_make_several_lanes() -> None:
    environ = {"ACCUEIL_KIOSK_CAMERAS": "0, /dev/v4l/by-id/usb-cam, none"}
    lanes = load_settings(environ | {"ACCUEIL_KIOSK_CAMERA_FOCUS": "30"}).lanes
    assert [lane.camera for lane in lanes] == ["0", "/dev/v4l/by-id/usb-cam", "none"]
    assert [lane.focus for lane in lanes] == [30.0] * 3


def test_each_lane_may_have_its_own_gate_and_camera_settings(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text(
        'camera_size = "800x600"\n[[lanes]]\ncamera = 0\ngate = "Porte A"\n'
        '[[lanes]]\ncamera = "rtsp://cam/1"\ndirection = "exit"\nsize = "640x480"\n'
        "mirrored = false\nexposure = -6\n"
    )
    entry, way_out = load_settings({}, {"data_dir": tmp_path}).lanes
    assert (entry.camera, entry.gate, entry.width, entry.is_mirrored) == ("0", "Porte A", 800, True)
    assert (way_out.direction, way_out.width, way_out.height) == ("exit", 640, 480)
    assert (way_out.exposure, way_out.is_mirrored) == (-6.0, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SERVER", "venue.local"),
        ("SERVER", "ftp://venue"),
        ("CA_FINGERPRINT", "AB:CD"),
        ("CAMERAS", " , "),
        ("CAMERA_SIZE", "1280"),
        ("CAMERA_SIZE", "10x10"),
        ("CAMERA_EXPOSURE", "bright"),
        ("PAGE_PORT", "70000"),
        ("PRINTER", "10.0.0.9"),
        ("WINDOW", "maybe"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_what_cannot_be_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"ACCUEIL_KIOSK_{name}") as error:
        load_settings({f"ACCUEIL_KIOSK_{name}": value})
    assert error.value.code == "setting_invalid"


@pytest.mark.parametrize(
    "text",
    ["servr = 1", "server = ", "[[lanes]]\nlens = 3", "lanes = 3", '[[lanes]]\nsize = "big"'],
)
def test_a_file_with_a_slip_of_the_pen_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "station.toml").write_text(text)
    with pytest.raises(ConfigurationError):
        load_settings({}, {"data_dir": tmp_path})


def test_every_setting_is_documented() -> None:
    document = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text("utf-8")
    missing = {v.name for v in VARIABLES if f"`ACCUEIL_KIOSK_{v.name}`" not in document}
    assert missing == set()
