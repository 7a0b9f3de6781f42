"""A phone becomes a booth's device, by the exhibitor's access code."""

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.entities import Device, Exhibitor
from domain.errors import NotFoundError
from server.services.audit import log_change
from server.services.configuration import check_name
from server.services.exhibitor_access import is_well_formed, normalise_code
from server.services.ids import hash_token, new_id, new_token
from server.services.scan_types import add_first_scan_types
from server.storage import devices as device_rows
from server.storage import exhibitors as exhibitor_rows
from server.storage.database import Database

_MOST_NAME = 60


@dataclass(frozen=True)
class Joining:
    """What a phone that joined must remember; the token is told this once only."""

    device: Device
    token: str
    exhibitor: Exhibitor


@dataclass(frozen=True)
class NewBoothDevice:
    """What somebody says who joins: his code and name, and what his phone is."""

    code: str
    member_name: str
    platform: str = ""


def join_booth(database: Database, new: NewBoothDevice, now: int) -> Joining:
    """Make a device of a booth. The same name means the same member, on any number of phones.

    Raises NotFoundError `access_code_invalid` (unknown, revoked, or a slip of the finger),
    AccueilError `name_missing`, `name_too_long`.
    """
    name = check_name(new.member_name, "member_name", _MOST_NAME)
    code = normalise_code(new.code)
    token = new_token()

    def join(connection: Connection) -> Joining:
        found = exhibitor_rows.find_code(connection, code) if is_well_formed(code) else None
        if found is None:
            raise NotFoundError("access_code_invalid", "there is no such access code")
        exhibitor = exhibitor_rows.get_exhibitor(connection, found.exhibitor_id)
        assert exhibitor is not None  # noqa: S101 - a foreign key says so
        add_first_scan_types(connection, exhibitor.id, now)
        member_id = _find_member(connection, exhibitor.id, name, now)
        device_id = new_id(now)
        row = {
            "id": device_id,
            "event_id": found.event_id,
            "name": _name_device(connection, exhibitor.id, name),
            "role": "booth",
            "token_hash": hash_token(token),
            "paired_at": now,
            "platform": new.platform[:200],
            "exhibitor_id": exhibitor.id,
            "member_id": member_id,
            "access": found.access,
        }
        device_rows.add_device(connection, row)
        details = {"exhibitor": exhibitor.id, "access": found.access}
        log_change(connection, now, f"device:{device_id}", "booth_joined", device_id, **details)
        device = device_rows.get_device(connection, device_id)
        assert device is not None  # noqa: S101 - stored three lines above
        return Joining(device, token, exhibitor)

    return database.write(join)


def _find_member(connection: Connection, exhibitor_id: str, name: str, now: int) -> str:
    members = exhibitor_rows.get_members(connection, exhibitor_id)
    same = (m for m in members if m.removed_at is None and m.name.casefold() == name.casefold())
    known = next(same, None)
    if known is not None:
        return known.id
    member_id = new_id(now)
    row = {"id": member_id, "exhibitor_id": exhibitor_id, "name": name, "made_at": now}
    exhibitor_rows.add_member(connection, row)
    return member_id


def _name_device(connection: Connection, exhibitor_id: str, name: str) -> str:
    """After its owner, and numbered from his second phone on."""
    taken = {d.name for d in exhibitor_rows.get_exhibitor_devices(connection, exhibitor_id)}
    number = next(n for n in range(1, len(taken) + 2) if _numbered(name, n) not in taken)
    return _numbered(name, number)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} {number}"
