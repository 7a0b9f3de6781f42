"""Turns a reading into a scan that is safe before anything lights up, with this station's own
verdict where it can judge. Twin of static/js/models/gatekeeper.js."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from domain.ids import make_scan_id
from domain.messages import clip_badge_text
from domain.timings import clamp_ms
from kiosk.station.code_seal import CodeSeal
from kiosk.station.knowledge import Knowledge
from kiosk.station.local_answers import Answer
from kiosk.station.local_decision import LocalDecision, LocalJudge
from kiosk.station.reading import LaneGate, Reading
from kiosk.store import Outbox, WireScan


@dataclass(frozen=True)
class Admission:
    """A scan that is safe on the disk, and what to show until the server has spoken; `answer` is
    None where only it can tell."""

    scan: WireScan
    answer: Answer | None


class Gatekeeper:
    """One for all lanes of a station."""

    def __init__(
        self,
        outbox: Outbox,
        judge: LocalJudge,
        knowledge: Callable[[], Knowledge],
        now: Callable[[], int],
    ) -> None:
        self._outbox = outbox
        self._judge = judge
        self._knowledge = knowledge
        self._now = now
        self._seal = CodeSeal(knowledge)

    def admit(self, reading: Reading, gate: LaneGate) -> Admission:
        """The scan of this reading, durable in the outbox; its code only the server reads.

        Raises StoreFailedError: then there is no scan, and nothing may turn green.
        """
        began_at = time.monotonic()
        decision = self._judge.decide(reading.text, gate)
        scan = self._keep(reading, gate, decision)
        if decision is None:
            return Admission(scan, None)
        self._outbox.note_decided(scan, clamp_ms((time.monotonic() - began_at) * 1_000))
        return Admission(scan, decision.answer | {"scan_id": scan["scan_id"]})

    def _keep(self, reading: Reading, gate: LaneGate, decision: LocalDecision | None) -> WireScan:
        random10 = os.urandom(10)
        sealed_code = self._seal(clip_badge_text(reading.text))

        def compose(device_seq: int, last_scan_id: str | None) -> WireScan:
            device_time = self._now()
            return {
                "scan_id": make_scan_id(device_time, random10, last_scan_id),
                "device_seq": device_seq,
                "badge_code": sealed_code,
                "gate_id": gate.id,
                "direction": gate.direction,
                "device_time": device_time,
                "clock_offset_ms": self._knowledge().offset_ms,
                "source": reading.source,
                "local_verdict": decision.verdict if decision else None,
                "local_reason": decision.reason if decision else None,
                "decode_ms": clamp_ms(reading.read_at - reading.captured_at),
                "timings": _time_reading(reading),
            }

        return self._outbox.add(compose, decision.person if decision else None)


def _time_reading(reading: Reading) -> dict[str, int | None]:
    """How long deciding took is not known before the scan is on the disk."""
    if reading.decoding_at is None:
        return {"capture_ms": None, "decode_ms": None, "decide_ms": None}
    return {
        "capture_ms": clamp_ms(reading.decoding_at - reading.captured_at),
        "decode_ms": clamp_ms(reading.read_at - reading.decoding_at),
        "decide_ms": None,
    }
