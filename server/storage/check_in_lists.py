"""Check-in lists: rules, allowed categories, opening hours."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from domain.entities import ListSettings, OpeningHours
from server.storage.rows import Row, fetch, fetch_one, set_columns
from server.storage.schema import check_in_lists, list_categories, opening_hours


def add_list(connection: Connection, row: Row) -> None:
    """Store a check-in list; IntegrityError when its name is taken."""
    connection.execute(insert(check_in_lists).values(**row))


def set_list(connection: Connection, list_id: str, **values: object) -> None:
    """Change a list's rules."""
    set_columns(connection, check_in_lists, check_in_lists.c.id == list_id, **values)


def get_list(connection: Connection, list_id: str) -> ListSettings | None:
    """One list by id."""
    query = select(check_in_lists).where(check_in_lists.c.id == list_id)
    return fetch_one(connection, query, ListSettings)


def get_lists(connection: Connection, event_id: str) -> list[ListSettings]:
    """An edition's lists by name."""
    query = (
        select(check_in_lists)
        .where(check_in_lists.c.event_id == event_id)
        .order_by(check_in_lists.c.name)
    )
    return fetch(connection, query, ListSettings)


def set_allowed_categories(
    connection: Connection, list_id: str, category_ids: Sequence[str]
) -> None:
    """Say whom the list lets in; none means everybody."""
    connection.execute(delete(list_categories).where(list_categories.c.list_id == list_id))
    rows = [{"list_id": list_id, "category_id": category_id} for category_id in category_ids]
    if rows:
        connection.execute(insert(list_categories), rows)


def get_allowed_categories(connection: Connection, event_id: str) -> dict[str, frozenset[str]]:
    """The categories each list names; a list that names none is absent."""
    query = (
        select(list_categories.c.list_id, list_categories.c.category_id)
        .join(check_in_lists, check_in_lists.c.id == list_categories.c.list_id)
        .where(check_in_lists.c.event_id == event_id)
    )
    allowed: dict[str, frozenset[str]] = {}
    for list_id, category_id in connection.execute(query):
        allowed[list_id] = allowed.get(list_id, frozenset()) | {category_id}
    return allowed


def set_opening_hours(connection: Connection, list_id: str, rows: Sequence[Row]) -> None:
    """Replace a list's hours by `rows` of day, opens, closes; none means always open."""
    connection.execute(delete(opening_hours).where(opening_hours.c.list_id == list_id))
    if rows:
        connection.execute(insert(opening_hours), [{"list_id": list_id, **row} for row in rows])


def get_opening_hours(connection: Connection, event_id: str) -> list[OpeningHours]:
    """The hours of every list of an edition."""
    query = (
        select(opening_hours)
        .join(check_in_lists, check_in_lists.c.id == opening_hours.c.list_id)
        .where(check_in_lists.c.event_id == event_id)
        .order_by(opening_hours.c.day, opening_hours.c.opens)
    )
    return fetch(connection, query, OpeningHours)
