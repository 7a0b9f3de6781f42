"""What happens between a reading and the idle screen of one lane: one visitor at a time.

idle → checking (scan made, only the server can decide) → showing (a verdict) → idle. This
station's own verdict is shown at once; the server's receipt confirms or corrects it while it is on
the screen. Twin of static/js/models/scan-flow.js, but for one thing: a badge that comes while the
one before is still being answered waits its turn, also in front of a camera, so that a badge shown
for a moment only is not lost. Nothing here has a timer: the lane calls `tick`.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.errors import StoreFailedError
from kiosk.station.gatekeeper import Admission
from kiosk.station.local_answers import Answer, no_answer
from kiosk.station.reading import Reading
from kiosk.station.repeat_filter import RepeatFilter
from kiosk.station.verdicts import LEAST_SHOWN_MS, shown_ms_of, verdict_of

_log = logging.getLogger(__name__)

RECEIPT_WITHIN_MS = 4_000
"""Without a receipt in this time the visitor is sent on."""
HELD_AT_MOST_MS = 10_000
"""A badge left in front of the camera keeps its verdict no longer than this."""
_HELD_EXTENDS_MS = 700
_WAITS_AT_MOST_MS = 8_000
_MOST_TEXTS = 500

Tell = Callable[[dict[str, Any]], None]


@dataclass
class _Checking:
    reading: Reading
    since: float
    scan_id: str | None = None


@dataclass
class _Showing:
    reading: Reading
    scan_id: str | None
    answer: Answer
    since: float
    until: float


class ScanFlow:
    """One lane's visitor of now. All methods may be called from any thread.

    `make_scan` returns when the scan is durable and raises StoreFailedError when it is not;
    `tell` gets events without their `lane`: checking, verdict, correction, held, idle, failed.
    """

    def __init__(
        self,
        make_scan: Callable[[Reading], Admission],
        tell: Tell,
        now: Callable[[], float],
    ) -> None:
        self._make_scan = make_scan
        self._tell = tell
        self._now = now
        self._filter = RepeatFilter()
        self._turn = threading.RLock()
        self._checking: _Checking | None = None
        self._showing: _Showing | None = None
        self._waiting: Reading | None = None
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._is_open = False

    def set_open(self, is_open: bool) -> None:
        """False while the station is not ready or staff is at the menu.

        Takes no lock: one lane may tell of trouble that closes all the others.
        """
        self._is_open = is_open

    def take(self, reading: Reading) -> None:
        """A badge text from any source."""
        with self._turn:
            if not self._is_open:
                return
            sighting = self._filter.see(reading.text, self._now())
            if self._showing is not None and self._showing.reading.text == reading.text:
                self._hold(self._showing)
            elif self._is_busy():
                if sighting.kind == "new":
                    self._keep_for_later(reading)
            elif sighting.kind == "new":
                self._begin(reading)
            elif sighting.kind == "again" or reading.source != "camera":
                self._show_again(reading, sighting.result)

    def take_receipt(self, receipt: Answer) -> None:
        """The server's answer to one scan; one of a visitor long gone is not shown."""
        with self._turn:
            scan_id = receipt["scan_id"]
            text = self._texts.pop(scan_id, None)
            if text is None:
                return
            self._filter.keep_result(text, receipt)
            if self._checking is not None and self._checking.scan_id == scan_id:
                self._show(receipt, self._checking.reading, is_confirmed=True)
            elif self._showing is not None and self._showing.scan_id == scan_id:
                self._settle(self._showing, receipt)

    def tick(self) -> None:
        """Time has passed: whatever is due happens."""
        with self._turn:
            now = self._now()
            if self._checking is not None and now - self._checking.since >= RECEIPT_WITHIN_MS:
                self._present(no_answer(), self._checking.reading, self._checking.scan_id)
            elif self._showing is not None and now >= self._showing.until:
                self._end()

    def dismiss(self) -> None:
        """Staff or the visitor is done with what is on the screen."""
        with self._turn:
            if self._showing is not None:
                self._end()

    def _settle(self, showing: _Showing, receipt: Answer) -> None:
        is_same = verdict_of(receipt) == verdict_of(showing.answer)
        showing.answer = receipt
        if is_same:
            self._tell_verdict("verdict", showing, is_confirmed=True)
        else:
            self._present(receipt, showing.reading, showing.scan_id, kind="correction")

    def _begin(self, reading: Reading) -> None:
        checking = _Checking(reading, self._now())
        self._filter.begin(reading.text, checking.since)
        try:
            admission = self._make_scan(reading)
        except StoreFailedError as error:
            self._filter.forget(reading.text)
            self._tell({"type": "failed", "code": error.code})
            return
        self._take_admission(checking, admission)

    def _take_admission(self, checking: _Checking, admission: Admission) -> None:
        scan, reading = admission.scan, checking.reading
        self._remember(scan["scan_id"], reading.text)
        if admission.answer is not None:
            self._filter.keep_result(reading.text, admission.answer)
            self._show(admission.answer, reading)
        else:
            checking.scan_id = scan["scan_id"]
            self._checking, self._showing = checking, None
            self._tell({"type": "checking", "scan_id": scan["scan_id"]})
        self._tell({"type": "scan", "scan": scan})

    def _remember(self, scan_id: str, text: str) -> None:
        self._texts[scan_id] = text
        if len(self._texts) > _MOST_TEXTS:
            self._texts.popitem(last=False)

    def _show(self, answer: Answer, reading: Reading, *, is_confirmed: bool = False) -> None:
        self._filter.mark_shown(reading.text)
        self._present(answer, reading, answer["scan_id"], is_confirmed=is_confirmed)

    def _show_again(self, reading: Reading, result: Answer | None) -> None:
        if result is not None:
            self._filter.mark_shown(reading.text)
        answer = result or no_answer()
        self._present(answer, reading, answer["scan_id"], is_repeat=True)

    def _present(self, answer: Answer, reading: Reading, scan_id: str | None, **how: Any) -> None:
        since = self._now()
        until = since + shown_ms_of(answer)
        self._checking = None
        self._showing = _Showing(reading, scan_id, answer, since, until)
        kind = how.pop("kind", "verdict")
        self._tell_verdict(kind, self._showing, **{"is_confirmed": kind == "correction"} | how)

    def _tell_verdict(
        self, kind: str, showing: _Showing, *, is_confirmed: bool, is_repeat: bool = False
    ) -> None:
        self._tell(
            {
                "type": kind,
                "scan_id": showing.scan_id,
                "source": showing.reading.source,
                "captured_at": showing.reading.captured_at,
                "read_at": showing.reading.read_at,
                "answer": showing.answer,
                "confirmed": is_confirmed,
                "repeat": is_repeat,
            }
        )

    def _hold(self, showing: _Showing) -> None:
        held_until = min(self._now() + _HELD_EXTENDS_MS, showing.since + HELD_AT_MOST_MS)
        if held_until > showing.until:
            showing.until = held_until
            self._tell({"type": "held", "scan_id": showing.scan_id})

    def _is_busy(self) -> bool:
        if self._checking is not None:
            return True
        return self._showing is not None and self._now() - self._showing.since < LEAST_SHOWN_MS

    def _keep_for_later(self, reading: Reading) -> None:
        """A hand scanner's text comes once: a camera's does not push it out."""
        is_same = self._checking is not None and self._checking.reading.text == reading.text
        has_better = self._waiting is not None and self._waiting.source != "camera"
        if is_same or (reading.source == "camera" and has_better):
            return
        self._waiting = reading
        if self._showing is not None:
            self._showing.until = self._showing.since + LEAST_SHOWN_MS

    def _end(self) -> None:
        self._checking = None
        self._showing = None
        self._tell({"type": "idle"})
        waiting, self._waiting = self._waiting, None
        if (
            self._is_open
            and waiting is not None
            and self._now() - waiting.read_at < _WAITS_AT_MOST_MS
        ):
            self.take(waiting)
