"""The server's HTTP door for devices. Errors come as problem documents (RFC 9457)."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

from domain.messages import PROTOCOL_VERSION
from kiosk.errors import DeviceRefusedError

_MOST_WAIT_SECONDS = 10.0
_PAGE_WAIT_SECONDS = 30.0
"""The first page after a server's start is sealed while we wait."""

Message = dict[str, Any]
Trust = ssl.SSLContext | None
"""None: the server speaks plain HTTP."""


def open_session(trust: Trust) -> aiohttp.ClientSession:
    """A session that believes in `trust` alone. To be called inside an event loop."""
    connector = aiohttp.TCPConnector(ssl=trust if trust is not None else True)
    return aiohttp.ClientSession(connector=connector, headers={"User-Agent": "Accueil station"})


def unreachable(why: object) -> DeviceRefusedError:
    """The error of a server that gives no answer."""
    return DeviceRefusedError("unreachable", str(why), is_retryable=True)


class DeviceApi:
    """Raises DeviceRefusedError with the server's code, or `unreachable`."""

    def __init__(self, session: aiohttp.ClientSession, origin: str, token: str = "") -> None:
        self._session = session
        self._origin = origin
        self._headers = {"Accept": "application/json"}
        if token:
            self._headers["Authorization"] = f"Device {token}"

    async def pair(self, code: str) -> Message:
        """Trade a one-time code for a token."""
        message = {"v": PROTOCOL_VERSION, "code": code}
        return await self._send("POST", "/api/v1/devices/pair", message)

    async def get_configuration(self) -> Message:
        """What this device is and where it stands."""
        return await self._send("GET", "/api/v1/device")

    async def get_time(self, most_wait_seconds: float = _MOST_WAIT_SECONDS) -> Message:
        """The server's clock."""
        return await self._send("GET", "/api/v1/time", wait_seconds=most_wait_seconds)

    async def post_scans(self, batch: Message) -> Message:
        """Scans in, receipts out."""
        return await self._send("POST", "/api/v1/scans", batch)

    async def post_undo(self, message: Message) -> Message:
        """Take a scan back."""
        return await self._send("POST", "/api/v1/undos", message)

    async def get_changes(self, since: int, feed: str | None, limit: int) -> Message:
        """One page of what changed after number `since` of a feed; None: none was named yet."""
        path = f"/api/v1/changes?since={since}&limit={limit}"
        path += "" if feed is None else f"&feed={quote(feed)}"
        return await self._send("GET", path, wait_seconds=_PAGE_WAIT_SECONDS)

    async def _send(
        self,
        method: str,
        path: str,
        message: Message | None = None,
        wait_seconds: float = _MOST_WAIT_SECONDS,
    ) -> Message:
        limit = aiohttp.ClientTimeout(total=wait_seconds)
        url = self._origin + path
        try:
            async with self._session.request(
                method, url, json=message, headers=self._headers, timeout=limit
            ) as response:
                answer = await _read_object(response)
                if response.status >= 400:
                    raise _to_error(response.status, answer)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise unreachable(error or type(error).__name__) from error
        return dict(answer)


async def _read_object(response: aiohttp.ClientResponse) -> Mapping[str, Any]:
    """Something other than our server may answer at this address: it is not reachable then."""
    try:
        answer = await response.json(content_type=None)
    except ValueError as error:
        if response.status >= 400:
            return {}
        raise unreachable("no JSON") from error
    return answer if isinstance(answer, dict) else {}


def _to_error(status: int, problem: Mapping[str, Any]) -> DeviceRefusedError:
    code = problem.get("code")
    is_retryable = bool(problem.get("retryable", status >= 500))
    words = str(problem.get("detail") or problem.get("title") or "")
    name = code if isinstance(code, str) else f"http_{status}"
    return DeviceRefusedError(name, words, is_retryable=is_retryable)
