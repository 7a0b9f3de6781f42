"""Scans taken back: a fact of its own, after which the numbers are as if it had not been."""

import pytest

from domain.errors import AccueilError
from domain.ids import make_scan_id
from server.services.attendance import AttendanceBoard
from server.services.conflicts import Stamp
from server.services.recount import recount
from server.services.undo import UndoRequest, undo_scan
from server.storage.undos import get_undo
from tests.support.fair import Fair

UNDO_ID = make_scan_id(1_714_122_000_000, b"0123456789")


def undo(fair: Fair, scan_id: str, undo_id: str = UNDO_ID) -> dict[str, object]:
    request = UndoRequest(undo_id, scan_id, "wrong person")
    return undo_scan(fair.database, fair.event_id, request, Stamp(fair.clock(), "command"))


def numbers(fair: Fair) -> tuple[int, int, int]:
    snapshot = AttendanceBoard(fair.database).get_snapshot(fair.event_id, fair.clock())
    entries = sum(gate["entries"] for gate in snapshot["gates"])
    return snapshot["inside"], snapshot["visitors_today"], entries


def test_it_works(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    receipt = device.scan(fair.code("imane"))
    assert numbers(fair) == (1, 1, 1)
    undo(fair, receipt["scan_id"])
    assert numbers(fair) == (0, 0, 0)
    assert recount(fair.database, fair.event_id).differences == ()
    fair.clock.pass_ms(1_000)
    assert device.scan(fair.code("imane"))["verdict"] == "admitted"
    assert recount(fair.database, fair.event_id).differences == ()


def test_the_same_undo_again_is_the_same(fair: Fair) -> None:
    scan_id = fair.pair(fair.gate_a).scan(fair.code("imane"))["scan_id"]
    first = undo(fair, scan_id)
    fair.clock.pass_ms(20 * 60_000)
    assert undo(fair, scan_id) == first


def test_an_exit_taken_back_is_inside_again(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    device.scan(fair.code("imane"))
    fair.clock.pass_ms(1_000)
    receipt = device.scan(fair.code("imane"), direction="exit")
    undo(fair, receipt["scan_id"])
    assert numbers(fair)[:2] == (1, 1)
    assert device.scan(fair.code("imane"))["verdict"] == "already_inside"


def test_a_visit_stays_when_there_was_another_entry_that_day(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    for direction in ("entry", "exit"):
        fair.clock.pass_ms(1_000)
        device.scan(fair.code("imane"), direction=direction)
    fair.clock.pass_ms(1_000)
    undo(fair, device.scan(fair.code("imane"))["scan_id"])
    assert numbers(fair) == (0, 1, 1)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("unknown", "scan_unknown"),
        ("refused", "scan_not_undoable"),
        ("late", "undo_too_late"),
        ("twice", "scan_undone"),
    ],
)
def test_what_cannot_be_taken_back(fair: Fair, case: str, code: str) -> None:
    key = "nadia" if case == "refused" else "imane"
    scan_id = fair.pair(fair.gate_a).scan(fair.code(key))["scan_id"]
    if case == "unknown":
        scan_id = UNDO_ID
    if case == "late":
        fair.clock.pass_ms(15 * 60_000 + 1)
    if case == "twice":
        undo(fair, scan_id)
    other_id = make_scan_id(fair.clock(), b"9876543210")
    before = numbers(fair)
    with pytest.raises(AccueilError) as caught:
        undo(fair, scan_id, other_id)
    assert caught.value.code == code
    assert numbers(fair) == before
    assert recount(fair.database, fair.event_id).differences == ()


MINUTE = 60_000


def undo_late(fair: Fair, scan_id: str, device_id: str, pressed_at: int) -> dict[str, object]:
    request = UndoRequest(UNDO_ID, scan_id, "wrong person", device_id, pressed_at)
    return undo_scan(fair.database, fair.event_id, request, Stamp(fair.clock(), "device"))


def test_the_moment_it_was_pressed_counts_and_not_its_arrival(fair: Fair) -> None:
    gate = fair.pair(fair.gate_a)
    scan_id = gate.scan(fair.code("imane"))["scan_id"]
    pressed_at = fair.clock.pass_ms(14 * MINUTE)
    fair.clock.pass_ms(5 * 60 * MINUTE)
    first = undo_late(fair, scan_id, gate.device.id, pressed_at)
    assert numbers(fair) == (0, 0, 0)
    assert undo_late(fair, scan_id, gate.device.id, pressed_at) == first
    with fair.database.read() as connection:
        row = get_undo(connection, UNDO_ID)
    assert row is not None
    assert (row["pressed_at"], row["at"]) == (pressed_at, fair.clock())


@pytest.mark.parametrize(
    ("pressed_after", "arrived_after"),
    [
        (16 * MINUTE, 17 * MINUTE),  # pressed too late
        (10 * MINUTE, 49 * 60 * MINUTE),  # arrived after two days
        (99 * MINUTE, 16 * MINUTE),  # pressed in the future: it is now
    ],
)
def test_a_late_undo_has_its_limits(fair: Fair, pressed_after: int, arrived_after: int) -> None:
    gate = fair.pair(fair.gate_a)
    scan_id = gate.scan(fair.code("imane"))["scan_id"]
    pressed_at = fair.clock() + pressed_after
    fair.clock.pass_ms(arrived_after)
    with pytest.raises(AccueilError) as refused:
        undo_late(fair, scan_id, gate.device.id, pressed_at)
    assert refused.value.code == "undo_too_late"
    assert numbers(fair)[0] == 1


def test_another_device_cannot_say_that_it_pressed_long_ago(fair: Fair) -> None:
    scan_id = fair.pair(fair.gate_a).scan(fair.code("imane"))["scan_id"]
    pressed_at = fair.clock.pass_ms(MINUTE)
    fair.clock.pass_ms(20 * MINUTE)
    with pytest.raises(AccueilError) as refused:
        undo_late(fair, scan_id, fair.pair(fair.gate_b).device.id, pressed_at)
    assert refused.value.code == "undo_too_late"
