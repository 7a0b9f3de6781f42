"""Tells a new scan from the same badge seen again.

A badge held to the camera is read many times a second, and a visitor who missed the answer shows
it once more: neither is a second scan. Twin of static/js/models/repeat-filter.js; times are a
steady clock's, in milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

REPEAT_WITHIN_MS = 5_000
"""The same badge within this time of its first sighting shows its first result again."""
HELD_GAP_MS = 2_000
"""A badge seen without a longer gap has simply not been taken away yet."""
UNANSWERED_WITHIN_MS = 120_000
"""A visitor sent away without an answer may come back to it this long."""
_MOST_KEPT = 50

Receipt = dict[str, Any]


@dataclass(frozen=True)
class Sighting:
    """`new`; `held`: never left; `again`: shown once more, with the first result if any."""

    kind: str
    result: Receipt | None = None


@dataclass
class _Known:
    first_at: float
    last_at: float
    result: Receipt | None = None
    is_shown: bool = False

    def is_remembered(self, at: float) -> bool:
        if at - self.last_at < HELD_GAP_MS:
            return True
        return at - self.first_at < (REPEAT_WITHIN_MS if self.is_shown else UNANSWERED_WITHIN_MS)


class RepeatFilter:
    """Remembers the latest badges of one lane. Not for several threads at once."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def see(self, text: str, at: float) -> Sighting:
        """What it means that `text` is seen. Seeing a new text changes nothing: `begin` does."""
        known = self._known.get(text)
        if known is None or not known.is_remembered(at):
            return Sighting("new")
        is_held = at - known.last_at < HELD_GAP_MS
        known.last_at = at
        return Sighting("held" if is_held else "again", known.result)

    def begin(self, text: str, at: float) -> None:
        """A new scan of `text` was made."""
        self._known.pop(text, None)
        self._known[text] = _Known(at, at)
        if len(self._known) > _MOST_KEPT:
            del self._known[next(iter(self._known))]

    def forget(self, text: str) -> None:
        """There is no scan of `text` after all."""
        self._known.pop(text, None)

    def keep_result(self, text: str, result: Receipt) -> None:
        """The scan of `text` has an answer, whether or not anybody is still there to see it."""
        if text in self._known:
            self._known[text].result = result

    def mark_shown(self, text: str) -> None:
        """The visitor has seen the answer."""
        if text in self._known:
            self._known[text].is_shown = True
