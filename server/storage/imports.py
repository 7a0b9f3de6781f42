"""Registration files brought in."""

from sqlalchemy import Connection, insert, select

from server.storage.rows import Row, set_columns
from server.storage.schema import imports


def add_import(connection: Connection, row: Row) -> None:
    """Remember a staged file."""
    connection.execute(insert(imports).values(**row))


def get_import(connection: Connection, import_id: str) -> Row | None:
    """One import by id."""
    row = connection.execute(select(imports).where(imports.c.id == import_id)).mappings().first()
    return None if row is None else dict(row)


def get_imports(connection: Connection, event_id: str) -> list[Row]:
    """An edition's imports, newest first."""
    query = select(imports).where(imports.c.event_id == event_id)
    rows = connection.execute(query.order_by(imports.c.created_at.desc())).mappings()
    return [dict(row) for row in rows]


def get_import_ids(connection: Connection, status: str) -> list[str]:
    """The ids of every edition's imports in a status."""
    return list(
        connection.execute(select(imports.c.id).where(imports.c.status == status)).scalars()
    )


def set_import(connection: Connection, import_id: str, **values: object) -> None:
    """Change an import's status and report."""
    set_columns(connection, imports, imports.c.id == import_id, **values)
