"""What was shown is kept: through kill -9 at any moment, and through a disk that fills up."""

import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import StoreFailedError
from kiosk.store import Outbox, open_store
from tests.kiosk.prepared import prepare_station
from tests.kiosk.running_station import make_settings, run_station
from tests.kiosk.support import START, make_receipt, make_scan, open_test_store, scan_id
from tests.support.fair import Fair, TrueClock
from tests.support.small_disk import fill, mount_small_disk

ROOT = Path(__file__).parents[3]
KILLS = 5
BADGES = 70


@pytest.fixture
def true_fair(sqlite_database: object) -> Fair:
    return Fair(sqlite_database, TrueClock())  # type: ignore[arg-type]


def start_station(folder: Path, codes: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kiosk.store.announcing_station", str(folder), str(codes)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_kill_9_at_any_moment_loses_no_scan_that_was_shown(tmp_path: Path, true_fair: Fair) -> None:
    device = true_fair.pair(true_fair.gate_a)
    badges = [true_fair.add_attendee(f"visitor {n}") for n in range(BADGES)]
    settings = prepare_station(tmp_path / "station", true_fair, device)
    codes = tmp_path / "codes"
    codes.write_text("\n".join(badges), "ascii")
    chance = random.Random(4)
    shown: list[str] = []
    for _ in range(KILLS):
        shown += watch_and_kill(settings.data_dir, codes, chance.randrange(1, 60))

    store = open_store(settings)
    kept = store.outbox(device.device.id, lambda: 0).oldest(1_000_000)
    store.close()
    assert len(shown) > KILLS
    assert "admitted" in {scan["local_verdict"] for scan in kept}
    assert set(shown) <= {scan["scan_id"] for scan in kept}
    assert [scan["device_seq"] for scan in kept] == list(range(1, len(kept) + 1))
    assert [s["scan_id"] for s in kept] == sorted(s["scan_id"] for s in kept)


def watch_and_kill(folder: Path, codes: Path, after: int) -> list[str]:
    """The scans whose verdicts were shown before and while the process was killed."""
    process = start_station(folder, codes)
    assert process.stdout is not None
    assert process.stdin is not None
    lines = []
    while len(lines) < after:
        lines.append(process.stdout.readline())
        assert lines[-1], "the station ended by itself"
    process.send_signal(signal.SIGKILL)
    lines += process.stdout.readlines()
    process.wait(10)
    process.stdout.close()
    process.stdin.close()
    words = [line.decode().split() for line in lines if line.endswith(b"\n")]
    return [scan_id for scan_id, *_ in words if scan_id != "-"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mount_small_disk(tmp_path / "disk", megabytes=2) as folder:
        yield folder


def test_a_full_disk_closes_the_gate_and_loses_nothing(small_disk: Path, true_fair: Fair) -> None:
    device = true_fair.pair(true_fair.gate_a)
    settings = prepare_station(small_disk / "station", true_fair, device)
    with run_station(settings) as running:
        running.scan("BEFORE")
        ballast = small_disk / "ballast"
        fill(ballast)
        shown = scan_until_full(running)

        assert running.station.state()["problems"][0] == "storage_full"
        before = len(running.told)
        running.station.submit_code("REFUSED", "hid")
        assert all(event["type"] != "verdict" for event in running.told[before:])
        ballast.unlink()
        running.wait_for_state(lambda s: s["ready"], "ready again")
        running.scan("AFTER")

    store = open_store(settings)
    kept = store.outbox(device.device.id, lambda: 0).oldest(1_000)
    store.close()
    assert set(shown) <= {scan["scan_id"] for scan in kept}
    assert [scan["device_seq"] for scan in kept] == list(range(1, len(kept) + 1))
    assert len(kept) == len(shown) + 2


def test_a_disk_that_is_full_at_the_start_keeps_the_station_only_from_scanning(
    small_disk: Path, true_fair: Fair
) -> None:
    settings = prepare_station(small_disk / "station", true_fair, true_fair.pair(true_fair.gate_a))
    ballast = small_disk / "ballast"
    fill(ballast)
    with run_station(settings) as running:
        assert running.station.state()["problems"][0] in ("storage_blocked", "storage_full")
        running.station.submit_code("NOBODY LISTENS", "hid")
        running.station.wake()
        assert running.station.state()["ready"] is False
        ballast.unlink()
        running.wait_for_state(lambda s: s["ready"], "ready by itself")
        running.scan("AFTER")
    assert [v["source"] for v in running.verdicts()] == ["hid"]


def test_a_key_that_comes_late_opens_the_station(tmp_path: Path, true_fair: Fair) -> None:
    settings = prepare_station(tmp_path, true_fair, true_fair.pair(true_fair.gate_a))
    away = settings.key_path.rename(tmp_path / "elsewhere")
    with run_station(settings) as running:
        assert running.station.state()["problems"] == ["station_key_missing"]
        settings.key_path.write_bytes(bytes(32))
        running.station.wake()
        running.wait_for_state(lambda s: "station_key_wrong" in s["problems"], "a wrong key")
        assert "station_key_missing" not in running.station.state()["problems"]
        away.rename(settings.key_path)
        running.station.wake()
        running.wait_for_state(lambda s: s["ready"], "ready")
        running.scan("AFTER")


def scan_until_full(running: object) -> list[str]:
    station = running.station  # type: ignore[attr-defined]
    shown: list[str] = []
    for n in range(2_000):
        before = len(running.verdicts())  # type: ignore[attr-defined]
        station.submit_code(f"VISITOR-{n}", "hid")
        station.dismiss()
        if not station.state()["ready"]:
            return shown
        shown += [v["scan_id"] for v in running.verdicts()[before:]]  # type: ignore[attr-defined]
    raise AssertionError("the disk did not fill up")


def test_a_scan_that_was_not_kept_uses_no_number(tmp_path: Path) -> None:
    store = open_store(make_settings(tmp_path))
    outbox = store.outbox("station", lambda: 0)
    outbox.add(lambda seq, _: make_scan(seq))
    with store.database.read() as database:
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreFailedError) as failure:
        add_until_full(outbox)
    assert failure.value.code == "storage_full"
    kept = outbox.last_seq()
    with store.database.read() as database:
        database.execute("PRAGMA max_page_count = 100000")
    scan = outbox.add(lambda seq, _: make_scan(seq, 5_000))
    assert scan["device_seq"] == kept + 1
    store.close()


def add_until_full(outbox: Outbox) -> None:
    for number in range(2, 1_000):
        outbox.add(lambda seq, _, n=number: make_scan(seq, n))


def test_what_is_scanned_is_not_readable_in_the_file(tmp_path: Path, true_fair: Fair) -> None:
    device = true_fair.pair(true_fair.gate_a)
    settings = prepare_station(tmp_path / "station", true_fair, device)
    code = true_fair.code("imane")
    with run_station(settings) as running:
        assert running.scan(code)["answer"]["verdict"] == "admitted"

    content = b"".join(path.read_bytes() for path in settings.data_dir.glob("station.db*"))
    assert b"Imane" not in content
    assert code.encode() not in content
    assert device.token.encode() not in content
    store = open_store(settings)
    (scan,) = store.outbox(device.device.id, lambda: 0).oldest(5)
    assert scan["badge_code"].startswith("ACS1."), "not even the key beside the file opens it"
    store.close()


def test_the_key_is_made_once_for_this_account_only_and_needed(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    store = open_store(settings)
    store.settings.set_pairing(None)
    store.close()
    assert settings.key_path.stat().st_mode & 0o777 == 0o600
    key = settings.key_path.read_bytes()
    settings.key_path.unlink()
    with pytest.raises(StoreFailedError) as gone:
        open_store(settings)
    settings.key_path.write_bytes(bytes(32))
    with pytest.raises(StoreFailedError) as wrong:
        open_store(settings)
    settings.key_path.write_bytes(key)
    open_store(settings).close()
    assert (gone.value.code, wrong.value.code) == ("station_key_missing", "station_key_wrong")


def test_two_stations_do_not_share_a_file(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    store = open_store(settings)
    with pytest.raises(StoreFailedError) as failure:
        open_store(settings)
    store.close()
    assert failure.value.code == "storage_in_use"
    open_store(settings).close()


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    open_store(settings).close()
    connection = sqlite3.connect(settings.database_file)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = settings.database_file.read_bytes()
    with pytest.raises(StoreFailedError) as failure:
        open_store(settings)
    assert failure.value.code == "storage_too_new"
    assert settings.database_file.read_bytes() == before


def test_when_the_server_confirmed_is_kept_with_the_scan(tmp_path: Path) -> None:
    store, now = open_test_store(tmp_path), START
    outbox = store.outbox("station", lambda: now)
    timings = {"capture_ms": 4, "decode_ms": 9, "decide_ms": None}
    shown = outbox.add(lambda seq, _: make_scan(seq, timings=dict(timings)))
    outbox.add(lambda seq, _: make_scan(seq, timings=dict(timings)))
    outbox.note_decided(shown, 7)
    assert [s["timings"]["decide_ms"] for s in outbox.oldest(5)] == [7, None]
    assert shown["timings"] == timings | {"decide_ms": 7}
    now += 60
    outbox.settle(make_receipt(scan_id(number)) for number in (1, 2))
    now += 60
    outbox.settle([make_receipt(scan_id(1))])
    store.close()
    store = open_test_store(tmp_path)
    again = store.outbox("station", lambda: now)
    assert again.confirm_times() == [60]
    again.resend([[1, 2]])
    assert [s["timings"] for s in again.oldest(5)] == [timings, timings]
    store.close()
