"""Waiting that ends when it is told to.

`asyncio.wait_for` of Python 3.11 swallows a cancellation that comes in the same moment as the
result: a loop that waits with it may never end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any


async def wait_at_most(event: asyncio.Event, seconds: float) -> None:
    """Until the event is set, or so long."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


async def cancel_all(list_tasks: Callable[[], Iterable[asyncio.Task[Any]]]) -> None:
    """Cancel until none is left, however often one of them goes on."""
    while tasks := [task for task in list_tasks() if not task.done()]:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=0.5)
