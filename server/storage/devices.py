"""Paired devices and the one-time codes that pair them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, case, insert, select, update

from domain.entities import Device
from server.storage.rows import Row, fetch, fetch_one, set_columns
from server.storage.schema import devices, pairing_codes

_COLUMNS = [column for column in devices.c if column.name != "token_hash"]


_STANDINGS = select(devices.c.id, devices.c.revoked_at, devices.c.last_seq).where(
    devices.c.id.in_(bindparam("ids", expanding=True))
)
_NOTE_SCANS = (
    update(devices)
    .where(devices.c.id == bindparam("device_id"))
    .values(
        last_seq=case(
            (devices.c.last_seq < bindparam("seq"), bindparam("seq")), else_=devices.c.last_seq
        ),
        last_seen_at=bindparam("seen_at"),
    )
)
_NOTE_HEALTHS = (
    update(devices)
    .where(devices.c.id == bindparam("device_id"))
    .values(
        last_seen_at=bindparam("seen_at"),
        unsent_count=bindparam("unsent"),
        clock_offset_ms=bindparam("offset_ms"),
        claimed_seq=bindparam("claimed"),
        missing_count=bindparam("missing"),
        camera=bindparam("camera"),
    )
)


@dataclass(frozen=True)
class Standing:
    """What recording a scan must know of its device: revoked or not, highest number received."""

    id: str
    revoked_at: int | None
    last_seq: int


def add_device(connection: Connection, row: Row) -> None:
    """Store a newly paired device."""
    connection.execute(insert(devices).values(**row))


def get_device(connection: Connection, device_id: str) -> Device | None:
    """One device by id."""
    return fetch_one(connection, select(*_COLUMNS).where(devices.c.id == device_id), Device)


def get_device_by_token_hash(connection: Connection, token_hash: str) -> Device | None:
    """The device that holds this token, revoked or not."""
    query = select(*_COLUMNS).where(devices.c.token_hash == token_hash)
    return fetch_one(connection, query, Device)


def get_token_hash(connection: Connection, device_id: str) -> str | None:
    """What is stored of a device's token."""
    query = select(devices.c.token_hash).where(devices.c.id == device_id)
    return connection.execute(query).scalar_one_or_none()


def get_devices(connection: Connection, event_id: str) -> list[Device]:
    """An edition's devices by name."""
    query = select(*_COLUMNS).where(devices.c.event_id == event_id)
    return fetch(connection, query.order_by(devices.c.name, devices.c.id), Device)


def get_standings(connection: Connection, device_ids: Sequence[str]) -> dict[str, Standing]:
    """Where each of these devices stands now."""
    found = fetch(connection, _STANDINGS, Standing, {"ids": device_ids})
    return {standing.id: standing for standing in found}


def set_device(connection: Connection, device_id: str, **values: object) -> None:
    """Change a device's gate, name, health or standing."""
    set_columns(connection, devices, devices.c.id == device_id, **values)


def note_scans_received(connection: Connection, rows: Sequence[Row]) -> None:
    """Remember, for rows of device id, highest seq and time, what arrived last."""
    if rows:
        connection.execute(_NOTE_SCANS, rows)


def note_healths(connection: Connection, rows: Sequence[Row]) -> None:
    """Remember, for rows of device id, time, unsent, offset (ms), highest number, how many of the
    numbers are missing and the camera's figures (JSON text or None), what devices said last."""
    if rows:
        connection.execute(_NOTE_HEALTHS, rows)


def add_pairing_code(connection: Connection, row: Row) -> None:
    """Store a one-time code."""
    connection.execute(insert(pairing_codes).values(**row))


def get_pairing_code(connection: Connection, code_hash: str) -> Row | None:
    """A one-time code's row, used or not."""
    query = select(pairing_codes).where(pairing_codes.c.code_hash == code_hash)
    row = connection.execute(query).mappings().first()
    return None if row is None else dict(row)


def use_pairing_code(connection: Connection, code_hash: str, at: int) -> bool:
    """Mark a code used; False when somebody was faster."""
    unused = (pairing_codes.c.code_hash == code_hash) & pairing_codes.c.used_at.is_(None)
    return set_columns(connection, pairing_codes, unused, used_at=at) == 1
