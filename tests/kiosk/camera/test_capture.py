"""Which settings a camera is asked for, and what it made of them."""

from pathlib import Path

import cv2
import pytest

from kiosk.camera.capture import CaptureFailedError, apply_settings, list_wishes, open_capture
from kiosk.camera.source import CameraSource
from tests.kiosk.camera.films import paint_number, write_film


def test_what_a_camera_does_not_take_is_told(tmp_path: Path) -> None:
    # A file is a camera that refuses everything: its pictures are as they are.
    film = write_film(tmp_path / "film.avi", [paint_number(1)] * 3)
    video = cv2.VideoCapture(str(film))
    settings = apply_settings(video, CameraSource("0", width=1920, height=240, focus=30))
    video.release()

    told = {setting.name: setting for setting in settings}
    assert told["width"].asked == 1920
    assert told["width"].got == 320
    assert told["width"].is_refused
    assert told["focus"].is_refused


def test_size_is_asked_for_first_and_automatics_are_switched_off_before() -> None:
    source = CameraSource("0", frames_per_second=30, exposure=120, focus=40)

    assert [name for name, _, _ in list_wishes(source)] == [
        "width",
        "height",
        "frames_per_second",
        "automatic_exposure",
        "exposure",
        "automatic_focus",
        "focus",
    ]


def test_automatics_are_left_alone_unless_asked() -> None:
    assert [name for name, _, _ in list_wishes(CameraSource("0"))] == ["width", "height"]


def test_what_cannot_be_opened_is_named_without_its_password() -> None:
    source = CameraSource("http://gate:secret@127.0.0.1:9/video")

    with pytest.raises(CaptureFailedError, match=r"http://127\.0\.0\.1:9/video") as caught:
        open_capture(source)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("0", "index"),
        ("12", "index"),
        ("/dev/video0", "device"),
        ("/dev/v4l/by-id/usb-046d_C920-video-index0", "device"),
        ("rtsp://gate:secret@10.0.0.9/stream1", "stream"),
        ("HTTP://10.0.0.9/video.mjpg", "stream"),
        ("films/walk.avi", "file"),
        ("/srv/devices/walk.avi", "file"),
    ],
)
def test_an_address_says_what_it_is(address: str, kind: str) -> None:
    assert CameraSource(address).kind == kind
