"""Which lanes somebody can see: a lane whose window is gone, or where staff is at the menu, takes
no scans, for nobody would see the light."""

from __future__ import annotations

import threading
from collections.abc import Callable

Pause = Callable[[bool, int], None]


class Presence:
    """Counts the open pages of each lane. Safe to use from several threads.

    `must_be_seen` pauses a lane before its first page too; without it a station that was started
    without a window scans until a page has come and gone.
    """

    def __init__(self, pause: Pause, lane_count: int, *, must_be_seen: bool) -> None:
        self._pause = pause
        self._pages = [0] * lane_count
        self._was_seen = [must_be_seen] * lane_count
        self._has_staff = [False] * lane_count
        self._turn = threading.Lock()
        for lane in range(lane_count):
            self._judge(lane)

    def enter(self, lane: int) -> None:
        """A page of this lane was opened."""
        with self._turn:
            self._pages[lane] += 1
            self._was_seen[lane] = True
            self._judge(lane)

    def leave(self, lane: int) -> None:
        """A page of this lane was closed; staff at its menu is gone with it."""
        with self._turn:
            self._pages[lane] -= 1
            if self._pages[lane] == 0:
                self._has_staff[lane] = False
            self._judge(lane)

    def set_staff(self, lane: int, *, is_in: bool) -> None:
        """Staff opened or closed the menu."""
        with self._turn:
            self._has_staff[lane] = is_in
            self._judge(lane)

    @property
    def open_pages(self) -> int:
        """Pages that listen now, of all lanes."""
        with self._turn:
            return sum(self._pages)

    def _judge(self, lane: int) -> None:
        is_unseen = self._was_seen[lane] and self._pages[lane] == 0
        self._pause(is_unseen or self._has_staff[lane], lane)
