"""Editions and what belongs to them: categories, check-in lists, gates, exhibitors, sessions."""

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from domain.admission import ENTRY_RULES
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
from server.services.audit import log_change
from server.services.ids import new_id
from server.storage import categories as category_rows
from server.storage import check_in_lists as list_rows
from server.storage import events as event_rows
from server.storage import exhibitors as exhibitor_rows
from server.storage import gates as gate_rows
from server.storage import sessions as session_rows
from server.storage.database import Database
from server.storage.rows import Row

Work = Callable[[Connection], None]

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


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


@dataclass(frozen=True)
class NewList:
    """What an organizer says of a check-in list; empty `category_ids` lets in everybody, empty
    `hours` (day, opens, closes) is always open."""

    name: str
    entry_rule: str = "reentry"
    capacity: int | None = None
    counts_attendance: bool = False
    category_ids: Sequence[str] = ()
    hours: Sequence[tuple[str, str, str]] = ()


def create_event(database: Database, new: NewEvent, now: int, actor: str = "command") -> str:
    """Store an edition with a badge tag and a badge key of its own; returns its id.

    Raises AccueilError `bad_dates` or `unknown_timezone`, ConflictError `event_exists`.
    """
    _check_event(new)
    return database.write(lambda connection: _add_event(connection, new, now, actor))


