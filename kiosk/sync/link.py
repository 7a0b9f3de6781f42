"""The live line to the server: Socket.IO, namespace /device. It comes and goes by itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import aiohttp
import socketio
from socketio.exceptions import SocketIOError

from domain.messages import PROTOCOL_VERSION
from kiosk.errors import DeviceRefusedError
from kiosk.sync.api import Message, unreachable
from kiosk.sync.backoff import Backoff
from kiosk.sync.waiting import wait_at_most

_log = logging.getLogger(__name__)

NAMESPACE = "/device"
PUSHES = ("configuration_changed", "device_revoked", "changes", "conflict")
"""What the server says without being asked."""
_CONNECT_SECONDS = 5

OnEvent = Callable[[str, Any], None]


class DeviceLink:
    """Keeps one socket open. `on_event` hears `connected`, `disconnected`, `refused` (code), and
    every push by its name."""

    def __init__(
        self, session: aiohttp.ClientSession, origin: str, token: str, on_event: OnEvent
    ) -> None:
        self._session = session
        self._origin = origin
        self._token = token
        self._on_event = on_event
        self._backoff = Backoff(0.5, 5.0)
        self._woken = asyncio.Event()
        self._gone = asyncio.Event()
        self._client: Any = None

    @property
    def is_connected(self) -> bool:
        """Whether a request can be sent this way."""
        return self._client is not None and NAMESPACE in self._client.namespaces

    def wake(self) -> None:
        """Do not wait for the next turn."""
        self._woken.set()

    async def request(self, event: str, message: Message, most_wait_seconds: float) -> Message:
        """Send one event and wait for its answer. Raises DeviceRefusedError."""
        if not self.is_connected:
            raise unreachable("no socket")
        try:
            answer = await self._client.call(
                event, message, namespace=NAMESPACE, timeout=most_wait_seconds
            )
        except SocketIOError as error:
            raise unreachable(repr(error)) from error
        if isinstance(answer, dict) and answer.get("error"):
            told = answer["error"]
            raise DeviceRefusedError(
                str(told.get("code")),
                str(told.get("message", "")),
                is_retryable=bool(told.get("retryable")),
            )
        return dict(answer or {})

    async def run(self) -> None:
        """Connect, again and again, until cancelled."""
        try:
            while True:
                await self._hold_once()
                self._woken.clear()
                await wait_at_most(self._woken, self._backoff.next())
        finally:
            await self._let_go()

    async def _hold_once(self) -> None:
        """One connection from its beginning to its end."""
        self._client = self._make_client()
        self._gone.clear()
        try:
            await self._client.connect(
                self._origin,
                auth={"token": self._token, "v": PROTOCOL_VERSION},
                transports=["websocket"],
                namespaces=[NAMESPACE],
                wait_timeout=_CONNECT_SECONDS,
            )
            self._backoff.reset()
            self._on_event("connected", None)
            await self._gone.wait()
            self._on_event("disconnected", None)
        except (TimeoutError, SocketIOError, aiohttp.ClientError, OSError) as error:
            _log.info("no socket: %s", error)
        finally:
            await self._let_go()

    async def _let_go(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(SocketIOError, aiohttp.ClientError, OSError, asyncio.TimeoutError):
                async with asyncio.timeout(2):
                    await client.disconnect()
            # Engine.IO's client closes its HTTP session when it is collected, even one only lent.
            client.eio.http = None

    def _make_client(self) -> Any:
        client = socketio.AsyncClient(
            reconnection=False,
            http_session=self._session,
            handle_sigint=False,
            request_timeout=_CONNECT_SECONDS,
        )
        client.on("disconnect", lambda *_: self._gone.set(), namespace=NAMESPACE)
        client.on("connect_error", self._on_refused, namespace=NAMESPACE)
        for push in PUSHES:
            client.on(push, self._hear(push), namespace=NAMESPACE)
        return client

    def _hear(self, push: str) -> Callable[..., None]:
        def on_push(message: Any = None, *_: Any) -> None:
            self._on_event(push, message)

        return on_push

    def _on_refused(self, told: Any = None) -> None:
        """The server's own no carries a code; anything else is the line's."""
        if isinstance(told, dict) and isinstance(told.get("code"), str):
            self._on_event("refused", told["code"])
