"""The snapshot behind the live page."""

from typing import Any

from server.services.attendance import AttendanceBoard
from server.services.device_health import Health, note_health
from server.services.devices import revoke_device
from tests.support.fair import Fair


def snapshot_of(fair: Fair) -> dict[str, Any]:
    return AttendanceBoard(fair.database).get_snapshot(fair.event_id, fair.clock())


def gate_of(snapshot: dict[str, Any], gate_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(g for g in snapshot["gates"] if g["id"] == gate_id)
    return found


def test_it_works(fair: Fair) -> None:
    fair.pair(fair.gate_a).scan(fair.code("imane"))
    fair.clock.pass_ms(400_000)
    fair.pair(fair.gate_b).scan(fair.code("ahmed"))
    fair.pair(fair.gate_b).scan(fair.code("nadia"))
    snapshot = snapshot_of(fair)
    assert (snapshot["inside"], snapshot["visitors_today"]) == (2, 2)
    assert [count for _, count in snapshot["arrivals"]] == [1, 1]
    assert gate_of(snapshot, fair.gate_a)["entries"] == 1
    assert gate_of(snapshot, fair.gate_b) | {"scans": []} == {
        "id": fair.gate_b,
        "name": "Porte B",
        "direction": "entry",
        "list_name": "Salon",
        "counts_attendance": True,
        "list_inside": 2,
        "capacity": None,
        "entries": 1,
        "exits": 0,
        "refused": 1,
        "scans": [],
    }
    assert [s["verdict"] for s in snapshot["last_scans"]] == ["cancelled", "admitted", "admitted"]


def test_coming_back_makes_no_second_visitor(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    for direction in ("entry", "exit", "entry"):
        fair.clock.pass_ms(1_000)
        device.scan(fair.code("imane"), direction=direction)
    snapshot = snapshot_of(fair)
    assert (snapshot["inside"], snapshot["visitors_today"]) == (1, 1)
    assert gate_of(snapshot, fair.gate_a)["entries"] == 2


def test_a_training_room_does_not_count_as_attendance(fair: Fair) -> None:
    room = fair.pair(fair.add_gate("Salle 1", fair.add_list("Formation")))
    room.scan(fair.code("imane"))
    snapshot = snapshot_of(fair)
    assert (snapshot["inside"], snapshot["visitors_today"], snapshot["arrivals"]) == (0, 0, [])


def test_the_next_day_begins_at_the_venues_midnight(fair: Fair) -> None:
    fair.pair(fair.gate_a).scan(fair.code("imane"))
    fair.clock.pass_ms(13 * 3_600_000)  # 22:00 UTC is 23:00 in Casablanca
    assert snapshot_of(fair)["visitors_today"] == 1
    fair.clock.pass_ms(3_600_000)
    snapshot = snapshot_of(fair)
    assert (snapshot["day"], snapshot["visitors_today"]) == ("2024-04-27", 0)


def test_categories_are_counted_apart(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    device.scan(fair.code("imane"))
    device.scan(fair.code("press_guest"))
    counts = {c["names"]["en"]: c for c in snapshot_of(fair)["categories"]}
    assert (counts["Press"]["inside"], counts["Press"]["registered"]) == (1, 1)
    assert (counts["Visitor"]["visitors_today"], counts["Visitor"]["registered"]) == (1, 3)


def test_devices_tell_their_health(fair: Fair) -> None:
    device = fair.pair(fair.gate_a, "Tablette 1").device
    note_health(fair.database, device.id, Health(3, 90_000), fair.clock())
    shown = snapshot_of(fair)["devices"][0]
    assert (shown["is_connected"], shown["unsent_count"], shown["is_clock_off"]) == (True, 3, True)
    fair.clock.pass_ms(60_000)
    revoke_device(fair.database, device.id, fair.clock(), "command")
    shown = snapshot_of(fair)["devices"][0]
    assert (shown["is_connected"], shown["is_revoked"]) == (False, True)


def test_what_a_lost_device_had_not_sent_is_missing_by_number(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    scans = [device.make_scan(fair.code("imane")) for _ in range(5)]
    device.send(*scans[:3])
    note_health(fair.database, device.device.id, Health(2, 0, last_seq=5), fair.clock())
    shown = snapshot_of(fair)["devices"][0]
    assert (shown["missing_count"], shown["missing"]) == (0, []), "they wait on the device"
    fair.clock.pass_ms(601_000)
    shown = snapshot_of(fair)["devices"][0]
    assert (shown["missing_count"], shown["missing"]) == (2, [(4, 5)])
    device.send(*scans[3:])
    fair.clock.pass_ms(601_000)
    assert snapshot_of(fair)["devices"][0]["missing_count"] == 0


def test_what_a_revoked_device_had_not_sent_is_missing_at_once(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    device.make_scan(fair.code("imane"))
    note_health(fair.database, device.device.id, Health(1, 0, last_seq=1), fair.clock())
    revoke_device(fair.database, device.device.id, fair.clock(), "command")
    assert snapshot_of(fair)["devices"][0]["missing"] == [(1, 1)]


def test_how_long_scans_take_is_told_of_each_device(fair: Fair) -> None:
    device, silent = fair.pair(fair.gate_a), fair.pair(fair.gate_b)
    silent.scan(fair.code("ahmed"))
    for ms in range(1, 101):
        timings = {"capture_ms": ms, "decode_ms": None, "decide_ms": 2 * ms}
        device.scan(fair.code("imane"), timings=timings)
    pace = {d["id"]: d["pace"] for d in snapshot_of(fair)["devices"]}
    assert pace[silent.device.id] is None
    assert pace[device.device.id] == {
        "capture_ms_p50": 51,
        "capture_ms_p95": 96,
        "decode_ms_p50": None,
        "decode_ms_p95": None,
        "decide_ms_p50": 102,
        "decide_ms_p95": 192,
    }


def test_timings_that_cannot_be_park_the_scan(fair: Fair) -> None:
    receipt = fair.pair(fair.gate_a).scan(fair.code("imane"), timings={"decode_ms": -1})
    assert (receipt["status"], receipt["reason"]) == ("parked", "malformed_scan:timings")
