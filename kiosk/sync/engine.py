"""Brings scans from the outbox to the server and receipts back, in the order they were made, again
and again until answered. Only a scan that nobody but the server can judge goes at once, beside
whatever backlog is under way. Twin of static/js/sync/sync-engine.js.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from kiosk.errors import DeviceRefusedError, StoreFailedError
from kiosk.store import WireScan
from kiosk.sync.backoff import Backoff

_log = logging.getLogger(__name__)

BATCH_SIZE = 250
DEVICE_ERRORS = ("device_unknown", "device_revoked", "wrong_version")
"""Errors about this device or this program, not about a scan: keep all, park none."""

Receipt = dict[str, Any]
Send = Callable[[list[WireScan]], Awaitable[list[Receipt]]]
ClearTheWay = Callable[[], Awaitable[int | None]]
"""Sends what has to go before scans; returns the highest number that may go now, None for any."""


class SentScans(Protocol):
    """What of the outbox is needed here."""

    def oldest(self, limit: int) -> list[WireScan]: ...
    def settle(self, receipts: list[Receipt]) -> None: ...
    def park(self, scan_id: str, reason: str) -> None: ...


class EngineListener(Protocol):
    """Hears what becomes of scans."""

    def on_receipt(self, receipt: Receipt) -> None: ...
    def on_settled(self) -> None: ...
    def on_refused(self, code: str) -> None: ...


async def _let_all_pass() -> int | None:
    return None


class SyncEngine:
    """For one pairing; lives on one event loop."""

    def __init__(
        self,
        outbox: SentScans,
        send: Send,
        listener: EngineListener,
        clear_the_way: ClearTheWay = _let_all_pass,
        backoff: Backoff | None = None,
    ) -> None:
        self._outbox = outbox
        self._send = send
        self._listener = listener
        self._clear_the_way = clear_the_way
        self._backoff = backoff or Backoff()
        self._under_way: set[str] = set()
        self._deferred: set[str] = set()
        self._is_draining = False
        self._is_called = False
        self._is_stopped = False
        self._later: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def deliver(self, scan: WireScan) -> None:
        """Send a scan that somebody is waiting for. It is in the outbox already. One that was
        judged here takes its turn: the server has to learn that a badge was let in before it hears
        that the same badge came again."""
        if scan["local_verdict"] is not None:
            await self._drain()
            return
        try:
            await self._push([scan])
            self._backoff.reset()
        except (DeviceRefusedError, StoreFailedError) as error:
            self._on_failure(error)

    async def wake(self) -> None:
        """Something changed for the better: try now."""
        self._backoff.reset()
        self._deferred.clear()
        await self._drain()

    def stop(self) -> None:
        """What waits stays in the outbox."""
        self._is_stopped = True
        if self._later is not None:
            self._later.cancel()

    async def _drain(self) -> None:
        self._is_called = True
        if self._is_draining:
            return
        self._is_draining = True
        try:
            while self._is_called and not self._is_stopped:
                self._is_called = False
                await self._push_all()
        except (DeviceRefusedError, StoreFailedError) as error:
            self._on_failure(error)
        finally:
            self._is_draining = False

    async def _push_all(self) -> None:
        while not self._is_stopped:
            last = await self._clear_the_way()
            oldest = self._outbox.oldest(BATCH_SIZE + len(self._deferred))
            scans = [scan for scan in oldest if self._is_due(scan["scan_id"])][:BATCH_SIZE]
            if not scans:
                return
            before = [scan for scan in scans if last is None or scan["device_seq"] <= last]
            await self._push_or_isolate(before or scans)  # what cannot go holds up nobody

    def _is_due(self, scan_id: str) -> bool:
        return scan_id not in self._under_way and scan_id not in self._deferred

    async def _push_or_isolate(self, scans: list[WireScan]) -> None:
        """A batch refused for good is taken apart, so that one bad scan blocks no other."""
        try:
            await self._push(scans)
            self._backoff.reset()
        except DeviceRefusedError as error:
            if error.code in DEVICE_ERRORS or error.retryable:
                raise
            await self._isolate(scans, error)

    async def _isolate(self, scans: list[WireScan], error: DeviceRefusedError) -> None:
        if len(scans) == 1:
            self._outbox.park(scans[0]["scan_id"], error.code)
            self._listener.on_settled()
            return
        half = (len(scans) + 1) // 2
        await self._push_or_isolate(scans[:half])
        await self._push_or_isolate(scans[half:])

    async def _push(self, scans: list[WireScan]) -> None:
        ids = {scan["scan_id"] for scan in scans}
        self._under_way |= ids
        try:
            self._settle(ids, await self._send(scans))
        finally:
            self._under_way -= ids

    def _settle(self, sent: set[str], receipts: list[Receipt]) -> None:
        """What was not settled, or not even answered, waits for the next turn."""
        for receipt in receipts:
            self._listener.on_receipt(receipt)
        settled = [receipt for receipt in receipts if _is_final(receipt)]
        self._outbox.settle(settled)
        still_open = sent - {receipt["scan_id"] for receipt in settled}
        self._deferred |= still_open
        if still_open:
            self._try_later()
        self._listener.on_settled()

    def _on_failure(self, error: DeviceRefusedError | StoreFailedError) -> None:
        _log.info("scans wait: %s", error)
        if error.code in DEVICE_ERRORS:
            self._listener.on_refused(error.code)
        self._try_later()

    def _try_later(self) -> None:
        if self._later is None and not self._is_stopped:
            loop = asyncio.get_running_loop()
            self._later = loop.call_later(self._backoff.next(), self._try_now)

    def _try_now(self) -> None:
        self._later = None
        self._deferred.clear()
        task = asyncio.get_running_loop().create_task(self._drain())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _is_final(receipt: Receipt) -> bool:
    """False when the scan stays to be sent again."""
    return receipt["status"] != "parked" or not receipt["retryable"]
