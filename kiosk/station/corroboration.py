"""Which camera readings may become a scan at once, and which must be seen again first.

A code of ours carries its MAC: read once is enough. Anything else may be a picture read wrong (a
zbar-type reader gets 3 to 7 % of difficult photographs wrong), so the same text has to come from
several pictures over some time, while no badge of ours is in sight.
"""

from __future__ import annotations

from dataclasses import dataclass

TRUSTED_KINDS = ("ours", "other_edition")
_TIMES = 3
_OVER_MS = 250
_FORGOTTEN_AFTER_MS = 1_500
_QUIET_AFTER_OURS_MS = 1_500


@dataclass
class _Doubtful:
    first_at: float
    last_at: float
    times: int = 1


class Corroboration:
    """The doubtful texts one camera has read lately. Times: a steady clock's milliseconds."""

    def __init__(self) -> None:
        self._doubtful: dict[str, _Doubtful] = {}
        self._ours_at = float("-inf")

    def accepts(self, text: str, *, is_trusted: bool, at: float) -> bool:
        """Whether this reading may become a scan."""
        self._forget(at)
        if is_trusted:
            self._ours_at = at
            self._doubtful.clear()
            return True
        if at - self._ours_at < _QUIET_AFTER_OURS_MS:
            return False
        return self._is_steady(text, at)

    def _is_steady(self, text: str, at: float) -> bool:
        seen = self._doubtful.get(text)
        if seen is None:
            self._doubtful[text] = _Doubtful(at, at)
            return False
        seen.times, seen.last_at = seen.times + 1, at
        return seen.times >= _TIMES and at - seen.first_at >= _OVER_MS

    def _forget(self, at: float) -> None:
        self._doubtful = {
            text: seen
            for text, seen in self._doubtful.items()
            if at - seen.last_at < _FORGOTTEN_AFTER_MS
        }
