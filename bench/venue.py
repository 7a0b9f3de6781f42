"""A running server with attendees, badges and paired devices, for benchmarks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from server.services.badges import get_badges_to_print, issue_missing_badges
from server.services.ids import new_id
from server.storage.attendees import add_attendees
from server.storage.database import Database
from server.storage.migrate import migrate
from tests.support.fair import Fair, TrueClock
from tests.support.running_server import run_server

ATTENDEES = 4_000
DEVICES = 32


@dataclass(frozen=True)
class BenchVenue:
    """Where the server is and what may be scanned at it."""

    url: str
    process_id: int
    folder: Path
    codes: list[str]
    tokens: list[str]
    gate_id: str

    def make_scan(self, scan_id: str, seq: int, code: str, now: int) -> dict[str, Any]:
        """One scan as on the wire."""
        scan: dict[str, Any] = {"scan_id": scan_id, "device_seq": seq, "badge_code": code}
        scan |= {"gate_id": self.gate_id, "direction": "entry", "device_time": now}
        return scan | {"clock_offset_ms": 0, "source": "camera", "decode_ms": 12}


class BenchFair(Fair):
    """The tests' fair with many more attendees."""

    def code_number(self, number: int) -> str:
        """The badge code of one of the many."""
        printed = get_badges_to_print(self.database, self.event_id)
        codes = [badge.code for attendee, badge, _ in printed if attendee.needs_desk is None]
        return codes[number]


@contextmanager
def open_bench_fair(folder: Path, attendees: int = ATTENDEES) -> Iterator[BenchFair]:
    """A fair in a fresh database of `folder`, where a server may be started next."""
    database = Database(f"sqlite:///{folder / 'accueil.db'}")
    migrate(database)
    fair = BenchFair(database, TrueClock())
    add_many(fair, attendees)
    try:
        yield fair
    finally:
        database.close()


@contextmanager
def open_venue(parent: Path, attendees: int = ATTENDEES) -> Iterator[BenchVenue]:
    """A fresh server with a fresh database in a folder below `parent`."""
    folder = Path(mkdtemp(dir=parent))
    with open_bench_fair(folder, attendees) as fair:
        tokens = [fair.pair(fair.gate_a, f"Tablette {n}").token for n in range(DEVICES)]
        printed = get_badges_to_print(fair.database, fair.event_id)
        codes = [badge.code for attendee, badge, _ in printed if attendee.needs_desk is None]
    with run_server(folder, ACCUEIL_LOG_LEVEL="warning") as server:
        yield BenchVenue(server.url, server.process.pid, folder, codes, tokens, fair.gate_a)


def add_many(fair: Fair, count: int) -> None:
    """Attendees with badges, as an import leaves them."""
    now = fair.clock()
    common: dict[str, Any] = {
        "event_id": fair.event_id,
        "category_id": fair.visitor,
        "source": "bench",
    }
    common |= {"created_at": now, "updated_at": now}
    rows = [
        {"id": new_id(now), "first_name": "Imane", "last_name": f"Diallo {n}"} | common
        for n in range(count)
    ]
    fair.database.write(lambda connection: add_attendees(connection, rows))
    issue_missing_badges(fair.database, fair.event_id, now)
