"""How far a device's clock is off, and what time a scan really had. Milliseconds throughout."""

from collections.abc import Sequence
from dataclasses import dataclass

OFF_BY_TOO_MUCH_MS = 60_000
"""A device this far off is told, and listed for the organizer (design 3, "the clock")."""


@dataclass(frozen=True)
class ClockSample:
    """One round trip: sent and received by the device's clock, answered by the server's."""

    sent_at: int
    server_at: int
    received_at: int


def measure_offset(sample: ClockSample) -> int:
    """What to add to the device's clock to get the server's, assuming equal ways there and back."""
    return sample.server_at - (sample.sent_at + sample.received_at) // 2


def best_offset(samples: Sequence[ClockSample]) -> int | None:
    """The offset of the fastest round trip: the less time it took, the less it can be wrong."""
    usable = [sample for sample in samples if sample.received_at >= sample.sent_at]
    if not usable:
        return None
    return measure_offset(min(usable, key=lambda s: s.received_at - s.sent_at))


def corrected_time(device_at: int, clock_offset_ms: int) -> int:
    """The server's time at the moment the device's clock showed `device_at`."""
    return device_at + clock_offset_ms


def plausible_time(corrected_at: int, earliest: int, latest: int) -> int:
    """`corrected_at`, or `latest` where it cannot be true.

    `earliest` is when the device was paired, `latest` when its scan arrived: outside of the two
    the clock or its measured offset is wrong, and the arrival is the best time there is.
    """
    return corrected_at if earliest <= corrected_at <= latest else latest


def is_clock_off(clock_offset_ms: int) -> bool:
    """Whether somebody should set this device's clock."""
    return abs(clock_offset_ms) > OFF_BY_TOO_MUCH_MS
