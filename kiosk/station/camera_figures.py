"""How a lane's camera does, for the organizer's list: pictures a second, milliseconds, reads."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

_KEPT = 300
_OVER_MS = 10_000


class CameraFigures:
    """Of the latest pictures of one lane. Safe to use from several threads."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._frames: deque[tuple[float, float]] = deque(maxlen=_KEPT)
        self._report: dict[str, Any] = {}

    def note(self, at: float, decode_ms: float) -> None:
        """One picture was searched for codes; `at` is a steady clock's, in milliseconds."""
        with self._turn:
            self._frames.append((at, decode_ms))

    def note_report(self, report: dict[str, Any]) -> None:
        """The camera doctor's latest figures."""
        with self._turn:
            self._report = report

    def as_wire(self, now: float) -> dict[str, Any]:
        """The `camera` object of a heartbeat, see docs/protocol.md; empty while nothing is seen."""
        with self._turn:
            recent = [ms for at, ms in self._frames if now - at <= _OVER_MS]
            report = dict(self._report)
        if not recent:
            return {}
        ordered = sorted(recent)
        return report | {
            "fps": round(len(recent) * 1_000 / _OVER_MS, 1),
            "decode_ms_p50": round(_share(ordered, 0.5), 1),
            "decode_ms_p95": round(_share(ordered, 0.95), 1),
        }


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
