"""Exhibitors of an edition."""

from sqlalchemy import Connection, insert, select

from domain.entities import Exhibitor
from server.storage.rows import Row, fetch
from server.storage.schema import exhibitors


def add_exhibitor(connection: Connection, row: Row) -> None:
    """Store an exhibitor; IntegrityError when the name is taken."""
    connection.execute(insert(exhibitors).values(**row))


def get_exhibitors(connection: Connection, event_id: str) -> list[Exhibitor]:
    """An edition's exhibitors by booth."""
    query = select(exhibitors).where(exhibitors.c.event_id == event_id)
    return fetch(connection, query.order_by(exhibitors.c.booth, exhibitors.c.name), Exhibitor)
