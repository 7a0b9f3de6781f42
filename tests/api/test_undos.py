"""`POST /api/v1/undos`: taken back over HTTP, on time or late, and what is wrong is named."""

from typing import Any

import pytest

from tests.api.test_scans import header, problem_code
from tests.support.fair import Fair, GateDevice
from tests.support.running_server import RunningServer

MINUTE = 60_000


@pytest.fixture
def device(open_fair: Fair) -> GateDevice:
    return open_fair.pair(open_fair.gate_a)


def make_undo(device: GateDevice, scan_id: str, **changes: Any) -> dict[str, Any]:
    message = {"v": 1, "undo_id": device.make_scan("")["scan_id"], "scan_id": scan_id}
    return message | {"reason": "Wrong badge"} | changes


def post(server: RunningServer, device: GateDevice, message: object) -> Any:
    return server.post("/api/v1/undos", json=message, headers=header(device))


def scan_at(device: GateDevice, code: str, minutes_ago: int) -> str:
    """A badge that was let in some minutes ago and arrives now."""
    then = device.fair.clock() - minutes_ago * MINUTE
    receipt = device.scan(code, device_time=then, local_verdict="admitted")
    assert receipt["verdict"] == "admitted"
    return str(receipt["scan_id"])


def test_it_works(server: RunningServer, open_fair: Fair, device: GateDevice) -> None:
    scan_id = scan_at(device, open_fair.add_attendee("undone 1", first_name="A"), 1)
    message = make_undo(device, scan_id)
    first = post(server, device, message)
    assert first.status_code == 200
    assert first.json()["scan_id"] == scan_id
    assert post(server, device, message).json() == first.json()
    other = post(server, device, make_undo(device, scan_id))
    assert problem_code(other, 409) == "scan_undone"


def test_one_that_waited_counts_by_when_it_was_pressed(
    server: RunningServer, open_fair: Fair, device: GateDevice
) -> None:
    scan_id = scan_at(device, open_fair.add_attendee("undone 2", first_name="B"), 40)
    late = post(server, device, make_undo(device, scan_id))
    assert problem_code(late, 409) == "undo_too_late"
    now = open_fair.clock()
    pressed = {"device_time": now - 30 * MINUTE - 7_000, "clock_offset_ms": 7_000}
    stranger = open_fair.pair(open_fair.gate_b)
    refused = post(server, stranger, make_undo(device, scan_id, **pressed))
    assert problem_code(refused, 409) == "undo_too_late"
    assert post(server, device, make_undo(device, scan_id, **pressed)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"undo_id": "7"}, "malformed_message"),
        ({"scan_id": None}, "malformed_message"),
        ({"device_time": "noon"}, "malformed_message"),
        ({"device_time": 5}, "malformed_message"),
        ({"device_time": 1 << 60, "clock_offset_ms": 0}, "malformed_message"),
        ({"device_time": True, "clock_offset_ms": 0}, "malformed_message"),
        ({"reason": "  "}, "reason_missing"),
        ({"v": 2}, "wrong_version"),
    ],
)
def test_what_cannot_be_understood_is_named(
    server: RunningServer, open_fair: Fair, device: GateDevice, changes: Any, code: str
) -> None:
    scan_id = device.make_scan("")["scan_id"]
    refused = post(server, device, make_undo(device, scan_id) | changes)
    assert problem_code(refused, 400) == code
