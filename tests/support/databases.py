"""Migrated SQLite files, made once in a process and copied: migrating takes longer than a test."""

import tempfile
from functools import cache
from pathlib import Path

from server.storage.database import Database
from server.storage.migrate import migrate


def put_migrated_file(path: Path) -> None:
    """A fresh, migrated database at `path`."""
    path.write_bytes(_migrated_bytes())


def open_migrated(path: Path) -> Database:
    """A fresh, migrated database at `path`, open; the caller closes it."""
    put_migrated_file(path)
    return Database(f"sqlite:///{path}")


@cache
def _migrated_bytes() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "accueil.db"
        database = Database(f"sqlite:///{path}")
        migrate(database)
        database.close()  # the last connection writes the log into the file
        return path.read_bytes()
