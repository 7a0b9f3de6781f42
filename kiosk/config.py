"""Settings of a station: arguments, then ACCUEIL_KIOSK_*, then station.toml, then the default.

Read once at the start, checked, never changed after. docs/configuration.md describes each.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from domain.errors import ConfigurationError

PREFIX = "ACCUEIL_KIOSK_"
FILE_NAME = "station.toml"
NO_CAMERA = "none"
DIRECTIONS = ("entry", "exit")
LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True)
class LaneSettings:
    """One camera and where it looks.

    `camera` is an index (`0`), a device path, an rtsp/http address, a video file, or `none` for a
    hand scanner only. `gate` is a gate's name or id, empty for the gate the station was paired
    to; `direction` is empty for the gate's own. `exposure` and `focus` are as the camera's driver
    counts them, None leaves them to the camera.
    """

    camera: str = "0"
    gate: str = ""
    direction: str = ""
    width: int = 1280
    height: int = 720
    exposure: float | None = None
    focus: float | None = None
    is_mirrored: bool = True
    is_looped: bool = False


@dataclass(frozen=True)
class StationSettings:
    """Every setting, checked. Make one with `load_settings`."""

    data_dir: Path
    server: str
    ca_file: Path | None
    ca_fingerprint: str
    handover_port: int
    key_file: Path | None
    lanes: tuple[LaneSettings, ...]
    page_port: int
    has_window: bool
    has_second_reader: bool
    printer: str
    log_level: str

    @property
    def database_file(self) -> Path:
        """Outbox, roster and pairing of this station."""
        return self.data_dir / "station.db"

    @property
    def key_path(self) -> Path:
        """The key that scanned codes and the pairing are sealed under; never in the database."""
        return self.key_file or self.data_dir / "station.key"

    @property
    def authority_file(self) -> Path:
        """The venue authority's certificate, kept after its fingerprint was confirmed."""
        return self.data_dir / "authority.pem"

    @property
    def log_dir(self) -> Path:
        """Folder of the rotating logs."""
        return self.data_dir / "logs"


@dataclass(frozen=True)
class Variable:
    """One setting: its name after ACCUEIL_KIOSK_ and, in lower case, in station.toml."""

    name: str
    field: str
    default: str
    expected: str
    read: Callable[[str], object]


def load_settings(
    environ: Mapping[str, str], arguments: Mapping[str, object] | None = None
) -> StationSettings:
    """Read the settings; `arguments` has field names, None means not given.

    Raises ConfigurationError `setting_invalid`, naming the setting.
    """
    given = {k: str(v) for k, v in (arguments or {}).items() if v is not None}
    folder = _read_variable(_DATA_DIR, given, environ, {})
    kept = _read_file(Path(str(folder)) / FILE_NAME)
    values = {v.field: _read_variable(v, given, environ, kept) for v in VARIABLES}
    values["lanes"] = _make_lanes(values, kept.get("lanes"))
    for name in (*_LANE_FIELDS, "cameras"):
        del values[name]
    return StationSettings(**values)


def _read_variable(
    variable: Variable,
    given: Mapping[str, str],
    environ: Mapping[str, str],
    kept: Mapping[str, Any],
) -> Any:
    text = given.get(variable.field) or environ.get(PREFIX + variable.name, "").strip()
    return _read_text(variable, text or _as_text(kept.get(variable.name.lower(), "")))


def _read_text(variable: Variable, text: str) -> Any:
    try:
        return variable.read(text or variable.default)
    except ValueError as error:
        raise _invalid(PREFIX + variable.name, variable.expected, text) from error


def _invalid(name: str, expected: str, text: object) -> ConfigurationError:
    return ConfigurationError(
        "setting_invalid", f"{name} must be {expected}, not {text!r}", variable=name
    )


def _as_text(value: object) -> str:
    """station.toml may say `true`, `0` or a list where the environment has only text."""
    if isinstance(value, list):
        return ",".join(str(one) for one in value)
    return str(value)


def _read_file(path: Path) -> dict[str, Any]:
    try:
        kept = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _invalid(FILE_NAME, "a readable TOML file", str(error)) from error
    known = {variable.name.lower() for variable in VARIABLES} | {"lanes"}
    for name in kept:
        if name not in known:
            raise _invalid(FILE_NAME, "made of known settings", name)
    return kept


def _make_lanes(values: Mapping[str, Any], tables: object) -> tuple[LaneSettings, ...]:
    """From `[[lanes]]` of the file, else one lane for each camera."""
    common = {name: values[name] for name in _LANE_FIELDS}
    if tables is None:
        return tuple(LaneSettings(camera=camera, **common) for camera in values["cameras"])
    if not isinstance(tables, list) or not tables:
        raise _invalid(f"{FILE_NAME}: lanes", "[[lanes]] tables", tables)
    return tuple(_make_lane(common, table) for table in tables)


