"""Leads taken out of the database: people and words go, numbers stay.

What devices numbered keeps its row, emptied: a phone that sends it again gets a receipt and nothing
comes back, and the closing receipt still counts right. Leads stay as tombstones, so that phones
which hold them hear that they are gone.
"""

import json

from sqlalchemy import Connection, delete, func, select, update

from server.storage.rows import count_by
from server.storage.schema import (
    captures,
    devices,
    exhibitors,
    lead_accesses,
    lead_edits,
    lead_exports,
    leads,
    parked_scans,
    visitor_wishes,
    webhook_endpoints,
    webhook_messages,
)

PURGED = "purged"
_RECEIPT_START = '{"fact_id":"'
_RECEIPT_END = (
    '","status":"accepted","reason":"purged","retryable":false,"change_number":null,"lead":null}'
)
_PURGED_RECEIPT = '%"reason":"purged"%'


def count_accesses(connection: Connection, event_id: str) -> dict[str, int]:
    """How often details of visitors were handed out, by kind."""
    query = select(lead_accesses.c.kind, func.count()).where(lead_accesses.c.event_id == event_id)
    return count_by(connection, query.group_by(lead_accesses.c.kind))


def get_full_leads(connection: Connection, event_id: str) -> list[tuple[str, str]]:
    """Exhibitor and lead ids of what is no tombstone yet, by exhibitor."""
    query = (
        select(leads.c.exhibitor_id, leads.c.id)
        .where(
            leads.c.event_id == event_id,
            (leads.c.attendee_id.is_not(None)) | (leads.c.withdrawn_at.is_(None)),
        )
        .order_by(leads.c.exhibitor_id, leads.c.id)
    )
    return [(exhibitor_id, lead_id) for exhibitor_id, lead_id in connection.execute(query)]


def empty_lead(connection: Connection, lead_id: str, fold: str, number: int, now: int) -> None:
    """Make a tombstone of a lead."""
    connection.execute(
        update(leads)
        .where(leads.c.id == lead_id)
        .values(
            attendee_id=None,
            badge_code=None,
            fold=fold,
            state="withdrawn",
            merged_into_id=None,
            withdrawn_at=now,
            change_number=number,
        )
    )


def empty_facts(connection: Connection, event_id: str) -> int:
    """Take people and words out of captures and edits; returns how many were not empty yet."""
    done = connection.execute(
        update(captures)
        .where(captures.c.event_id == event_id, captures.c.receipt.not_like(_PURGED_RECEIPT))
        .values(
            badge_code=None,
            badge_id=None,
            attendee_id=None,
            lead_id=None,
            manual=None,
            receipt=_RECEIPT_START + captures.c.capture_id + _RECEIPT_END,
        )
    ).rowcount
    done += connection.execute(
        update(lead_edits)
        .where(lead_edits.c.event_id == event_id, lead_edits.c.receipt.not_like(_PURGED_RECEIPT))
        .values(
            field=PURGED,
            value="null",
            receipt=_RECEIPT_START + lead_edits.c.edit_id + _RECEIPT_END,
        )
    ).rowcount
    return int(done)


def empty_parked(connection: Connection, event_id: str) -> None:
    """Take what booths' devices sent and nobody could read."""
    booths = select(devices.c.id).where(devices.c.event_id == event_id, devices.c.role == "booth")
    connection.execute(
        update(parked_scans)
        .where(parked_scans.c.device_id.in_(booths))
        .values(message=f"{PURGED} " + parked_scans.c.id)
    )


def delete_traces(connection: Connection, event_id: str) -> None:
    """Delete the access log and what visitors wished of exhibitors."""
    for table in (lead_accesses, visitor_wishes):
        connection.execute(delete(table).where(table.c.event_id == event_id))


def empty_exports(connection: Connection, event_id: str) -> None:
    """Forget which leads were in which file; that there was a file, its count and hash stay."""
    mine = select(exhibitors.c.id).where(exhibitors.c.event_id == event_id)
    query = select(lead_exports.c.id, lead_exports.c.manifest)
    found = connection.execute(query.where(lead_exports.c.exhibitor_id.in_(mine))).all()
    for export_id, manifest in found:
        kept = json.dumps(json.loads(manifest) | {"lead_ids": []}, ensure_ascii=False)
        by_id = lead_exports.c.id == export_id
        connection.execute(update(lead_exports).where(by_id).values(manifest=kept))


def settle_webhooks(connection: Connection, event_id: str) -> None:
    """Drop messages about leads; what exhibitors' systems took is theirs, and no message tells
    them to delete it."""
    mine = select(exhibitors.c.id).where(exhibitors.c.event_id == event_id)
    endpoints = select(webhook_endpoints.c.id).where(webhook_endpoints.c.exhibitor_id.in_(mine))
    connection.execute(
        delete(webhook_messages).where(webhook_messages.c.endpoint_id.in_(endpoints))
    )
    number = (
        select(exhibitors.c.change_number)
        .where(exhibitors.c.id == webhook_endpoints.c.exhibitor_id)
        .scalar_subquery()
    )
    connection.execute(
        update(webhook_endpoints)
        .where(webhook_endpoints.c.exhibitor_id.in_(mine))
        .values(cursor_number=number)
    )
