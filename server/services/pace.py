"""How long devices take for a scan, step by step, of what they sent last."""

import json
from collections import defaultdict

from sqlalchemy import Connection

from domain.timings import STEPS, usual_and_most
from server.storage.scans import get_timings

LAST_CHANGES = 1_000
"""So many of an edition's latest changes are looked at: a log of any length costs the same."""

Pace = dict[str, float | None]


def get_paces(connection: Connection, event_id: str, change_number: int) -> dict[str, Pace]:
    """For each device with timed scans among the latest: `{capture_ms_p50, capture_ms_p95,
    decode_ms_…, decide_ms_…}` in milliseconds, None for a step it did not measure."""
    measured: dict[str, list[dict[str, int | None]]] = defaultdict(list)
    for device_id, timings in get_timings(connection, event_id, change_number - LAST_CHANGES):
        measured[device_id].append(json.loads(timings))
    return {device_id: _summarise(scans) for device_id, scans in measured.items()}


def _summarise(scans: list[dict[str, int | None]]) -> Pace:
    pace: Pace = {}
    for step in STEPS:
        known = (ms for scan in scans if (ms := scan[step]) is not None)
        usual, most = usual_and_most(known) or (None, None)
        pace |= {f"{step}_p50": usual, f"{step}_p95": most}
    return pace
