"""The venue's server for protocol tests: real services on a real database that can crash."""

import atexit
import contextlib
import random
import shutil
import sqlite3
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from domain.admission import Candidate
from server.services.checkin import ScanRecorder
from server.services.recount import recount
from server.services.roster import Roster
from server.services.rules import RulebookCache
from server.storage.database import Database
from tests.support.databases import open_migrated
from tests.support.fair import OPENING, Fair, GateDevice


def candidate_of(entry: dict[str, Any]) -> Candidate:
    """A roster entry as admission wants it."""
    return Candidate(entry["c"], entry["s"], entry["x"], entry["d"], entry["t"])


@cache
def make_template() -> tuple[Path, Fair, list[GateDevice]]:
    """The database of an open fair with three tablets, made once and copied for every example."""
    folder = Path(tempfile.mkdtemp(prefix="accueil-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = open_migrated(folder / "accueil.db")
    fair = Fair(database)
    gates = (fair.gate_a, fair.gate_b, fair.gate_a)
    paired = [fair.pair(gate_id, f"Tablette {n}") for n, gate_id in enumerate(gates)]
    database.close()
    return folder / "accueil.db", fair, paired


class ModelVenue:
    """Server, fair, badges. `crash` keeps what was committed, `restore` what was backed up."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._path = folder / "accueil.db"
        self._backup = folder / "backup.db"
        self._random = random.Random(seed)
        self.was_restored = False
        template, self.fair, self.paired = make_template()
        shutil.copy(template, self._path)
        self.fair.clock.at = OPENING
        self.codes = [self.fair.code(key) for key in ("imane", "nadia", "press_guest", "lucie")]
        self._open()

    def _start(self) -> None:
        self.roster = Roster(self._database)
        with self._database.read() as connection:
            rules = RulebookCache().get(connection).events[self.fair.event_id]
        self.rules = rules.lists[self.fair.list_id]
        self.keyring = rules.keyring

    def random_bytes(self) -> bytes:
        """Ten bytes for an id, the same in every run."""
        return self._random.randbytes(10)

    def crash(self) -> None:
        """The process dies; what was committed is on disk."""
        self._database.close()
        self._open()

    def back_up(self) -> None:
        """A whole copy, as `run_server.py backup` makes it."""
        self._backup.unlink(missing_ok=True)
        with (
            contextlib.closing(sqlite3.connect(self._path)) as source,
            contextlib.closing(sqlite3.connect(self._backup)) as copy,
        ):
            source.backup(copy)

    def restore(self) -> bool:
        """Start over from the copy; False when none was made."""
        if not self._backup.exists():
            return False
        self._database.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._path}{suffix}").unlink(missing_ok=True)
        shutil.copy(self._backup, self._path)
        self.was_restored = True
        self._open()
        return True

    def _open(self) -> None:
        self._database = Database(f"sqlite:///{self._path}")
        self.fair.database = self._database
        self.fair.recorder = ScanRecorder(self._database, self.fair.clock)
        self._start()

    def logged_scan_ids(self) -> list[str]:
        """Every scan in the log."""
        with self._database.read() as connection:
            rows = connection.exec_driver_sql("SELECT scan_id FROM scans")
            return list(rows.scalars())

    def differences(self) -> tuple[str, ...]:
        """Where presence, visits and counts are not what the log says."""
        return recount(self._database, self.fair.event_id).differences

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()
