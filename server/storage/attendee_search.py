"""What finding attendees needs of the database: the columns searched, and who has a badge."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from domain.entities import Badge
from server.storage.rows import Row, count_by, fetch, in_portions
from server.storage.schema import attendees, badges

_SEARCHED = (
    attendees.c.id,
    attendees.c.first_name,
    attendees.c.last_name,
    attendees.c.first_name_ar,
    attendees.c.last_name_ar,
    attendees.c.company,
    attendees.c.email,
    attendees.c.phone,
    attendees.c.status,
    attendees.c.category_id,
    attendees.c.needs_desk,
    attendees.c.has_attention,
)
_VALID = (badges.c.kind == "own", badges.c.revoked_at.is_(None))


def get_search_state(connection: Connection, event_id: str) -> tuple[int, int]:
    """How many attendees an edition has, and the highest change number among them."""
    query = select(func.count(), func.coalesce(func.max(attendees.c.change_number), 0)).where(
        attendees.c.event_id == event_id
    )
    count, highest = connection.execute(query).one()
    return int(count), int(highest)


def get_searched_columns(connection: Connection, event_id: str, above: int) -> list[Row]:
    """What searches look at, of the attendees changed after change number `above`."""
    query = select(*_SEARCHED).where(
        attendees.c.event_id == event_id, attendees.c.change_number > above
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def get_badge_holders(connection: Connection, event_id: str) -> set[str]:
    """The ids of everybody who has a valid badge of ours."""
    query = select(badges.c.attendee_id).where(badges.c.event_id == event_id, *_VALID)
    return set(connection.execute(query).scalars())


def count_with_badge_by_category(connection: Connection, event_id: str) -> dict[str, int]:
    """How many registered attendees of each category have a valid badge of ours."""
    query = (
        select(attendees.c.category_id, func.count(attendees.c.id.distinct()))
        .join(badges, badges.c.attendee_id == attendees.c.id)
        .where(attendees.c.event_id == event_id, attendees.c.status == "registered", *_VALID)
        .group_by(attendees.c.category_id)
    )
    return count_by(connection, query)


def get_valid_badges_of(connection: Connection, attendee_ids: Sequence[str]) -> dict[str, Badge]:
    """The newest valid badge of ours of each of these attendees, by attendee id."""
    found: dict[str, Badge] = {}
    for portion in in_portions(attendee_ids):
        query = select(badges).where(badges.c.attendee_id.in_(portion), *_VALID)
        rows = fetch(connection, query.order_by(badges.c.issued_at, badges.c.id), Badge)
        found |= {badge.attendee_id: badge for badge in rows}
    return found
