"""Count the log again from its first scan, and compare with what the live numbers stand on."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from domain.admission import ADMITTED, EXITED
from domain.entities import Event
from domain.errors import NotFoundError
from domain.presence import NEVER_SEEN, CheckIn, Presence, fold_presence
from server.services.checkin import bucket_of
from server.services.venue_time import local_day
from server.storage import attendance as attendance_rows
from server.storage import presence as presence_rows
from server.storage.database import Database
from server.storage.events import get_event, next_change_numbers
from server.storage.rows import Row
from server.storage.scans import read_log


@dataclass
class Tally:
    """Everything that follows from a log."""

    scan_count: int = 0
    presence: dict[tuple[str, str], Presence] = field(default_factory=dict)
    visits: set[tuple[str, str, str]] = field(default_factory=set)
    counts: Counter[tuple[str, int, str, str]] = field(default_factory=Counter)


@dataclass(frozen=True)
class Recount:
    """What the log says, and where the stored numbers differ from it (nowhere, if all is well)."""

    scan_count: int
    inside: int
    visits: int
    differences: tuple[str, ...]


def recount(database: Database, event_id: str) -> Recount:
    """Recount an edition and compare; writes nothing. Raises NotFoundError `event_unknown`."""
    with database.read() as connection:
        event = _get_event(connection, event_id)
        tally = tally_log(connection, event)
        differences = (
            *_compare(
                "presence", tally.presence, _stored_presence(connection, event_id), NEVER_SEEN
            ),
            *_compare_visits(tally, presence_rows.get_event_visits(connection, event_id)),
            *_compare("count", dict(tally.counts), _stored_counts(connection, event_id)),
        )
    return _report(tally, differences)


def rebuild(database: Database, event_id: str) -> Recount:
    """Write presence, visits and counts anew from the log. Presence that was wrong gets a new
    change number, so that devices learn of it with their next pull."""

    def write(connection: Connection) -> Recount:
        event = _get_event(connection, event_id)
        tally = tally_log(connection, event)
        _replace(connection, event_id, tally)
        return _report(tally, ())

    return database.write(write)


def tally_log(connection: Connection, event: Event) -> Tally:
    """Fold the whole log of an edition, in the order it was numbered."""
    tally = Tally()
    for row in read_log(connection, event.id):
        _add(tally, row, event.timezone)
    return tally


def _add(tally: Tally, row: Row, timezone: str) -> None:
    tally.scan_count += 1
    bucket = bucket_of(row["corrected_at"])
    tally.counts[row["gate_id"], bucket, row["category_id"] or "", row["verdict"]] += 1
    if row["verdict"] not in (ADMITTED, EXITED) or row["attendee_id"] is None:
        return  # who leaves with a badge that is on no list was never known to be inside
    key = (row["list_id"], row["attendee_id"])
    check_in = CheckIn(row["direction"], row["corrected_at"], row["gate_id"])
    tally.presence[key] = fold_presence(tally.presence.get(key, NEVER_SEEN), check_in)
    if row["verdict"] == ADMITTED:
        day = local_day(row["corrected_at"], timezone)
        tally.visits.add((row["list_id"], day, row["attendee_id"]))


def _get_event(connection: Connection, event_id: str) -> Event:
    event = get_event(connection, event_id)
    if event is None:
        raise NotFoundError("event_unknown", f"no edition {event_id!r}")
    return event


def _stored_presence(connection: Connection, event_id: str) -> dict[tuple[str, str], Presence]:
    return presence_rows.get_event_presence(connection, event_id)


def _stored_counts(connection: Connection, event_id: str) -> dict[tuple[str, int, str, str], int]:
    """Without the zeros that are left when everything of a bucket was taken back."""
    stored = attendance_rows.get_event_counts(connection, event_id)
    return {key: count for key, count in stored.items() if count}


def _compare(
    what: str, told: dict[Any, Any], stored: dict[Any, Any], nothing: Any = None
) -> list[str]:
    return [
        f"{what} {key}: the log says {told.get(key)}, stored is {stored.get(key)}"
        for key in {**told, **stored}
        if told.get(key, nothing) != stored.get(key, nothing)
    ]


def _compare_visits(tally: Tally, stored: set[tuple[str, str, str]]) -> list[str]:
    missing = [f"visit {visit}: missing" for visit in tally.visits - stored]
    return missing + [f"visit {visit}: not in the log" for visit in stored - tally.visits]


def _report(tally: Tally, differences: tuple[str, ...]) -> Recount:
    inside = sum(presence.is_inside for presence in tally.presence.values())
    return Recount(tally.scan_count, inside, len(tally.visits), differences)


def _replace(connection: Connection, event_id: str, tally: Tally) -> None:
    presence_rows.set_presence(connection, _presence_to_mend(connection, event_id, tally))
    presence_rows.delete_event_visits(connection, event_id)
    attendance_rows.delete_event_counts(connection, event_id)
    presence_rows.add_visits(
        connection,
        [{"list_id": i, "day": day, "attendee_id": a} for i, day, a in sorted(tally.visits)],
    )
    names = ("gate_id", "bucket_at", "category_id", "verdict")
    attendance_rows.add_counts(
        connection,
        [
            dict(zip(names, key, strict=True)) | {"scan_count": count, "event_id": event_id}
            for key, count in tally.counts.items()
        ],
    )


def _presence_to_mend(connection: Connection, event_id: str, tally: Tally) -> list[Row]:
    """What nobody has a scan for becomes "never seen"; a row that vanished would tell no device."""
    stored = _stored_presence(connection, event_id)
    number = next_change_numbers(connection, event_id)
    told = {key: tally.presence.get(key, NEVER_SEEN) for key in {**tally.presence, **stored}}
    return [
        {"list_id": key[0], "attendee_id": key[1], **vars(presence), "change_number": number}
        for key, presence in told.items()
        if presence != stored.get(key)
    ]
