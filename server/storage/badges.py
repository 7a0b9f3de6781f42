"""Badges: the codes that stand for attendees."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, update

from domain.entities import Badge
from server.storage.rows import Row, fetch, fetch_one, in_portions, insert_many
from server.storage.schema import attendees, badges

_BY_CODE = select(badges).where(
    badges.c.event_id == bindparam("event_id"),
    badges.c.code.in_(bindparam("values", expanding=True)),
)
_BY_SHORT_CODE = select(badges).where(
    badges.c.event_id == bindparam("event_id"),
    badges.c.short_code.in_(bindparam("values", expanding=True)),
)


def add_badges(connection: Connection, rows: Sequence[Row]) -> None:
    """Store new badges; every row names the same columns."""
    insert_many(connection, badges, rows)


def find_badges(connection: Connection, event_id: str, codes: Sequence[str]) -> dict[str, Badge]:
    """The edition's badges with these codes, by code."""
    found = _find(connection, event_id, _BY_CODE, codes)
    return {badge.code: badge for badge in found}


def find_badges_by_short_code(
    connection: Connection, event_id: str, short_codes: Sequence[str]
) -> dict[str, Badge]:
    """The edition's badges with these short codes, by short code."""
    found = _find(connection, event_id, _BY_SHORT_CODE, short_codes)
    return {badge.short_code: badge for badge in found if badge.short_code}


def _find(
    connection: Connection,
    event_id: str,
    query: Select[Any],
    values: Sequence[str],
) -> list[Badge]:
    found: list[Badge] = []
    for portion in in_portions(values):
        found += fetch(connection, query, Badge, {"event_id": event_id, "values": portion})
    return found


def get_badge(connection: Connection, badge_id: str) -> Badge | None:
    """One badge by id."""
    return fetch_one(connection, select(badges).where(badges.c.id == badge_id), Badge)


def get_attendee_badges(connection: Connection, attendee_id: str) -> list[Badge]:
    """Every badge an attendee ever had, newest first."""
    query = (
        select(badges)
        .where(badges.c.attendee_id == attendee_id)
        .order_by(badges.c.issued_at.desc(), badges.c.id.desc())
    )
    return fetch(connection, query, Badge)


def get_valid_badges(connection: Connection, event_id: str, kind: str = "own") -> list[Badge]:
    """An edition's badges that are not revoked."""
    query = select(badges).where(
        badges.c.event_id == event_id, badges.c.kind == kind, badges.c.revoked_at.is_(None)
    )
    return fetch(connection, query, Badge)


def get_attendees_without_badge(connection: Connection, event_id: str) -> list[str]:
    """The registered attendees who have no valid badge of ours, by id."""
    has_badge = (
        select(badges.c.id)
        .where(
            badges.c.attendee_id == attendees.c.id,
            badges.c.kind == "own",
            badges.c.revoked_at.is_(None),
        )
        .exists()
    )
    query = select(attendees.c.id).where(
        attendees.c.event_id == event_id, attendees.c.status == "registered", ~has_badge
    )
    return list(connection.execute(query.order_by(attendees.c.id)).scalars())


def get_short_codes(connection: Connection, event_id: str) -> set[str]:
    """The short codes in use in an edition."""
    query = select(badges.c.short_code).where(
        badges.c.event_id == event_id, badges.c.short_code.is_not(None)
    )
    return {code for code in connection.execute(query).scalars() if code}


def set_revoked(
    connection: Connection, badge_id: str, at: int, reason: str, change_number: int
) -> None:
    """Revoke a badge for good."""
    connection.execute(
        update(badges)
        .where(badges.c.id == badge_id, badges.c.revoked_at.is_(None))
        .values(revoked_at=at, revoked_reason=reason, change_number=change_number)
    )


def set_replaces(connection: Connection, badge_id: str, replaced_badge_id: str) -> None:
    """Say which lost badge this one stands in for."""
    connection.execute(
        update(badges).where(badges.c.id == badge_id).values(replaces_badge_id=replaced_badge_id)
    )
