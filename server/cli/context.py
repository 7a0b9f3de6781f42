"""What commands share: settings and an open, migrated database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

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
    database = Database(settings.database_address)
    migrate(database)
    try:
        yield database
    finally:
        database.close()
