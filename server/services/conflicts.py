"""Conflicts: what gates that were apart decided differently, shown to a person and settled."""

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.entities import Attendee, Conflict
from domain.errors import AccueilError, ConflictError, NotFoundError
from server.services.audit import log_change
from server.storage import conflicts as conflict_rows
from server.storage.attendees import get_attendees
from server.storage.database import Database
from server.storage.events import next_change_numbers
from server.storage.rows import Row

RESOLUTIONS = ("same_person", "copied_badge", "mistake")
_MOST_REASON = 500


@dataclass(frozen=True)
class Stamp:
    """When something is done, and by whom."""

    at: int
    actor: str


@dataclass(frozen=True)
class ConflictStory:
    """A conflict with both sides of the story. `first` is None when a rule stands against
    the second scan alone."""

    conflict: Conflict
    attendee: Attendee
    first: Row | None
    second: Row


def get_stories(database: Database, event_id: str) -> list[ConflictStory]:
    """An edition's conflicts, those that wait first."""
    with database.read() as connection:
        found = conflict_rows.get_conflicts(connection, event_id)
        ids = [i for c in found for i in (c.first_scan_id, c.second_scan_id) if i]
        sides = conflict_rows.get_sides(connection, ids)
        people = get_attendees(connection, list({c.attendee_id for c in found}))
    return [
        ConflictStory(
            conflict=c,
            attendee=people[c.attendee_id],
            first=sides.get(c.first_scan_id or ""),
            second=sides[c.second_scan_id],
        )
        for c in found
    ]


def count_open(database: Database, event_id: str) -> int:
    """How many of an edition's conflicts wait for a person."""
    with database.read() as connection:
        return conflict_rows.count_open_conflicts(connection, event_id)


def resolve_conflict(
    database: Database, conflict_id: str, resolution: str, reason: str, stamp: Stamp
) -> Conflict:
    """Settle a conflict with a reason; returns it as it was.

    Raises AccueilError `bad_resolution` or `reason_missing`, NotFoundError `conflict_unknown`,
    ConflictError `conflict_settled`.
    """
    if resolution not in RESOLUTIONS:
        raise AccueilError("bad_resolution", f"one of {', '.join(RESOLUTIONS)}")
    if not reason.strip():
        raise AccueilError("reason_missing", "say why, for those who read it later")

    def resolve(connection: Connection) -> Conflict:
        found = conflict_rows.get_conflict(connection, conflict_id)
        if found is None:
            raise NotFoundError("conflict_unknown", f"no conflict {conflict_id!r}")
        values: Row = {
            "resolved_at": stamp.at,
            "resolved_by": stamp.actor,
            "resolution": resolution,
        }
        values |= {"reason": reason.strip()[:_MOST_REASON]}
        values |= {"change_number": next_change_numbers(connection, found.event_id)}
        if not conflict_rows.set_resolved(connection, conflict_id, **values):
            raise ConflictError("conflict_settled", "somebody has settled this already")
        log_change(connection, stamp.at, stamp.actor, "conflict_resolved", conflict_id)
        return found

    return database.write(resolve)
