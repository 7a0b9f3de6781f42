"""What an organizer is warned of at the booths: silence, and scanning behind visitors' backs. Pure.

A phone that takes badge after badge and never says a word about one of them is not talking to
anybody: a pocket by the entrance, a host who was told to "get them all".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SILENT_MS = 60 * 60_000
"""A booth that scanned nothing for so long, while the fair is open, is called silent."""
STEALTH_WINDOW_MS = 60_000
STEALTH_BADGES = 12
"""So many within the window, none of them edited: five seconds a visitor, greeting included."""


@dataclass(frozen=True)
class Sighting:
    """A capture that gives details: by which phone, when (ms), of which badge, and whether anybody
    of the booth rated, tagged or noted anything on it."""

    device_id: str
    at: int
    badge: str
    is_edited: bool


@dataclass(frozen=True)
class Burst:
    """The most badges one phone took within a window, beginning at `at`, without an edit."""

    device_id: str
    at: int
    badge_count: int


def find_bursts(sightings: Iterable[Sighting]) -> list[Burst]:
    """The worst burst of every phone that took STEALTH_BADGES badges or more in a window; an
    edit anywhere in a window clears it. The worst phone comes first."""
    by_device: dict[str, list[Sighting]] = {}
    for one in sightings:
        by_device.setdefault(one.device_id, []).append(one)
    worst = [_find_worst(sorted(mine, key=lambda s: s.at)) for mine in by_device.values()]
    found = [burst for burst in worst if burst is not None]
    return sorted(found, key=lambda burst: (-burst.badge_count, burst.at, burst.device_id))


def _find_worst(mine: Sequence[Sighting]) -> Burst | None:
    worst, start = None, 0
    for end, last in enumerate(mine):
        while last.at - mine[start].at >= STEALTH_WINDOW_MS:
            start += 1
        window = mine[start : end + 1]
        count = len({one.badge for one in window})
        is_alarming = count >= STEALTH_BADGES and not any(one.is_edited for one in window)
        if is_alarming and (worst is None or count > worst.badge_count):
            worst = Burst(last.device_id, window[0].at, count)
    return worst


def is_silent(last_capture_at: int | None, joined_at: int | None, now: int) -> bool:
    """Whether a booth scanned nothing for SILENT_MS: since its last capture, or since its first
    phone joined. A booth that nobody joined is not silent, it has not begun."""
    since = last_capture_at if last_capture_at is not None else joined_at
    return since is not None and now - since >= SILENT_MS
