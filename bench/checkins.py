"""Check-ins per second through the real server, beside raw SQLite commits of the same shape.

Server and clients share this machine's cores; quote the ratios. `python -m bench checkins`.
"""

import asyncio
import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bench.venue import BenchVenue, open_venue
from domain.ids import make_scan_id

CLIENTS = 32
SCANS_PER_CLIENT = 100
RAW_SCANS = 3_000
RAW_GROUP = 16
ROUNDS = 3


@dataclass(frozen=True)
class Measured:
    """One run: check-ins per second and how long each took (milliseconds)."""

    per_second: float
    p50_ms: float
    p99_ms: float


def main() -> None:
    """Measure in turn, so that all see the machine at its best and at its worst."""
    rows: dict[str, list[Measured]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            for name, measure in _cases():
                with open_venue(Path(folder)) as venue:
                    rows.setdefault(name, []).append(measure(venue))
    _print(rows)


def _cases() -> list[tuple[str, Callable[[BenchVenue], Measured]]]:
    return [
        ("raw SQLite, FULL, one commit each", lambda v: measure_raw(v.folder, 1)),
        (f"raw SQLite, FULL, {RAW_GROUP} a commit", lambda v: measure_raw(v.folder, RAW_GROUP)),
        ("sockets, 1 device", lambda v: asyncio.run(measure_door(v, SocketDoor, 1))),
        (f"sockets, {CLIENTS} devices", lambda v: asyncio.run(measure_door(v, SocketDoor))),
        ("HTTP, 1 device", lambda v: asyncio.run(measure_door(v, HttpDoor, 1))),
        (f"HTTP, {CLIENTS} devices", lambda v: asyncio.run(measure_door(v, HttpDoor))),
    ]


def measure_raw(folder: Path, group: int) -> Measured:
    """The statements of a check-in, straight to sqlite3 by one thread."""
    with _raw_database(folder / f"raw-{time.monotonic_ns()}.db") as connection:
        laps, started = [], time.perf_counter()
        for first in range(0, RAW_SCANS if group > 1 else RAW_SCANS // 6, group):
            lap = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            for number in range(first, first + group):
                _raw_check_in(connection, number)
            connection.execute("COMMIT")
            laps.append((time.perf_counter() - lap) * 1000)
        return _summarise(laps, time.perf_counter() - started, len(laps) * group)


@contextmanager
def _raw_database(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE badges (code TEXT PRIMARY KEY, attendee INTEGER);
        CREATE TABLE scans (scan_id TEXT PRIMARY KEY, device TEXT, seq INTEGER, receipt TEXT,
                            change_number INTEGER, UNIQUE (device, seq));
        CREATE INDEX by_number ON scans (change_number);
        CREATE TABLE presence (attendee INTEGER PRIMARY KEY, inside INTEGER, at INTEGER);
        CREATE TABLE visits (day TEXT, attendee INTEGER, PRIMARY KEY (day, attendee));
        CREATE TABLE counts (gate TEXT, bucket INTEGER, n INTEGER, PRIMARY KEY (gate, bucket));
        CREATE TABLE events (id INTEGER PRIMARY KEY, change_number INTEGER);
        INSERT INTO events VALUES (1, 0);
        """
    )
    connection.executemany(
        "INSERT INTO badges VALUES (?, ?)", [(f"code {n}", n) for n in range(RAW_SCANS)]
    )
    try:
        yield connection
    finally:
        connection.close()


def _raw_check_in(connection: sqlite3.Connection, number: int) -> None:
    run = connection.execute
    scan_id = f"0190{number:032x}"
    run("SELECT receipt FROM scans WHERE scan_id = ?", (scan_id,)).fetchone()
    run("SELECT attendee FROM badges WHERE code = ?", (f"code {number}",)).fetchone()
    run("SELECT inside FROM presence WHERE attendee = ?", (number,)).fetchone()
    run("UPDATE events SET change_number = change_number + 1")
    run("INSERT INTO scans VALUES (?, 'd', ?, ?, ?)", (scan_id, number, "x" * 300, number))
    run("INSERT OR REPLACE INTO presence VALUES (?, 1, ?)", (number, number))
    run("INSERT OR IGNORE INTO visits VALUES ('day', ?)", (number,))
    run("INSERT INTO counts VALUES ('g', 1, 1) ON CONFLICT DO UPDATE SET n = n + 1")


class SocketDoor:
    """One device's Socket.IO connection, spoken by hand to keep the client cheap."""

    def __init__(self, venue: BenchVenue, number: int, session: aiohttp.ClientSession) -> None:
        self._venue, self._token, self._session = venue, venue.tokens[number], session
        self._acks = 0

    async def open(self) -> None:
        """Connect and enter the devices' namespace."""
        url = f"{self._venue.url}/socket.io/?EIO=4&transport=websocket"
        self._socket = await self._session.ws_connect(url)
        await self._socket.receive_str()
        auth = json.dumps({"token": self._token, "v": 1})
        await self._socket.send_str(f"40/device,{auth}")
        await self._receive("40/device,")

    async def send(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send scans, return the acknowledgement."""
        self._acks += 1
        await self._socket.send_str(f'42/device,{self._acks}["scans",{json.dumps(message)}]')
        answer: dict[str, Any] = json.loads(await self._receive(f"43/device,{self._acks}"))[0]
        return answer

    async def _receive(self, prefix: str) -> str:
        while True:
            text = await self._socket.receive_str()
            if text == "2":
                await self._socket.send_str("3")
            if text.startswith(prefix):
                return text.removeprefix(prefix)


class HttpDoor:
    """One device's keep-alive HTTP connection."""

    def __init__(self, venue: BenchVenue, number: int, session: aiohttp.ClientSession) -> None:
        self._url = f"{venue.url}/api/v1/scans"
        self._headers = {"Authorization": f"Device {venue.tokens[number]}"}
        self._session = session

    async def open(self) -> None:
        """Nothing to do before the first request."""

    async def send(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send scans, return the acknowledgement."""
        async with self._session.post(self._url, json=message, headers=self._headers) as response:
            answer: dict[str, Any] = await response.json()
            return answer


Door = Callable[[BenchVenue, int, aiohttp.ClientSession], SocketDoor | HttpDoor]


async def measure_door(venue: BenchVenue, door: Door, clients: int = CLIENTS) -> Measured:
    """Every device scans its own badges, one after the other, all devices at once."""
    laps: list[float] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        doors = [door(venue, number, session) for number in range(clients)]
        await asyncio.gather(*(d.open() for d in doors))
        started = time.perf_counter()
        work: list[Awaitable[None]] = [_scan_badges(venue, d, n, laps) for n, d in enumerate(doors)]
        await asyncio.gather(*work)
        return _summarise(laps, time.perf_counter() - started, len(laps))


async def _scan_badges(
    venue: BenchVenue, door: SocketDoor | HttpDoor, number: int, laps: list[float]
) -> None:
    scan_id = None
    first = number * SCANS_PER_CLIENT
    for seq, code in enumerate(venue.codes[first : first + SCANS_PER_CLIENT], 1):
        now = time.time_ns() // 1_000_000
        scan_id = make_scan_id(now, os.urandom(10), scan_id)
        message = {"v": 1, "scans": [venue.make_scan(scan_id, seq, code, now)]}
        lap = time.perf_counter()
        answer = await door.send(message)
        laps.append((time.perf_counter() - lap) * 1000)
        assert answer["receipts"][0]["verdict"] == "admitted", answer


def _summarise(laps: list[float], seconds: float, count: int) -> Measured:
    laps = sorted(laps)
    return Measured(count / seconds, laps[len(laps) // 2], laps[int(len(laps) * 0.99)])


def _print(rows: dict[str, list[Measured]]) -> None:
    ceiling = _median(rows[f"raw SQLite, FULL, {RAW_GROUP} a commit"], "per_second")
    each = _median(rows["raw SQLite, FULL, one commit each"], "per_second")
    print("| what | check-ins/s | p50 ms | p99 ms | of raw grouped | of raw one by one |")
    print("|---|---|---|---|---|---|")
    for name, runs in rows.items():
        rate = _median(runs, "per_second")
        p50, p99 = _median(runs, "p50_ms"), _median(runs, "p99_ms")
        ratios = f"{rate / ceiling:.0%} | {rate / each:.1f}×"
        print(f"| {name} | {rate:,.0f} | {p50:.1f} | {p99:.1f} | {ratios} |")


def _median(runs: list[Measured], name: str) -> float:
    return statistics.median(getattr(run, name) for run in runs)
