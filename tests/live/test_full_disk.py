"""The server's disk fills up: organizers are told, devices keep what was not taken."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.clock import now_ms
from server.services.organizers import Credentials, add_organizer
from server.services.recount import recount
from tests.live.device_socket import call, connect, run, wait_until
from tests.live.test_dashboard_socket import EMAIL, PASSWORD, Console, watch
from tests.support.databases import open_migrated
from tests.support.fair import Fair, GateDevice, TrueClock
from tests.support.running_server import RunningServer, run_server
from tests.support.small_disk import fill, mount_small_disk


@pytest.fixture
def fair(tmp_path: Path) -> Iterator[Fair]:
    """On a disk with little space, where the server's log lies too."""
    with mount_small_disk(tmp_path / "disk", megabytes=48) as folder:
        database = open_migrated(folder / "accueil.db")
        add_organizer(database, Credentials(EMAIL, "Lina", PASSWORD), now_ms())
        yield Fair(database, TrueClock())
        database.close()


def post(server: RunningServer, device: GateDevice, scan: dict[str, Any]) -> Any:
    headers = {"Authorization": f"Device {device.token}", "Accept-Language": "en"}
    answer = server.post("/api/v1/scans", json={"v": 1, "scans": [scan]}, headers=headers)
    return answer.status_code, answer.json()


def test_a_full_disk_is_told_and_nothing_is_lost(fair: Fair, tmp_path: Path) -> None:
    folder, ballast = tmp_path / "disk", tmp_path / "disk" / "ballast"
    device = fair.pair(fair.gate_a)
    with run_server(folder) as server:
        console = Console(server.url)
        run(fill_up(fair, server, device, console, ballast))
        page = console.session.get(f"{server.url}/console/siccam-casablanca-2024/attendance")
        assert page.status_code == 200
    counted = recount(fair.database, fair.event_id)
    assert (counted.inside, counted.differences) == (2, ())


async def fill_up(
    fair: Fair, server: RunningServer, device: GateDevice, console: Console, ballast: Path
) -> None:
    """Scans before, while nothing more is taken, and after."""
    first, second = (device.make_scan(fair.code(name)) for name in ("imane", "ahmed"))
    async with watch(server.url, fair.event_id, console.cookie) as snapshots:
        await wait_until(lambda: snapshots and snapshots[-1]["server_problems"] == ["disk_low"])
        assert post(server, device, first)[0] == 200
        fill(ballast)
        for _ in range(3):
            status, problem = post(server, device, second)
            assert (status, problem["code"], problem["retryable"]) == (507, "storage_full", True)
        async with connect(server.url, device.token) as client:
            refused = await call(client, "scans", {"v": 1, "scans": [second]})
            assert (refused["error"]["code"], refused["error"]["retryable"]) == (
                "storage_full",
                True,
            )
            await wait_until(lambda: "disk_full" in snapshots[-1]["server_problems"])
            ballast.unlink()
            taken = await call(client, "scans", {"v": 1, "scans": [second, first]})
        assert [r["verdict"] for r in taken["receipts"]] == ["admitted", "admitted"]
        await wait_until(lambda: snapshots[-1]["server_problems"] == ["disk_low"])
