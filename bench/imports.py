"""Registration rows per second, from a file to SQLite and PostgreSQL; what a gate feels of it.

Steps are told apart by the import's own progress: the file is read, its rows are checked, people
are stored (one transaction, the only moment in which a gate may wait). `python -m bench imports`.
"""

import asyncio
import csv
import os
import random
import re
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import requests
import xlsxwriter

from bench.checkins import SocketDoor
from bench.venue import BenchVenue, open_venue
from domain.ids import make_scan_id
from server.clock import now_ms
from server.services.events import NewEvent, create_event
from server.services.import_orders import CHECK, STORE, ImportChoices
from server.services.organizers import Credentials, add_organizer
from server.services.registrations import RegistrationFiles, Upload
from server.storage.database import Database
from server.storage.migrate import migrate
from tests.support.postgresql import find_binaries, run_postgresql

ROWS = 20_000
GATE_PAUSE_SECONDS = 0.02
_EMAIL, _PASSWORD = "bench@siccam.example", "a password for benches"
_IMPORTS = "/console/siccam-casablanca-2024/imports"
_HEADERS = (
    *("Nom", "Prénom", "E-mail", "Téléphone", "Société", "Fonction", "Ville", "Catégorie"),
    *("Langue", "Code-barres"),
)
_FIRST = ("Yasmine", "Mohammed", "Fatima-Zahra", "Omar", "Khadija", "Jean-Pierre", "Saïd", "Hélène")
_LAST = ("Alaoui", "Bennani", "Dupont", "Tazi", "Ouazzani", "Lefèvre", "Idrissi", "Ould Vall")


@dataclass
class Laps:
    """When each step was first heard of."""

    began: dict[str, float] = field(default_factory=dict)

    def watch(self, step: str, _done: int, _total: int) -> None:
        """Note the first word of a step."""
        self.began.setdefault(step, time.perf_counter())


@dataclass(frozen=True)
class Measured:
    """Rows per second of each step and of the whole, and of the whole per CPU second."""

    read: float
    check: float
    store: float
    whole: float
    whole_cpu: float


def main() -> None:
    """Measure and print two tables in Markdown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {"CSV": write_csv(folder / "big.csv"), "XLSX": write_xlsx(folder / "big.xlsx")}
        _print_rates(folder, files)
        _print_gates(folder, files["CSV"])


def make_rows() -> Iterator[tuple[str, ...]]:
    """People as a ticketing system exports them."""
    chance = random.Random(2024)
    for number in range(ROWS):
        first, last = chance.choice(_FIRST), f"{chance.choice(_LAST)}-{chance.choice(_LAST)}"
        yield (
            *(last.upper(), first, f"visiteur.{number}@example.ma"),
            *(f"06 {chance.randrange(10**8):08}", f"Société {number % 300}", "Responsable"),
            *("Casablanca", chance.choice(("Visiteur", "Exposant", "VIP")), "Français"),
            f"{chance.randrange(10**12):012}",
        )


def write_csv(path: Path) -> Path:
    """The rows with semicolons, in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([_HEADERS, *make_rows()])
    return path


def write_xlsx(path: Path) -> Path:
    """The rows as texts of a workbook."""
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = workbook.add_worksheet("Inscriptions")
    for number, row in enumerate([_HEADERS, *make_rows()]):
        sheet.write_row(number, 0, row)
    workbook.close()
    return path


def _print_rates(folder: Path, files: dict[str, Path]) -> None:
    print(f"| {ROWS:,} rows | read/s | checked/s | stored/s | whole import, rows/s | per CPU s |")
    print("|---|---|---|---|---|---|")
    for engine, open_database in _engines(folder).items():
        for kind, path in files.items():
            with open_database() as database:
                rates = measure_import(database, folder / f"{engine}-{kind}", path)
            cells = (rates.read, rates.check, rates.store, rates.whole, rates.whole_cpu)
            print(f"| {kind} to {engine} | {' | '.join(f'{rate:,.0f}' for rate in cells)} |")


def _engines(folder: Path) -> dict[str, Callable[[], object]]:
    engines: dict[str, Callable[[], object]] = {"SQLite": lambda: _open_sqlite(folder)}
    binaries = find_binaries()
    if binaries is not None:
        engines["PostgreSQL"] = lambda: _open_postgresql(binaries)
    return engines


@contextmanager
def _open_sqlite(folder: Path) -> Iterator[Database]:
    yield from _migrated(f"sqlite:///{folder / f'{time.monotonic_ns()}.db'}")


@contextmanager
def _open_postgresql(binaries: Path) -> Iterator[Database]:
    with run_postgresql(binaries) as url:
        yield from _migrated(url.format(name="postgres"))


