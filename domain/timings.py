"""How long a scan took, step by step, as the device that made it measured.

The JavaScript twin is `static/js/domain/timings.js`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_MS = 3_600_000
STEPS = ("capture_ms", "decode_ms", "decide_ms")


@dataclass(frozen=True)
class Timings:
    """Whole milliseconds, None where a step was not measured.

    `capture_ms` is from the picture's capture to when the decoder took it, `decode_ms` the
    decoder's, `decide_ms` from the text's turn to a verdict that is safe on the device.
    """

    capture_ms: int | None = None
    decode_ms: int | None = None
    decide_ms: int | None = None


def is_timings(value: object) -> bool:
    """Whether this is what the wire may say; steps that are left out count as null."""
    if value is None:
        return True
    return isinstance(value, Mapping) and all(_is_step(value.get(step)) for step in STEPS)


def take_timings(value: Mapping[str, Any] | None) -> Timings | None:
    """What `is_timings` has passed; steps of newer versions are dropped."""
    if value is None:
        return None
    return Timings(*(None if value.get(s) is None else int(value[s]) for s in STEPS))


def clamp_ms(ms: float) -> int:
    """A measured duration as the wire wants it."""
    return min(max(0, round(ms)), MOST_MS)


def usual_and_most(values: Iterable[float]) -> tuple[float, float] | None:
    """p50 and p95 of what was measured; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    return _share(ordered, 0.5), _share(ordered, 0.95)


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _is_step(value: object) -> bool:
    if value is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= MOST_MS and value == int(value)
