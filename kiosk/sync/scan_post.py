"""One batch of scans to the server by whichever way answers: the socket, else plain HTTP.

A socket that is slow to answer is overtaken by HTTP: sending a scan twice is the same as once.
"""

from __future__ import annotations

import asyncio

from domain.messages import PROTOCOL_VERSION
from kiosk.errors import DeviceRefusedError
from kiosk.store import WireScan
from kiosk.sync.api import DeviceApi, Message
from kiosk.sync.engine import Receipt
from kiosk.sync.link import DeviceLink

_SOCKET_WAIT_SECONDS = 8.0
_OVERTAKE_AFTER_SECONDS = 1.2
_OVERTAKE_MORE_SECONDS = 0.01
"""A long batch takes its time; sent twice it would take it twice."""


class ScanPost:
    """Sends for one pairing. Raises DeviceRefusedError when neither way answered."""

    def __init__(self, link: DeviceLink, api: DeviceApi) -> None:
        self._link = link
        self._api = api

    async def send(self, scans: list[WireScan]) -> list[Receipt]:
        """The receipts of these scans."""
        batch = {"v": PROTOCOL_VERSION, "scans": scans}
        if self._link.is_connected:
            answer = await self._race(batch)
        else:
            answer = await self._api.post_scans(batch)
        return list(answer["receipts"])

    async def _race(self, batch: Message) -> Message:
        by_socket = asyncio.create_task(self._link.request("scans", batch, _SOCKET_WAIT_SECONDS))
        patience = _OVERTAKE_AFTER_SECONDS + (len(batch["scans"]) - 1) * _OVERTAKE_MORE_SECONDS
        await asyncio.wait({by_socket}, timeout=patience)
        if by_socket.done():
            return await by_socket
        return await _first_of(by_socket, asyncio.create_task(self._api.post_scans(batch)))


async def _first_of(*ways: asyncio.Task[Message]) -> Message:
    """The first answer; when all fail, the first one's error."""
    pending = set(ways)
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for way in done:
                if way.exception() is None:
                    return way.result()
    finally:
        for way in pending:
            way.cancel()
    error = ways[0].exception()
    assert isinstance(error, DeviceRefusedError)  # noqa: S101 - what both ways raise
    raise error
