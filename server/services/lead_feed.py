"""What a booth's devices pull: their exhibitor's leads that changed, by his own numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from domain.entities import Device
from domain.messages import PROTOCOL_VERSION
from server.services.contacts import Access, find_unlogged, log_accesses
from server.services.lead_following import follow_registrations
from server.services.leads import accesses_of, describe_leads
from server.storage.database import Database
from server.storage.exhibitors import get_change_number
from server.storage.group_commit import GroupCommit
from server.storage.leads import get_changed_leads


@dataclass(frozen=True)
class LeadPage:
    """One page, and the exhibitors whose leads turned out to have changed on the way."""

    message: dict[str, Any]
    changed_exhibitors: list[str]


@dataclass(frozen=True)
class _Handing:
    """Somebody's details on their way to a device."""

    access: Access
    actor: str
    at: int


class LeadFeed:
    """The feeds of all exhibitors. All that is handed out at the same moment is logged by one
    commit, however many phones pull."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._log: GroupCommit[_Handing, None] = GroupCommit(self._commit)

    def read_changes(self, device: Device, since: int, limit: int, now: int) -> LeadPage:
        """What changed after number `since`: {v, server_time, since, to, more, leads}.

        Where `since` is above every number there is (the server was restored from a backup), the
        page starts from nothing and says so, as the roster's does. The device must be a booth's
        with full access. Details handed out are in the access log before they leave.
        """
        exhibitor_id = str(device.exhibitor_id)
        changed = follow_registrations(self._database, device.event_id, now)
        actor = f"device:{device.id}"
        with self._database.read() as connection:
            number = get_change_number(connection, exhibitor_id)
            start = since if since <= number else 0
            leads = get_changed_leads(connection, exhibitor_id, start, limit)
            rows = describe_leads(connection, leads)
            unlogged = find_unlogged(connection, accesses_of(leads, rows), actor, "feed")
        if unlogged:
            self._log.submit([_Handing(access, actor, now) for access in unlogged])
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

    def _commit(self, handings: Sequence[_Handing]) -> Sequence[None]:
        def write(connection: Connection) -> None:
            for one in handings:
                log_accesses(connection, [one.access], one.actor, "feed", one.at, is_once=True)

        self._database.write(write)
        return [None] * len(handings)


def get_lead_numbers(database: Database, exhibitor_ids: list[str]) -> dict[str, int]:
    """Exhibitors' newest numbers, for those who tell their devices."""
    with database.read() as connection:
        return {one: get_change_number(connection, one) for one in exhibitor_ids}
