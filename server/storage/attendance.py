"""Counts of scans per gate and five minutes, kept so that live numbers stay cheap."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, select

from server.storage.rows import Row, upsert
from server.storage.schema import attendance_counts

BUCKET_MS = 300_000


def add_counts(connection: Connection, rows: Sequence[Row]) -> None:
    """Add `scan_count` of each row onto its gate, bucket, category and verdict."""
    upsert(connection, attendance_counts, rows, added=("scan_count",))


def get_counts(
    connection: Connection, event_id: str, starts_at: int, ends_at: int
) -> list[tuple[str, int, str, int]]:
    """(gate id, bucket, verdict, scans) of the buckets from `starts_at` until before `ends_at`."""
    query = (
        select(
            attendance_counts.c.gate_id,
            attendance_counts.c.bucket_at,
            attendance_counts.c.verdict,
            func.sum(attendance_counts.c.scan_count),
        )
        .where(
            attendance_counts.c.event_id == event_id,
            attendance_counts.c.bucket_at >= starts_at,
            attendance_counts.c.bucket_at < ends_at,
        )
        .group_by(
            attendance_counts.c.gate_id,
            attendance_counts.c.bucket_at,
            attendance_counts.c.verdict,
        )
        .order_by(attendance_counts.c.bucket_at)
    )
    rows = connection.execute(query)
    return [(gate_id, bucket, verdict, int(count)) for gate_id, bucket, verdict, count in rows]


def get_event_counts(connection: Connection, event_id: str) -> dict[tuple[str, int, str, str], int]:
    """Every count of an edition, by (gate id, bucket, category id, verdict)."""
    query = select(attendance_counts).where(attendance_counts.c.event_id == event_id)
    return {
        (row["gate_id"], row["bucket_at"], row["category_id"], row["verdict"]): row["scan_count"]
        for row in connection.execute(query).mappings()
    }


def delete_event_counts(connection: Connection, event_id: str) -> None:
    """Forget an edition's counts, to write them anew from the log."""
    connection.execute(delete(attendance_counts).where(attendance_counts.c.event_id == event_id))
