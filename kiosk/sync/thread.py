"""The line to the server in a thread of its own, with its own event loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from contextlib import suppress

from kiosk.store import WireScan
from kiosk.sync.api import open_session
from kiosk.sync.session import Listener, Session, SessionParts
from kiosk.sync.waiting import cancel_all

_log = logging.getLogger(__name__)

_STOP_SECONDS = 20.0
_STAFF_WAITS_SECONDS = 2.5
_AFTER_A_FAULT_SECONDS = 2.0


class SyncThread:
    """Started once, stopped once; its other methods may be called from any thread at any time."""

    def __init__(self, parts: SessionParts, listener: Listener) -> None:
        self._parts = parts
        self._listener = listener
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._session: Session | None = None
        self._thread = threading.Thread(target=self._work, name="sync", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End the line; no thread and no socket is left."""
        if self._thread.ident is None:
            return
        self._call(self._stopping.set)
        self._thread.join(_STOP_SECONDS)
        if self._thread.is_alive():
            _log.error("the line did not end in %s s", _STOP_SECONDS)

    def deliver(self, scan: WireScan) -> None:
        """A scan is in the outbox: send it."""
        self._tell(lambda session: session.deliver(scan))

    def wake(self) -> None:
        """Try everything again now."""
        self._tell(Session.wake)

    def send_undos(self) -> None:
        """Something was taken back: send it, and give the server a moment to answer, as staff
        waits. What takes longer goes on."""
        session = self._session
        if session is None:
            return
        sending = asyncio.run_coroutine_threadsafe(session.send_undos(), self._loop)
        with suppress(TimeoutError, CancelledError):
            sending.result(_STAFF_WAITS_SECONDS)

    def _tell(self, tell: Callable[[Session], None]) -> None:
        def on_loop() -> None:
            if self._session is not None:
                tell(self._session)

        self._call(on_loop)

    def _call(self, task: Callable[[], object]) -> None:
        try:
            self._loop.call_soon_threadsafe(task)
        except RuntimeError:
            _log.debug("the line is closed already")

    def _work(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            while not self._stopping.is_set():
                self._work_once()
        finally:
            self._loop.run_until_complete(_end_the_rest())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    def _work_once(self) -> None:
        """A fault of ours ends one session and not the line: the gate goes on by itself."""
        try:
            self._loop.run_until_complete(self._run())
        except Exception:
            _log.exception("the line to the server failed and begins anew")
            self._loop.run_until_complete(asyncio.sleep(_AFTER_A_FAULT_SECONDS))

    async def _run(self) -> None:
        async with open_session(self._parts.trust) as http:
            self._session = Session(self._parts, self._listener, http)
            try:
                await self._session.run(self._stopping)
            finally:
                self._session = None


async def _end_the_rest() -> None:
    """Requests that were under way when the line was cut, and the tasks of Socket.IO's client."""
    this = asyncio.current_task()
    await cancel_all(lambda: [task for task in asyncio.all_tasks() if task is not this])
