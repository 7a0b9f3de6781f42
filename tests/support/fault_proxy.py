"""A bad network between a browser and the server: a TCP proxy whose faults are switched while
connections are open.

    with run_proxy(port_of_server) as proxy:
        proxy.set_fault(BlackHole())
        ...
        proxy.clear()
"""

import asyncio
import socket
import struct
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import Any

HOST = "127.0.0.1"
_CHUNK = 65_536
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
"""SO_LINGER with a time of 0: closing sends RST and drops what is unsent (socket(7))."""
_LET_READ_SECONDS = 0.02
"""Between half a frame and the reset, so that the half is seen."""


@dataclass(frozen=True)
class Healthy:
    """Everything passes."""


@dataclass(frozen=True)
class Latency:
    """Everything arrives, so many seconds late in each direction."""

    seconds: float = 2.0


@dataclass(frozen=True)
class BlackHole:
    """Connections open and nothing passes either way. What was sent arrives when it is over, as
    TCP does after a dead Wi-Fi."""


@dataclass(frozen=True)
class CutFrame:
    """Whatever is longer than `after_bytes` is cut there, and both ends get a reset: in the middle
    of a request (`is_upward`), or in the middle of the answer to one that the server has taken."""

    is_upward: bool
    after_bytes: int = 40


@dataclass(frozen=True)
class Refusal:
    """Nobody listens any more, and open connections are reset."""


@dataclass(frozen=True)
class Flapping:
    """Up for a while, down for a while, over and over; going down alternates between a black hole
    and a refusal."""

    up_seconds: float = 1.5
    down_seconds: float = 1.5


Fault = Healthy | Latency | BlackHole | CutFrame | Refusal | Flapping
HEALTHY = Healthy()


class FaultProxy:
    """Runs in a thread of its own; `port` stays the same through every fault."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        # Never listens: keeps the port ours, and refuses, while the real listener is closed.
        self._holder = _bind(0)
        self.port: int = self._holder.getsockname()[1]
        self._fault: Fault = HEALTHY
        self._changed = asyncio.Event()
        self._listener: asyncio.Server | None = None
        self._flapping: asyncio.Task[None] | None = None
        self._lines: set[_Line] = set()

    @property
    def url(self) -> str:
        """What a browser opens instead of the server."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Begin to listen, with nothing wrong."""
        self._thread.start()
        self._call(self._listen())

    def stop(self) -> None:
        """Reset what is open and end the thread."""
        self._call(self._shut_down())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        self._holder.close()

    def set_fault(self, fault: Fault) -> None:
        """From now on, for open connections too."""
        self._call(self._switch(fault))

    def clear(self) -> None:
        """The network works again."""
        self.set_fault(HEALTHY)

    def aim_at(self, port: int) -> None:
        """New connections go to a server on another port."""
        self._target_port = port

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    async def _listen(self) -> None:
        if self._listener is None:
            self._listener = await asyncio.start_server(self._accept, sock=_bind(self.port))

    async def _shut_down(self) -> None:
        await self._stop_flapping()
        await self._refuse()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _switch(self, fault: Fault) -> None:
        await self._stop_flapping()
        if isinstance(fault, Flapping):
            self._flapping = asyncio.create_task(self._flap(fault))
        else:
            await self._apply(fault)

    async def _stop_flapping(self) -> None:
        if self._flapping is not None:
            self._flapping.cancel()
            await asyncio.gather(self._flapping, return_exceptions=True)
            self._flapping = None

    async def _flap(self, fault: Flapping) -> None:
        while True:
            for down in (BlackHole(), Refusal()):
                await self._apply(down)
                await asyncio.sleep(fault.down_seconds)
                await self._apply(HEALTHY)
                await asyncio.sleep(fault.up_seconds)

    async def _apply(self, fault: Fault) -> None:
        self._fault = fault
        if isinstance(fault, Refusal):
            await self._refuse()
        else:
            await self._listen()
        self._changed.set()
        self._changed = asyncio.Event()

    async def _refuse(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for line in list(self._lines):
            line.reset()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the browser, until either end closes it."""
        try:
            await self._wait_out_black_hole()
            far_reader, far_writer = await asyncio.open_connection(HOST, self._target_port)
        except OSError:
            return _reset(writer)
        line = _Line(writer, far_writer)
        self._lines.add(line)
        upward = self._carry(line, reader, far_writer, is_upward=True)
        downward = self._carry(line, far_reader, writer, is_upward=False)
        with suppress(asyncio.CancelledError):  # by `stop`: asyncio would log it as a failure
            await asyncio.gather(upward, downward)
        self._lines.discard(line)
        line.reset()

    async def _carry(
        self,
        line: "_Line",
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        is_upward: bool,
    ) -> None:
        """One direction: reading goes on while what was read is still on its way."""
        way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivery = asyncio.create_task(self._deliver(line, way, writer, is_upward))
        with suppress(OSError):
            while chunk := await reader.read(_CHUNK):
                way.put_nowait((self._loop.time() + self._delay, chunk))
        way.put_nowait((self._loop.time() + self._delay, b""))
        await delivery

    async def _deliver(
        self,
        line: "_Line",
        way: asyncio.Queue[tuple[float, bytes]],
        writer: asyncio.StreamWriter,
        is_upward: bool,
    ) -> None:
        with suppress(OSError, RuntimeError):  # the other end went first
            while True:
                due, chunk = await way.get()
                await asyncio.sleep(max(0.0, due - self._loop.time()))
                await self._wait_out_black_hole()
                if not chunk:
                    return writer.write_eof()
                if self._cut(line, chunk, writer, is_upward):
                    return None
                writer.write(chunk)
                await writer.drain()

    def _cut(
        self, line: "_Line", chunk: bytes, writer: asyncio.StreamWriter, is_upward: bool
    ) -> bool:
        """Whether this chunk was the last of its connection."""
        fault = self._fault
        if not isinstance(fault, CutFrame) or fault.is_upward != is_upward:
            return False
        if len(chunk) <= fault.after_bytes:
            return False
        writer.write(chunk[: fault.after_bytes])
        self._loop.call_later(_LET_READ_SECONDS, line.reset)
        return True

    async def _wait_out_black_hole(self) -> None:
        while isinstance(self._fault, BlackHole):
            await self._changed.wait()

    @property
    def _delay(self) -> float:
        return self._fault.seconds if isinstance(self._fault, Latency) else 0.0


class _Line:
    """The two halves of one connection."""

    def __init__(self, *writers: asyncio.StreamWriter) -> None:
        self._writers = writers

    def reset(self) -> None:
        """RST to both ends."""
        for writer in self._writers:
            _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE
        )
    writer.transport.abort()


def _bind(port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    bound.bind((HOST, port))
    return bound


@contextmanager
def run_proxy(target_port: int) -> Iterator[FaultProxy]:
    """A proxy to the server on `target_port`."""
    proxy = FaultProxy(target_port)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
