"""What a visitor may read of himself: who captured his badge and who was handed what."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from domain.entities import Badge
from server.storage.rows import Row, fetch, fetch_one
from server.storage.schema import badges, captures, exhibitors, lead_accesses, visitor_wishes


@dataclass(frozen=True)
class Encounter:
    """One capture of somebody's badge; `verdict` as in domain.lead_capture."""

    exhibitor_id: str
    exhibitor_name: str
    booth: str
    at: int
    verdict: str


@dataclass(frozen=True)
class LoggedAccess:
    """One row of the access log: which details of somebody went where."""

    exhibitor_id: str
    at: int
    kind: str
    fields: str


def find_own_badge(connection: Connection, code: str) -> Badge | None:
    """The valid badge of ours with this code or short code. A short code that badges of several
    editions share stands for the newest."""
    query = (
        select(badges)
        .where(
            or_(badges.c.code == code, badges.c.short_code == code),
            badges.c.kind == "own",
            badges.c.revoked_at.is_(None),
        )
        .order_by(badges.c.issued_at.desc())
        .limit(1)
    )
    return fetch_one(connection, query, Badge)


def get_encounters(connection: Connection, attendee_id: str) -> list[Encounter]:
    """The captures of an attendee, newest first; practice is none of anybody."""
    query = (
        select(
            captures.c.exhibitor_id,
            exhibitors.c.name.label("exhibitor_name"),
            exhibitors.c.booth,
            captures.c.corrected_at.label("at"),
            captures.c.verdict,
        )
        .join(exhibitors, exhibitors.c.id == captures.c.exhibitor_id)
        .where(captures.c.attendee_id == attendee_id, captures.c.is_training.is_(False))
        .order_by(captures.c.corrected_at.desc())
    )
    return fetch(connection, query, Encounter)


def get_accesses(connection: Connection, attendee_id: str) -> list[LoggedAccess]:
    """The access log of an attendee, newest first."""
    columns = [lead_accesses.c[name] for name in ("exhibitor_id", "at", "kind", "fields")]
    query = select(*columns).where(lead_accesses.c.attendee_id == attendee_id)
    return fetch(connection, query.order_by(lead_accesses.c.at.desc()), LoggedAccess)


def add_wish(connection: Connection, row: Row) -> None:
    """Store what a visitor asks of exhibitors."""
    connection.execute(insert(visitor_wishes).values(**row))


def get_newest_wishes(
    connection: Connection, attendee_id: str
) -> dict[tuple[str, str | None], Any]:
    """What an attendee wishes now, by kind and exhibitor (None: all)."""
    query = select(visitor_wishes).where(visitor_wishes.c.attendee_id == attendee_id)
    rows = connection.execute(query.order_by(visitor_wishes.c.at, visitor_wishes.c.id)).mappings()
    return {(row["kind"], row["exhibitor_id"]): row["value"] for row in rows}
