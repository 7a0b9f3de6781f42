"""When verdicts of this run were shown: what a scan's row cannot say when it is written."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from domain.timings import clamp_ms

_MOST_KEPT = 10_000


@dataclass
class _Decided:
    decide_ms: int
    shown_at: int
    is_confirmed: bool = False


class DecidedScans:
    """In memory only: after a restart the scans that wait are sent without `decide_ms`. Figures
    are not worth a second write to the disk for each visitor. Times are this machine's clock."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._kept: OrderedDict[str, _Decided] = OrderedDict()

    def note(self, scan_id: str, decide_ms: int, shown_at: int) -> None:
        """A verdict is on the screen."""
        with self._turn:
            self._kept[scan_id] = _Decided(decide_ms, shown_at)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)

    def time_scan(self, scan: dict[str, Any]) -> dict[str, Any]:
        """The scan with its `decide_ms`, where that is known."""
        with self._turn:
            decided = self._kept.get(scan["scan_id"])
        if decided is not None and scan.get("timings") is not None:
            scan["timings"]["decide_ms"] = decided.decide_ms
        return scan

    def confirm(self, scan_id: str | None, now: int) -> int | None:
        """The server's word is there: how long after the verdict; None when that is not known, or
        it was there before."""
        with self._turn:
            decided = self._kept.get(scan_id or "")
            if decided is None or decided.is_confirmed:
                return None
            decided.is_confirmed = True
            return clamp_ms(now - decided.shown_at)
