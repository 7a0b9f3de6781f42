"""Plays the two days: opens the doors, kills the server, sends everybody home, keeps the books."""

import asyncio
import resource
import time
from collections.abc import Callable
from typing import Any

import aiohttp

from rehearsal.device import SimulatedDevice
from rehearsal.fates import Fate, draw_fates
from rehearsal.link import LinkLostError
from rehearsal.plan import Plan, Played
from rehearsal.progress import Progress
from rehearsal.report import digest_presence
from rehearsal.saboteurs import KINDS
from rehearsal.server_process import ServerProcess
from rehearsal.world import World

_READY_SECONDS = 300.0
_SETTLE_SECONDS = 240.0
_LAST_PULLS_AT_ONCE = 10
_PULL_TRIES = 5
_POLL_SECONDS = 0.1
_DOWN_SECONDS = 1.0


async def play(plan: Plan) -> Played:
    """Play the whole rehearsal. Raises RuntimeError when the server does not start or devices get
    no data."""
    _allow_many_files()
    server = ServerProcess(plan)
    await asyncio.to_thread(server.start)
    try:
        async with _open_http() as http:
            return await _Director(plan, server, http).play()
    finally:
        server.stop()


def _open_http() -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=0)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


def _allow_many_files() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class _Director:
    def __init__(self, plan: Plan, server: ServerProcess, http: aiohttp.ClientSession) -> None:
        self._plan = plan
        self._server = server
        self._world = World(plan, http, server.url)
        self._devices = [
            self._make_device(number, fate) for number, fate in enumerate(draw_fates(plan))
        ]
        self._progress = Progress(self._world, self._devices)

    def _make_device(self, number: int, fate: Fate) -> SimulatedDevice:
        names = self._plan.sabotage[number : number + 1]
        kind = KINDS[names[0]] if names else SimulatedDevice
        return kind(self._plan.devices[number], fate, self._world)

    @property
    def _living(self) -> list[SimulatedDevice]:
        return [device for device in self._devices if not device.is_dead]

    async def play(self) -> Played:
        """From the empty hall to the closed books."""
        progress = asyncio.create_task(self._progress.show())
        figures = {"ready_seconds": await self._timed(self._get_ready)}
        figures["fair_seconds"] = await self._timed(self._hold_fair)
        figures["settle_seconds"] = await self._timed(self._settle)
        unfinished = [device.name for device in self._living if not device.is_settled]
        figures["last_pull_seconds"] = await self._timed(self._pull_everywhere)
        progress.cancel()
        return self._close_books(figures, unfinished)

    async def _timed(self, act: Callable[[], Any]) -> float:
        started = time.monotonic()
        await act()
        return time.monotonic() - started

    async def _get_ready(self) -> None:
        self._progress.stage = "devices load the roster"
        for device in self._devices:
            device.set_wifi(True)
        if not await self._poll(lambda d: d.is_ready, self._devices, _READY_SECONDS):
            raise RuntimeError("not every device got its data; see the server's log")

    async def _hold_fair(self) -> None:
        self._progress.stage = ""
        self._world.open_doors()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._trouble_server())
            for device in self._devices:
                tasks.create_task(device.live())

    async def _trouble_server(self) -> None:
        for share, how in self._plan.restarts:
            await self._world.wait_until(share * self._plan.seconds)
            end = self._server.kill if how == "kill" else self._server.stop
            await asyncio.to_thread(end)
            await asyncio.sleep(_DOWN_SECONDS)
            await asyncio.to_thread(self._server.start)
            self._world.ledger.count(f"server_{how}")

    async def _settle(self) -> None:
        """The doors are closed, the Wi-Fi is good: everything that waits must arrive now."""
        self._progress.stage = "everybody sends what is left"
        self._world.is_closing = True
        for device in self._living:
            device.set_wifi(True)
        await self._poll(lambda d: d.is_settled, self._living, _SETTLE_SECONDS)
        for device in self._living:
            device.set_wifi(False)

    async def _poll(
        self,
        is_done: Callable[[SimulatedDevice], bool],
        devices: list[SimulatedDevice],
        seconds: float,
    ) -> bool:
        deadline = time.monotonic() + seconds
        while not all(map(is_done, devices)):
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(_POLL_SECONDS)
        return True

    async def _pull_everywhere(self) -> None:
        self._progress.stage = "everybody compares"
        gate = asyncio.Semaphore(_LAST_PULLS_AT_ONCE)

        async def pull(device: SimulatedDevice) -> None:
            async with gate:
                await _pull_for_sure(device)

        await asyncio.gather(*map(pull, self._living))

    def _close_books(self, figures: dict[str, float], unfinished: list[str]) -> Played:
        ledger = self._world.ledger
        wrong = [device.name for device in self._living if not device.disk.is_roster_right()]
        return Played(
            scanned=tuple(ledger.scanned),
            acknowledged=tuple(ledger.acknowledged),
            parked=tuple(sorted(ledger.parked)),
            changed_receipts=tuple(ledger.changed_receipts),
            dead=tuple(ledger.dead),
            presence_digests={d.name: _digest_presence(d) for d in self._living},
            roster_mistakes=tuple(wrong),
            unfinished=tuple(unfinished),
            figures=figures | _summarise(self._world.waits) | ledger.counts,
        )


async def _pull_for_sure(device: SimulatedDevice) -> None:
    for _ in range(_PULL_TRIES):
        try:
            return await device.pull()
        except LinkLostError:
            await asyncio.sleep(_DOWN_SECONDS)


def _digest_presence(device: SimulatedDevice) -> str:
    fields = ("l", "a", "i", "e", "x", "ea", "eg", "la")
    rows = ([row[name] for name in fields] for row in device.disk.presence.values())
    return digest_presence(rows)


def _summarise(waits: list[float]) -> dict[str, float]:
    if not waits:
        return {}
    ordered = sorted(waits)
    at = {name: ordered[int(share * (len(ordered) - 1))] for name, share in _SHARES}
    return {name: seconds * 1000 for name, seconds in at.items()}


_SHARES = (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99))
