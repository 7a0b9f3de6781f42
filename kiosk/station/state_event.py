"""What the local page is told of the station as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiosk.station.knowledge import Knowledge
from kiosk.station.lane import Lane
from kiosk.station.readiness import Readiness
from kiosk.store import OutboxCounts, RosterState


def make_state(
    readiness: Readiness,
    knowledge: Knowledge,
    counts: OutboxCounts,
    roster: RosterState | None,
    lanes: Sequence[Lane],
) -> dict[str, Any]:
    """The `state` event.

    ready, not_ready (worst problem's code or None), problems, online (None until known), unsent,
    parked, elsewhere, undos (taken back, not sent), oldest_unsent_at, roster {count, badges,
    complete, at}, clock_offset_ms, lanes (see `describe_lane`), configuration (the server's,
    without keys, or None).
    """
    return {
        "type": "state",
        "ready": readiness.is_open,
        "not_ready": readiness.worst,
        "problems": list(readiness.all()),
        "online": knowledge.is_reachable,
        "unsent": counts.waiting,
        "parked": counts.parked,
        "elsewhere": counts.elsewhere,
        "undos": counts.undos,
        "oldest_unsent_at": counts.oldest_at,
        "roster": _describe_roster(roster),
        "clock_offset_ms": knowledge.offset_ms,
        "lanes": [describe_lane(lane) for lane in lanes],
        "configuration": knowledge.configuration,
    }


def describe_lane(lane: Lane) -> dict[str, Any]:
    """number, gate {id, name, direction} or None, camera (its state, `none` without one), hint."""
    gate = lane.gate
    return {
        "number": lane.number,
        "gate": gate and {"id": gate.id, "name": gate.name, "direction": gate.direction},
        "camera": lane.camera_state,
        "hint": lane.hint,
    }


def _describe_roster(roster: RosterState | None) -> dict[str, Any] | None:
    if roster is None:
        return None
    return {
        "count": roster.count,
        "badges": roster.badges,
        "complete": roster.is_complete,
        "at": roster.checked_at,
    }
