"""Files of leads that exhibitors took away."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from server.storage.rows import Row, fetch
from server.storage.schema import lead_exports


@dataclass(frozen=True)
class StoredExport:
    """One file: its count and hash; `manifest` is JSON and names every lead in it by id."""

    id: str
    exhibitor_id: str
    number: int
    made_at: int
    actor: str
    format: str
    selection: str
    from_number: int
    to_number: int
    lead_count: int
    sha256: str
    manifest: str


def add_export(connection: Connection, row: Row) -> None:
    """Store that a file was made; IntegrityError when its number is taken."""
    connection.execute(insert(lead_exports).values(**row))


def get_exports(connection: Connection, exhibitor_id: str) -> list[StoredExport]:
    """An exhibitor's files, newest first."""
    query = select(lead_exports).where(lead_exports.c.exhibitor_id == exhibitor_id)
    return fetch(connection, query.order_by(lead_exports.c.number.desc()), StoredExport)


def count_exports(connection: Connection, exhibitor_id: str) -> int:
    """How many files an exhibitor took away."""
    query = select(func.count()).where(lead_exports.c.exhibitor_id == exhibitor_id)
    return int(connection.execute(query).scalar_one())
