"""Categories of an edition."""

from sqlalchemy import Connection, insert, select

from domain.entities import Category
from server.storage.rows import Row, fetch, fetch_one, set_columns
from server.storage.schema import categories


def add_category(connection: Connection, row: Row) -> None:
    """Store a category; IntegrityError when its code is taken."""
    connection.execute(insert(categories).values(**row))


def set_category(connection: Connection, category_id: str, **values: object) -> None:
    """Change a category's names, colour or place."""
    set_columns(connection, categories, categories.c.id == category_id, **values)


def get_category(connection: Connection, category_id: str) -> Category | None:
    """One category by id."""
    return fetch_one(connection, select(categories).where(categories.c.id == category_id), Category)


def get_categories(connection: Connection, event_id: str) -> list[Category]:
    """An edition's categories in the organizer's order."""
    query = (
        select(categories)
        .where(categories.c.event_id == event_id)
        .order_by(categories.c.position, categories.c.code)
    )
    return fetch(connection, query, Category)
