"""Everything that hangs on one pairing while the station runs: socket, HTTP, heartbeat, roster,
configuration, scans. Twin of static/js/sync/device-session.js; lives on one event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp

from kiosk.errors import DeviceRefusedError, StoreFailedError
from kiosk.store import Outbox, Pairing, RosterState, RosterStore, Settings, UndoStore, WireScan
from kiosk.sync.api import DeviceApi, Message, Trust
from kiosk.sync.engine import DEVICE_ERRORS, Receipt, SyncEngine
from kiosk.sync.heartbeat import Heartbeat
from kiosk.sync.link import DeviceLink
from kiosk.sync.roster_sync import RosterSync
from kiosk.sync.scan_post import ScanPost
from kiosk.sync.take_backs import TakeBacks
from kiosk.sync.waiting import cancel_all, wait_at_most

_log = logging.getLogger(__name__)

_REFRESH_EVERY_SECONDS = 60.0
_AFTER_A_FAULT_SECONDS = 1.0
_OFFSET_NEWS_MS = 500


class Listener(Protocol):
    """The station, told on the event loop's thread; must return at once."""

    def on_receipt(self, receipt: Receipt) -> None: ...
    def on_settled(self) -> None: ...
    def on_problem(self, code: str, is_there: bool) -> None: ...
    def on_configuration(self, configuration: Message, keyring: Message | None) -> None: ...
    def on_reachable(self, is_reachable: bool) -> None: ...
    def on_offset(self, offset_ms: int) -> None: ...
    def on_roster(self, state: RosterState) -> None: ...
    def on_conflict(self, conflict: Message) -> None: ...


@dataclass(frozen=True)
class SessionParts:
    """What a session works on. `report` gives further fields of the heartbeat; `now` is this
    machine's clock in milliseconds."""

    pairing: Pairing
    trust: Trust
    settings: Settings
    outbox: Outbox
    undos: UndoStore
    roster: RosterStore
    report: Callable[[], Message]
    now: Callable[[], int]


