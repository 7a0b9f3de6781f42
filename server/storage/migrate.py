"""Bring a database to the schema this version expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from server.storage.database import Database

_MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Run every migration the database has not seen, each in a transaction."""
    with database.engine.connect() as connection:
        if get_revision(connection) == newest_revision():
            return
        command.upgrade(_configure(connection), "head")
        connection.commit()


def get_revision(connection: Connection) -> str | None:
    """The migration the database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The migration this version of the program expects."""
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()


def make_migration(database: Database, message: str) -> None:
    """Write a new migration from the difference between database and schema (for developers)."""
    with database.engine.connect() as connection:
        command.revision(_configure(connection), message=message, autogenerate=True)


def _configure(connection: Connection) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(_MIGRATIONS))
    configuration.attributes["connection"] = connection
    return configuration
