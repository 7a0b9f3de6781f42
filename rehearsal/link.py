"""A device's line to the server, as bad as a venue's Wi-Fi: the real wire, with faults on top."""

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
import socketio
from socketio.exceptions import SocketIOError

from domain.messages import PROTOCOL_VERSION
from rehearsal.disk import Message

NAMESPACE = "/device"
CALL_SECONDS = 10
_SILENT_SECONDS = 13
_LOST_REQUEST, _LOST_RECEIPT, _SENT_TWICE = 0.04, 0.04, 0.03
_BACKLOG = 20
"""From so many scans on they go over HTTP."""


class LinkLostError(Exception):
    """No answer: nobody knows whether the server got the message."""


@dataclass(frozen=True)
class Address:
    """Where the server is and who is asking."""

    http: aiohttp.ClientSession
    url: str
    token: str

    async def get(self, path: str) -> Message:
        """GET as the device. Raises LinkLostError."""
        return await self._request("GET", path, None)

    async def post(self, path: str, message: Message) -> Message:
        """POST a message. Raises LinkLostError."""
        return await self._request("POST", path, message)

    async def _request(self, method: str, path: str, message: Message | None) -> Message:
        headers = {"Authorization": f"Device {self.token}"}
        timeout = aiohttp.ClientTimeout(total=3 * CALL_SECONDS)
        try:
            async with self.http.request(
                method, self.url + path, json=message, headers=headers, timeout=timeout
            ) as response:
                if response.status != 200:
                    raise LinkLostError(f"{path}: {response.status} {await response.text()}")
                answer: Message = await response.json()
                return answer
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise LinkLostError(f"{path}: {error!r}") from error


class Link:
    """One open socket. It loses and repeats messages as `rolls` says."""

    def __init__(self, address: Address, rolls: random.Random) -> None:
        self.address = address
        self.is_cut = False
        self._rolls = rolls
        self._client = socketio.AsyncClient(
            reconnection=False, http_session=address.http, handle_sigint=False
        )
        self.told: dict[str, Any] = {"changes": None}
        self._client.on("changes", self._take_hint, namespace=NAMESPACE)

    async def open(self) -> None:
        """Connect and say who is there. Raises LinkLostError."""
        try:
            await self._client.connect(
                self.address.url,
                auth={"token": self.address.token, "v": PROTOCOL_VERSION},
                namespaces=[NAMESPACE],
                transports=["websocket"],
                wait_timeout=CALL_SECONDS,
            )
        except (SocketIOError, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise LinkLostError(repr(error)) from error

    def _take_hint(self, message: Message) -> None:
        self.told["changes"] = message["change_number"]

    async def call(self, event: str, message: Message) -> Message:
        """Send and wait for the answer. Raises LinkLostError."""
        if self.is_cut:
            raise LinkLostError("the Wi-Fi is gone")
        try:
            answer: Message = await self._client.call(
                event, message, namespace=NAMESPACE, timeout=CALL_SECONDS
            )
        except (SocketIOError, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise LinkLostError(repr(error)) from error
        if not isinstance(answer, dict) or "error" in answer:
            raise LinkLostError(f"{event}: {answer!r}")
        return answer

    async def send_scans(self, scans: list[Message]) -> list[Message]:
        """The receipts, those of a repeated message too. Raises LinkLostError: when the request
        got lost, and when only the receipts did."""
        message = {"v": PROTOCOL_VERSION, "scans": scans}
        roll = self._rolls.random()
        if roll < _LOST_REQUEST:
            raise LinkLostError("the request got lost")
        answers = [self._deliver(message)]
        if roll > 1 - _SENT_TWICE:
            answers.append(self._deliver(message))
        receipts = [r for answer in await asyncio.gather(*answers) for r in answer["receipts"]]
        if roll < _LOST_REQUEST + _LOST_RECEIPT:
            raise LinkLostError("the receipts got lost")
        return receipts

    async def _deliver(self, message: Message) -> Message:
        if len(message["scans"]) >= _BACKLOG:
            return await self.address.post("/api/v1/scans", message)
        return await self.call("scans", message)

    def cut(self) -> None:
        """The Wi-Fi is gone: half of the time the server learns nothing of it for a while."""
        self.is_cut = True
        transport = self._find_transport()
        if transport is None:
            return
        if self._rolls.random() < 0.5:
            transport.abort()
            return
        with suppress(RuntimeError, NotImplementedError):  # paused or closed already
            transport.pause_reading()
        asyncio.get_running_loop().call_later(_SILENT_SECONDS, transport.abort)

    def _find_transport(self) -> Any:
        """Neither library has a door for hanging up without a goodbye."""
        response = getattr(self._client.eio.ws, "_response", None)
        connection = getattr(response, "connection", None)
        return getattr(connection, "transport", None)
