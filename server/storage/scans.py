"""The log of scans: append-only."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Subquery, bindparam, func, insert, select, tuple_, union

from domain.admission import ADMITTED, EXITED
from domain.conflicts import PastCheckIn
from domain.presence import CheckIn
from server.storage.rows import Row, in_portions, insert_missing
from server.storage.schema import captures, devices, gates, lead_edits, parked_scans, scans, undos

_ADD = insert(scans)
_RECEIPTS = select(scans.c.scan_id, scans.c.event_id, scans.c.receipt).where(
    scans.c.scan_id.in_(bindparam("scan_ids", expanding=True))
)


def add_scans(connection: Connection, rows: Sequence[Row]) -> None:
    """Append to the log."""
    if rows:
        connection.execute(_ADD, rows)


def add_parked_scans(connection: Connection, rows: Sequence[Row]) -> None:
    """Keep what could not become a scan; the same message from a device is kept once."""
    insert_missing(connection, parked_scans, rows)


def find_receipts(connection: Connection, scan_ids: Sequence[str]) -> dict[str, Row]:
    """Event id and receipt (JSON text) of the scans that are in the log already, by scan id."""
    found: dict[str, Row] = {}
    for portion in in_portions(scan_ids):
        for row in connection.execute(_RECEIPTS, {"scan_ids": portion}).mappings():
            found[row["scan_id"]] = dict(row)
    return found


def find_taken_seqs(
    connection: Connection, pairs: Sequence[tuple[str, int]]
) -> set[tuple[str, int]]:
    """Which of these (device id, device seq) the log has already."""
    taken: set[tuple[str, int]] = set()
    for portion in in_portions(pairs):
        query = select(scans.c.device_id, scans.c.device_seq).where(
            tuple_(scans.c.device_id, scans.c.device_seq).in_(portion)
        )
        taken |= {(device_id, seq) for device_id, seq in connection.execute(query)}
    return taken


def get_last_scans(connection: Connection, event_id: str, limit: int) -> list[Row]:
    """The newest scans with gate and device names, newest first; `is_undone`: taken back."""
    query = (
        select(
            scans.c.scan_id,
            scans.c.attendee_id,
            scans.c.direction,
            scans.c.corrected_at,
            scans.c.verdict,
            scans.c.reason,
            scans.c.source,
            gates.c.name.label("gate_name"),
            devices.c.name.label("device_name"),
            undos.c.undo_id.is_not(None).label("is_undone"),
        )
        .join(gates, gates.c.id == scans.c.gate_id)
        .join(devices, devices.c.id == scans.c.device_id)
        .outerjoin(undos, undos.c.scan_id == scans.c.scan_id)
        .where(scans.c.event_id == event_id)
        .order_by(scans.c.change_number.desc())
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def get_timings(connection: Connection, event_id: str, after_number: int) -> list[tuple[str, str]]:
    """Device id and timings (JSON text) of the scans after a change number that have some."""
    query = select(scans.c.device_id, scans.c.timings).where(
        scans.c.event_id == event_id,
        scans.c.change_number > after_number,
        scans.c.timings.is_not(None),
    )
    return [(device_id, timings) for device_id, timings in connection.execute(query)]


def read_check_ins(connection: Connection, list_id: str, attendee_id: str) -> list[PastCheckIn]:
    """An attendee's entries and exits at a list that were not taken back."""
    columns = (scans.c.scan_id, scans.c.direction, scans.c.corrected_at, scans.c.gate_id)
    query = (
        select(*columns)
        .outerjoin(undos, undos.c.scan_id == scans.c.scan_id)
        .where(
            scans.c.list_id == list_id,
            scans.c.attendee_id == attendee_id,
            scans.c.verdict.in_((ADMITTED, EXITED)),
            undos.c.undo_id.is_(None),
        )
        .order_by(scans.c.change_number)
    )
    return [
        PastCheckIn(scan_id, CheckIn(direction, at, gate_id))
        for scan_id, direction, at, gate_id in connection.execute(query)
    ]


def get_scan(connection: Connection, scan_id: str) -> Row | None:
    """One scan of the log."""
    row = connection.execute(select(scans).where(scans.c.scan_id == scan_id)).mappings().first()
    return None if row is None else dict(row)


def read_scans_of(connection: Connection, device_ids: Sequence[str]) -> Iterator[Row]:
    """What these devices sent, as the log has it, word for word."""
    names = ("device_id", "device_seq", "scan_id", "badge_code", "direction", "device_time")
    for portion in in_portions(device_ids):
        query = select(*(scans.c[name] for name in names)).where(scans.c.device_id.in_(portion))
        for row in connection.execute(query).mappings():
            yield dict(row)


def count_parked_of(connection: Connection, device_ids: Sequence[str]) -> int:
    """How many messages of these devices could not become a scan."""
    query = select(func.count()).select_from(parked_scans)
    return sum(
        connection.execute(query.where(parked_scans.c.device_id.in_(portion))).scalar_one()
        for portion in in_portions(device_ids)
    )


def get_received_seqs(connection: Connection, device_id: str, above: int = 0) -> list[int]:
    """The numbers of a device over `above` that have arrived, recorded or parked, ascending."""
    numbers = _received(device_id, above)
    return list(connection.execute(select(numbers.c.device_seq).order_by("device_seq")).scalars())


def _received(device_id: str, above: int) -> Subquery:
    recorded = select(scans.c.device_seq).where(
        scans.c.device_id == device_id, scans.c.device_seq > above
    )
    parked = select(parked_scans.c.device_seq).where(
        parked_scans.c.device_id == device_id, parked_scans.c.device_seq > above
    )
    captured = select(captures.c.device_seq).where(captures.c.device_id == device_id)
    edited = select(lead_edits.c.device_seq).where(lead_edits.c.device_id == device_id)
    return union(recorded, parked, captured, edited).subquery()


def read_log(connection: Connection, event_id: str) -> Iterator[Row]:
    """Every scan of an edition that was not taken back, as it was numbered; streamed."""
    columns = (
        scans.c.list_id,
        scans.c.gate_id,
        scans.c.attendee_id,
        scans.c.category_id,
        scans.c.direction,
        scans.c.corrected_at,
        scans.c.verdict,
    )
    query = (
        select(*columns)
        .outerjoin(undos, undos.c.scan_id == scans.c.scan_id)
        .where(scans.c.event_id == event_id, undos.c.undo_id.is_(None))
        .order_by(scans.c.change_number)
    )
    for row in connection.execute(query.execution_options(yield_per=1000)).mappings():
        yield dict(row)


def count_scans(connection: Connection, event_id: str) -> int:
    """How many scans the log holds."""
    query = select(func.count()).select_from(scans).where(scans.c.event_id == event_id)
    return connection.execute(query).scalar_one()


def count_parked_scans(connection: Connection, event_id: str) -> int:
    """How many messages of an edition's devices wait for a person to look at them."""
    query = (
        select(func.count())
        .select_from(parked_scans)
        .join(devices, devices.c.id == parked_scans.c.device_id)
        .where(devices.c.event_id == event_id)
    )
    return connection.execute(query).scalar_one()


def get_parked_scans(connection: Connection, event_id: str, limit: int) -> list[Row]:
    """What an edition's devices sent that could not become a scan, latest first."""
    query = (
        select(parked_scans, devices.c.name.label("device_name"))
        .join(devices, devices.c.id == parked_scans.c.device_id)
        .where(devices.c.event_id == event_id)
        .order_by(parked_scans.c.received_at.desc(), parked_scans.c.id.desc())
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
