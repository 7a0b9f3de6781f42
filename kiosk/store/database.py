"""station.db: one SQLite file, one connection, one writer, on the disk before we go on."""

from __future__ import annotations

import fcntl
import logging
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from sqlite_utils import Database

from kiosk.errors import StoreFailedError
from kiosk.store.schema import STEPS, Step

_log = logging.getLogger(__name__)
_WAIT_SECONDS = 5.0


class StationDatabase:
    """The open file. Methods may be called from any thread; transactions follow each other."""

    def __init__(self, database: Database, lock_file: IO[str]) -> None:
        self._database = database
        self._lock_file = lock_file
        self._turn = threading.RLock()

    @contextmanager
    def write(self) -> Iterator[Database]:
        """One transaction: all of it is on the disk when the block ends, or nothing of it is.

        Raises StoreFailedError `storage_full`, `storage_blocked`.
        """
        with self._turn, _named_errors(), self._database.atomic():
            yield self._database

    @contextmanager
    def read(self) -> Iterator[Database]:
        """What is there now. Raises StoreFailedError `storage_blocked`."""
        with self._turn, _named_errors():
            yield self._database

    def close(self) -> None:
        """Close the file; may be called twice."""
        with self._turn:
            with suppress(sqlite3.Error):  # a full disk keeps the log from being folded in
                self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._database.close()
            self._lock_file.close()


def open_database(path: Path, steps: Sequence[Step] = STEPS) -> StationDatabase:
    """Open station.db, make it when there is none, bring an older one up to date.

    Before that a copy of the older file is put beside it (`station.db.v1`). Raises
    StoreFailedError `storage_in_use` (another station runs on this folder), `storage_too_new`
    (a later version wrote it; nothing was changed), `storage_blocked`, `storage_full`.
    """
    lock_file = _lock(path)
    try:
        with _named_errors():
            database = _connect(path)
            _bring_up_to_date(database, path, steps)
    except BaseException:
        lock_file.close()
        raise
    return StationDatabase(database, lock_file)


def _lock(path: Path) -> IO[str]:
    """Held as long as the file is open; the system lets go of it however we end."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock_file = path.with_suffix(".lock").open("a")
    except OSError as error:
        raise StoreFailedError("storage_blocked", f"{path}: {error}") from error
    try:
        fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock_file.close()
        raise StoreFailedError(
            "storage_in_use", f"another station runs on {path.parent}"
        ) from error
    return lock_file


def _connect(path: Path) -> Database:
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return Database(connection, execute_plugins=False)


def _bring_up_to_date(database: Database, path: Path, steps: Sequence[Step]) -> None:
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    if version > len(steps):
        raise StoreFailedError(
            "storage_too_new",
            f"{path} is of version {version}, this program knows {len(steps)}: use a newer one",
        )
    if 0 < version < len(steps):
        _copy(database, path.with_name(f"{path.name}.v{version}"))
    for number in range(version, len(steps)):
        with database.atomic():
            steps[number](database)
            database.execute(f"PRAGMA user_version = {number + 1}")
        _log.info("station.db is of version %s now", number + 1)


def _copy(database: Database, path: Path) -> None:
    """A whole copy under a name that appears only when it is whole."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    copy = sqlite3.connect(fresh)
    try:
        database.conn.backup(copy)
    finally:
        copy.close()
    fresh.replace(path)


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        code = "storage_full" if _is_full(error) else "storage_blocked"
        raise StoreFailedError(code, str(error)) from error


def _is_full(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
