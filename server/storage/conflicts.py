"""Conflicts between gates that were apart."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from domain.entities import Conflict
from server.storage.rows import Row, fetch, fetch_one, insert_missing, set_columns
from server.storage.schema import conflicts, devices, gates, scans


def add_conflicts(connection: Connection, rows: Sequence[Row]) -> None:
    """Open conflicts; one that is known is left as it is."""
    insert_missing(connection, conflicts, rows)


def get_conflict(connection: Connection, conflict_id: str) -> Conflict | None:
    """One conflict by id."""
    return fetch_one(connection, select(conflicts).where(conflicts.c.id == conflict_id), Conflict)


def get_conflicts(connection: Connection, event_id: str) -> list[Conflict]:
    """An edition's conflicts: open ones first, newest first."""
    query = (
        select(conflicts)
        .where(conflicts.c.event_id == event_id)
        .order_by(conflicts.c.resolved_at.is_not(None), conflicts.c.opened_at.desc())
    )
    return fetch(connection, query, Conflict)


def count_open_conflicts(connection: Connection, event_id: str) -> int:
    """How many wait for a person."""
    query = (
        select(func.count())
        .select_from(conflicts)
        .where(conflicts.c.event_id == event_id, conflicts.c.resolved_at.is_(None))
    )
    return connection.execute(query).scalar_one()


def set_resolved(connection: Connection, conflict_id: str, **values: object) -> bool:
    """Settle a conflict; False when somebody else did already."""
    is_open = (conflicts.c.id == conflict_id) & conflicts.c.resolved_at.is_(None)
    return set_columns(connection, conflicts, is_open, **values) == 1


def get_sides(connection: Connection, scan_ids: Sequence[str]) -> dict[str, Row]:
    """Where, when and by which device these scans were made, by scan id."""
    query = (
        select(
            scans.c.scan_id,
            scans.c.corrected_at,
            scans.c.received_at,
            scans.c.device_time,
            scans.c.clock_offset_ms,
            scans.c.source,
            scans.c.local_verdict,
            scans.c.verdict,
            scans.c.reason,
            scans.c.gate_id,
            gates.c.name.label("gate_name"),
            devices.c.name.label("device_name"),
        )
        .join(gates, gates.c.id == scans.c.gate_id)
        .join(devices, devices.c.id == scans.c.device_id)
        .where(scans.c.scan_id.in_(scan_ids))
    )
    return {row["scan_id"]: dict(row) for row in connection.execute(query).mappings()}
