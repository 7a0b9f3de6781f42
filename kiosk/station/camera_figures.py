"""How a lane's camera does, for the organizer's list and as a hint to the visitor."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

from domain.timings import usual_and_most
from kiosk.camera.doctor import Doctor
from kiosk.camera.reader import Frame
from kiosk.decoder.cascade import Decoded
from kiosk.decoder.glimpse import take_glimpse

Report = dict[str, Any]

_KEPT = 600
_OVER_MS = 10_000


class CameraFigures:
    """Of the latest pictures of one lane. `note` is for the lane's thread, the rest for any."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._frames: deque[tuple[float, float]] = deque(maxlen=_KEPT)
        self._doctor = Doctor()
        self._report: dict[str, Any] = {}
        self.hint: str | None = None
        """What the visitor could do: `closer`, `too_dark`, `tilt`, `hold_still`."""

    def note(self, at: float, frame: Frame, decoded: Decoded) -> None:
        """One picture was searched for codes; `at` is a steady clock's, in milliseconds."""
        self._doctor.see(take_glimpse(frame, decoded))
        report = self._doctor.report()
        with self._turn:
            self._frames.append((at, decoded.decode_ms))
            if report is None:
                return
            self.hint = report.hint
            self._report = {
                "read_rate": None if report.read_rate is None else round(report.read_rate, 3),
                "sharpness": round(report.sharpness, 1),
                "brightness": round(report.brightness, 1),
                "glare": round(report.glare, 3),
                "hint": report.hint,
            }

    def as_wire(self, now: float) -> dict[str, Any]:
        """The `camera` object of a heartbeat, see docs/protocol.md; empty while nothing is seen."""
        with self._turn:
            recent = [ms for at, ms in self._frames if now - at <= _OVER_MS]
            report = dict(self._report)
        pace = usual_and_most(recent)
        if pace is None:
            return {}
        return report | {
            "fps": round(len(recent) * 1_000 / _OVER_MS, 1),
            "decode_ms_p50": round(pace[0], 1),
            "decode_ms_p95": round(pace[1], 1),
        }


def report_cameras(cameras: Iterable[CameraFigures], confirm_times: Sequence[int]) -> Report:
    """The `camera` object of a station's heartbeat: of several cameras the slowest, that is the
    lane to look at; and how long the server took to confirm the last scans (milliseconds)."""
    now = time.monotonic() * 1_000
    figures = [said for said in (camera.as_wire(now) for camera in cameras) if said]
    worst: Report = min(figures, key=lambda said: said["fps"], default={})
    pace = usual_and_most(confirm_times)
    if pace is None:
        return worst
    return worst | {"confirm_ms_p50": pace[0], "confirm_ms_p95": pace[1]}
