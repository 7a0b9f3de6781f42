"""Bring a database to the schema this version expects.

Alembic is loaded only where something is to be done: every start and every command comes by here,
and loading it takes an eighth of a start.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from server.storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"
_NUMBER = "[0-9][0-9][0-9][0-9]"
_VERSIONS = "alembic_version"


def migrate(database: Database) -> None:
    """Run every migration the database has not seen, each in a transaction."""
    with database.engine.connect() as connection:
        if get_revision(connection) == newest_revision():
            return
        from alembic import command

        command.upgrade(_configure(connection), "head")
        connection.commit()


def get_revision(connection: Connection) -> str | None:
    """The migration the database is at; None for an empty one."""
    if not inspect(connection).has_table(_VERSIONS):
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar()  # noqa: S608 - a constant
    return found


def newest_revision() -> str:
    """The migration this version of the program expects: files are numbered in their order."""
    return max(path.name[:4] for path in (_MIGRATIONS / "versions").glob(f"{_NUMBER}_*.py"))


def make_migration(database: Database, message: str) -> None:
    """Write a new migration from the difference between database and schema (for developers)."""
    from alembic import command

    with database.engine.connect() as connection:
        command.revision(_configure(connection), message=message, autogenerate=True)


def _configure(connection: Connection) -> Config:
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(_MIGRATIONS))
    configuration.attributes["connection"] = connection
    return configuration
