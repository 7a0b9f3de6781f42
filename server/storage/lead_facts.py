"""What booths' devices sent: captures and edits, append-only."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, func, insert, select, tuple_, update

from server.storage.rows import Row, in_portions
from server.storage.schema import booth_members, captures, devices, lead_edits, parked_scans

_ADD_CAPTURES = insert(captures)
_ADD_EDITS = insert(lead_edits)
_RESOLVE = (
    update(captures)
    .where(captures.c.capture_id == bindparam("whose_id"))
    .values(
        {name: bindparam(f"new_{name}") for name in ("badge_id", "attendee_id", "lead_id")}
        | {"verdict": bindparam("new_verdict"), "share_level": bindparam("new_share_level")}
    )
)


def _count_by_device(table: Table, *conditions: Any) -> Select[Any]:
    mine = table.c.exhibitor_id == bindparam("exhibitor_id")
    query = select(table.c.device_id, func.count()).where(mine, *conditions)
    return query.group_by(table.c.device_id)


_COUNTS: dict[str, Select[Any]] = {
    "captures": _count_by_device(captures, captures.c.is_training.is_(False)),
    "practice": _count_by_device(captures, captures.c.is_training.is_(True)),
    "edits": _count_by_device(lead_edits),
    "parked": select(parked_scans.c.device_id, func.count(parked_scans.c.device_seq.distinct()))
    .join(devices, devices.c.id == parked_scans.c.device_id)
    .where(devices.c.exhibitor_id == bindparam("exhibitor_id"))
    .group_by(parked_scans.c.device_id),
}


def add_captures(connection: Connection, rows: Sequence[Row]) -> None:
    """Append captures."""
    if rows:
        connection.execute(_ADD_CAPTURES, rows)


def add_edits(connection: Connection, rows: Sequence[Row]) -> None:
    """Append edits."""
    if rows:
        connection.execute(_ADD_EDITS, rows)


def find_receipts(connection: Connection, fact_ids: Sequence[str]) -> dict[str, Row]:
    """Device, exhibitor, attendee and receipt (JSON text) of the facts kept already, by fact id."""
    found: dict[str, Row] = {}
    columns = ("device_id", "exhibitor_id", "receipt")
    for portion in in_portions(fact_ids):
        of_captures = select(
            captures.c.capture_id, captures.c.attendee_id, *(captures.c[name] for name in columns)
        ).where(captures.c.capture_id.in_(portion))
        of_edits = select(lead_edits.c.edit_id, *(lead_edits.c[name] for name in columns)).where(
            lead_edits.c.edit_id.in_(portion)
        )
        for row in connection.execute(of_captures).mappings():
            found[row["capture_id"]] = dict(row)
        for row in connection.execute(of_edits).mappings():
            found[row["edit_id"]] = dict(row) | {"attendee_id": None}
    return found


def find_taken_seqs(
    connection: Connection, pairs: Sequence[tuple[str, int]]
) -> set[tuple[str, int]]:
    """Which of these (device id, device seq) were given to a fact already."""
    taken: set[tuple[str, int]] = set()
    for table in (captures, lead_edits):
        for portion in in_portions(pairs):
            query = select(table.c.device_id, table.c.device_seq).where(
                tuple_(table.c.device_id, table.c.device_seq).in_(portion)
            )
            taken |= {(device_id, seq) for device_id, seq in connection.execute(query)}
    return taken


def get_captures(connection: Connection, column: str, values: Sequence[str]) -> list[Row]:
    """The captures of which `column` is one of `values`, with names of member and device."""
    found: list[Row] = []
    query = _with_names(captures)
    for portion in in_portions(values):
        rows = connection.execute(query.where(captures.c[column].in_(portion)))
        found += [dict(row) for row in rows.mappings()]
    return found


def get_edits(connection: Connection, capture_ids: Sequence[str]) -> list[Row]:
    """The edits made on these captures, with names of member and device."""
    found: list[Row] = []
    query = _with_names(lead_edits)
    for portion in in_portions(capture_ids):
        rows = connection.execute(query.where(lead_edits.c.capture_id.in_(portion)))
        found += [dict(row) for row in rows.mappings()]
    return found


def find_unresolved(connection: Connection, event_id: str, codes: Sequence[str]) -> list[Row]:
    """The captures of these badge codes that stand for nobody yet; practice never does."""
    found: list[Row] = []
    for portion in in_portions(codes):
        query = select(captures).where(
            captures.c.event_id == event_id,
            captures.c.badge_code.in_(portion),
            captures.c.attendee_id.is_(None),
            captures.c.is_training.is_(False),
        )
        found += [dict(row) for row in connection.execute(query).mappings()]
    return found


def set_resolved(connection: Connection, rows: Sequence[Row]) -> None:
    """Say who captures turned out to be of: capture id, badge, attendee, lead, verdict, level."""
    for row in rows:
        values = {f"new_{name}": value for name, value in row.items() if name != "capture_id"}
        connection.execute(_RESOLVE, values | {"whose_id": row["capture_id"]})


def move_captures(connection: Connection, from_lead_id: str, to_lead_id: str) -> None:
    """Put the captures of one lead under another."""
    connection.execute(
        update(captures).where(captures.c.lead_id == from_lead_id).values(lead_id=to_lead_id)
    )


def count_facts(connection: Connection, exhibitor_id: str) -> dict[str, dict[str, int]]:
    """By device: how many `captures` arrived, how many of `practice`, how many `edits`, and how
    many numbers were `parked`."""
    counts: dict[str, dict[str, int]] = {}
    for name, query in _COUNTS.items():
        for device_id, count in connection.execute(query, {"exhibitor_id": exhibitor_id}):
            counts.setdefault(device_id, {})[name] = int(count)
    return counts


def get_capture_ids(connection: Connection, exhibitor_id: str) -> list[str]:
    """The ids of an exhibitor's captures, practice left out, in order."""
    query = select(captures.c.capture_id).where(
        captures.c.exhibitor_id == exhibitor_id, captures.c.is_training.is_(False)
    )
    return list(connection.execute(query.order_by(captures.c.capture_id)).scalars())


def _with_names(table: Table) -> Any:
    return (
        select(
            table,
            booth_members.c.name.label("member"),
            devices.c.name.label("device"),
            devices.c.access,
        )
        .join(devices, devices.c.id == table.c.device_id)
        .outerjoin(booth_members, booth_members.c.id == table.c.member_id)
    )
