"""A whole station at a real server: scanned by hand, so that nothing hangs on a picture."""

import threading
from pathlib import Path
from typing import Any

from server.services.attendance import AttendanceBoard
from tests.kiosk.running_station import make_settings, pair, run_station, wait_until
from tests.support.fair import Fair
from tests.support.running_server import RunningServer

THREADS = ("sync", "watch", "lane", "camera", "asyncio")
"""What a station's threads are called; servers that other tests made have threads of theirs."""


def test_a_badge_is_admitted_at_once_and_confirmed(
    tmp_path: Path, open_fair: Fair, server: RunningServer
) -> None:
    settings = make_settings(tmp_path, server.url)
    code = open_fair.add_attendee("walter", first_name="Walter", company="Atlas")
    pair(open_fair, settings, open_fair.gate_a)
    with run_station(settings, wait_for_roster=True) as running:
        verdict = running.scan(code)

        answer = verdict["answer"]
        assert (answer["status"], answer["verdict"]) == ("unconfirmed", "admitted")
        assert (answer["card"]["display_name"], answer["card"]["company"]) == ("Walter", "Atlas")
        running.wait_until_sent()
        (row,) = running.station.latest_scans(5)
        assert (row["verdict"], row["status"]) == ("admitted", "accepted")
        again = running.scan(open_fair.code("nadia"))
        assert again["answer"]["verdict"] == "cancelled"


def test_the_server_learns_how_long_a_scan_took(
    tmp_path: Path, open_fair: Fair, server: RunningServer
) -> None:
    settings = make_settings(tmp_path, server.url)
    code = open_fair.add_attendee("walter")
    pair(open_fair, settings, open_fair.gate_a)
    with run_station(settings, wait_for_roster=True) as running:
        running.wait_for_state(lambda s: s["online"], "the server in sight")
        running.scan(code)
        running.wait_until_sent()

        def device() -> dict[str, Any]:
            board = AttendanceBoard(open_fair.database)
            devices = board.get_snapshot(open_fair.event_id, open_fair.clock())["devices"]
            paired = [found for found in devices if found["name"] == "Borne"]
            return dict(max(paired, key=lambda found: str(found["id"])))

        said = wait_until(lambda: device()["camera"], "a heartbeat with figures", 60)
        assert 0 <= said["confirm_ms_p50"] <= said["confirm_ms_p95"]
        pace = device()["pace"]
        assert pace["decide_ms_p50"] is not None
        assert (pace["capture_ms_p50"], pace["decode_ms_p50"]) == (None, None)


def test_it_stops_and_leaves_no_thread(
    tmp_path: Path, open_fair: Fair, server: RunningServer
) -> None:
    before = set(threading.enumerate())
    settings = make_settings(tmp_path, server.url)
    pair(open_fair, settings, open_fair.gate_a)
    for _ in range(5):
        with run_station(settings, wait_for_roster=True) as running:
            running.wait_for_state(lambda s: s["online"], "the server in sight")
        running.station.stop()
        left = {thread.name for thread in set(threading.enumerate()) - before}
        assert not {name for name in left if name.startswith(THREADS)}
