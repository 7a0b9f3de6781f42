"""What the conflict inbox shows of both sides, in words: when, by whose clock, how far apart."""

from dataclasses import dataclass
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale, gettext, ngettext

from server.services.conflicts import ConflictStory
from server.services.venue_time import local_time

_SECOND_MS, _MINUTE_MS, _HOUR_MS = 1_000, 60_000, 3_600_000
_EXACT_MS = 1_000
"""No clock of a tablet is read more exactly than this."""


@dataclass(frozen=True)
class VenueClock:
    """Moments (ms UTC) as clocks at the venue show them, with Latin digits."""

    timezone: str

    def time(self, at: int) -> str:
        """`09:14:07`."""
        return local_time(at, self.timezone).strftime("%H:%M:%S")

    def day(self, at: int) -> str:
        """`ven. 26 avr.`"""
        return str(format_date(local_time(at, self.timezone), "EEE d MMM", locale=get_locale()))


def word_span(ms: int) -> str:
    """A span as people say it: seconds, from two minutes on minutes, from two hours on hours."""
    if ms < 2 * _MINUTE_MS:
        return str(ngettext("%(num)s s", "%(num)s s", round(ms / _SECOND_MS)))
    if ms < 2 * _HOUR_MS:
        return str(ngettext("%(num)s min", "%(num)s min", round(ms / _MINUTE_MS)))
    return str(ngettext("%(num)s hour", "%(num)s hours", round(ms / _HOUR_MS)))


def word_clock(offset_ms: int) -> str:
    """How a device's clock stood; the offset is what to add to it, so below zero it was ahead."""
    if abs(offset_ms) < _EXACT_MS:
        return str(gettext("clock right"))
    span = word_span(abs(offset_ms))
    if offset_ms < 0:
        return str(gettext("clock %(span)s ahead", span=span))
    return str(gettext("clock %(span)s behind", span=span))


def apart_ms(story: ConflictStory) -> int | None:
    """How long after the first scan the second was made; None where there is only one."""
    if story.first is None:
        return None
    apart: int = story.second["corrected_at"] - story.first["corrected_at"]
    return apart


def settled_by(actor: str | None, names: dict[str, str]) -> str:
    """The organizer's name behind `organizer:ID`."""
    return names.get((actor or "").removeprefix("organizer:"), "–")


def list_sides(story: ConflictStory) -> list[dict[str, Any]]:
    """The scans of a story, the earlier first."""
    return [side for side in (story.first, story.second) if side is not None]
