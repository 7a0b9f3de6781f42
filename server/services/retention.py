"""The retention clock: leads are kept until a day the organizer chose, then purged."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from domain.entities import Event
from domain.errors import AccueilError
from domain.lead import EMPTY_LEAD, lead_to_json
from server.services.audit import log_change
from server.services.events import get_event, get_events
from server.services.submission import to_json
from server.services.venue_time import local_day
from server.storage import retention as rows
from server.storage.database import Database
from server.storage.events import set_event
from server.storage.exhibitors import next_change_numbers


@dataclass(frozen=True)
class Purge:
    """What a purge took: leads, facts (captures and edits), and how often details had been handed
    out, by kind. `exhibitor_numbers` are for `Broadcasts.announce_leads`."""

    event: Event
    lead_count: int
    fact_count: int
    accesses: dict[str, int]
    exhibitor_numbers: dict[str, int]

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing left to take."""
        return not (self.lead_count or self.fact_count or self.accesses)


def set_leads_kept_until(
    database: Database, event_id: str, day: str, now: int, actor: str
) -> Event:
    """Choose the last day leads are kept, `YYYY-MM-DD`, or none (empty): then they stay.

    Returns the edition as it was. Raises NotFoundError `event_unknown`, AccueilError
    `bad_retention_day` (no day, or before the edition ends).
    """
    before = get_event(database, event_id)
    kept_until = _read_day(day.strip(), before)

    def write(connection: Connection) -> None:
        set_event(connection, before.id, leads_kept_until=kept_until)
        day_or_none = kept_until or "none"
        log_change(connection, now, actor, "retention_changed", before.id, day=day_or_none)

    database.write(write)
    return before


def _read_day(text: str, event: Event) -> str | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError as error:
        message = "days are written YYYY-MM-DD"
        raise AccueilError("bad_retention_day", message, field="leads_kept_until") from error
    if day < event.ends_on:
        message = "leads are kept until the edition's last day at least"
        raise AccueilError("bad_retention_day", message, field="leads_kept_until")
    return day


def find_expired(database: Database, now: int) -> list[Event]:
    """The editions whose leads' last day is over at the venue."""
    return [
        event
        for event in get_events(database)
        if event.leads_kept_until and event.leads_kept_until < local_day(now, event.timezone)
    ]


def purge_leads(database: Database, event_id: str, now: int, actor: str) -> Purge:
    """Take an edition's leads out for good: who was met, what was noted, who was handed what.
    Counts stay. Doing it again takes what has come since. Raises NotFoundError `event_unknown`.
    """
    event = get_event(database, event_id)
    return database.write(lambda connection: _purge(connection, event, now, actor))


def purge_expired(database: Database, now: int, actor: str = "retention") -> list[Purge]:
    """Purge every edition whose day is over; those where there is nothing left are not named."""
    purges = [purge_leads(database, event.id, now, actor) for event in find_expired(database, now)]
    return [purge for purge in purges if not purge.is_empty]


def _purge(connection: Connection, event: Event, now: int, actor: str) -> Purge:
    accesses = rows.count_accesses(connection, event.id)
    fact_count = rows.empty_facts(connection, event.id)
    full = rows.get_full_leads(connection, event.id)
    numbers: dict[str, int] = {}
    for exhibitor_id, lead_id in full:
        numbers[exhibitor_id] = next_change_numbers(connection, exhibitor_id)
        fold = to_json(lead_to_json(EMPTY_LEAD))
        rows.empty_lead(connection, lead_id, fold, numbers[exhibitor_id], now)
    purge = Purge(event, len(full), fact_count, accesses, numbers)
    if not purge.is_empty:
        rows.empty_parked(connection, event.id)
        rows.delete_traces(connection, event.id)
        rows.empty_exports(connection, event.id)
        rows.settle_webhooks(connection, event.id)
        counts = {"leads": purge.lead_count, "facts": fact_count, "accesses": accesses}
        log_change(connection, now, actor, "leads_purged", event.id, **counts)
    return purge
