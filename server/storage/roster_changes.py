"""What changed for gates after a change number: badges with their attendees, and presence."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import BindParameter, Connection, bindparam, select

from domain.entities import Badge
from domain.presence import Presence
from server.storage.rows import fetch
from server.storage.schema import attendees, badges, check_in_lists, presence

_FIELDS = ("is_inside", "entry_count", "exit_count", "entered_at", "entered_gate_id", "last_at")
_EVENT: BindParameter[str] = bindparam("event_id")
_SINCE: BindParameter[int] = bindparam("since")
_CHANGED_BADGES = select(badges).where(badges.c.event_id == _EVENT, badges.c.change_number > _SINCE)
_BADGES_OF_CHANGED_ATTENDEES = (
    select(badges)
    .join(attendees, attendees.c.id == badges.c.attendee_id)
    .where(
        attendees.c.event_id == _EVENT,
        attendees.c.change_number > _SINCE,
        badges.c.change_number <= _SINCE,
    )
)
_CHANGED_PRESENCE = (
    select(
        presence.c.list_id,
        presence.c.attendee_id,
        presence.c.change_number,
        *(presence.c[field] for field in _FIELDS),
    )
    .join(check_in_lists, check_in_lists.c.id == presence.c.list_id)
    .where(check_in_lists.c.event_id == _EVENT, presence.c.change_number > _SINCE)
)


@dataclass(frozen=True)
class ChangedPresence:
    """One attendee's presence at one list, and the number of its last change."""

    list_id: str
    attendee_id: str
    presence: Presence
    change_number: int


def get_changed_badges(connection: Connection, event_id: str, since: int) -> list[Badge]:
    """The edition's badges that changed, or whose attendee did, after number `since`."""
    values = {"event_id": event_id, "since": since}
    changed = fetch(connection, _CHANGED_BADGES, Badge, values)
    return changed + fetch(connection, _BADGES_OF_CHANGED_ATTENDEES, Badge, values)


def read_changed_presence(
    connection: Connection, event_id: str, since: int
) -> Iterator[ChangedPresence]:
    """The presence at the edition's lists that changed after number `since`."""
    rows = connection.execute(_CHANGED_PRESENCE, {"event_id": event_id, "since": since})
    for list_id, attendee_id, number, *fields in rows:
        yield ChangedPresence(list_id, attendee_id, Presence(*fields), number)