def _check_event(new: NewEvent) -> None:
    try:
        is_ordered = date.fromisoformat(new.starts_on) <= date.fromisoformat(new.ends_on)
    except ValueError as error:
        raise AccueilError("bad_dates", "days are written YYYY-MM-DD") from error
    if not is_ordered:
        raise AccueilError("bad_dates", "the last day is before the first")
    try:
        ZoneInfo(new.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise AccueilError("unknown_timezone", f"no time zone {new.timezone!r}") from error


def _add_event(connection: Connection, new: NewEvent, now: int, actor: str) -> str:
    event_id = new_id(now)
    free_tags = sorted(set(range(256)) - event_rows.get_taken_tags(connection))
    if not free_tags:
        raise ConflictError("too_many_events", "a server knows 256 editions at the most")
    slug = make_slug(f"{new.name} {new.city} {new.starts_on[:4]}")
    if event_rows.get_event_by_slug(connection, slug) is not None:
        raise ConflictError("event_exists", f"there is an edition {slug!r} already", slug=slug)
    row = vars(new) | {
        "id": event_id,
        "slug": slug,
        "badge_tag": secrets.choice(free_tags),
        "created_at": now,
    }
    event_rows.add_event(connection, row)
    key = {"event_id": event_id, "epoch": 1, "key": secrets.token_bytes(32), "created_at": now}
    event_rows.add_event_key(connection, key)
    log_change(connection, now, actor, "event_created", event_id, slug=slug)
    return event_id


def make_slug(text: str) -> str:
    """`SICCAM Fès 2024` as it stands in addresses: `siccam-fes-2024`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def add_category(
    database: Database, event_id: str, code: str, names: tuple[str, str, str], color: str, now: int
) -> str:
    """Store a category with its French, Arabic and English name; returns its id.

    Raises AccueilError `bad_color`, ConflictError `category_exists`.
    """
    if not _COLOR.fullmatch(color):
        raise AccueilError("bad_color", "a colour is written #rrggbb")
    category_id = new_id(now)
    row = {"id": category_id, "event_id": event_id, "code": code, "color": color}
    row |= dict(zip(("name_fr", "name_ar", "name_en"), names, strict=True))

    def add(connection: Connection) -> None:
        position = len(category_rows.get_categories(connection, event_id))
        category_rows.add_category(connection, row | {"position": position})

    _write_configuration(database, event_id, add, "category_exists")
    return category_id


def add_list(database: Database, event_id: str, new: NewList, now: int) -> str:
    """Store a check-in list; returns its id.

    Raises AccueilError `bad_entry_rule`, `bad_hours` or `bad_capacity`, ConflictError
    `list_exists`.
    """
    _check_list(new)
    list_id = new_id(now)
    row = {
        "id": list_id,
        "event_id": event_id,
        "name": new.name,
        "entry_rule": new.entry_rule,
        "capacity": new.capacity,
        "counts_attendance": new.counts_attendance,
    }
    hours = [dict(zip(("day", "opens", "closes"), h, strict=True)) for h in new.hours]

    def add(connection: Connection) -> None:
        list_rows.add_list(connection, row)
        list_rows.set_allowed_categories(connection, list_id, new.category_ids)
        list_rows.set_opening_hours(connection, list_id, hours)

    _write_configuration(database, event_id, add, "list_exists")
    return list_id


def change_list(database: Database, event_id: str, list_id: str, new: NewList) -> None:
    """Give a check-in list other rules; the same errors as `add_list`."""
    _check_list(new)
    hours: list[Row] = [dict(zip(("day", "opens", "closes"), h, strict=True)) for h in new.hours]

    def change(connection: Connection) -> None:
        list_rows.set_list(
            connection,
            list_id,
            name=new.name,
            entry_rule=new.entry_rule,
            capacity=new.capacity,
            counts_attendance=new.counts_attendance,
        )
        list_rows.set_allowed_categories(connection, list_id, new.category_ids)
        list_rows.set_opening_hours(connection, list_id, hours)

    _write_configuration(database, event_id, change, "list_exists")


def _check_list(new: NewList) -> None:
    if new.entry_rule not in ENTRY_RULES:
        raise AccueilError("bad_entry_rule", f"an entry rule is one of {', '.join(ENTRY_RULES)}")
    if new.capacity is not None and new.capacity < 1:
        raise AccueilError("bad_capacity", "a capacity is 1 or more, or none")
    for day, opens, closes in new.hours:
        if not (_is_day(day) and _TIME.fullmatch(opens) and _TIME.fullmatch(closes)):
            raise AccueilError("bad_hours", "hours are written YYYY-MM-DD, HH:MM, HH:MM")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def add_gate(
    database: Database, event_id: str, list_id: str, name: str, direction: str, now: int
) -> str:
    """Store a gate of a check-in list; returns its id. Raises ConflictError `gate_exists`."""
    gate_id = new_id(now)

    def add(connection: Connection) -> None:
        position = len(gate_rows.get_gates(connection, event_id))
        row = {"id": gate_id, "event_id": event_id, "list_id": list_id, "name": name}
        gate_rows.add_gate(connection, row | {"direction": direction, "position": position})

    _write_configuration(database, event_id, add, "gate_exists")
    return gate_id


def set_kiosk_settings(database: Database, event_id: str, pin: str | None, volume: int) -> None:
    """Store the kiosks' PIN (already stretched, JSON text, or None) and volume (0-100)."""

    def change(connection: Connection) -> None:
        event_rows.set_event(connection, event_id, kiosk_pin=pin, kiosk_volume=volume)

    _write_configuration(database, event_id, change, "event_exists")


def _write_configuration(database: Database, event_id: str, work: Work, conflict_code: str) -> None:
    def change(connection: Connection) -> None:
        work(connection)
        event_rows.touch_configuration(connection, event_id)

    try:
        database.write(change)
    except IntegrityError as error:
        raise ConflictError(conflict_code, "that name is taken in this edition") from error


def add_exhibitor(
    database: Database, event_id: str, name: str, booth: str, activity: str, now: int
) -> str:
    """Store an exhibitor; returns its id. Raises ConflictError `exhibitor_exists`."""
    row = {"id": new_id(now), "event_id": event_id, "name": name}
    row |= {"booth": booth, "activity": activity}
    _write_configuration(
        database,
        event_id,
        lambda connection: exhibitor_rows.add_exhibitor(connection, row),
        "exhibitor_exists",
    )
    return row["id"]


def add_session(database: Database, session: Session) -> None:
    """Store a session. Raises ConflictError `session_exists`."""
    _write_configuration(
        database,
        session.event_id,
        lambda connection: session_rows.add_session(connection, vars(session)),
        "session_exists",
    )


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
