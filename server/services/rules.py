"""The rules of every edition, kept in memory and read anew when one of them changes."""

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.admission import CheckInList, Span
from domain.badge_code import EditionKeys, Keyring
from domain.entities import Category, Event, Gate, ListSettings, OpeningHours
from server.services.venue_time import event_days, hours_span
from server.storage.categories import get_categories
from server.storage.check_in_lists import (
    get_allowed_categories,
    get_lists,
    get_opening_hours,
)
from server.storage.events import get_configuration_numbers, get_event_keys, get_events
from server.storage.gates import get_gates


@dataclass(frozen=True)
class EventRules:
    """One edition with everything admission needs to know of it."""

    event: Event
    keyring: Keyring
    gates: dict[str, Gate]
    lists: dict[str, CheckInList]
    list_settings: dict[str, ListSettings]
    categories: dict[str, Category]

    @property
    def attendance_list_id(self) -> str | None:
        """The list whose entries are the edition's attendance."""
        counting = (s.id for s in self.list_settings.values() if s.counts_attendance)
        return next(counting, None)


@dataclass(frozen=True)
class Rulebook:
    """All editions' rules, and which edition a badge tag belongs to."""

    version: tuple[tuple[str, int], ...]
    events: dict[str, EventRules]

    def event_of_tag(self, tag: int | None) -> Event | None:
        """The edition whose badges carry `tag`."""
        rules = (r for r in self.events.values() if r.event.badge_tag == tag)
        return next((r.event for r in rules), None)


class RulebookCache:
    """Gives the current rulebook; one small query tells whether the one in memory still is."""

    def __init__(self) -> None:
        self._rulebook = Rulebook((), {})

    def get(self, connection: Connection) -> Rulebook:
        """The rulebook as of this transaction."""
        version = get_configuration_numbers(connection)
        if version != self._rulebook.version:
            self._rulebook = read_rulebook(connection, version)
        return self._rulebook


def read_rulebook(connection: Connection, version: tuple[tuple[str, int], ...]) -> Rulebook:
    """Read the rules of all editions."""
    events = get_events(connection)
    keys = get_event_keys(connection)
    editions = {event.id: EditionKeys(event.badge_tag, keys.get(event.id, ())) for event in events}
    rules = {event.id: _read_event_rules(connection, event, editions) for event in events}
    return Rulebook(version, rules)


def _read_event_rules(
    connection: Connection, event: Event, editions: dict[str, EditionKeys]
) -> EventRules:
    others = tuple(keys for event_id, keys in editions.items() if event_id != event.id)
    settings = get_lists(connection, event.id)
    return EventRules(
        event=event,
        keyring=Keyring(editions[event.id], others),
        gates={gate.id: gate for gate in get_gates(connection, event.id)},
        lists=_make_lists(connection, event, settings),
        list_settings={s.id: s for s in settings},
        categories={c.id: c for c in get_categories(connection, event.id)},
    )


def _make_lists(
    connection: Connection, event: Event, settings: list[ListSettings]
) -> dict[str, CheckInList]:
    allowed = get_allowed_categories(connection, event.id)
    hours = get_opening_hours(connection, event.id)
    days = event_days(event)
    return {
        s.id: CheckInList(
            entry_rule=s.entry_rule,
            categories=allowed.get(s.id),
            days=days,
            opening_spans=_opening_spans(s.id, hours, event.timezone),
            capacity=s.capacity,
        )
        for s in settings
    }


def _opening_spans(
    list_id: str, hours: list[OpeningHours], timezone: str
) -> tuple[Span, ...] | None:
    spans = [hours_span(h.day, h.opens, h.closes, timezone) for h in hours if h.list_id == list_id]
    return tuple(spans) or None
