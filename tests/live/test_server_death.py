"""The server dies, or comes back with an older database: nothing that was scanned is lost."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests

from server.services.backups import list_automatic_backups
from server.services.recount import recount
from server.storage.database import Database
from tests.live.device_socket import call, connect, run
from tests.support.databases import open_migrated
from tests.support.fair import Fair, GateDevice, TrueClock
from tests.support.running_server import RunningServer, run_server

GATES = 6
PER_GATE = 300
ENOUGH = 200


@pytest.fixture
def fair(tmp_path: Path) -> Iterator[Fair]:
    database = open_migrated(tmp_path / "accueil.db")
    yield Fair(database, TrueClock())
    database.close()


def post(server: RunningServer, device: GateDevice, scans: list[dict[str, Any]]) -> Any:
    headers = {"Authorization": f"Device {device.token}"}
    answer = server.post("/api/v1/scans", json={"v": 1, "scans": scans}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["receipts"]


def beat(server: RunningServer, device: GateDevice) -> Any:
    """What the server misses of a device that has sent everything it has."""
    message = {"v": 1, "unsent": 0, "clock_offset_ms": 0, "last_seq": device.seq}

    async def main() -> Any:
        async with connect(server.url, device.token) as client:
            return (await call(client, "heartbeat", message))["missing"]

    return run(main())


def wait_until(is_true: Any, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


class BusyGate(threading.Thread):
    """A gate that scans without a pause and remembers what it was promised."""

    def __init__(self, server: RunningServer, fair: Fair, device: GateDevice) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._fair = fair
        self.device = device
        self.sent: dict[str, dict[str, Any]] = {}
        self.receipts: dict[str, dict[str, Any]] = {}

    def run(self) -> None:
        codes = [badge.code for badge in self._fair.badges.values()]
        for n in range(PER_GATE):
            scan = self.device.make_scan(codes[n % len(codes)])
            self.sent[scan["scan_id"]] = scan
            try:
                receipt = post(self._server, self.device, [scan])[0]
            except requests.RequestException:
                return  # the power went
            self.receipts[scan["scan_id"]] = receipt


def test_kill_9_in_the_middle_of_load_loses_nothing_acknowledged(
    fair: Fair, tmp_path: Path
) -> None:
    devices = [fair.pair(fair.gate_a, f"Tablette {n}") for n in range(GATES)]
    with run_server(tmp_path) as server:
        gates = [BusyGate(server, fair, device) for device in devices]
        for gate in gates:
            gate.start()
        wait_until(lambda: sum(len(gate.receipts) for gate in gates) >= ENOUGH)
        server.kill()
        for gate in gates:
            gate.join(30)
    assert any(len(gate.receipts) < PER_GATE for gate in gates), "killed when all was done"
    with run_server(tmp_path) as server:
        for gate in gates:
            again = post(server, gate.device, list(gate.sent.values()))
            answered = {receipt["scan_id"]: receipt for receipt in again}
            for scan_id, receipt in gate.receipts.items():
                assert answered[scan_id] == receipt, "acknowledged, and word for word the same"
            assert beat(server, gate.device) == []
    counted = recount(fair.database, fair.event_id)
    assert counted.differences == ()
    assert counted.scan_count == sum(len(gate.sent) for gate in gates)


def test_devices_fill_what_an_older_backup_misses(fair: Fair, tmp_path: Path) -> None:
    gate_a, gate_b = fair.pair(fair.gate_a), fair.pair(fair.gate_b)
    codes = [fair.add_attendee(f"visitor {n}") for n in range(60)]
    in_backup = [gate_a.make_scan(code) for code in codes[:40]]
    with run_server(tmp_path) as server:
        post(server, gate_a, in_backup)
        backup = server.command("backup")
        assert backup.returncode == 0, backup.stderr
        of_a = [gate_a.make_scan(code) for code in codes[40:50]]
        of_b = [gate_b.make_scan(code) for code in codes[45:60]]
        verdicts = verdicts_of(post(server, gate_a, of_a) + post(server, gate_b, of_b))
        server.kill()
    before = recount(fair.database, fair.event_id)
    fair.database.close()
    restored = server.command("restore", backup.stdout.strip())
    assert restored.returncode == 0, restored.stderr
    assert "accueil.db.replaced-" in restored.stdout
    assert recount(fair.database, fair.event_id).scan_count == 40
    with run_server(tmp_path) as server:
        assert (beat(server, gate_a), beat(server, gate_b)) == ([[41, 50]], [[1, 15]])
        again = post(server, gate_a, of_a) + post(server, gate_b, of_b)
        assert verdicts_of(again) == verdicts
        assert (beat(server, gate_a), beat(server, gate_b)) == ([], [])
    after = recount(fair.database, fair.event_id)
    assert after == before
    assert after.differences == ()


def verdicts_of(receipts: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """What was decided, by scan id."""
    return {r["scan_id"]: (r["status"], r["verdict"]) for r in receipts}


def test_restore_refuses_while_the_server_runs(fair: Fair, tmp_path: Path) -> None:
    with run_server(tmp_path) as server:
        backup = server.command("backup").stdout.strip()
        refused = server.command("restore", backup)
        assert refused.returncode == 1
        assert "folder_in_use" in refused.stderr
        second = server.command("serve", "--http", "--port", "0")
        assert second.returncode == 1
        assert "folder_in_use" in second.stderr
        assert server.get("/api/v1/time").status_code == 200
    assert server.command("restore", backup).returncode == 0


def test_the_server_backs_itself_up(fair: Fair, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    with run_server(tmp_path, ACCUEIL_BACKUPS_KEPT="2"):
        wait_until(lambda: len(list_automatic_backups(backups)) == 1)
    with closing(Database(f"sqlite:///{list_automatic_backups(backups)[0]}")) as copy:
        assert recount(copy, fair.event_id).differences == ()


def test_no_backups_where_they_are_off(fair: Fair, tmp_path: Path) -> None:
    with run_server(tmp_path, ACCUEIL_BACKUP_MINUTES="off") as server:
        wait_until(lambda: "automatic_backups_off" in server.log)
        assert server.get("/api/v1/time").status_code == 200
    assert not (tmp_path / "backups").exists()
