"""Passages that staff takes back: kept first, then sent, again and again until the server answers.
Twin of static/js/sync/take-backs.js; lives on one event loop."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import Protocol

from domain.ids import make_scan_id
from domain.messages import PROTOCOL_VERSION
from kiosk.errors import DeviceRefusedError, StoreFailedError
from kiosk.store.undos import ACCEPTED, REFUSED, UndoMessage, UndoState, UndoStore
from kiosk.sync.api import Message
from kiosk.sync.engine import DEVICE_ERRORS

_log = logging.getLogger(__name__)

_WAIT_SECONDS = 5.0
_KNOWN_LONG_AGO = 0
"""Of what somebody else took back the number is not known: the server's word has it already."""


class UndoLink(Protocol):
    """What of the socket is needed here."""

    @property
    def is_connected(self) -> bool: ...
    async def request(self, event: str, message: Message, most_wait_seconds: float) -> Message: ...


class UndoApi(Protocol):
    """What of the HTTP door is needed here."""

    async def post_undo(self, message: Message) -> Message: ...


def make_undo(scan_id: str, reason: str, now: int, offset_ms: int) -> UndoMessage:
    """A passage taken back, as the server wants to hear it. The id is new each time: an undo is a
    fact of its own."""
    return {
        "v": PROTOCOL_VERSION,
        "undo_id": make_scan_id(now, os.urandom(10), None),
        "scan_id": scan_id,
        "reason": reason,
        "device_time": now,
        "clock_offset_ms": offset_ms,
    }


class UndoListener(Protocol):
    """Hears what became of undos."""

    def on_undo_taken(self) -> None: ...
    def on_undo_refused(self, scan_id: str, code: str) -> None: ...


class TakeBacks:
    """For one pairing."""

    def __init__(
        self,
        store: UndoStore,
        link: UndoLink,
        api: UndoApi,
        listener: UndoListener,
    ) -> None:
        self._store = store
        self._link = link
        self._api = api
        self._listener = listener
        self._sending: asyncio.Future[None] | None = None
        self._is_nudged = False

    async def send(self) -> None:
        """Send what is due. A call while one is under way makes that look once more at the end,
        and waits for it."""
        self._is_nudged = True
        if self._sending is None:
            self._sending = asyncio.ensure_future(self._send_while_nudged())
            self._sending.add_done_callback(self._end)
        await asyncio.shield(self._sending)

    def _end(self, _: asyncio.Future[None]) -> None:
        self._sending = None

    async def _send_while_nudged(self) -> None:
        try:
            while self._is_nudged:
                self._is_nudged = False
                for message in self._store.due():
                    await self._send_one(message)
        except (DeviceRefusedError, StoreFailedError) as error:
            _log.info("an undo waits: %s", error)  # it is sent with the next sign of the server

    async def clear_the_way(self) -> int | None:
        """Before scans are sent: what was taken back goes first, as far as its own scan has gone.

        Returns the highest number of a scan that may be sent now; None for any: what cannot be
        sent though its turn has come holds up nobody.
        """
        last = self._store.last_before()
        if last is None:
            return None
        await self.send()
        return None if self._store.due() else self._store.last_before()

    async def _send_one(self, message: UndoMessage) -> None:
        try:
            answer = await self._post(message)
        except DeviceRefusedError as error:
            if error.retryable or error.code in DEVICE_ERRORS:
                raise
            self._take_refusal(message, error.code)
            return
        self._store.settle(message["undo_id"], UndoState(ACCEPTED, answer.get("change_number")))
        self._listener.on_undo_taken()

    async def _post(self, message: UndoMessage) -> Message:
        if self._link.is_connected:
            return await self._link.request("undo", message, _WAIT_SECONDS)
        return await self._api.post_undo(message)

    def _take_refusal(self, message: UndoMessage, code: str) -> None:
        if code == "scan_undone":
            self._store.settle(message["undo_id"], UndoState(ACCEPTED, _KNOWN_LONG_AGO))
            return
        self._store.settle(message["undo_id"], UndoState(REFUSED, code=code))
        self._listener.on_undo_refused(message["scan_id"], code)
