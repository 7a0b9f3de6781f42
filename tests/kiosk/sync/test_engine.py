"""Scans to the server and receipts back: lost, repeated, refused, stopped."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import DeviceRefusedError
from kiosk.store import Outbox, WireScan
from kiosk.sync.backoff import Backoff
from kiosk.sync.engine import SyncEngine
from tests.kiosk.support import make_receipt, make_scan, open_test_store


class Line:
    """A server that answers as it is told to; counts what reached it."""

    def __init__(self, outbox: Outbox) -> None:
        self.outbox = outbox
        self.sent: list[list[int]] = []
        self.answer: Callable[[WireScan], dict[str, Any]] = lambda s: make_receipt(s["scan_id"])
        self.failures: list[DeviceRefusedError] = []
        self.refused: list[str] = []
        self.receipts: list[dict[str, Any]] = []
        self.engine = SyncEngine(outbox, self.send, self, backoff=Backoff(0.001, 0.002))

    async def send(self, scans: list[WireScan]) -> list[dict[str, Any]]:
        self.sent.append([scan["device_seq"] for scan in scans])
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        return [self.answer(scan) for scan in scans]

    def on_receipt(self, receipt: dict[str, Any]) -> None:
        self.receipts.append(receipt)

    def on_settled(self) -> None:
        pass

    def on_refused(self, code: str) -> None:
        self.refused.append(code)

    def run(self, seconds: float = 1.0) -> None:
        """Until nothing waits, or so long."""
        asyncio.run(self._run(seconds))

    async def _run(self, seconds: float) -> None:
        await self.engine.wake()
        for _ in range(int(seconds * 100)):
            if not self.outbox.oldest(1):
                break
            await asyncio.sleep(0.01)
        self.engine.stop()


@pytest.fixture
def line(tmp_path: Path) -> Any:
    store = open_test_store(tmp_path)
    outbox = store.outbox("station", lambda: 0)
    for _ in range(6):
        outbox.add(lambda seq, _: make_scan(seq))
    yield Line(outbox)
    store.close()


def unreachable() -> DeviceRefusedError:
    return DeviceRefusedError("unreachable", is_retryable=True)


def test_a_backlog_goes_in_order_and_leaves_by_receipt(line: Line) -> None:
    line.run()
    assert line.sent == [[1, 2, 3, 4, 5, 6]]
    assert line.outbox.count().waiting == 0
    assert len(line.receipts) == 6


def test_a_lost_answer_is_asked_for_again(line: Line) -> None:
    line.failures = [unreachable(), unreachable()]
    line.run()
    assert line.sent == [[1, 2, 3, 4, 5, 6]] * 3
    assert line.outbox.count().waiting == 0


def test_one_bad_scan_blocks_no_other(line: Line) -> None:
    async def send(scans: list[WireScan]) -> list[dict[str, Any]]:
        if any(scan["device_seq"] == 4 for scan in scans):
            raise DeviceRefusedError("malformed_message", is_retryable=False)
        return [make_receipt(scan["scan_id"]) for scan in scans]

    line.engine = SyncEngine(line.outbox, send, line, backoff=Backoff(0.001, 0.002))
    line.run()
    counts = line.outbox.count()
    assert (counts.waiting, counts.parked) == (0, 1)
    assert line.outbox.parked_rows(5)[0]["device_seq"] == 4


def test_what_the_server_may_take_later_waits_and_what_it_never_takes_is_set_aside(
    line: Line,
) -> None:
    asked: list[int] = []

    def answer(scan: WireScan) -> dict[str, Any]:
        asked.append(scan["device_seq"])
        is_later = scan["device_seq"] == 2 and asked.count(2) < 3
        is_never = scan["device_seq"] == 5
        if is_later or is_never:
            reason = "unknown_gate"
            return make_receipt(scan["scan_id"], status="parked", reason=reason, retryable=is_later)
        return make_receipt(scan["scan_id"])

    line.answer = answer
    line.run()
    assert (asked.count(2), asked.count(1), asked.count(5)) == (3, 1, 1)
    assert line.outbox.count().parked == 1


def test_a_refused_device_parks_nothing(line: Line) -> None:
    line.failures = [DeviceRefusedError("device_revoked", is_retryable=False)] * 100
    line.run(0.1)
    assert line.refused[0] == "device_revoked"
    assert (line.outbox.count().waiting, line.outbox.count().parked) == (6, 0)


def test_answers_that_leave_something_out_are_asked_again(line: Line) -> None:
    calls = 0

    async def send(scans: list[WireScan]) -> list[dict[str, Any]]:
        nonlocal calls
        calls += 1
        kept = scans[:-1] if calls == 1 else scans
        return [make_receipt(scan["scan_id"]) for scan in kept]

    line.engine = SyncEngine(line.outbox, send, line, backoff=Backoff(0.001, 0.002))
    line.run()
    assert calls == 2
    assert line.outbox.count().waiting == 0


def test_a_scan_only_the_server_can_judge_overtakes_the_backlog(line: Line) -> None:
    async def main() -> None:
        scan = line.outbox.add(lambda seq, _: make_scan(seq))
        await line.engine.deliver(scan)
        assert line.sent == [[7]]
        judged = line.outbox.add(lambda seq, _: make_scan(seq, local_verdict="admitted"))
        await line.engine.deliver(judged)
        assert line.sent[1] == [1, 2, 3, 4, 5, 6, 8]

    asyncio.run(main())


def test_a_scan_judged_here_never_overtakes_those_made_before_it(line: Line) -> None:
    async def main() -> None:
        release = asyncio.Event()

        async def send(scans: list[WireScan]) -> list[dict[str, Any]]:
            line.sent.append([scan["device_seq"] for scan in scans])
            await release.wait()
            return [make_receipt(scan["scan_id"]) for scan in scans]

        engine = SyncEngine(line.outbox, send, line, backoff=Backoff(0.001, 0.002))
        backlog = asyncio.create_task(engine.wake())
        await asyncio.sleep(0)
        for verdict in ("admitted", "already_inside"):
            judged = line.outbox.add(lambda seq, _, v=verdict: make_scan(seq, local_verdict=v))
            await engine.deliver(judged)
        assert line.sent == [[1, 2, 3, 4, 5, 6]]
        release.set()
        await backlog
        assert line.sent == [[1, 2, 3, 4, 5, 6], [7, 8]]
        assert line.outbox.count().waiting == 0

    asyncio.run(main())


def test_waits_double_and_are_never_in_step() -> None:
    waits = Backoff(0.5, 30, chance=lambda: 1.0)
    assert [waits.next() for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    waits.reset()
    assert waits.next() == 0.5
    assert Backoff(0.5, 30, chance=lambda: 0.0).next() == 0.25
