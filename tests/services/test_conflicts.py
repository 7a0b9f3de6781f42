"""Gates that were apart: what contradicts, what does not, and how it is settled."""

from typing import Any

import pytest

from domain.errors import AccueilError, ConflictError
from server.services.conflicts import Stamp, get_stories, resolve_conflict
from server.services.recount import recount
from tests.support.fair import Fair, GateDevice

MINUTE = 60_000


def late(device: GateDevice, code: str, minutes_ago: int, **changes: Any) -> dict[str, Any]:
    """A scan made offline some minutes ago, where the gate opened."""
    at = device.fair.clock() - minutes_ago * MINUTE
    local = {"device_time": at, "local_verdict": "admitted"}
    return device.make_scan(code, **local | changes)


def test_it_works(fair: Fair) -> None:
    gate_a, gate_b = fair.pair(fair.gate_a), fair.pair(fair.gate_b)
    fair.clock.pass_ms(30 * MINUTE)
    first = gate_a.send(late(gate_a, fair.code("imane"), 20))[0]
    second = gate_b.send(late(gate_b, fair.code("imane"), 10))[0]
    assert (first["status"], first["verdict"]) == ("accepted", "admitted")
    assert (second["status"], second["verdict"]) == ("conflict", "already_inside")
    assert second["with"] == {
        "gate_name": "Porte A",
        "at": fair.clock() - 20 * MINUTE,
        "scan_id": first["scan_id"],
    }
    story = get_stories(fair.database, fair.event_id)[0]
    assert story.first is not None
    assert (story.first["gate_name"], story.second["gate_name"]) == ("Porte A", "Porte B")
    assert story.attendee.last_name == "Diallo"
    assert recount(fair.database, fair.event_id).differences == ()


def test_the_earlier_scan_is_the_first_side_whichever_arrives_first(fair: Fair) -> None:
    gate_a, gate_b = fair.pair(fair.gate_a), fair.pair(fair.gate_b)
    fair.clock.pass_ms(30 * MINUTE)
    gate_b.send(late(gate_b, fair.code("imane"), 10))
    receipt = gate_a.send(late(gate_a, fair.code("imane"), 20))[0]
    assert (receipt["status"], receipt["verdict"]) == ("conflict", "admitted")
    assert receipt["with"]["gate_name"] == "Porte B"
    story = get_stories(fair.database, fair.event_id)[0]
    assert story.first is not None
    assert (story.first["gate_name"], story.second["gate_name"]) == ("Porte A", "Porte B")


def test_a_late_entry_before_an_exit_contradicts_nothing(fair: Fair) -> None:
    gate_a, gate_b = fair.pair(fair.gate_a), fair.pair(fair.gate_b)
    fair.clock.pass_ms(60 * MINUTE)
    gate_a.send(late(gate_a, fair.code("imane"), 30, direction="exit", local_verdict="exited"))
    gate_a.scan(fair.code("imane"))
    receipt = gate_b.send(late(gate_b, fair.code("imane"), 50))[0]
    assert (receipt["status"], receipt["verdict"]) == ("accepted", "admitted")
    assert get_stories(fair.database, fair.event_id) == []
    assert recount(fair.database, fair.event_id).differences == ()


def test_both_sides_in_one_batch(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    fair.clock.pass_ms(30 * MINUTE)
    scans = [late(device, fair.code("imane"), minutes) for minutes in (20, 10)]
    assert [r["status"] for r in device.send(*scans)] == ["accepted", "conflict"]


def test_a_badge_revoked_meanwhile_is_a_conflict_with_the_rule(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    receipt = device.send(late(device, fair.code("nadia"), 0))[0]
    assert (receipt["status"], receipt["verdict"]) == ("conflict", "cancelled")
    assert receipt["with"] is None
    story = get_stories(fair.database, fair.event_id)[0]
    assert (story.conflict.kind, story.first) == ("against_rule", None)


def test_a_refusal_the_gate_made_too_is_no_conflict(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    receipt = device.scan(fair.code("nadia"), local_verdict="cancelled")
    assert receipt["status"] == "accepted"
    assert get_stories(fair.database, fair.event_id) == []


def test_the_same_scan_again_opens_no_second_conflict(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    scan = late(device, fair.code("nadia"), 0)
    assert device.send(scan) == device.send(scan)
    assert len(get_stories(fair.database, fair.event_id)) == 1


def test_a_conflict_is_settled_once_and_with_a_reason(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    device.send(late(device, fair.code("nadia"), 0))
    conflict_id = get_stories(fair.database, fair.event_id)[0].conflict.id
    stamp = Stamp(fair.clock(), "organizer:lina")
    for resolution, reason in (("whatever", "x"), ("mistake", "  ")):
        with pytest.raises(AccueilError):
            resolve_conflict(fair.database, conflict_id, resolution, reason, stamp)
    resolve_conflict(fair.database, conflict_id, "mistake", "Stale list at gate A", stamp)
    settled = get_stories(fair.database, fair.event_id)[0].conflict
    assert (settled.resolution, settled.resolved_by) == ("mistake", "organizer:lina")
    with pytest.raises(ConflictError):
        resolve_conflict(fair.database, conflict_id, "mistake", "again", stamp)
