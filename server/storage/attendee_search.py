"""Finding attendees: by words in their names, by standing, by the badges they have."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.sql.elements import ColumnElement

from domain.entities import Attendee, Badge
from server.storage.folding import fold_text, folded
from server.storage.rows import count_by, fetch, in_portions
from server.storage.schema import attendees, badges

_MOST_WORDS = 6
_SEARCHED = (
    attendees.c.first_name,
    attendees.c.last_name,
    attendees.c.first_name_ar,
    attendees.c.last_name_ar,
    attendees.c.company,
    attendees.c.email,
    attendees.c.phone,
)


@dataclass(frozen=True)
class AttendeeFilter:
    """Whom to list; what is empty or None does not restrict.

    `words` must all occur in names, company, e-mail or phone. `has_badge` asks for a valid badge
    of ours. `ids` restricts to these attendees.
    """

    words: str = ""
    ids: tuple[str, ...] | None = None
    status: str = ""
    category_id: str = ""
    has_badge: bool | None = None
    needs_desk: bool = False
    has_attention: bool = False


def find_page(
    connection: Connection, event_id: str, wanted: AttendeeFilter, limit: int, offset: int
) -> list[Attendee]:
    """One page of the attendees found, by name."""
    name = folded(func.coalesce(func.nullif(attendees.c.last_name, ""), attendees.c.last_name_ar))
    query = (
        select(attendees)
        .where(*_conditions(event_id, wanted))
        .order_by(name, folded(attendees.c.first_name), attendees.c.id)
        .limit(limit)
        .offset(offset)
    )
    return fetch(connection, query, Attendee)


def count_found(connection: Connection, event_id: str, wanted: AttendeeFilter) -> int:
    """How many attendees are found in all."""
    query = select(func.count()).select_from(attendees).where(*_conditions(event_id, wanted))
    return connection.execute(query).scalar_one()


def count_with_badge_by_category(connection: Connection, event_id: str) -> dict[str, int]:
    """How many registered attendees of each category have a valid badge of ours."""
    wanted = AttendeeFilter(status="registered", has_badge=True)
    query = (
        select(attendees.c.category_id, func.count())
        .where(*_conditions(event_id, wanted))
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


_VALID = (badges.c.kind == "own", badges.c.revoked_at.is_(None))


def _conditions(event_id: str, wanted: AttendeeFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [attendees.c.event_id == event_id]
    if wanted.ids is not None:
        conditions.append(attendees.c.id.in_(wanted.ids))
    if wanted.status:
        conditions.append(attendees.c.status == wanted.status)
    if wanted.category_id:
        conditions.append(attendees.c.category_id == wanted.category_id)
    if wanted.needs_desk:
        conditions.append(attendees.c.needs_desk.is_not(None))
    if wanted.has_attention:
        conditions.append(attendees.c.has_attention.is_(True))
    if wanted.has_badge is not None:
        has_badge = _badge_query().exists()
        conditions.append(has_badge if wanted.has_badge else ~has_badge)
    return conditions + _word_conditions(wanted.words)


def _badge_query() -> Select[tuple[str]]:
    return select(badges.c.id).where(badges.c.attendee_id == attendees.c.id, *_VALID)


def _word_conditions(words: str) -> list[ColumnElement[bool]]:
    """The cheap conditions come first, so that only what passes them is folded."""
    haystack: ColumnElement[str] = _SEARCHED[0]
    for column in _SEARCHED[1:]:
        haystack = haystack + " " + column
    text = folded(haystack)
    return [text.contains(word, autoescape=True) for word in fold_text(words).split()[:_MOST_WORDS]]