class Session:
    """Make it on the event loop, then `run` it."""

    def __init__(
        self, parts: SessionParts, listener: Listener, http: aiohttp.ClientSession
    ) -> None:
        self._parts = parts
        self._listener = listener
        self._is_configured = parts.settings.configuration() is not None
        pairing = parts.pairing
        self._api = DeviceApi(http, pairing.server, pairing.token)
        self._link = DeviceLink(http, pairing.server, pairing.token, self._on_push)
        post = ScanPost(self._link, self._api)
        self._take_backs = TakeBacks(parts.undos, self._link, self._api, self)
        self._engine = SyncEngine(parts.outbox, post.send, self, self._take_backs.clear_the_way)
        self._heartbeat = Heartbeat(self._link, self._api, self._report, self, parts.now)
        self._heartbeat.assume_offset(parts.settings.clock_offset_ms())
        self._roster = RosterSync(parts.roster, self._api, listener.on_roster)
        self._refresh_now = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping` is set; nothing of it runs on return."""
        loops = (
            self._link.run,
            self._heartbeat.run,
            self._roster.run,
            self._refresh_always,
        )
        for loop in loops:
            self._spawn(_keep_running(loop))
        self._spawn(self._engine.wake())
        try:
            await stopping.wait()
        finally:
            self._engine.stop()
            await cancel_all(lambda: self._tasks)

    def deliver(self, scan: WireScan) -> None:
        """A scan is in the outbox."""
        self._spawn(self._engine.deliver(scan))

    def wake(self) -> None:
        """Somebody asked to try again."""
        self._link.wake()
        self._heartbeat.beat()
        self._roster.pull()
        self._refresh_now.set()
        self._spawn(self.send_undos())
        self._spawn(self._engine.wake())

    async def send_undos(self) -> None:
        """Staff took a passage back: tell the server, if it is there."""
        await self._take_backs.send()
        self._listener.on_settled()

    # What the parts tell

    def on_receipt(self, receipt: Receipt) -> None:
        """One scan was answered."""
        self._listener.on_receipt(receipt)
        if receipt["status"] == "parked":
            self.on_refused(receipt["reason"])

    def on_settled(self) -> None:
        """The outbox is shorter, or sorted otherwise. What was taken back follows its scan."""
        self._spawn(self.send_undos())
        self._listener.on_settled()

    def on_refused(self, code: str) -> None:
        """The server knows this device no more, or speaks another version."""
        if code in DEVICE_ERRORS:
            self._listener.on_problem(code, True)
        if code == "device_revoked":
            self._forget()

    def on_reachable(self, is_reachable: bool) -> None:
        """The server came into sight or went out of it."""
        self._listener.on_reachable(is_reachable)
        if is_reachable:
            self._refresh_now.set()
            self._spawn(self.send_undos())
            self._spawn(self._engine.wake())

    def on_offset(self, offset_ms: int) -> None:
        """The clock was measured."""
        self._listener.on_offset(offset_ms)
        kept = self._parts.settings.clock_offset_ms()
        if abs(offset_ms - kept) > _OFFSET_NEWS_MS:
            with suppress(StoreFailedError):  # it is measured again in five seconds
                self._parts.settings.set_clock_offset_ms(offset_ms)

    def on_missing(self, ranges: list[list[int]]) -> None:
        """The server lost numbers that it had, or never got: what is here goes out again."""
        with suppress(StoreFailedError):
            if self._parts.outbox.resend(ranges):
                self._spawn(self._engine.wake())

    def _on_push(self, event: str, message: Any) -> None:
        if event == "connected":
            self.wake()
        elif event == "disconnected":
            self._heartbeat.beat()
        elif event == "refused":
            self.on_refused(str(message))
        elif event == "device_revoked":
            self.on_refused("device_revoked")
        elif event == "configuration_changed":
            self._refresh_now.set()
        elif event == "changes" and isinstance(message, dict):
            self._roster.nudge(message.get("change_number"))
        elif event == "conflict" and isinstance(message, dict):
            self._listener.on_conflict(message)

    def on_undo_taken(self) -> None:
        """The server has taken a passage back: others' places may have changed."""
        self._roster.pull()

    def on_undo_refused(self, scan_id: str, code: str) -> None:
        """The server did not take a passage back: staff is told."""
        _log.info("scan %s was not taken back: %s", scan_id, code)
        gate_id = self._parts.undos.find_gate(scan_id)
        told = {"gate_ids": [gate_id or ""], "at": self._parts.now(), "verdict": "undo_refused"}
        self._listener.on_conflict(told)

    def _forget(self) -> None:
        """The station was withdrawn, perhaps because it was stolen: it keeps no more than scans."""
        try:
            self._parts.settings.forget_keyring()
            self._roster.forget()
        except StoreFailedError as error:
            _log.warning("the roster could not be forgotten: %s", error)

    async def _refresh_always(self) -> None:
        while True:
            self._refresh_now.clear()
            await self._refresh()
            with suppress(StoreFailedError):
                self._parts.outbox.forget_settled()
                self._parts.undos.forget_settled()
            await wait_at_most(self._refresh_now, _REFRESH_EVERY_SECONDS)

    async def _refresh(self) -> None:
        """Ask the server what this station is and where it stands."""
        try:
            answer = await self._api.get_configuration()
        except DeviceRefusedError as error:
            self._listener.on_problem("no_configuration", not self._is_configured)
            self.on_refused(error.code)
            return
        keyring = answer.pop("keyring", None)
        for code in DEVICE_ERRORS:
            self._listener.on_problem(code, False)
        self._is_configured = True
        self._listener.on_problem("no_configuration", False)
        self._listener.on_configuration(answer, keyring)
        with suppress(StoreFailedError):  # the station notices a full disk by itself
            self._keep(answer, keyring)

    def _keep(self, configuration: Message, keyring: Message | None) -> None:
        """Only what changed is written: a station asks every minute."""
        kept = self._parts.settings.configuration() or {}
        unchanged = {**kept, "server_time": 0} == {**configuration, "server_time": 0}
        if not unchanged or keyring != self._parts.settings.keyring():
            self._parts.settings.set_configuration(configuration, keyring)

    def _report(self) -> Message:
        counts = self._parts.outbox.count()
        said = {
            "unsent": counts.waiting + counts.parked,
            "last_seq": self._parts.outbox.last_seq(),
        }
        return said | self._parts.report()

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._drop)

    def _drop(self, task: asyncio.Future[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.error("a part of the line failed", exc_info=task.exception())


async def _keep_running(loop: Callable[[], Awaitable[None]]) -> None:
    """A fault of ours in one loop must not end it: a station has nobody to restart it."""
    while True:
        try:
            await loop()
            return
        except Exception:
            _log.exception("%s failed and goes on", getattr(loop, "__qualname__", "a loop"))
            await asyncio.sleep(_AFTER_A_FAULT_SECONDS)
