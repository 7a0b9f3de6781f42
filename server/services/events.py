"""Editions and what belongs to them: categories, check-in lists, gates, exhibitors, sessions."""

import re
import secrets
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfoNotFoundError

from sqlalchemy import Connection

from domain.entities import (
    Category,
    Event,
    Exhibitor,
    Gate,
    ListSettings,
    OpeningHours,
    Session,
)
from domain.errors import AccueilError, ConflictError, NotFoundError
from domain.sealed_code import KEY_BYTES
from server.services.audit import log_change
from server.services.configuration import Change, check_name, write_configuration
from server.services.ids import new_id
from server.services.slugs import make_slug
from server.services.time_zones import find_zone
from server.storage import categories as category_rows
from server.storage import check_in_lists as list_rows
from server.storage import events as event_rows
from server.storage import exhibitors as exhibitor_rows
from server.storage import gates as gate_rows
from server.storage import sessions as session_rows
from server.storage.database import Database
from server.storage.rows import Row

_MOST_DAYS = 366
_LONGEST_SLUG = 70
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class NewEvent:
    """What an organizer says of a new edition; days are `YYYY-MM-DD`, both included."""

    name: str
    city: str
    starts_on: str
    ends_on: str
    timezone: str = "Africa/Casablanca"
    languages: str = "fr,ar,en"
    default_country: str = "MA"


def create_event(database: Database, new: NewEvent, now: int, actor: str = "command") -> str:
    """Store an edition with a badge tag and a badge key of its own; returns its id.

    Raises AccueilError `name_missing`, `name_too_long`, `bad_dates`, `unknown_timezone` or
    `unknown_country`, ConflictError `event_exists` or `too_many_events`.
    """
    row = _make_row(new) | {"languages": new.languages}
    return database.write(lambda connection: _add_event(connection, row, now, actor))


def change_event(
    database: Database, event_id: str, changed: NewEvent, now: int, actor: str = "command"
) -> Event:
    """Correct an edition's name, city, days, time zone or default country; returns what it was.

    Its address (slug) and languages stay. Raises NotFoundError `event_unknown` and the errors of
    `create_event`.
    """
    row = _make_row(changed)
    before = get_event(database, event_id)

    def change_row(change: Change) -> None:
        event_rows.set_event(change.connection, before.id, **row)
        change.log("event_changed", before.id, **row)

    write_configuration(database, before.id, now, actor, change_row)
    return before


def _make_row(new: NewEvent) -> Row:
    first, last = _read_day(new.starts_on, "starts_on"), _read_day(new.ends_on, "ends_on")
    if not 0 <= (last - first).days < _MOST_DAYS:
        message = "the last day is on or after the first, and within a year of it"
        raise AccueilError("bad_dates", message, field="ends_on")
    if not _COUNTRY.fullmatch(new.default_country):
        message = f"no country {new.default_country!r}"
        raise AccueilError("unknown_country", message, field="default_country")
    _check_timezone(new.timezone)
    return {
        "name": check_name(new.name),
        "city": check_name(new.city, "city"),
        "starts_on": first.isoformat(),
        "ends_on": last.isoformat(),
        "timezone": new.timezone,
        "default_country": new.default_country,
    }


def _read_day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise AccueilError("bad_dates", "days are written YYYY-MM-DD", field=field) from error


def _check_timezone(name: str) -> None:
    try:
        find_zone(name)
    except ZoneInfoNotFoundError as error:
        message = f"no time zone {name!r}"
        raise AccueilError("unknown_timezone", message, field="timezone") from error


def _add_event(connection: Connection, row: Row, now: int, actor: str) -> str:
    event_id = new_id(now)
    free_tags = sorted(set(range(256)) - event_rows.get_taken_tags(connection))
    if not free_tags:
        raise ConflictError("too_many_events", "a server knows 256 editions at the most")
    slug = _choose_slug(connection, row)
    own: Row = {"id": event_id, "slug": slug, "badge_tag": secrets.choice(free_tags)}
    own |= {"sealing_key": secrets.token_bytes(KEY_BYTES), "feed_id": new_id(now)}
    event_rows.add_event(connection, row | own | {"created_at": now})
    key = {"event_id": event_id, "epoch": 1, "key": secrets.token_bytes(32), "created_at": now}
    event_rows.add_event_key(connection, key)
    log_change(connection, now, actor, "event_created", event_id, slug=slug)
    return event_id


def _choose_slug(connection: Connection, row: Row) -> str:
    """Numbered when names in Arabic letters leave the same address for two different editions."""
    year = row["starts_on"][:4]
    words = make_slug(f"{row['name']} {row['city']}")[:_LONGEST_SLUG].strip("-")
    wanted = f"{words}-{year}" if words else f"edition-{year}"
    slug, number = wanted, 1
    while (known := event_rows.get_event_by_slug(connection, slug)) is not None:
        if (known.name, known.city, known.year) == (row["name"], row["city"], year):
            message = f"there is an edition {slug!r} already"
            raise ConflictError("event_exists", message, field="name", slug=slug)
        number += 1
        slug = f"{wanted}-{number}"
    return slug


@dataclass(frozen=True)
class EventSetup:
    """An edition as the organizer's pages show it."""

    event: Event
    categories: list[Category]
    lists: list[ListSettings]
    allowed: dict[str, frozenset[str]]
    hours: list[OpeningHours]
    gates: list[Gate]
    exhibitors: list[Exhibitor]
    sessions: list[Session]


def get_events(database: Database) -> list[Event]:
    """Every edition, latest first."""
    with database.read() as connection:
        return event_rows.get_events(connection)


def get_event(database: Database, event_id_or_slug: str) -> Event:
    """One edition by id or slug. Raises NotFoundError `event_unknown`."""
    with database.read() as connection:
        event = event_rows.get_event(connection, event_id_or_slug)
        event = event or event_rows.get_event_by_slug(connection, event_id_or_slug)
    if event is None:
        raise NotFoundError("event_unknown", f"no edition {event_id_or_slug!r}")
    return event


def get_event_setup(database: Database, event_id: str) -> EventSetup:
    """An edition with all that belongs to it. Raises NotFoundError `event_unknown`."""
    event = get_event(database, event_id)
    with database.read() as connection:
        return EventSetup(
            event=event,
            categories=category_rows.get_categories(connection, event.id),
            lists=list_rows.get_lists(connection, event.id),
            allowed=list_rows.get_allowed_categories(connection, event.id),
            hours=list_rows.get_opening_hours(connection, event.id),
            gates=gate_rows.get_gates(connection, event.id),
            exhibitors=exhibitor_rows.get_exhibitors(connection, event.id),
            sessions=session_rows.get_sessions(connection, event.id),
        )
