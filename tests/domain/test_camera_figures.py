"""What a heartbeat may say of a camera."""

import math
from typing import Any

import pytest

from domain.camera_figures import parse_camera
from domain.errors import MessageError

GOOD = {
    "fps": 24.5,
    "decode_ms_p50": 9,
    "decode_ms_p95": 31.2,
    "confirm_ms_p50": 21,
    "confirm_ms_p95": 60.5,
    "read_rate": 0.87,
    "sharpness": 240.5,
    "brightness": 128,
    "glare": 0.01,
    "hint": "too_dark",
}


def test_figures_are_taken_as_they_are() -> None:
    assert parse_camera(GOOD) == GOOD


def test_what_is_not_said_is_null_and_what_is_not_known_is_dropped() -> None:
    assert parse_camera(None) is None
    assert parse_camera({"fps": 3, "lens": "dirty"}) == dict.fromkeys(GOOD) | {"fps": 3}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fps", -1),
        ("fps", True),
        ("fps", "24"),
        ("decode_ms_p95", math.nan),
        ("decode_ms_p50", math.inf),
        ("read_rate", 1.1),
        ("brightness", 256),
        ("glare", [0]),
        ("hint", "dance"),
        ("hint", {}),
    ],
)
def test_anything_else_is_refused(field: str, value: Any) -> None:
    with pytest.raises(MessageError, match="malformed|cannot"):
        parse_camera(GOOD | {field: value})


@pytest.mark.parametrize("value", ["camera", 3, [GOOD]])
def test_it_has_to_be_an_object(value: Any) -> None:
    with pytest.raises(MessageError):
        parse_camera(value)
