"""What the first fair of a process wrote, to be written again at once: its services take longer
than many a test, and do the same each time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select

from server.storage.database import Database
from server.storage.schema import metadata

Rows = dict[str, list[dict[str, Any]]]


def read_rows(database: Database) -> Rows:
    """Every row of every table."""
    with database.read() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in metadata.sorted_tables
        }


def add_rows(database: Database, rows: Rows, known: Rows) -> None:
    """Write the rows that are not `known`, parents first."""

    def add(connection: Any) -> None:
        for table in metadata.sorted_tables:
            new = [row for row in rows[table.name] if row not in known[table.name]]
            if new:
                connection.execute(insert(table), new)

    database.write(add)
