"""Leads: the fold of each exhibitor's facts about one person, kept for speed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from domain.entities import StoredLead
from server.storage.rows import Row, fetch, fetch_one, in_portions
from server.storage.schema import leads

_ADD = insert(leads)
_CHANGED = (
    "attendee_id",
    "badge_code",
    "first_captured_at",
    "last_captured_at",
    "fold",
    "state",
    "merged_into_id",
    "withdrawn_at",
    "change_number",
)
_SET = (
    update(leads)
    .where(leads.c.id == bindparam("whose_id"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)
_PAGE = (
    select(leads)
    .where(
        leads.c.exhibitor_id == bindparam("exhibitor_id"),
        leads.c.change_number > bindparam("since"),
    )
    .order_by(leads.c.change_number, leads.c.id)
    .limit(bindparam("limit"))
)


def add_leads(connection: Connection, found: Sequence[StoredLead]) -> None:
    """Store new leads."""
    if found:
        connection.execute(_ADD, [vars(lead) for lead in found])


def set_leads(connection: Connection, changed: Sequence[StoredLead]) -> None:
    """Write leads anew."""
    for lead in changed:
        values: Row = {f"new_{name}": getattr(lead, name) for name in _CHANGED}
        connection.execute(_SET, values | {"whose_id": lead.id})


def get_lead(connection: Connection, lead_id: str) -> StoredLead | None:
    """One lead by id."""
    return fetch_one(connection, select(leads).where(leads.c.id == lead_id), StoredLead)


def get_leads(connection: Connection, lead_ids: Sequence[str]) -> dict[str, StoredLead]:
    """The leads with these ids, by id."""
    found: list[StoredLead] = []
    for portion in in_portions(lead_ids):
        found += fetch(connection, select(leads).where(leads.c.id.in_(portion)), StoredLead)
    return {lead.id: lead for lead in found}


def find_leads(
    connection: Connection,
    exhibitor_id: str,
    attendee_ids: Sequence[str],
    badge_codes: Sequence[str],
) -> list[StoredLead]:
    """An exhibitor's leads of these attendees and of these codes of nobody known."""
    found: dict[str, StoredLead] = {}
    for column, values in ((leads.c.attendee_id, attendee_ids), (leads.c.badge_code, badge_codes)):
        for portion in in_portions(values):
            query = select(leads).where(leads.c.exhibitor_id == exhibitor_id, column.in_(portion))
            found |= {lead.id: lead for lead in fetch(connection, query, StoredLead)}
    return list(found.values())


def get_leads_of_attendees(
    connection: Connection, attendee_ids: Sequence[str], exhibitor_id: str | None = None
) -> list[StoredLead]:
    """The leads of these attendees at one exhibitor or at all."""
    found: list[StoredLead] = []
    for portion in in_portions(attendee_ids):
        query = select(leads).where(leads.c.attendee_id.in_(portion))
        if exhibitor_id is not None:
            query = query.where(leads.c.exhibitor_id == exhibitor_id)
        found += fetch(connection, query.order_by(leads.c.exhibitor_id, leads.c.id), StoredLead)
    return found


def get_changed_leads(
    connection: Connection, exhibitor_id: str, since: int, limit: int
) -> list[StoredLead]:
    """An exhibitor's leads above a change number, in its order; each has a number of its own."""
    values: dict[str, Any] = {"exhibitor_id": exhibitor_id, "since": since, "limit": limit}
    return fetch(connection, _PAGE, StoredLead, values)


def get_event_leads(connection: Connection, event_id: str) -> list[StoredLead]:
    """Every lead of an edition, for a recount."""
    query = select(leads).where(leads.c.event_id == event_id).order_by(leads.c.id)
    return fetch(connection, query, StoredLead)


def get_known_or_nobody(connection: Connection, exhibitor_id: str) -> list[StoredLead]:
    """An exhibitor's leads that people see: not practice, not merged into another."""
    query = select(leads).where(
        leads.c.exhibitor_id == exhibitor_id,
        leads.c.is_training.is_(False),
        or_(leads.c.state == "open", leads.c.state == "withdrawn", leads.c.state == "hidden"),
    )
    return fetch(connection, query.order_by(leads.c.first_captured_at, leads.c.id), StoredLead)
