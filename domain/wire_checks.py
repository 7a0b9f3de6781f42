"""What a field of a message may hold. The JavaScript twin is `static/js/domain/wire-checks.js`."""

from typing import Any

EARLIEST_TIME = -62_135_596_800_000
LATEST_TIME = 253_402_300_799_999
"""The years 1 to 9999: what calendars of both languages can show, however wrong a clock is."""
MAX_OFFSET = LATEST_TIME - EARLIEST_TIME
MAX_SAFE = (1 << 53) - 1
MAX_ID_LENGTH = 64


def whole_number(value: Any) -> Any:
    """`5.0` as 5: in JSON, and in JavaScript, they are the same number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def is_whole(value: object, low: int, high: int) -> bool:
    """Whether `value` is a whole number from `low` to `high`."""
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def is_time(value: object) -> bool:
    """Whether `value` is milliseconds of a moment calendars can show."""
    return is_whole(value, EARLIEST_TIME, LATEST_TIME)


def is_offset(value: object) -> bool:
    """Whether `value` is the difference of two such moments."""
    return is_whole(value, -MAX_OFFSET, MAX_OFFSET)


def is_sequence_number(value: object) -> bool:
    """Whether `value` counts a device's messages from 1."""
    return is_whole(value, 1, MAX_SAFE)


def is_decode_time(value: object) -> bool:
    """Whether `value` is how long reading a code took, up to an hour, or None."""
    return value is None or is_whole(value, 0, 3_600_000)


def is_short_text(value: object) -> bool:
    """Whether `value` is a text of an id's length that can be shown."""
    if not isinstance(value, str) or len(value) > MAX_ID_LENGTH:
        return False
    return all(letter >= " " and not "\ud800" <= letter <= "\udfff" for letter in value)


def clean_text(text: str, most: int) -> str:
    """At most `most` characters, with U+FFFD for what databases refuse: NUL, lone surrogates."""
    clipped = text[:most].replace("\x00", "\ufffd")
    return clipped.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
