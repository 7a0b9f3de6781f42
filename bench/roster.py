"""The roster of a big fair: how long a device's first load takes, what a change costs, and whether
check-ins notice. Server and clients share this machine's cores: what other programs do shows in the
times, hardly in the CPU seconds (read from /proc, so on Linux only). `python -m bench roster`.
"""

import asyncio
import gzip
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
import requests

from bench.checkins import SocketDoor
from bench.venue import BenchVenue, open_venue
from domain.ids import make_scan_id

ATTENDEES = 25_000
GATES = 8
PAUSE_SECONDS = 0.1
"""Between two scans of a gate: 80 a second over all, three times a busy morning."""
ALONE_SECONDS = 5.0
DELTAS = 30


@dataclass(frozen=True)
class Load:
    """One device's whole roster: seconds, requests, bytes on the wire and unpacked; and, where
    nothing else was asked of the server, the CPU seconds of its event loop, which check-ins need
    too, and of its other threads."""

    seconds: float
    pages: int
    wire_bytes: int
    plain_bytes: int
    count: int
    cursor: int
    loop_cpu: float = 0.0
    other_cpu: float = 0.0


@dataclass(frozen=True)
class Laps:
    """How long check-ins took (milliseconds) while something else happened."""

    laps: list[float]

    def __str__(self) -> str:
        ordered = sorted(self.laps)
        p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
        return f"{len(ordered)} | {p50:.1f} | {p99:.1f} | {ordered[-1]:.1f}"


def main() -> None:
    """One venue: first load after the start, loads after that, changes; with check-ins beside."""
    with tempfile.TemporaryDirectory() as folder, open_venue(Path(folder), ATTENDEES) as venue:
        asyncio.run(_measure(venue))


async def _measure(venue: BenchVenue) -> None:
    _print_loads({"the first after a start": load_alone(venue), "later": load_alone(venue)})
    gates = _Gates(venue)
    with ProcessPoolExecutor(GATES) as pool:
        alone = await gates.check_in_while(lambda: asyncio.sleep(ALONE_SECONDS))
        one, with_one = await _load(gates, pool, 1)
        many, with_many = await _load(gates, pool, GATES)
    print("\n| beside | seconds | check-ins | p50 ms | p99 ms | slowest ms |")
    print("|---|---|---|---|---|---|")
    print(f"| nothing | {ALONE_SECONDS:.1f} | {alone} |")
    print(f"| one load | {_slowest(one):.1f} | {with_one} |")
    print(f"| {GATES} loads at once | {_slowest(many):.1f} | {with_many} |")
    deltas = measure_deltas(venue, many[0].cursor)
    print(f"\nOne check-in, asked for by change number: {deltas}")


def _slowest(loads: list[Load]) -> float:
    return max(load.seconds for load in loads)


async def _load(gates: "_Gates", pool: ProcessPoolExecutor, count: int) -> tuple[list[Load], Laps]:
    """Loads in processes of their own: what devices do with a roster is not the server's time."""
    loads: list[Load] = []

    async def run() -> None:
        loop = asyncio.get_running_loop()
        venue = gates.venue
        work = (loop.run_in_executor(pool, load_roster, venue.url, t) for t in venue.tokens[:count])
        loads.extend(await asyncio.gather(*work))

    laps = await gates.check_in_while(run)
    return loads, laps


def load_alone(venue: BenchVenue) -> Load:
    """A load while the server has nothing else to do."""
    loop, total = _read_cpu(venue.process_id)
    load = load_roster(venue.url, venue.tokens[0])
    loop_after, total_after = _read_cpu(venue.process_id)
    loop_cpu = loop_after - loop
    return replace(load, loop_cpu=loop_cpu, other_cpu=total_after - total - loop_cpu)


