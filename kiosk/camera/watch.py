"""Notices that a camera has silently stopped, as drivers do: no more pictures, black ones, or the
same one for ever. Times are milliseconds of one steady clock.

The limits of the browser kiosk's `picture-watch.js`, but for standing still: a sensor's noise
changes every picture, so two and a half seconds without any change are a fault.
"""

import threading
import zlib

import cv2
import numpy as np

from kiosk.camera.picture import Picture

NO_PICTURE_MS = 2_000
BLACK_MS = 2_500
FROZEN_MS = 2_500
_BLACK_MEAN = 10
_BLACK_SPREAD = 4
_STRIDE = 4
_SHORTEST_PATIENCE_MS = 2_500
_LONGEST_PATIENCE_MS = 60_000


class PictureWatch:
    """Judges the pictures of one camera; seen by the capture thread, asked by any."""

    def __init__(self, at: float, *, may_stand_still: bool = False) -> None:
        self._lock = threading.Lock()
        self._may_stand_still = may_stand_still
        self._opened_at = at
        self._last_at: float | None = None
        self._black_since: float | None = None
        self._changed_at = at
        self._print: int | None = None
        self._is_lost = False
        self._patience_ms = _SHORTEST_PATIENCE_MS

    def open(self, at: float) -> None:
        """The camera was opened. What was wrong stays wrong until a picture shows otherwise."""
        with self._lock:
            self._opened_at = at

    def see(self, image: Picture, at: float) -> None:
        """A picture came."""
        is_black, print_ = _is_black(image), _take_print(image)
        with self._lock:
            self._last_at, self._is_lost = at, False
            self._black_since = (self._black_since or at) if is_black else None
            if print_ != self._print:
                self._changed_at, self._print = at, print_

    def lose(self) -> None:
        """The camera said itself that it has no more pictures, or could not be opened."""
        with self._lock:
            self._is_lost = True

    def state_at(self, at: float) -> str:
        """`ready`, `opening` (until the first picture), `lost`, `black` or `frozen`."""
        with self._lock:
            return self._judge(at)

    def must_reopen_at(self, at: float) -> bool:
        """Whether opening it again may cure it. Asked again it is more patient: a lens may be
        covered on purpose, and while a camera is being opened it sees nothing."""
        with self._lock:
            is_bad = self._judge(at) in ("black", "frozen")
            if not is_bad:
                self._patience_ms = _SHORTEST_PATIENCE_MS
            if not is_bad or at - self._opened_at < self._patience_ms:
                return False
            self._patience_ms = min(2 * self._patience_ms, _LONGEST_PATIENCE_MS)
            return True

    def _judge(self, at: float) -> str:
        last_at = self._opened_at if self._last_at is None else self._last_at
        if self._is_lost or at - last_at > NO_PICTURE_MS:
            return "lost"
        if self._last_at is None:
            return "opening"
        if self._black_since is not None and at - self._black_since > BLACK_MS:
            return "black"
        is_still = at - self._changed_at > FROZEN_MS
        return "frozen" if is_still and not self._may_stand_still else "ready"


def _is_black(image: Picture) -> bool:
    mean, spread = cv2.meanStdDev(image[::_STRIDE, ::_STRIDE])
    return float(np.max(mean)) < _BLACK_MEAN and float(np.max(spread)) < _BLACK_SPREAD


def _take_print(image: Picture) -> int:
    """A number that changes when the picture does: every fourth pixel of every fourth row."""
    return zlib.crc32(image[::_STRIDE, ::_STRIDE].tobytes())
