"""Categories of an edition."""

from sqlalchemy import Connection, insert, select

from domain.entities import Category
from server.storage.rows import Row, fetch
from server.storage.schema import categories


def add_category(connection: Connection, row: Row) -> None:
    """Store a category; IntegrityError when its code is taken."""
    connection.execute(insert(categories).values(**row))


def get_categories(connection: Connection, event_id: str) -> list[Category]:
    """An edition's categories in the organizer's order."""
    query = (
        select(categories)
        .where(categories.c.event_id == event_id)
        .order_by(categories.c.position, categories.c.code)
    )
    return fetch(connection, query, Category)
