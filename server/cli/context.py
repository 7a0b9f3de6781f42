"""What commands share: settings and an open, migrated database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.config import Settings, load_settings
from server.storage.database import Database
from server.storage.migrate import migrate


def read_settings(**overrides: object) -> Settings:
    """The settings of the environment; raises ConfigurationError."""
    return load_settings(os.environ, overrides)


@contextmanager
def open_database() -> Iterator[Database]:
    """The configured database, migrated, closed at the end."""
    settings = read_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with refer_to_database() as database:
        migrate(database)
        yield database


@contextmanager
def open_database_in(folder: Path) -> Iterator[Database]:
    """The SQLite database of another folder, whatever is configured; migrated, closed at the
    end."""
    database = Database(f"sqlite:///{folder / 'accueil.db'}")
    try:
        migrate(database)
        yield database
    finally:
        database.close()


@contextmanager
def refer_to_database() -> Iterator[Database]:
    """The configured database without a look into it: it may be damaged or not there."""
    database = Database(read_settings().database_address)
    try:
        yield database
    finally:
        database.close()