def _read_cpu(process_id: int) -> tuple[float, float]:
    """CPU seconds so far of a process's first thread, and of all (proc(5), fields 14 and 15)."""
    seconds = {}
    for task in Path(f"/proc/{process_id}/task").iterdir():
        fields = (task / "stat").read_text().rpartition(")")[2].split()
        seconds[int(task.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds[process_id], sum(seconds.values())


def load_roster(url: str, token: str) -> Load:
    """Pull from nothing to the last page, as a device does."""
    session = _open_session(token)
    cursor, pages, wire, plain, started = 0, 0, 0, 0, time.perf_counter()
    while True:
        packed = _fetch(session, url, cursor)
        text = gzip.decompress(packed)
        page: dict[str, Any] = json.loads(text)
        cursor, pages = page["to"], pages + 1
        wire, plain = wire + len(packed), plain + len(text)
        if not page["more"]:
            seconds = time.perf_counter() - started
            return Load(seconds, pages, wire, plain, page["roster"]["count"], cursor)


def measure_deltas(venue: BenchVenue, cursor: int) -> str:
    """Scan, then ask what changed: milliseconds of the second request."""
    session = _open_session(venue.tokens[-1])
    laps: list[float] = []
    for seq, code in enumerate(venue.codes[-DELTAS:], 1):
        now = time.time_ns() // 1_000_000
        scan = venue.make_scan(make_scan_id(now, os.urandom(10), None), seq, code, now)
        session.post(f"{venue.url}/api/v1/scans", json={"v": 1, "scans": [scan]}, timeout=30)
        lap = time.perf_counter()
        page = session.get(f"{venue.url}/api/v1/changes?since={cursor}", timeout=30).json()
        laps.append((time.perf_counter() - lap) * 1000)
        cursor = page["to"]
    laps = laps[1:]  # the first brings what was scanned since the last load
    return f"{statistics.median(laps):.1f} ms median, {max(laps):.1f} ms slowest of {len(laps)}"


def _open_session(token: str) -> requests.Session:
    session = requests.Session()
    session.headers.update({"Authorization": f"Device {token}", "Accept-Encoding": "gzip"})
    return session


def _fetch(session: requests.Session, url: str, cursor: int) -> bytes:
    answer = session.get(f"{url}/api/v1/changes?since={cursor}", timeout=120, stream=True)
    assert answer.status_code == 200, answer.text
    body: bytes = answer.raw.read(decode_content=False)
    return body


class _Gates:
    """Devices that check in badge after badge, at the pace of an entrance."""

    def __init__(self, venue: BenchVenue) -> None:
        self.venue = venue
        self._seqs = [0] * GATES

    async def check_in_while(self, work: Callable[[], Any]) -> Laps:
        """Check in until `work` is done."""
        laps: list[float] = []
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            doors = [SocketDoor(self.venue, number, session) for number in range(GATES)]
            await asyncio.gather(*(door.open() for door in doors))
            scanning = [
                asyncio.create_task(self._scan(d, number, laps)) for number, d in enumerate(doors)
            ]
            await work()
            for task in scanning:
                task.cancel()
            await asyncio.gather(*scanning, return_exceptions=True)
        return Laps(laps)

    async def _scan(self, door: SocketDoor, number: int, laps: list[float]) -> None:
        while True:
            await asyncio.sleep(PAUSE_SECONDS)
            self._seqs[number] += 1
            seq, now = self._seqs[number], time.time_ns() // 1_000_000
            code = self.venue.codes[number * 2_000 + seq]
            scan = self.venue.make_scan(make_scan_id(now, os.urandom(10), None), seq, code, now)
            lap = time.perf_counter()
            answer = await door.send({"v": 1, "scans": [scan]})
            laps.append((time.perf_counter() - lap) * 1000)
            assert answer["receipts"][0]["verdict"] == "admitted", answer


def _print_loads(loads: dict[str, Load]) -> None:
    print("| full load | s | pages | entries | MB sent | MB unpacked | CPU s loop | CPU s beside |")
    print("|---|---|---|---|---|---|---|---|")
    for name, load in loads.items():
        sizes = f"{load.wire_bytes / 1e6:.1f} | {load.plain_bytes / 1e6:.1f}"
        cpu = f"{load.loop_cpu:.2f} | {load.other_cpu:.2f}"
        head = f"{load.seconds:.2f} | {load.pages} | {load.count:,}"
        print(f"| {name} | {head} | {sizes} | {cpu} |")


if __name__ == "__main__":
    main()
