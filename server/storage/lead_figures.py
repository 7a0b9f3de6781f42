"""Leads counted: how many, by whom and when. Nothing here reads who was met or what was noted."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, exists, func, literal_column, select

from server.storage.rows import fetch
from server.storage.schema import captures, lead_edits, leads, parked_scans
from server.storage.schema import devices as device_table

BUCKET_MS = 900_000
"""A quarter of an hour: every time zone's hours are made of them."""

_MINE = captures.c.event_id == bindparam("event_id")
_REAL = captures.c.is_training.is_(False)
# A literal, since PostgreSQL must see the same expression twice.
_BUCKET = captures.c.corrected_at // literal_column(str(BUCKET_MS), BigInteger)
_BY_BUCKET = (
    select(
        captures.c.exhibitor_id,
        _BUCKET.label("bucket"),
        func.count().label("scan_count"),
        func.max(captures.c.corrected_at).label("last_at"),
    )
    .where(_MINE, _REAL)
    .group_by(captures.c.exhibitor_id, _BUCKET)
)
_LEADS = (
    select(leads.c.exhibitor_id, leads.c.state, func.count())
    .where(
        leads.c.event_id == bindparam("event_id"),
        leads.c.is_training.is_(False),
        leads.c.state != "merged",
    )
    .group_by(leads.c.exhibitor_id, leads.c.state)
)
_SIGHTINGS = select(
    captures.c.device_id,
    captures.c.corrected_at.label("at"),
    captures.c.badge_code.label("badge"),
    exists().where(lead_edits.c.capture_id == captures.c.capture_id).label("is_edited"),
).where(
    _MINE,
    _REAL,
    captures.c.corrected_at >= bindparam("since"),
    captures.c.lead_id.is_not(None),
    captures.c.badge_code.is_not(None),
)


@dataclass(frozen=True)
class Bucket:
    """The captures of one exhibitor in one quarter of an hour; `bucket` counts them since 1970."""

    exhibitor_id: str
    bucket: int
    scan_count: int
    last_at: int


def count_by_bucket(connection: Connection, event_id: str) -> list[Bucket]:
    """An edition's captures by exhibitor and quarter of an hour, practice left out."""
    return fetch(connection, _BY_BUCKET, Bucket, {"event_id": event_id})


def count_leads(connection: Connection, event_id: str) -> dict[str, dict[str, int]]:
    """By exhibitor and state: how many people were met; withdrawn ones still count as one each."""
    found: dict[str, dict[str, int]] = {}
    for exhibitor_id, state, count in connection.execute(_LEADS, {"event_id": event_id}):
        found.setdefault(exhibitor_id, {})[state] = int(count)
    return found


def get_sightings(connection: Connection, event_id: str, since: int) -> list[dict[str, Any]]:
    """Captures that gave details, from `since` (ms) on: device_id, at, badge, is_edited."""
    rows = connection.execute(_SIGHTINGS, {"event_id": event_id, "since": since})
    return [dict(row) | {"is_edited": bool(row["is_edited"])} for row in rows.mappings()]


def count_facts_by_device(connection: Connection, event_id: str) -> dict[str, int]:
    """How many numbers of each booth's device arrived: captures, edits, and what was parked."""
    found: dict[str, int] = {}
    for table in (captures, lead_edits):
        query = select(table.c.device_id, func.count()).where(table.c.event_id == event_id)
        for device_id, count in connection.execute(query.group_by(table.c.device_id)):
            found[device_id] = found.get(device_id, 0) + int(count)
    parked = (
        select(parked_scans.c.device_id, func.count(parked_scans.c.device_seq.distinct()))
        .join(device_table, device_table.c.id == parked_scans.c.device_id)
        .where(device_table.c.event_id == event_id, device_table.c.role == "booth")
        .group_by(parked_scans.c.device_id)
    )
    for device_id, count in connection.execute(parked):
        found[device_id] = found.get(device_id, 0) + int(count)
    return found
