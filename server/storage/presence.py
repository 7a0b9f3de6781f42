"""Who is inside, and who came on which day."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, func, select

from domain.presence import Presence
from server.storage.rows import Row, count_by, in_portions, insert_missing, upsert
from server.storage.schema import attendees, check_in_lists, presence, visits

_FIELDS = ("is_inside", "entry_count", "exit_count", "entered_at", "entered_gate_id", "last_at")
_COLUMNS = [presence.c[field] for field in _FIELDS]


_FIND = select(presence.c.list_id, presence.c.attendee_id, *_COLUMNS).where(
    presence.c.list_id.in_(bindparam("list_ids", expanding=True)),
    presence.c.attendee_id.in_(bindparam("attendee_ids", expanding=True)),
)
_COUNT_INSIDE = (
    select(presence.c.list_id, func.count())
    .where(
        presence.c.list_id.in_(bindparam("list_ids", expanding=True)),
        presence.c.is_inside.is_(True),
    )
    .group_by(presence.c.list_id)
)


def find_presence(
    connection: Connection, list_ids: Sequence[str], attendee_ids: Sequence[str]
) -> dict[tuple[str, str], Presence]:
    """The presence of these attendees at these lists, by (list id, attendee id)."""
    found: dict[tuple[str, str], Presence] = {}
    for portion in in_portions(attendee_ids):
        values = {"list_ids": list_ids, "attendee_ids": portion}
        for list_id, attendee_id, *fields in connection.execute(_FIND, values):
            found[list_id, attendee_id] = Presence(*fields)
    return found


def set_presence(connection: Connection, rows: Sequence[Row]) -> None:
    """Overwrite the presence of attendees at lists."""
    upsert(connection, presence, rows)


def add_visits(connection: Connection, rows: Sequence[Row]) -> None:
    """Note who came to a list on a day; once a day is enough."""
    insert_missing(connection, visits, rows)


def delete_visit(connection: Connection, list_id: str, day: str, attendee_id: str) -> None:
    """Say that an attendee did not come on a day after all."""
    connection.execute(
        delete(visits).where(
            visits.c.list_id == list_id,
            visits.c.day == day,
            visits.c.attendee_id == attendee_id,
        )
    )


def count_inside(connection: Connection, list_ids: Sequence[str]) -> dict[str, int]:
    """How many are inside each of these lists; lists with nobody inside are absent."""
    return count_by(connection, _COUNT_INSIDE, {"list_ids": list_ids})


def count_inside_by_category(connection: Connection, list_id: str) -> dict[str, int]:
    """How many of each category are inside a list."""
    query = (
        select(attendees.c.category_id, func.count())
        .join(presence, presence.c.attendee_id == attendees.c.id)
        .where(presence.c.list_id == list_id, presence.c.is_inside.is_(True))
        .group_by(attendees.c.category_id)
    )
    return count_by(connection, query)


def count_visits(connection: Connection, list_id: str, day: str) -> int:
    """How many different attendees were admitted to a list on a day."""
    query = (
        select(func.count())
        .select_from(visits)
        .where(visits.c.list_id == list_id, visits.c.day == day)
    )
    return connection.execute(query).scalar_one()


def count_visits_by_category(connection: Connection, list_id: str, day: str) -> dict[str, int]:
    """How many different attendees of each category came to a list on a day."""
    query = (
        select(attendees.c.category_id, func.count())
        .join(visits, visits.c.attendee_id == attendees.c.id)
        .where(visits.c.list_id == list_id, visits.c.day == day)
        .group_by(attendees.c.category_id)
    )
    return count_by(connection, query)


def get_event_presence(connection: Connection, event_id: str) -> dict[tuple[str, str], Presence]:
    """All presence of an edition, by (list id, attendee id)."""
    query = (
        select(presence.c.list_id, presence.c.attendee_id, *_COLUMNS)
        .join(check_in_lists, check_in_lists.c.id == presence.c.list_id)
        .where(check_in_lists.c.event_id == event_id)
    )
    return {
        (list_id, attendee_id): Presence(*values)
        for list_id, attendee_id, *values in connection.execute(query)
    }


def get_event_visits(connection: Connection, event_id: str) -> set[tuple[str, str, str]]:
    """All visits of an edition as (list id, day, attendee id)."""
    query = (
        select(visits.c.list_id, visits.c.day, visits.c.attendee_id)
        .join(check_in_lists, check_in_lists.c.id == visits.c.list_id)
        .where(check_in_lists.c.event_id == event_id)
    )
    return {(list_id, day, attendee_id) for list_id, day, attendee_id in connection.execute(query)}


def delete_event_visits(connection: Connection, event_id: str) -> None:
    """Forget the visits of an edition, to write them anew from the log."""
    lists = select(check_in_lists.c.id).where(check_in_lists.c.event_id == event_id)
    connection.execute(delete(visits).where(visits.c.list_id.in_(lists)))
