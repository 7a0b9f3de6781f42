"""Scans over real sockets against the real server."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from server.services.attendance import AttendanceBoard
from server.services.devices import revoke_device
from server.services.recount import recount
from server.storage.devices import get_device
from tests.live.device_socket import call, connect, connect_refused, run, wait_until
from tests.support.fair import Fair, GateDevice
from tests.support.running_server import RunningServer


def batch(*scans: Any, v: object = 1) -> dict[str, Any]:
    return {"v": v, "scans": list(scans)}


def test_it_works(server: RunningServer, open_fair: Fair) -> None:
    device = open_fair.pair(open_fair.gate_a)
    code = open_fair.add_attendee("works", first_name="Salma")

    async def main() -> None:
        async with connect(server.url, device.token) as client:
            ack = await call(client, "scans", batch(device.make_scan(code)))
            assert ack["receipts"][0]["verdict"] == "admitted"
            assert ack["change_number"] == ack["receipts"][0]["change_number"]
            assert abs(ack["server_time"] - open_fair.clock()) < 60_000

    run(main())
    assert recount(open_fair.database, open_fair.event_id).differences == ()


def test_the_same_scan_through_both_doors_is_one(server: RunningServer, open_fair: Fair) -> None:
    device = open_fair.pair(open_fair.gate_a)
    scan = device.make_scan(open_fair.add_attendee("both doors"))
    before = recount(open_fair.database, open_fair.event_id).scan_count

    async def main() -> Any:
        async with connect(server.url, device.token) as client:
            return await call(client, "scans", batch(scan))

    over_socket = run(main())
    header = {"Authorization": f"Device {device.token}"}
    over_http = server.post("/api/v1/scans", json=batch(scan), headers=header).json()
    assert over_http["receipts"] == over_socket["receipts"]
    assert recount(open_fair.database, open_fair.event_id).scan_count == before + 1


def test_thirty_two_sockets_push_one_badge(server: RunningServer, open_fair: Fair) -> None:
    devices = [open_fair.pair(open_fair.gate_a, f"Tablette {n}") for n in range(32)]
    codes = [open_fair.add_attendee(f"raced {n}") for n in range(20)]

    async def push(client: Any, scan: Any) -> str:
        ack = await call(client, "scans", batch(scan))
        verdict: str = ack["receipts"][0]["verdict"]
        return verdict

    async def main() -> None:
        contexts = [connect(server.url, d.token) for d in devices]
        clients = await asyncio.gather(*(c.__aenter__() for c in contexts))
        for code in codes:
            pushes = (
                push(client, d.make_scan(code)) for client, d in zip(clients, devices, strict=True)
            )
            verdicts = Counter(await asyncio.gather(*pushes))
            assert verdicts == {"admitted": 1, "already_inside": 31}
        await asyncio.gather(*(c.__aexit__(None, None, None) for c in contexts))

    run(main())
    assert recount(open_fair.database, open_fair.event_id).differences == ()


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (None, "malformed_message"),
        ("garbage", "malformed_message"),
        ([1, 2, 3], "malformed_message"),
        ({"scans": []}, "wrong_version"),
        ({"v": 99, "scans": []}, "wrong_version"),
        ({"v": 1}, "malformed_message"),
        ({"v": 1, "scans": "all"}, "malformed_message"),
        ({"v": 1, "scans": [{}] * 501}, "batch_too_large"),
    ],
)
def test_garbage_gets_a_typed_error(
    server: RunningServer, open_fair: Fair, message: object, code: str
) -> None:
    device = open_fair.pair(open_fair.gate_a)
    good = device.make_scan(open_fair.add_attendee(f"beside {message!r:.40}"))

    async def main() -> None:
        async with connect(server.url, device.token) as client:
            refused = await call(client, "scans", message)
            assert refused["error"]["code"] == code
            assert refused["error"]["retryable"] is False
            ack = await call(client, "scans", batch(good))
            assert ack["receipts"][0]["verdict"] == "admitted"

    run(main())
    assert "Traceback" not in server.log


@pytest.mark.parametrize(
    ("auth", "code"),
    [
        ({"token": "guessed", "v": 1}, "device_unknown"),
        ({"v": 1}, "device_unknown"),
        ({"token": 7, "v": 1}, "device_unknown"),
        ({"token": "guessed", "v": 2}, "wrong_version"),
    ],
)
def test_strangers_are_not_let_in(server: RunningServer, auth: object, code: str) -> None:
    assert run(connect_refused(server.url, auth))["code"] == code


def test_a_revoked_device_is_not_let_in(server: RunningServer, open_fair: Fair) -> None:
    device = open_fair.pair(open_fair.gate_a)
    revoke_device(open_fair.database, device.device.id, open_fair.clock(), "command")
    auth = {"token": device.token, "v": 1}
    assert run(connect_refused(server.url, auth))["code"] == "device_revoked"


def test_a_heartbeat_is_remembered(server: RunningServer, open_fair: Fair) -> None:
    device = open_fair.pair(open_fair.gate_a)

    async def main() -> None:
        async with connect(server.url, device.token) as client:
            beat = {"v": 1, "sent_at": 1, "unsent": 4, "clock_offset_ms": -70_000}
            ack = await call(client, "heartbeat", beat)
            assert abs(ack["server_time"] - open_fair.clock()) < 60_000
            bad = await call(client, "heartbeat", {"v": 1, "unsent": "many"})
            assert bad["error"]["code"] == "malformed_message"

            await wait_until(lambda: health_of(open_fair, device) == (4, -70_000))

    run(main())


def test_what_a_station_says_of_its_camera_reaches_the_organizer(
    server: RunningServer, open_fair: Fair
) -> None:
    device = open_fair.pair(open_fair.gate_a)
    camera = {"fps": 25.0, "decode_ms_p50": 9, "decode_ms_p95": 30, "hint": "too_dark"}

    def find_figures() -> Any:
        board = AttendanceBoard(open_fair.database)
        shown = board.get_snapshot(open_fair.event_id, open_fair.clock())
        return next(d for d in shown["devices"] if d["id"] == device.device.id)["camera"]

    async def main() -> None:
        async with connect(server.url, device.token) as client:
            beat = {"v": 1, "unsent": 0, "clock_offset_ms": 0}
            await call(client, "heartbeat", beat | {"camera": camera})
            await wait_until(lambda: find_figures() is not None)
            assert find_figures() | camera == find_figures()
            assert find_figures()["glare"] is None
            bad = await call(client, "heartbeat", beat | {"camera": {"fps": "many"}})
            assert bad["error"]["code"] == "malformed_message"
            await call(client, "heartbeat", beat)
            await wait_until(lambda: find_figures() is None)

    run(main())


def test_a_number_that_did_not_arrive_is_on_disk_before_the_answer(
    server: RunningServer, open_fair: Fair
) -> None:
    device = open_fair.pair(open_fair.gate_a)

    async def main() -> None:
        async with connect(server.url, device.token) as client:
            beat = {"v": 1, "unsent": 3, "clock_offset_ms": 0, "last_seq": 3}
            ack = await call(client, "heartbeat", beat)
            assert ack["missing"] == [[1, 3]]
            with open_fair.database.read() as connection:
                stored = get_device(connection, device.device.id)
            assert stored is not None
            assert stored.claimed_seq == 3

    run(main())


def health_of(fair: Fair, device: GateDevice) -> tuple[int | None, int | None]:
    """What is stored of a device's heartbeats: unsent scans, clock offset."""
    with fair.database.read() as connection:
        stored = get_device(connection, device.device.id)
    assert stored is not None
    return stored.unsent_count, stored.clock_offset_ms


