"""Phones of booths as they speak to the server, many in one process: a socket each, a heartbeat
every five seconds, a look at the leads whenever they are told of news."""

import asyncio
import json
import os
import time
from typing import Any

import aiohttp

from domain.ids import make_scan_id

HEARTBEAT_SECONDS = 5.0
PATIENCE_SECONDS = 20.0


class Phone:
    """One phone; `seen` is a set of the captures it has been told of, by the feed."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session, self._url, self._token = session, url, token
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._count = 0
        self._seq = 0
        self._last: str | None = None
        self._cursor = 0
        self._news = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._is_ready = asyncio.Event()
        self.seen: set[str] = set()

    async def open(self) -> None:
        """Connect, enter the devices' namespace, begin to beat and to listen."""
        self._socket = await self._session.ws_connect(
            f"{self._url}/socket.io/?EIO=4&transport=websocket"
        )
        await self._socket.receive_str()
        await self._socket.send_str(f"40/device,{json.dumps({'token': self._token, 'v': 1})}")
        work = (self._listen(), self._beat(), self._follow())
        self._tasks = [asyncio.create_task(one) for one in work]
        await asyncio.wait_for(self._is_ready.wait(), PATIENCE_SECONDS)

    async def close(self) -> None:
        """Hang up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._socket.close()

    async def capture(self, badge_code: str) -> str:
        """Send one capture and wait for its receipt; returns its id."""
        self._seq += 1
        now = time.time_ns() // 1_000_000
        self._last = make_scan_id(now, os.urandom(10), self._last)
        fact = {"kind": "capture", "fact_id": self._last, "device_seq": self._seq}
        fact |= {"scan_type": "lead", "badge_code": badge_code, "source": "camera"}
        fact |= {"device_time": now, "clock_offset_ms": 0, "decode_ms": 12}
        fact |= {"training": False, "manual": None}
        answer = await self._ask("facts", {"v": 1, "facts": [fact]})
        assert answer["receipts"][0]["status"] == "accepted", answer
        return self._last

    async def see(self, capture_id: str) -> None:
        """Wait until the feed has told of this capture."""
        deadline = time.perf_counter() + PATIENCE_SECONDS
        while capture_id not in self.seen:
            assert time.perf_counter() < deadline, "the colleague was never told"
            await asyncio.sleep(0.002)

    async def pull(self) -> None:
        """Get what changed of the leads."""
        url = f"{self._url}/api/v1/leads/changes?since={self._cursor}"
        headers = {"Authorization": f"Device {self._token}"}
        async with self._session.get(url, headers=headers) as response:
            page = await response.json()
        self._cursor = page["to"]
        for lead in page["leads"]:
            self.seen.update(one["capture_id"] for one in lead["captures"])

    async def _ask(self, event: str, message: dict[str, Any]) -> Any:
        self._count += 1
        number = self._count
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._acks[number] = answer
        await self._socket.send_str(f"42/device,{number}{json.dumps([event, message])}")
        return await asyncio.wait_for(answer, PATIENCE_SECONDS)

    async def _listen(self) -> None:
        async for message in self._socket:
            text = str(message.data)
            if text == "2":
                await self._socket.send_str("3")
            elif text.startswith("40/device,"):
                self._is_ready.set()
            elif text.startswith("43/device,"):
                self._take_ack(text.removeprefix("43/device,"))
            elif text.startswith('42/device,["leads"'):
                self._news.set()

    def _take_ack(self, text: str) -> None:
        number, _, rest = text.partition("[")
        waiting = self._acks.pop(int(number), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(json.loads("[" + rest)[0])

    async def _beat(self) -> None:
        await asyncio.sleep(HEARTBEAT_SECONDS * (id(self) % 97) / 97)  # a hall is never in step
        while True:
            now = time.time_ns() // 1_000_000
            message = {"v": 1, "sent_at": now, "clock_offset_ms": 0, "unsent": 0}
            await self._ask("heartbeat", message | {"last_seq": self._seq})
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def _follow(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await self.pull()
