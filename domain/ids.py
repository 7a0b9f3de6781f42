"""Ids made on the device: UUID version 7, monotonic even if the clock steps back (RFC 9562)."""

import re

_LATEST_MS = (1 << 48) - 1
_RANDOM_BITS = 74
_RANDOM_MASK = (1 << _RANDOM_BITS) - 1
_LOW_MASK = (1 << 62) - 1
_SHAPE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def make_scan_id(now_ms: int, random10: bytes, last: str | None = None) -> str:
    """A UUIDv7 that sorts after `last`, the id this device made before.

    `now_ms` is the device's clock (milliseconds since 1970), `random10` ten random bytes. When the
    clock has not moved on since `last`, the id counts up from it instead. A clock before 1970 or
    beyond the 48 bits of a UUIDv7 counts as the nearest moment that fits: a scan always gets an id.
    """
    now_ms = min(max(now_ms, 0), _LATEST_MS)
    random74 = int.from_bytes(random10) & _RANDOM_MASK
    if last is None:
        return _format(now_ms, random74)
    last_ms, last_random = _split(last)
    if now_ms > last_ms:
        return _format(now_ms, random74)
    successor = (last_ms << _RANDOM_BITS | last_random) + 1
    return _format(successor >> _RANDOM_BITS, successor & _RANDOM_MASK)


def is_scan_id(text: object) -> bool:
    """Whether `text` is a UUIDv7 in its canonical lower-case form."""
    return isinstance(text, str) and _SHAPE.fullmatch(text) is not None


def _format(ms: int, random74: int) -> str:
    value = ms << 80 | 7 << 76 | (random74 >> 62) << 64 | 0b10 << 62 | (random74 & _LOW_MASK)
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _split(uuid: str) -> tuple[int, int]:
    value = int(uuid.replace("-", ""), 16)
    return value >> 80, ((value >> 64) & 0xFFF) << 62 | (value & _LOW_MASK)
