"""Scans taken back."""

from sqlalchemy import Connection, insert, select

from server.storage.rows import Row
from server.storage.schema import undos


def add_undo(connection: Connection, row: Row) -> None:
    """Store the fact; IntegrityError when the scan was taken back before."""
    connection.execute(insert(undos).values(**row))


def get_undo(connection: Connection, undo_id: str) -> Row | None:
    """One undo by its id."""
    row = connection.execute(select(undos).where(undos.c.undo_id == undo_id)).mappings().first()
    return None if row is None else dict(row)


def is_undone(connection: Connection, scan_id: str) -> bool:
    """Whether a scan was taken back."""
    query = select(undos.c.undo_id).where(undos.c.scan_id == scan_id)
    return connection.execute(query).first() is not None
