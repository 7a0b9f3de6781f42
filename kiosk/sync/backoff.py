"""How long to wait before the next try: doubling, each time at random between half and the whole,
so that a hall of stations does not come back in step. Twin of static/js/sync/backoff.js."""

from __future__ import annotations

import random
from collections.abc import Callable

_MOST_DOUBLINGS = 30


class Backoff:
    """Waits in seconds."""

    def __init__(
        self,
        first_seconds: float = 0.5,
        most_seconds: float = 30.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._first = first_seconds
        self._most = most_seconds
        self._chance = chance
        self._failures = 0

    def next(self) -> float:
        """How long to wait this time."""
        whole = min(self._first * float(2 ** min(self._failures, _MOST_DOUBLINGS)), self._most)
        self._failures += 1
        return whole * (0.5 + self._chance() / 2)

    def reset(self) -> None:
        """Something worked: start small again."""
        self._failures = 0
