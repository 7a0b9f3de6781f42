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


def get_change_number(connection: Connection, exhibitor_id: str) -> int:
    """The exhibitor's counter: the number of his newest change. 0 for an unknown exhibitor."""
    query = select(exhibitors.c.change_number).where(exhibitors.c.id == exhibitor_id)
    return int(connection.execute(query).scalar() or 0)
