"""Times that order what several devices write, whatever their clocks say.

A hybrid time is text `{ms:013d}-{counter:04x}-{device_id}`: the order of the texts is the order of
the times. A device makes each one greater than all it has made or read, so who has read an edit
and writes another one wins, even when his clock is behind.
The JavaScript twin is `static/js/domain/hybrid-time.js`.
"""

import re
from dataclasses import dataclass

_LATEST_MS = 9_999_999_999_999
_MOST_COUNTED = 0xFFFF
_SHAPE = re.compile(r"([0-9]{13})-([0-9a-f]{4})-([0-9a-f-]{36})")


@dataclass(frozen=True)
class HybridTime:
    """The parts of a hybrid time; `ms` since 1970, `counter` within one millisecond."""

    ms: int
    counter: int
    device_id: str


def make_hybrid_time(now_ms: int, device_id: str, newest: str | None = None) -> str:
    """A time after `newest`, the greatest this device has made or read.

    `now_ms` is the device's corrected clock; one that is behind `newest` is counted on from there.
    Raises ValueError when `newest` is no hybrid time.
    """
    now_ms = min(max(now_ms, 0), _LATEST_MS)
    if newest is None:
        return _format(now_ms, 0, device_id)
    last = parse_hybrid_time(newest)
    if last is None:
        raise ValueError("not a hybrid time")
    if now_ms > last.ms:
        return _format(now_ms, 0, device_id)
    if last.counter < _MOST_COUNTED:
        return _format(last.ms, last.counter + 1, device_id)
    return _format(min(last.ms + 1, _LATEST_MS), 0, device_id)


def parse_hybrid_time(text: object) -> HybridTime | None:
    """The parts of a hybrid time, or None for anything else."""
    found = _SHAPE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    return HybridTime(int(found[1]), int(found[2], 16), found[3])


def _format(ms: int, counter: int, device_id: str) -> str:
    return f"{ms:013d}-{counter:04x}-{device_id}"
