"""One lane: a camera (or none), its decoder, and the visitor in front of it, in one thread."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import cv2

from domain.sealed_roster import SealedEntryError
from kiosk.camera.reader import Frame, FrameReader
from kiosk.camera.source import CameraSource
from kiosk.config import NO_CAMERA, LaneSettings
from kiosk.decoder.cascade import Cascade
from kiosk.errors import StoreFailedError
from kiosk.station.camera_figures import CameraFigures
from kiosk.station.corroboration import TRUSTED_KINDS, Corroboration
from kiosk.station.gatekeeper import Admission, Gatekeeper
from kiosk.station.knowledge import Knowledge
from kiosk.station.local_answers import Answer
from kiosk.station.local_decision import LocalJudge
from kiosk.station.reading import LaneGate, Reading
from kiosk.station.scan_flow import ScanFlow

_log = logging.getLogger(__name__)

_TURN_SECONDS = 0.05
_AFTER_A_FAULT_SECONDS = 0.5
_STOP_SECONDS = 5.0
_PREVIEW_WIDTH = 640
_PREVIEW_QUALITY = 70

Tell = Callable[[dict[str, Any]], None]


class LaneParts:
    """What all lanes of a station share."""

    def __init__(
        self,
        gatekeeper: Gatekeeper,
        judge: LocalJudge,
        knowledge: Callable[[], Knowledge],
        *,
        with_zxing: bool = False,
    ) -> None:
        self.gatekeeper = gatekeeper
        self.judge = judge
        self.knowledge = knowledge
        self.with_zxing = with_zxing


class Lane:
    """Start it once, stop it once. `tell` gets the flow's events with the lane's number."""

    def __init__(self, number: int, settings: LaneSettings, parts: LaneParts, tell: Tell) -> None:
        self.number = number
        self.settings = settings
        self._parts = parts
        self.figures = CameraFigures()
        self.flow = ScanFlow(self._make_scan, lambda event: tell(event | {"lane": number}), _now_ms)
        self._reader = _make_reader(settings)
        self._cascade = Cascade(self._is_trusted, with_zxing=parts.with_zxing)
        self._corroboration = Corroboration()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"lane {number}", daemon=True)

    def start(self) -> None:
        """Open the camera and begin."""
        if self._reader is not None:
            self._reader.start()
        self._thread.start()

    def stop(self) -> None:
        """Let the camera go; the thread has ended on return."""
        self._stopping.set()
        if self._reader is not None:
            self._reader.stop()
        if self._thread.ident is not None:
            self._thread.join(_STOP_SECONDS)
            if self._thread.is_alive():
                _log.error("lane %s did not end in %s s", self.number, _STOP_SECONDS)

    @property
    def gate(self) -> LaneGate | None:
        """Where this lane stands; None until the configuration says."""
        return self._parts.knowledge().find_gate(self.settings)

    @property
    def camera_state(self) -> str:
        """`ready`, `opening`, `lost`, `frozen`, `black`, or `none` for a hand scanner only."""
        return NO_CAMERA if self._reader is None else self._reader.state()

    @property
    def hint(self) -> str | None:
        """What the visitor could do: `closer`, `too_dark`, `tilt`, `hold_still`."""
        return self.figures.hint

    @property
    def has_ended(self) -> bool:
        """Whether a video file was played to its end."""
        return self._reader is not None and self._reader.has_ended()

    def submit(self, text: str, source: str) -> None:
        """A hand scanner or the keypad gave a text."""
        now = _now_ms()
        self.flow.take(Reading(text, source, now, now))

    def preview(self) -> bytes | None:
        """The newest picture as JPEG, mirrored as configured."""
        frame = None if self._reader is None else self._reader.newest(0)
        if frame is None:
            return None
        height = max(1, frame.image.shape[0] * _PREVIEW_WIDTH // frame.image.shape[1])
        small = cv2.resize(frame.image, (_PREVIEW_WIDTH, height))
        shown = cv2.flip(small, 1) if self.settings.is_mirrored else small
        _, encoded = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, _PREVIEW_QUALITY])
        return bytes(encoded)

    def _run(self) -> None:
        number = 0
        while not self._stopping.is_set():
            try:
                number = self._take_turn(number)
            except Exception:
                # A station has nobody to restart it; the next picture may be another one.
                _log.exception("lane %s failed and goes on", self.number)
                self._stopping.wait(_AFTER_A_FAULT_SECONDS)

    def _take_turn(self, after: int) -> int:
        """One picture, or a moment without one; returns the number of the last picture seen."""
        self.flow.tick()
        if self._reader is None:
            self._stopping.wait(_TURN_SECONDS)
            return after
        frame = self._reader.newest(after, _TURN_SECONDS)
        if frame is None:
            if self._reader.has_ended():
                self._stopping.wait(_TURN_SECONDS)
            return after
        self._read(frame)
        return frame.number

    def _read(self, frame: Frame) -> None:
        began_at = _now_ms()
        decoded = self._cascade.decode(frame.image)
        now = _now_ms()
        self.figures.note(now, frame, decoded)
        texts = sorted(set(decoded.texts), key=self._is_trusted, reverse=True)
        for text in texts:
            if self._corroboration.accepts(text, is_trusted=self._is_trusted(text), at=now):
                taken_at = frame.captured_at_ms_monotonic
                self.flow.take(Reading(text, "camera", taken_at, now, began_at))

    def _is_trusted(self, text: str) -> bool:
        """Whether a text read once is no misreading: it carries its MAC, or we have its entry."""
        code = self._parts.knowledge().parse(text)
        if code is None:
            return False
        if code.kind in TRUSTED_KINDS:
            return True
        try:
            return self._parts.judge.find_entry(code) is not None
        except (SealedEntryError, StoreFailedError):
            return False

    def _make_scan(self, reading: Reading) -> Admission:
        gate = self.gate
        if gate is None:
            raise StoreFailedError("no_gate", "the lane has no gate")
        return self._parts.gatekeeper.admit(reading, gate)

    def take_receipt(self, receipt: Answer) -> None:
        """The server's answer to a scan of this or another lane."""
        self.flow.take_receipt(receipt)


def _make_reader(lane: LaneSettings) -> FrameReader | None:
    if lane.camera == NO_CAMERA:
        return None
    return FrameReader(make_source(lane))


def make_source(lane: LaneSettings) -> CameraSource:
    """The camera of a lane as the reader wants it."""
    return CameraSource(
        address=lane.camera,
        width=lane.width,
        height=lane.height,
        exposure=lane.exposure,
        focus=lane.focus,
        mirrored=lane.is_mirrored,
        loops=lane.is_looped,
    )


def _now_ms() -> float:
    return time.monotonic() * 1_000
