"""Badges: issued, re-issued, revoked, and listed for printing."""

import os
from collections.abc import Sequence

from sqlalchemy import Connection

from domain.badge_code import SECRET_BYTES, make_badge_code, short_code
from domain.entities import Attendee, Badge, Category, Event
from domain.errors import AccueilError, ConflictError, NotFoundError
from server.services.audit import log_change
from server.services.ids import new_id
from server.storage import attendees as attendee_rows
from server.storage import badges as badge_rows
from server.storage import events as event_rows
from server.storage.categories import get_categories
from server.storage.database import Database
from server.storage.rows import Row

_MOST_REASON = 200


def issue_missing_badges(
    database: Database, event_id: str, now: int, actor: str = "command"
) -> int:
    """Give every registered attendee without a valid badge one; returns how many were issued."""

    def issue(connection: Connection) -> int:
        waiting = badge_rows.get_attendees_without_badge(connection, event_id)
        add_own_badges(connection, event_id, waiting, now)
        if waiting:
            log_change(connection, now, actor, "badges_issued", event_id, count=len(waiting))
        return len(waiting)

    return database.write(issue)


def issue_badge(database: Database, attendee_id: str, now: int, actor: str) -> str:
    """Give one attendee a badge; returns its code.

    Raises NotFoundError `attendee_unknown`, ConflictError `badge_exists` (there is a valid one) or
    `attendee_not_registered`.
    """

    def issue(connection: Connection) -> str:
        attendee = attendee_rows.get_attendee(connection, attendee_id)
        if attendee is None:
            raise NotFoundError("attendee_unknown", f"no attendee {attendee_id!r}")
        if attendee.status != "registered":
            raise ConflictError("attendee_not_registered", "that registration does not stand")
        if any(is_valid(b) for b in badge_rows.get_attendee_badges(connection, attendee_id)):
            raise ConflictError("badge_exists", "that attendee has a valid badge")
        row = add_own_badges(connection, attendee.event_id, [attendee_id], now)[0]
        log_change(connection, now, actor, "badge_issued", row["id"], attendee_id=attendee_id)
        return str(row["code"])

    return database.write(issue)


def is_valid(badge: Badge) -> bool:
    """Whether a badge is one of ours that opens gates."""
    return badge.kind == "own" and badge.revoked_at is None


def add_own_badges(
    connection: Connection, event_id: str, attendee_ids: Sequence[str], now: int
) -> list[Row]:
    """Make and store one badge of ours for each attendee, inside the caller's transaction."""
    if not attendee_ids:
        return []
    event = event_rows.get_event(connection, event_id)
    key = event_rows.get_event_keys(connection)[event_id][0]
    if event is None:
        raise NotFoundError("event_unknown", f"no edition {event_id!r}")
    taken = badge_rows.get_short_codes(connection, event_id)
    first = event_rows.next_change_numbers(connection, event_id, len(attendee_ids))
    rows: list[Row] = []
    for number, attendee_id in enumerate(attendee_ids, first):
        row = _own_badge(event, key, taken)
        taken.add(row["short_code"])
        row |= {"attendee_id": attendee_id, "change_number": number}
        rows.append(row | {"id": new_id(now), "issued_at": now})
    badge_rows.add_badges(connection, rows)
    return rows


def _own_badge(event: Event, key: bytes, taken: set[str]) -> Row:
    """Two secrets may share a short code: then another one is drawn."""
    secret = os.urandom(SECRET_BYTES)
    while short_code(secret) in taken:
        secret = os.urandom(SECRET_BYTES)
    return {
        "event_id": event.id,
        "kind": "own",
        "code": make_badge_code(event.badge_tag, secret, key),
        "short_code": short_code(secret),
        "revoked_at": None,
        "revoked_reason": None,
        "replaces_badge_id": None,
    }


def revoke_badge(database: Database, badge_id: str, reason: str, now: int, actor: str) -> Badge:
    """Revoke a badge for good; revoking it again changes nothing.

    Raises NotFoundError `badge_unknown`, AccueilError `reason_missing`.
    """
    return database.write(lambda connection: _revoke(connection, badge_id, reason, now, actor))


def reissue_badge(database: Database, badge_id: str, reason: str, now: int, actor: str) -> str:
    """Revoke a lost badge and give its attendee a new one; returns the new badge's code.

    Raises NotFoundError `badge_unknown`, ConflictError `badge_revoked`, AccueilError
    `reason_missing`.
    """

    def reissue(connection: Connection) -> str:
        old = badge_rows.get_badge(connection, badge_id)
        if old is not None and old.revoked_at is not None:
            raise ConflictError("badge_revoked", "that badge has been revoked already")
        old = _revoke(connection, badge_id, reason, now, actor)
        rows = add_own_badges(connection, old.event_id, [old.attendee_id], now)
        badge_rows.set_replaces(connection, rows[0]["id"], old.id)
        log_change(connection, now, actor, "badge_reissued", rows[0]["id"], replaces=old.id)
        return str(rows[0]["code"])

    return database.write(reissue)


def _revoke(connection: Connection, badge_id: str, reason: str, now: int, actor: str) -> Badge:
    reason = reason.replace("\x00", "").strip()[:_MOST_REASON]
    if not reason:
        raise AccueilError("reason_missing", "say why the badge is revoked", field="reason")
    badge = badge_rows.get_badge(connection, badge_id)
    if badge is None:
        raise NotFoundError("badge_unknown", f"no badge {badge_id!r}")
    if badge.revoked_at is None:
        number = event_rows.next_change_numbers(connection, badge.event_id)
        badge_rows.set_revoked(connection, badge.id, now, reason, number)
        log_change(connection, now, actor, "badge_revoked", badge.id, reason=reason)
    return badge


def get_badges_to_print(
    database: Database, event_id: str
) -> list[tuple[Attendee, Badge, Category]]:
    """Every valid badge of ours with its attendee and category, by category and name."""
    with database.read() as connection:
        badges = {b.attendee_id: b for b in badge_rows.get_valid_badges(connection, event_id)}
        attendees = attendee_rows.get_event_attendees(connection, event_id)
        categories = {c.id: c for c in get_categories(connection, event_id)}
    found = [
        (attendee, badges[attendee.id], categories[attendee.category_id])
        for attendee in attendees
        if attendee.id in badges and attendee.status == "registered"
    ]
    return sorted(found, key=lambda f: (f[2].position, f[0].last_name.casefold()))
