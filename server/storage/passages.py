"""Where an attendee has been scanned."""

from sqlalchemy import Connection, select

from server.storage.rows import Row
from server.storage.schema import check_in_lists, gates, scans


def get_passages(connection: Connection, event_id: str, attendee_id: str, limit: int) -> list[Row]:
    """An attendee's scans at every list of the edition, newest first, with gate and list names."""
    lists = select(check_in_lists.c.id).where(check_in_lists.c.event_id == event_id)
    query = (
        select(
            scans.c.corrected_at,
            scans.c.direction,
            scans.c.verdict,
            scans.c.reason,
            gates.c.name.label("gate_name"),
            check_in_lists.c.name.label("list_name"),
        )
        .join(gates, gates.c.id == scans.c.gate_id)
        .join(check_in_lists, check_in_lists.c.id == scans.c.list_id)
        .where(scans.c.list_id.in_(lists), scans.c.attendee_id == attendee_id)
        .order_by(scans.c.corrected_at.desc(), scans.c.change_number.desc())
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
