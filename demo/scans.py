"""A first morning: some visitors have come already, so that the live page has something to show."""

import os
import random
from collections.abc import Iterator

from demo.edition import DemoFair
from domain.entities import Device
from domain.ids import make_scan_id
from domain.messages import Scan
from server.services.badges import get_badges_to_print
from server.services.checkin import ScanRecorder
from server.services.devices import create_pairing_code, pair_device
from server.services.submission import Submission
from server.storage.database import Database

_VISITORS = 240
_MORNING_MS = 90 * 60_000
_PORTION = 100


def make_first_scans(database: Database, fair: DemoFair, now: int) -> int:
    """Let visitors enter at both entrances over the last ninety minutes; returns how many."""
    opened_at = now - _MORNING_MS
    gates = [fair.gates["Entrée A"], fair.gates["Entrée B"]]
    devices = [_pair(database, fair.event_id, gate_id, opened_at) for gate_id in gates]
    codes = [badge.code for _, badge, _ in get_badges_to_print(database, fair.event_id)]
    rolls = random.Random(2024)  # noqa: S311 - the same morning for everybody
    came = rolls.sample(codes, min(_VISITORS, len(codes)))
    submissions = list(_submit(devices, gates, came, opened_at, rolls))
    recorder = ScanRecorder(database, lambda: now)
    for start in range(0, len(submissions), _PORTION):
        recorder.record_scans(submissions[start : start + _PORTION])
    return len(came)


def _pair(database: Database, event_id: str, gate_id: str, at: int) -> Device:
    code = create_pairing_code(database, event_id, gate_id, "Tablette du matin", at)
    return pair_device(database, code, "demo", at).device


def _submit(
    devices: list[Device], gates: list[str], codes: list[str], opened_at: int, rolls: random.Random
) -> Iterator[Submission]:
    """Arrivals crowd around a third of the way into the morning, as they do."""
    moments = sorted(int(rolls.betavariate(2, 3) * _MORNING_MS) + opened_at for _ in codes)
    last = None
    for seq, (code, at) in enumerate(zip(codes, moments, strict=True), 1):
        lane = rolls.randrange(len(devices))
        last = make_scan_id(at, os.urandom(10), last)
        scan = Scan(last, seq, code, gates[lane], "entry", at, 0, "camera", decode_ms=14)
        yield Submission(devices[lane], scan)
