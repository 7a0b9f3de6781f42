"""What changed of an edition's people, as far as leads care."""

from sqlalchemy import Connection, bindparam, exists, select

from server.storage.schema import attendees, badges

_CHANGED_ATTENDEES = (
    select(attendees.c.id)
    .where(
        attendees.c.event_id == bindparam("event_id"),
        attendees.c.change_number > bindparam("since"),
    )
    .order_by(attendees.c.id)
)
_HAS_CHANGED_BADGES = select(
    exists().where(
        badges.c.event_id == bindparam("event_id"), badges.c.change_number > bindparam("since")
    )
)
_HAS_CHANGED_ATTENDEES = select(
    exists().where(
        attendees.c.event_id == bindparam("event_id"),
        attendees.c.change_number > bindparam("since"),
    )
)


def get_changed_attendee_ids(connection: Connection, event_id: str, since: int) -> list[str]:
    """The edition's attendees that changed after number `since`."""
    values = {"event_id": event_id, "since": since}
    return list(connection.execute(_CHANGED_ATTENDEES, values).scalars())


def has_changed_people(connection: Connection, event_id: str, since: int) -> bool:
    """Whether a badge or an attendee of the edition changed after number `since`."""
    values = {"event_id": event_id, "since": since}
    queries = (_HAS_CHANGED_BADGES, _HAS_CHANGED_ATTENDEES)
    return any(connection.execute(query, values).scalar_one() for query in queries)
