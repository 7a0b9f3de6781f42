"""A station and a real server: revoked, moved, its clock wrong, scans the server lost."""

from pathlib import Path

import pytest

from kiosk.errors import DeviceRefusedError
from kiosk.station.station import Station
from server.services.attendance import AttendanceBoard
from server.services.devices import assign_gate, revoke_device
from server.storage.database import Database
from tests.kiosk.prepared import prepare_station
from tests.kiosk.running_station import RunningStation, make_settings, run_station, wait_until
from tests.support.fair import Fair, TrueClock
from tests.support.running_server import RunningServer, run_server


def test_a_wrong_clock_is_measured_and_scans_get_the_right_time(
    tmp_path: Path, open_fair: Fair, server: RunningServer
) -> None:
    device = open_fair.pair(open_fair.gate_a, "Horloge")
    settings = prepare_station(tmp_path, open_fair, device, server.url)
    code = open_fair.add_attendee("late")
    station = Station(settings, now=lambda: open_fair.clock() - 600_000)
    running = RunningStation(station)
    station.subscribe(running.take)
    station.start()
    try:
        running.wait_for_state(lambda s: s["clock_offset_ms"] > 500_000, "the clock measured")
        assert abs(station.state()["clock_offset_ms"] - 600_000) < 2_000
        running.wait_for_state(lambda s: s["roster"]["complete"] and s["online"], "online")
        running.scan(code)
        running.wait_until_sent()
        (row,) = station.latest_scans(1)
        assert abs(row["at"] - open_fair.clock()) < 20_000
    finally:
        station.stop()


def test_a_revoked_station_closes_and_keeps_only_what_was_not_sent(
    tmp_path: Path, open_fair: Fair, server: RunningServer
) -> None:
    device = open_fair.pair(open_fair.gate_a, "Entzogen")
    settings = prepare_station(tmp_path, open_fair, device, server.url)
    revoke_device(open_fair.database, device.device.id, open_fair.clock(), "test")
    with run_station(settings) as running:
        running.wait_for_state(lambda s: s["not_ready"] == "device_revoked", "revoked")
        running.wait_for_state(lambda s: s["roster"]["count"] == 0, "the roster forgotten")
        assert running.station.state()["ready"] is False
    with run_station(make_settings(tmp_path, "http://127.0.0.1:9")) as running:
        assert not running.station.state()["roster"]["complete"]


def test_a_station_moved_to_another_gate_follows(
    tmp_path: Path, open_fair: Fair, server: RunningServer
) -> None:
    device = open_fair.pair(open_fair.gate_a, "Umzug")
    settings = prepare_station(tmp_path, open_fair, device, server.url)
    assign_gate(open_fair.database, device.device.id, open_fair.gate_b, open_fair.clock(), "test")
    with run_station(settings) as running:
        running.wait_for_state(
            lambda s: s["lanes"][0]["gate"]["id"] == open_fair.gate_b, "the other gate"
        )


def test_a_passage_is_taken_back_at_once_where_the_server_is_there(
    tmp_path: Path, open_fair: Fair, server: RunningServer
) -> None:
    device = open_fair.pair(open_fair.gate_a, "Retour")
    code = open_fair.add_attendee("taken back")
    settings = prepare_station(tmp_path, open_fair, device, server.url)
    with run_station(settings, wait_for_roster=True) as running:
        running.wait_for_state(lambda s: s["online"], "the server in sight")
        scan_id = running.scan(code)["scan_id"]
        running.wait_until_sent()
        running.station.undo(scan_id, "somebody else's badge")
        wait_until(lambda: count_undos(open_fair) == 1, "the undo heard")
        running.wait_for_state(lambda s: s["undos"] == 0, "answered")
        with pytest.raises(DeviceRefusedError, match="scan"):
            running.station.undo("01900000-0000-7000-8000-000000000001", "never seen")


def test_a_passage_taken_back_without_the_server_is_told_to_it_later(
    tmp_path: Path, sqlite_database: Database
) -> None:
    fair = Fair(sqlite_database, TrueClock())
    device = fair.pair(fair.gate_a)
    code = fair.add_attendee("taken back")
    settings = prepare_station(tmp_path / "station", fair, device)
    with run_station(settings) as running:
        running.wait_for_state(lambda s: s["online"] is False, "no server")
        first = running.scan(code)
        assert first["answer"]["verdict"] == "admitted"
        assert running.station.undo(first["scan_id"], "wrong badge") == "waiting"
        assert running.station.state()["undos"] == 1
        running.scan(fair.code("ahmed"))
    with run_station(settings) as running:
        running.wait_for_state(lambda s: s["online"] is False, "no server")
        again = running.scan(code)
        assert again["answer"]["verdict"] == "admitted", "it counted at once, and over a restart"
    with (
        run_server(tmp_path) as server,
        run_station(make_settings(tmp_path / "station", server.url)) as running,
    ):
        running.wait_for_state(lambda s: s["unsent"] == 0 and s["undos"] == 0, "all told", 40)
    assert count_undos(fair) == 1
    board = AttendanceBoard(fair.database).get_snapshot(fair.event_id, fair.clock())
    assert (board["inside"], board["open_conflicts"], board["parked_scans"]) == (2, 0, 0)


def test_scans_a_restored_server_lost_are_sent_again_by_number(
    tmp_path: Path, sqlite_database: Database
) -> None:
    fair = Fair(sqlite_database, TrueClock())
    device = fair.pair(fair.gate_a)
    with run_server(tmp_path) as server:
        settings = prepare_station(tmp_path / "station", fair, device, server.url)
        with run_station(settings, wait_for_roster=True) as running:
            running.scan("LOST")
            running.scan("KEPT")
            running.wait_until_sent()
    forget = "DELETE FROM scans WHERE badge_code = 'LOST'"
    fair.database.write(lambda connection: connection.exec_driver_sql(forget))
    with (
        run_server(tmp_path) as server,
        run_station(make_settings(tmp_path / "station", server.url)),
    ):
        wait_until(lambda: count(fair, "LOST"), "sent again", 40)
    assert count(fair, "LOST") == count(fair, "KEPT") == 1


def count(fair: Fair, code: str) -> int:
    with fair.database.read() as connection:
        sql = "SELECT count(*) FROM scans WHERE badge_code = ?"
        return int(connection.exec_driver_sql(sql, (code,)).scalar_one())


def count_undos(fair: Fair) -> int:
    with fair.database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM undos").scalar_one())
