"""How a station's camera does, as it says with each heartbeat: checked before it is kept."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from domain.errors import MessageError
from domain.timings import MOST_MS

HINTS = ("closer", "too_dark", "tilt", "hold_still")
"""What would help: a code too small, no light, glare, a blurred picture."""

_MOST = 1_000_000


def parse_camera(value: object) -> dict[str, Any] | None:
    """The `camera` object of a heartbeat; None when a device says nothing of a camera.

    {fps, decode_ms_p50, decode_ms_p95, read_rate, sharpness, brightness, glare, hint}: figures of
    the last seconds; {confirm_ms_p50, confirm_ms_p95}: how long after a verdict the server's word
    on it came, of the last scans. Each of them may be missing or null. `read_rate` and `glare` are
    shares (0 to 1), `brightness` is 0 to 255. Raises MessageError `malformed_message` (field
    `camera`).
    """
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise _malformed("camera")
    said = {field: value.get(field) for field in _CHECKS}
    for field, is_valid in _CHECKS.items():
        if said[field] is not None and not is_valid(said[field]):
            raise _malformed(f"camera.{field}")
    return said


def _malformed(field: str) -> MessageError:
    return MessageError("malformed_message", f"`{field}` cannot be that", field="camera")


def _is_up_to(most: float) -> Callable[[Any], bool]:
    def is_valid(value: Any) -> bool:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return is_number and math.isfinite(value) and 0 <= value <= most

    return is_valid


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "fps": _is_up_to(1_000),
    "decode_ms_p50": _is_up_to(_MOST),
    "decode_ms_p95": _is_up_to(_MOST),
    "confirm_ms_p50": _is_up_to(MOST_MS),
    "confirm_ms_p95": _is_up_to(MOST_MS),
    "read_rate": _is_up_to(1),
    "sharpness": _is_up_to(_MOST),
    "brightness": _is_up_to(255),
    "glare": _is_up_to(1),
    "hint": lambda value: value in HINTS,
}