def _make_lane(common: Mapping[str, Any], table: object) -> LaneSettings:
    if not isinstance(table, dict) or not set(table) <= set(_LANE_NAMES):
        raise _invalid(f"{FILE_NAME}: lanes", f"made of {', '.join(_LANE_NAMES)}", table)
    fields: dict[str, Any] = dict(common)
    for name, value in table.items():
        variable = _LANE_NAMES[name]
        read = _read_text(variable, _as_text(value))
        fields |= read if isinstance(read, dict) else {variable.field: read}
    return LaneSettings(**fields)


def _read_path(text: str) -> Path | None:
    return Path(text).expanduser().absolute() if text else None


def _read_server(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError(text)
    return f"{parts.scheme}://{parts.netloc}" if text else ""


def _read_fingerprint(text: str) -> str:
    digits = re.sub(r"[:\s]", "", text).upper()
    if digits and not re.fullmatch(r"[0-9A-F]{64}", digits):
        raise ValueError(text)
    return digits


def _read_cameras(text: str) -> tuple[str, ...]:
    cameras = tuple(part.strip() for part in text.split(",") if part.strip())
    if not cameras:
        raise ValueError(text)
    return cameras


def _read_camera(text: str) -> str:
    (camera,) = _read_cameras(text)
    return camera


def _read_width(text: str) -> int:
    return _read_size(text)[0]


def _read_size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{2,5})x(\d{2,5})", text, re.ASCII)
    if found is None or not all(120 <= int(number) <= 8192 for number in found.groups()):
        raise ValueError(text)
    return int(found[1]), int(found[2])


def _read_height(text: str) -> int:
    return _read_size(text)[1]


def _read_driver_value(text: str) -> float | None:
    return None if text == "auto" else float(text)


def _read_switch(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    if text.lower() not in words:
        raise ValueError(text)
    return words[text.lower()]


def _read_port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise ValueError(text)
    return int(text)


def _read_printer(text: str) -> str:
    host, _, port = text.rpartition(":")
    if text and not (host and _read_port(port)):
        raise ValueError(text)
    return text


def _read_choice(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(text)
        return text.lower()

    return read


_DATA_DIR = Variable("DATA_DIR", "data_dir", "./instance-kiosk", "a folder", _read_path)
_SIZE = "a size such as 1280x720"
_EXPOSURE = Variable("CAMERA_EXPOSURE", "exposure", "auto", "auto or a number", _read_driver_value)
_FOCUS = Variable("CAMERA_FOCUS", "focus", "auto", "auto or a number", _read_driver_value)
_MIRRORED = Variable("CAMERA_MIRRORED", "is_mirrored", "yes", "yes or no", _read_switch)
_LOOPED = Variable("CAMERA_LOOPED", "is_looped", "no", "yes or no", _read_switch)

VARIABLES: tuple[Variable, ...] = (
    _DATA_DIR,
    Variable("SERVER", "server", "", "an address that starts with https://", _read_server),
    Variable("CA_FILE", "ca_file", "", "a PEM file", _read_path),
    Variable(
        "CA_FINGERPRINT", "ca_fingerprint", "", "64 hexadecimal digits (SHA-256)", _read_fingerprint
    ),
    Variable("HANDOVER_PORT", "handover_port", "8080", "a port from 0 to 65535", _read_port),
    Variable("KEY_FILE", "key_file", "", "a file", _read_path),
    Variable("CAMERAS", "cameras", "0", "cameras with commas between, or none", _read_cameras),
    Variable("CAMERA_SIZE", "width", "1280x720", _SIZE, _read_width),
    Variable("CAMERA_SIZE", "height", "1280x720", _SIZE, _read_height),
    _EXPOSURE,
    _FOCUS,
    _MIRRORED,
    _LOOPED,
    Variable("PAGE_PORT", "page_port", "8460", "a port from 0 to 65535", _read_port),
    Variable("WINDOW", "has_window", "yes", "yes or no", _read_switch),
    Variable("SECOND_READER", "has_second_reader", "yes", "yes or no", _read_switch),
    Variable("PRINTER", "printer", "", "an address such as 10.0.0.9:9100", _read_printer),
    Variable(
        "LOG_LEVEL",
        "log_level",
        "info",
        "debug, info, warning or error",
        _read_choice(LOG_LEVELS),
    ),
)
_LANE_FIELDS = ("width", "height", "exposure", "focus", "is_mirrored", "is_looped")
_LANE_NAMES = {
    "camera": Variable("lanes.camera", "camera", "", "one camera", _read_camera),
    "gate": Variable("lanes.gate", "gate", "", "a gate's name or id", str),
    "direction": Variable(
        "lanes.direction", "direction", "", "entry or exit", _read_choice(DIRECTIONS)
    ),
    "size": Variable(
        "lanes.size",
        "size",
        "",
        _SIZE,
        lambda text: dict(zip(("width", "height"), _read_size(text), strict=True)),
    ),
    "exposure": _EXPOSURE,
    "focus": _FOCUS,
    "mirrored": _MIRRORED,
    "looped": _LOOPED,
}
