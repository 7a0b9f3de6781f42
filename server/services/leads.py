"""Leads as an exhibitor's devices, files and systems get them: live details, or a tombstone."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from domain.entities import StoredLead
from domain.lead import EMPTY_LEAD, Capture, lead_from_json, lead_to_json, view_lead
from server.services.contacts import Access, ContactBook
from server.services.lead_following import follow_registrations
from server.storage import leads as lead_rows
from server.storage.database import Database

WireLead = dict[str, Any]


def describe_leads(connection: Connection, leads: Sequence[StoredLead]) -> list[WireLead]:
    """Leads as on the wire, see docs/protocol-leads.md: what the visitor shares now, and all that
    the exhibitor added. Of a withdrawn or merged lead nothing is left but that it is gone.

    Who hands them out logs it: `accesses_of`.
    """
    book = ContactBook(connection, {lead.attendee_id for lead in leads if lead.attendee_id})
    return [_describe(lead, book) for lead in leads]


def accesses_of(leads: Sequence[StoredLead], wire: Sequence[WireLead]) -> list[Access]:
    """What of `describe_leads` belongs into the access log."""
    return [
        Access(lead.event_id, lead.exhibitor_id, lead.attendee_id, row["contact"])
        for lead, row in zip(leads, wire, strict=True)
        if lead.attendee_id is not None and row["contact"] is not None
    ]


def read_exhibitor_leads(
    database: Database, exhibitor_id: str, event_id: str, now: int
) -> tuple[list[StoredLead], list[WireLead]]:
    """All leads of an exhibitor that people see, in the order of their first capture: stored, and
    as on the wire. Practice and merged leads are left out, withdrawn ones are tombstones."""
    follow_registrations(database, event_id, now)
    with database.read() as connection:
        leads = lead_rows.get_known_or_nobody(connection, exhibitor_id)
        return leads, describe_leads(connection, leads)


def _describe(lead: StoredLead, book: ContactBook) -> WireLead:
    is_gone = lead.state in ("withdrawn", "merged")
    fold = EMPTY_LEAD if is_gone else lead_from_json(json.loads(lead.fold))
    contact = None if is_gone else book.get(lead.exhibitor_id, lead.attendee_id)
    first = fold.captures[0] if fold.captures else None
    provenance = {
        "captured_at": lead.first_captured_at,
        "member": first.member if first else None,
        "device": first.device if first else None,
        "source": first.source if first else None,
        "share_level": book.share_level(lead.attendee_id) if contact else None,
    }
    return {
        "lead_id": lead.id,
        "attendee_id": lead.attendee_id,
        "badge_code": None if is_gone else lead.badge_code,
        "state": lead.state,
        "merged_into": lead.merged_into_id,
        "withdrawn_at": lead.withdrawn_at,
        "is_training": lead.is_training,
        "captured_at": lead.first_captured_at,
        "last_at": lead.last_captured_at,
        "captures": [_describe_capture(one) for one in fold.captures],
        "contact": contact,
        "call_asked_at": None
        if is_gone
        else book.call_asked_at(lead.exhibitor_id, lead.attendee_id),
        **view_lead(fold),
        "provenance": provenance,
        "fold": lead_to_json(fold),
        "n": lead.change_number,
    }


def _describe_capture(one: Capture) -> dict[str, Any]:
    return {
        "capture_id": one.capture_id,
        "at": one.at,
        "member": one.member,
        "device": one.device,
        "scan_type": one.scan_type,
        "source": one.source,
    }
