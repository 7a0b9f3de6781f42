"""Passages taken back at a station: kept, sent after their scan and before what came later."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import DeviceRefusedError
from kiosk.store import Store, WireScan
from kiosk.sync.backoff import Backoff
from kiosk.sync.engine import SyncEngine
from kiosk.sync.take_backs import TakeBacks, make_undo
from tests.kiosk.support import make_receipt, make_scan, open_test_store, scan_id


class Server:
    """Answers undos as it is told to, or not at all; `heard` is what reached it, in order."""

    is_connected = False

    def __init__(self, store: Store) -> None:
        self.outbox = store.outbox("station", lambda: 5)
        self.undos = store.undos("station", lambda: 5)
        self.answers: list[DeviceRefusedError | int] = []
        self.heard: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.is_slow = False
        self.take_backs = TakeBacks(self.undos, self, self, self)
        self.engine = SyncEngine(
            self.outbox, self.send, self, self.take_backs.clear_the_way, Backoff(60, 60)
        )

    async def request(self, *_: Any) -> dict[str, Any]:
        raise AssertionError("no socket")

    async def post_undo(self, message: dict[str, Any]) -> dict[str, Any]:
        if self.is_slow:
            await asyncio.sleep(0.05)
        answer = self.answers.pop(0) if self.answers else refusal("unreachable", is_retryable=True)
        if isinstance(answer, DeviceRefusedError):
            raise answer
        self.heard.append(f"undo {int(message['scan_id'][-3:])}")
        return {"change_number": answer}

    async def send(self, scans: list[WireScan]) -> list[dict[str, Any]]:
        self.heard += [f"scan {scan['device_seq']}" for scan in scans]
        return [make_receipt(scan["scan_id"], change_number=8) for scan in scans]

    def on_receipt(self, receipt: dict[str, Any]) -> None: ...
    def on_settled(self) -> None: ...
    def on_refused(self, code: str) -> None: ...
    def on_undo_taken(self) -> None: ...

    def on_undo_refused(self, scan_id: str, code: str) -> None:
        self.refused.append((scan_id, code))

    def scan(self) -> None:
        self.outbox.add(lambda seq, _: make_scan(seq, local_verdict="admitted"))

    def take_back(self, number: int) -> str:
        message = make_undo(scan_id(number), "wrong badge", 1_714_122_000_000, 1_500)
        self.undos.add(message)
        return str(message["undo_id"])


def refusal(code: str, *, is_retryable: bool = False) -> DeviceRefusedError:
    return DeviceRefusedError(code, is_retryable=is_retryable)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    store = open_test_store(tmp_path)
    yield Server(store)
    store.close()


def test_it_goes_after_its_scan_and_before_what_came_later(server: Server) -> None:
    server.scan()
    server.scan()
    server.take_back(1)
    server.scan()
    server.answers = [9]
    asyncio.run(server.engine.wake())
    assert server.heard == ["scan 1", "scan 2", "undo 1", "scan 3"]
    assert server.undos.count_waiting() == 0


def test_what_came_later_waits_for_an_undo_that_is_under_way(server: Server) -> None:
    async def main() -> None:
        server.scan()
        await server.engine.wake()
        server.take_back(1)
        server.scan()
        server.answers, server.is_slow = [9], True
        sending = asyncio.create_task(server.take_backs.send())
        await asyncio.sleep(0)
        await server.engine.wake()
        await sending

    asyncio.run(main())
    assert server.heard == ["scan 1", "undo 1", "scan 2"]


def test_one_that_finds_no_ear_holds_up_no_scan_and_is_tried_again(server: Server) -> None:
    server.scan()
    asyncio.run(server.engine.wake())
    server.take_back(1)
    server.scan()
    asyncio.run(server.engine.wake())
    assert server.heard == ["scan 1", "scan 2"]
    server.answers = [9]
    asyncio.run(server.take_backs.send())
    assert server.heard[2:] == ["undo 1"]


def test_a_refusal_is_told_once_and_not_sent_again(server: Server) -> None:
    server.scan()
    asyncio.run(server.engine.wake())
    undo_id = server.take_back(1)
    server.answers = [refusal("undo_too_late"), 9]
    asyncio.run(server.take_backs.send())
    asyncio.run(server.take_backs.send())
    assert server.refused == [(scan_id(1), "undo_too_late")]
    state = server.undos.find(undo_id)
    assert state is not None
    assert (state.status, state.code) == ("refused", "undo_too_late")
    (row,) = server.outbox.latest(1)
    assert (row["undo_status"], row["undo_code"]) == ("refused", "undo_too_late")


def test_somebody_elses_undo_is_as_good(server: Server) -> None:
    server.scan()
    asyncio.run(server.engine.wake())
    undo_id = server.take_back(1)
    server.answers = [refusal("scan_undone")]
    asyncio.run(server.take_backs.send())
    state = server.undos.find(undo_id)
    assert state is not None
    assert (state.status, state.number, server.refused) == ("accepted", 0, [])


def test_a_withdrawn_station_keeps_what_it_has(server: Server) -> None:
    server.scan()
    asyncio.run(server.engine.wake())
    server.take_back(1)
    server.answers = [refusal("device_revoked")]
    asyncio.run(server.take_backs.send())
    assert server.undos.count_waiting() == 1
