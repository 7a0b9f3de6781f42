"""The audit log: append-only, each row chained to the one before."""

from collections.abc import Iterator

from sqlalchemy import Connection, insert, select

from server.storage.rows import Row
from server.storage.schema import audit_log


def get_last_entry(connection: Connection) -> tuple[int, str]:
    """Number and hash of the newest entry; (0, '') before the first."""
    query = select(audit_log.c.number, audit_log.c.hash).order_by(audit_log.c.number.desc())
    row = connection.execute(query.limit(1)).first()
    return (0, "") if row is None else (row[0], row[1])


def add_entry(connection: Connection, row: Row) -> None:
    """Append an entry."""
    connection.execute(insert(audit_log).values(**row))


def read_entries(connection: Connection) -> Iterator[Row]:
    """Every entry from the first on."""
    for row in connection.execute(select(audit_log).order_by(audit_log.c.number)).mappings():
        yield dict(row)
