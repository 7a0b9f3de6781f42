"""What a booth's devices pull: their exhibitor's leads that changed, by his own numbers."""

from dataclasses import dataclass
from typing import Any

from domain.entities import Device
from domain.messages import PROTOCOL_VERSION
from server.services.contacts import Access, find_unlogged, log_accesses
from server.services.lead_following import follow_registrations
from server.services.leads import accesses_of, describe_leads
from server.storage.database import Database
from server.storage.exhibitors import get_change_number
from server.storage.leads import get_changed_leads


@dataclass(frozen=True)
class LeadPage:
    """One page, and the exhibitors whose leads turned out to have changed on the way."""

    message: dict[str, Any]
    changed_exhibitors: list[str]


def read_lead_changes(
    database: Database, device: Device, since: int, limit: int, now: int
) -> LeadPage:
    """What changed after number `since`: {v, server_time, since, to, more, leads}.

    Where `since` is above every number there is (the server was restored from a backup), the page
    starts from nothing and says so, as the roster's does. The device must be a booth's with full
    access. Details handed out are in the access log before they leave.
    """
    exhibitor_id = str(device.exhibitor_id)
    changed = follow_registrations(database, device.event_id, now)
    actor = f"device:{device.id}"
    with database.read() as connection:
        number = get_change_number(connection, exhibitor_id)
        start = since if since <= number else 0
        leads = get_changed_leads(connection, exhibitor_id, start, limit)
        rows = describe_leads(connection, leads)
        unlogged = find_unlogged(connection, accesses_of(leads, rows), actor, "feed")
    _log(database, unlogged, actor, now)
    is_full = len(leads) == limit
    message = {
        "v": PROTOCOL_VERSION,
        "server_time": now,
        "since": start,
        "to": leads[-1].change_number if is_full else number,
        "more": is_full,
        "leads": rows,
    }
    return LeadPage(message, changed)


def _log(database: Database, accesses: list[Access], actor: str, now: int) -> None:
    if accesses:
        database.write(
            lambda connection: log_accesses(connection, accesses, actor, "feed", now, is_once=True)
        )


def get_lead_numbers(database: Database, exhibitor_ids: list[str]) -> dict[str, int]:
    """Exhibitors' newest numbers, for those who tell their devices."""
    with database.read() as connection:
        return {one: get_change_number(connection, one) for one in exhibitor_ids}
