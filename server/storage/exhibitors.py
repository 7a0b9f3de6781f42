"""Exhibitors of an edition: their codes, people, devices and scan types."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select

from domain.entities import BoothMember, Device, Exhibitor, ExhibitorCode, ScanType
from server.storage.rows import Row, fetch, fetch_one, in_portions, set_columns
from server.storage.schema import (
    booth_members,
    devices,
    exhibitor_codes,
    exhibitors,
    scan_types,
)

_TAKE_NUMBERS = (
    exhibitors.update()
    .where(exhibitors.c.id == bindparam("taking_exhibitor_id"))
    .values(change_number=exhibitors.c.change_number + bindparam("count"))
    .returning(exhibitors.c.change_number)
)


def add_exhibitor(connection: Connection, row: Row) -> None:
    """Store an exhibitor; IntegrityError when the name is taken."""
    connection.execute(insert(exhibitors).values(**row))


def get_exhibitors(connection: Connection, event_id: str) -> list[Exhibitor]:
    """An edition's exhibitors by booth."""
    query = select(exhibitors).where(exhibitors.c.event_id == event_id)
    return fetch(connection, query.order_by(exhibitors.c.booth, exhibitors.c.name), Exhibitor)


def get_change_number(connection: Connection, exhibitor_id: str) -> int:
    """The exhibitor's counter: the number of his newest change. 0 for an unknown exhibitor."""
    query = select(exhibitors.c.change_number).where(exhibitors.c.id == exhibitor_id)
    return int(connection.execute(query).scalar() or 0)


def get_exhibitor(connection: Connection, exhibitor_id: str) -> Exhibitor | None:
    """One exhibitor by id."""
    query = select(exhibitors).where(exhibitors.c.id == exhibitor_id)
    return fetch_one(connection, query, Exhibitor)


def next_change_numbers(connection: Connection, exhibitor_id: str, count: int = 1) -> int:
    """Take `count` numbers of an exhibitor's own counter and return the first.

    The update locks the row until commit, as `storage.events.next_change_numbers` does.
    """
    values = {"taking_exhibitor_id": exhibitor_id, "count": count}
    last = connection.execute(_TAKE_NUMBERS, values).scalar_one()
    return int(last) - count + 1


def add_code(connection: Connection, row: Row) -> None:
    """Store an access code; IntegrityError when somebody has it."""
    connection.execute(insert(exhibitor_codes).values(**row))


def get_codes(connection: Connection, event_id: str) -> list[ExhibitorCode]:
    """The access codes of an edition's exhibitors that are valid."""
    query = select(exhibitor_codes).where(
        exhibitor_codes.c.event_id == event_id, exhibitor_codes.c.revoked_at.is_(None)
    )
    return fetch(connection, query.order_by(exhibitor_codes.c.made_at), ExhibitorCode)


def find_code(connection: Connection, code: str) -> ExhibitorCode | None:
    """A valid access code."""
    query = select(exhibitor_codes).where(
        exhibitor_codes.c.code == code, exhibitor_codes.c.revoked_at.is_(None)
    )
    return fetch_one(connection, query, ExhibitorCode)


def set_codes_revoked(connection: Connection, exhibitor_id: str, access: str, at: int) -> None:
    """Revoke an exhibitor's codes of one kind."""
    is_meant = (
        (exhibitor_codes.c.exhibitor_id == exhibitor_id)
        & (exhibitor_codes.c.access == access)
        & exhibitor_codes.c.revoked_at.is_(None)
    )
    set_columns(connection, exhibitor_codes, is_meant, revoked_at=at)


def add_member(connection: Connection, row: Row) -> None:
    """Store somebody who works at a booth."""
    connection.execute(insert(booth_members).values(**row))


def get_members(connection: Connection, exhibitor_id: str) -> list[BoothMember]:
    """Everybody who ever worked at a booth, by when they came."""
    query = select(booth_members).where(booth_members.c.exhibitor_id == exhibitor_id)
    return fetch(connection, query.order_by(booth_members.c.id), BoothMember)


def set_member_removed(connection: Connection, member_id: str, at: int) -> None:
    """Say that somebody is of the booth no longer."""
    set_columns(connection, booth_members, booth_members.c.id == member_id, removed_at=at)


def get_member_names(connection: Connection, member_ids: Sequence[str]) -> dict[str, str]:
    """The names of these members, removed ones included, by id."""
    query = select(booth_members.c.id, booth_members.c.name)
    return {
        member_id: name
        for portion in in_portions(member_ids)
        for member_id, name in connection.execute(query.where(booth_members.c.id.in_(portion)))
    }


def get_scan_types(connection: Connection, exhibitor_ids: Sequence[str]) -> list[ScanType]:
    """The scan types of these exhibitors, archived ones included, in their order."""
    found: list[ScanType] = []
    for portion in in_portions(exhibitor_ids):
        query = select(scan_types).where(scan_types.c.exhibitor_id.in_(portion))
        query = query.order_by(scan_types.c.position, scan_types.c.id)
        found += fetch(connection, query, ScanType)
    return found


def add_scan_types(connection: Connection, rows: Sequence[Row]) -> None:
    """Store scan types; IntegrityError when a code is taken."""
    connection.execute(insert(scan_types), rows)


def set_scan_type(connection: Connection, scan_type_id: str, **values: object) -> None:
    """Change a scan type."""
    set_columns(connection, scan_types, scan_types.c.id == scan_type_id, **values)


def get_exhibitor_devices(connection: Connection, exhibitor_id: str) -> list[Device]:
    """A booth's devices, revoked ones included, by name."""
    columns = [column for column in devices.c if column.name != "token_hash"]
    query = select(*columns).where(devices.c.exhibitor_id == exhibitor_id)
    return fetch(connection, query.order_by(devices.c.name, devices.c.id), Device)
