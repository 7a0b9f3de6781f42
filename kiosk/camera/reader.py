"""The newest picture of one camera, from a thread of its own.

Reading never waits for decoding: the thread keeps one picture and replaces it, so a slow decoder
sees fewer pictures, not older ones. A camera that stops is opened again with growing pauses.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from kiosk.camera.capture import Capture, CaptureFailedError, Setting, open_capture
from kiosk.camera.picture import Picture
from kiosk.camera.source import CameraSource
from kiosk.camera.watch import PictureWatch

_log = logging.getLogger(__name__)

_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 10.0
_STEADY_SECONDS = 5.0
"""A camera that ran this long is opened again without a long pause."""
_JOIN_SECONDS = 3.0

OpenCapture = Callable[[CameraSource], Capture]


@dataclass(frozen=True)
class Frame:
    """One picture: its number counts from 1, its time is a steady clock's, in milliseconds.

    `image` is uint8, height x width, or height x width x 3 (blue, green, red). Nobody writes to it.
    """

    number: int
    captured_at_ms_monotonic: float
    image: Picture


class FrameReader:
    """Reads one camera until stopped. Several may run in one process; methods are thread-safe."""

    def __init__(self, source: CameraSource, open_with: OpenCapture = open_capture) -> None:
        self.source = source
        self._open_with = open_with
        self._fresh = threading.Condition()
        self._newest: Frame | None = None
        self._settings: tuple[Setting, ...] = ()
        self._numbers = count(1)
        self._watch = PictureWatch(_now_ms(), may_stand_still=source.may_stand_still)
        self._stopping = threading.Event()
        self._has_ended = False
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    def start(self) -> None:
        """Begin to read. Raises RuntimeError when started twice."""
        self._thread.start()

    def stop(self) -> None:
        """Stop reading and let the camera go; a driver that hangs is left behind after 3 s."""
        self._stopping.set()
        with self._fresh:
            self._fresh.notify_all()
        if self._thread.ident is not None:
            self._thread.join(_JOIN_SECONDS)

    def newest(self, after_number: int = 0, wait_seconds: float = 0.0) -> Frame | None:
        """The newest picture if it is newer than `after_number`; waits for one up to so long."""
        with self._fresh:
            self._fresh.wait_for(lambda: self._is_due(after_number), wait_seconds)
            frame = self._newest
        return frame if frame is not None and frame.number > after_number else None

    def state(self) -> str:
        """`ready`, `opening` (at start only), `lost`, `frozen` or `black`; 3 s late at most."""
        return self._watch.state_at(_now_ms())

    def has_ended(self) -> bool:
        """Whether a video file that does not loop was played to its end; its state is `lost`."""
        return self._has_ended

    def settings(self) -> tuple[Setting, ...]:
        """What was asked of the camera and what it made of it; empty while it is closed."""
        return self._settings

    def _is_due(self, after_number: int) -> bool:
        is_newer = self._newest is not None and self._newest.number > after_number
        return is_newer or self._stopping.is_set()

    def _run(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._stopping.is_set() and not self._has_ended:
            started = time.monotonic()
            must_pause = not self._read_once_opened()
            if time.monotonic() - started > _STEADY_SECONDS:
                pause = _FIRST_PAUSE_SECONDS
            if must_pause and not self._has_ended:
                self._stopping.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    def _read_once_opened(self) -> bool:
        """Open the camera and read it until it stops. True when it may be opened again at once."""
        try:
            capture = self._open_with(self.source)
        except CaptureFailedError as error:
            self._note_lost(str(error))
            return False
        try:
            self._settings = capture.settings
            self._watch.open(_now_ms())
            return self._read_all(capture)
        finally:
            self._settings = ()
            capture.close()

    def _read_all(self, capture: Capture) -> bool:
        seen = 0
        while not self._stopping.is_set():
            image = capture.read()
            if image is None:
                return self._note_end(seen)
            seen += 1
            self._keep(image)
            if self._watch.must_reopen_at(_now_ms()):
                _log.warning("camera %s is %s", self.source.shown_address, self.state())
                return True
        return True

    def _keep(self, image: Picture) -> None:
        now = _now_ms()
        self._watch.see(image, now)
        with self._fresh:
            self._newest = Frame(next(self._numbers), now, image)
            self._fresh.notify_all()

    def _note_end(self, seen: int) -> bool:
        """True when a file is to be played again at once; one without pictures is not."""
        is_file = self.source.kind == "file"
        if is_file and self.source.loops and seen > 0:
            return True
        self._has_ended = is_file and seen > 0
        self._note_lost("no more pictures")
        return False

    def _note_lost(self, why: str) -> None:
        self._watch.lose()
        _log.warning("camera %s: %s", self.source.shown_address, why)


def _now_ms() -> float:
    return time.monotonic() * 1000
