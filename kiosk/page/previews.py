"""Small pictures of what a lane's camera sees, at most ten a second however many ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

LEAST_GAP_SECONDS = 0.09


class PreviewKeeper:
    """Keeps the last picture of each lane for a moment. Safe to use from several threads."""

    def __init__(self, take: Callable[[int], bytes | None], lane_count: int) -> None:
        self._take = take
        self._kept: list[tuple[float, bytes | None]] = [(float("-inf"), None)] * lane_count
        self._turns = [threading.Lock() for _ in range(lane_count)]

    def picture(self, lane: int) -> bytes | None:
        """JPEG, or None where there is no picture."""
        with self._turns[lane]:
            taken_at, picture = self._kept[lane]
            if time.monotonic() - taken_at < LEAST_GAP_SECONDS:
                return picture
            picture = self._take(lane)
            self._kept[lane] = (time.monotonic(), picture)
            return picture