def test_other_devices_get_a_hint_to_pull(server: RunningServer, open_fair: Fair) -> None:
    device, other = open_fair.pair(open_fair.gate_a), open_fair.pair(open_fair.gate_b)
    code = open_fair.add_attendee("hinted")
    hints: list[int] = []

    async def main() -> None:
        async with connect(server.url, other.token) as listener:
            listener.on("changes", lambda m: hints.append(m["change_number"]), namespace="/device")
            async with connect(server.url, device.token) as client:
                ack = await call(client, "scans", batch(device.make_scan(code)))
                await wait_until(lambda: bool(hints) and hints[-1] >= ack["change_number"])
                for _ in range(3):  # nothing changed: nobody has to pull
                    await call(client, "heartbeat", {"v": 1, "unsent": 0, "clock_offset_ms": 0})
                ack = await call(client, "scans", batch(device.make_scan(code)))
                await wait_until(lambda: hints[-1] >= ack["change_number"])

    assert hints == sorted(set(hints)), "one hint for each number"

    run(main())


def test_an_unknown_event_is_ignored(server: RunningServer, open_fair: Fair) -> None:
    device = open_fair.pair(open_fair.gate_a)

    async def main() -> None:
        async with connect(server.url, device.token) as client:
            await client.emit("drop_table", {"v": 1}, namespace="/device")
            ack = await call(client, "scans", batch())
            assert ack["receipts"] == []

    run(main())
    assert "Traceback" not in server.log
