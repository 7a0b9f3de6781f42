"""A device's socket for tests, and a way to write async tests as plain ones."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import socketio
from socketio.exceptions import ConnectionError as NotConnected

DEVICE = "/device"


@asynccontextmanager
async def connect(url: str, token: object, version: object = 1) -> AsyncIterator[Any]:
    """An open socket of the device with this token."""
    client = socketio.AsyncClient(reconnection=False)
    await client.connect(
        url,
        auth={"token": token, "v": version},
        namespaces=[DEVICE],
        transports=["websocket"],
        wait_timeout=20,
    )
    try:
        yield client
    finally:
        await client.disconnect()


async def connect_refused(url: str, auth: object) -> dict[str, Any]:
    """What the server says when it refuses to let a socket in."""
    client = socketio.AsyncClient(reconnection=False)
    said: list[dict[str, Any]] = []
    client.on("connect_error", said.append, namespace=DEVICE)
    try:
        await client.connect(url, auth=auth, namespaces=[DEVICE], transports=["websocket"])
    except NotConnected:
        return said[0]["data"] if said else {}
    finally:
        await client.disconnect()
    raise AssertionError("the server let the socket in")


async def call(client: Any, event: str, message: object) -> Any:
    """Send and wait for the acknowledgement."""
    return await client.call(event, message, namespace=DEVICE, timeout=20)


async def wait_until(is_true: Callable[[], bool], seconds: float = 20) -> None:
    """Poll until a condition holds; fails when it does not in time."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not is_true():
        assert asyncio.get_running_loop().time() < deadline, "waited in vain"
        await asyncio.sleep(0.02)


def random_scan_id() -> str:
    """An id for scans that are not to be."""
    return f"01900000-0000-7000-8000-{os.urandom(6).hex()}"


def run(main: Awaitable[Any]) -> Any:
    """Run a coroutine to its end."""
    return asyncio.run(main)  # type: ignore[arg-type]