def _migrated(url: str) -> Iterator[Database]:
    database = Database(url)
    migrate(database)
    yield database
    database.close()


def measure_import(database: Database, imports_dir: Path, path: Path) -> Measured:
    """Read, check and store a file as the server's own process does."""
    new = NewEvent("SICCAM", "Casablanca", "2024-04-26", "2024-04-27")
    event_id = create_event(database, new, now_ms())
    laps = Laps()
    files = RegistrationFiles(database, imports_dir, watch=laps.watch)
    cpu, began = _cpu_seconds(), time.perf_counter()
    stage = files.stage_file(event_id, Upload(path.name, path), now_ms())
    report = files.apply_import(stage.stage_id, ImportChoices(), now_ms())
    ended = time.perf_counter()
    assert report["new"] == ROWS, report
    # The first word of a step comes after its first rows: steps end where the next is heard of.
    return Measured(
        read=ROWS / (laps.began[CHECK] - began),
        check=ROWS / (laps.began[STORE] - laps.began[CHECK]),
        store=ROWS / (ended - laps.began[STORE]),
        whole=ROWS / (ended - began),
        whole_cpu=ROWS / (_cpu_seconds() - cpu),
    )


def _cpu_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _print_gates(folder: Path, path: Path) -> None:
    with open_venue(folder) as venue:
        idle = asyncio.run(measure_gate(venue, 0, threading.Timer(5, lambda: None)))
        busy = asyncio.run(
            measure_gate(venue, 1, threading.Thread(target=_import, args=(venue, path)))
        )
    print()
    print(
        f"| a gate scanning every {GATE_PAUSE_SECONDS * 1000:.0f} ms | p50 ms | p99 ms | worst ms |"
    )
    print("|---|---|---|---|")
    for name, laps in (("nothing else", idle), (f"while {ROWS:,} rows are imported", busy)):
        p50, p99 = laps[len(laps) // 2], laps[int(len(laps) * 0.99)]
        print(f"| {name} ({len(laps):,} check-ins) | {p50:.1f} | {p99:.1f} | {laps[-1]:.0f} |")


async def measure_gate(venue: BenchVenue, device: int, meanwhile: threading.Thread) -> list[float]:
    """How long each check-in took (ms, sorted) while a thread does something else."""
    laps: list[float] = []
    async with aiohttp.ClientSession() as session:
        door = SocketDoor(venue, device, session)
        await door.open()
        meanwhile.start()
        scan_id = None
        codes = venue.codes[device * 1_500 :]
        while meanwhile.is_alive():
            now = time.time_ns() // 1_000_000
            scan_id = make_scan_id(now, os.urandom(10), scan_id)
            code = codes[len(laps) % len(codes)]
            scan = venue.make_scan(scan_id, len(laps) + 1, code, now)
            lap = time.perf_counter()
            await door.send({"v": 1, "scans": [scan]})
            laps.append((time.perf_counter() - lap) * 1000)
            await asyncio.sleep(GATE_PAUSE_SECONDS)
    return sorted(laps)


def _import(venue: BenchVenue, path: Path) -> None:
    """Sign in, send the file, wait for the preview, import it: as an organizer's browser."""
    database = Database(f"sqlite:///{venue.folder / 'accueil.db'}")
    add_organizer(database, Credentials(_EMAIL, "Bench", _PASSWORD), now_ms())
    database.close()
    with requests.Session() as browser:
        _post(browser, venue.url, "/sign-in", data={"email": _EMAIL, "password": _PASSWORD})
        with path.open("rb") as file:
            address = _post(browser, venue.url, _IMPORTS, files={"file": file}).url
        _wait(browser, address)
        token = _find(browser.get(address).text, "token")
        _post(browser, venue.url, address.removeprefix(venue.url), "/apply", data={"token": token})
        _wait(browser, address)
        assert 'data-testid="report"' in browser.get(address).text


def _post(
    browser: requests.Session, url: str, page: str, action: str = "", **sent: dict[str, object]
) -> requests.Response:
    token = _find(browser.get(url + page).text, "csrf_token")
    sent["data"] = {"csrf_token": token} | sent.get("data", {})
    answer = browser.post(url + page + action, headers={"Referer": url}, timeout=60, **sent)
    answer.raise_for_status()
    return answer


def _find(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, f"no {name} on the page"
    return found[1]


def _wait(browser: requests.Session, address: str) -> None:
    while browser.get(f"{address}/job.json").json()["state"] == "running":
        time.sleep(0.2)


if __name__ == "__main__":
    main()
