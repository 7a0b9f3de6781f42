"""Registered people."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, select, update

from domain.entities import Attendee
from server.storage.rows import Row, count_by, fetch, fetch_one, in_portions, insert_many
from server.storage.schema import attendees

_BY_ID = select(attendees).where(attendees.c.id.in_(bindparam("ids", expanding=True)))


def add_attendees(connection: Connection, rows: Sequence[Row]) -> None:
    """Store new attendees; every row names the same columns."""
    insert_many(connection, attendees, rows)


def set_attendee(connection: Connection, attendee_id: str, **values: object) -> None:
    """Change one attendee."""
    connection.execute(update(attendees).where(attendees.c.id == attendee_id).values(**values))


def set_attendees(connection: Connection, changes: Sequence[tuple[str, Row]]) -> None:
    """Change many attendees, each given by id and new values."""
    by_columns: dict[tuple[str, ...], list[Row]] = {}
    for attendee_id, values in changes:
        named = {f"new_{name}": value for name, value in values.items()}
        by_columns.setdefault(tuple(values), []).append(named | {"whose_id": attendee_id})
    for columns, rows in by_columns.items():
        new: Row = {name: bindparam(f"new_{name}") for name in columns}
        statement = update(attendees).where(attendees.c.id == bindparam("whose_id"))
        connection.execute(statement.values(new), rows)


def get_attendee(connection: Connection, attendee_id: str) -> Attendee | None:
    """One attendee by id."""
    query = select(attendees).where(attendees.c.id == attendee_id)
    return fetch_one(connection, query, Attendee)


def get_attendees(connection: Connection, attendee_ids: Sequence[str]) -> dict[str, Attendee]:
    """The attendees with these ids, by id."""
    found: list[Attendee] = []
    for portion in in_portions(attendee_ids):
        found += fetch(connection, _BY_ID, Attendee, {"ids": portion})
    return {attendee.id: attendee for attendee in found}


def get_event_attendees(connection: Connection, event_id: str) -> list[Attendee]:
    """Everybody registered for an edition, by name."""
    query = (
        select(attendees)
        .where(attendees.c.event_id == event_id)
        .order_by(attendees.c.last_name, attendees.c.first_name, attendees.c.id)
    )
    return fetch(connection, query, Attendee)


def count_attendees(connection: Connection, event_id: str) -> dict[str, int]:
    """How many attendees there are, by status."""
    query = (
        select(attendees.c.status, func.count())
        .where(attendees.c.event_id == event_id)
        .group_by(attendees.c.status)
    )
    return count_by(connection, query)


def count_by_category(connection: Connection, event_id: str) -> dict[str, int]:
    """How many registered attendees each category has."""
    query = (
        select(attendees.c.category_id, func.count())
        .where(attendees.c.event_id == event_id, attendees.c.status == "registered")
        .group_by(attendees.c.category_id)
    )
    return count_by(connection, query)
