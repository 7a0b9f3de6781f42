"""How exhibitors get in: access codes, and who and what is at a booth."""

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.badge_code import ALPHABET, check_character
from domain.entities import BoothMember, Device, Exhibitor, ExhibitorCode
from domain.errors import AccueilError, NotFoundError
from server.services.audit import log_change
from server.services.ids import new_id
from server.services.scan_types import add_first_scan_types
from server.storage import devices as device_rows
from server.storage import exhibitors as exhibitor_rows
from server.storage.database import Database

FULL, SCAN_ONLY = "full", "scan_only"
ACCESSES = (FULL, SCAN_ONLY)
_BODY_LENGTH = 7
_CONFUSABLE = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class AccessSheet:
    """What an organizer hands to one exhibitor: the codes by access, 8 characters each."""

    exhibitor: Exhibitor
    codes: dict[str, str]


def normalise_code(text: str) -> str:
    """An access code as it is kept, however it was typed: `abcd-1234` is `ABCD1234`."""
    kept = (letter for letter in text.upper()[:64] if letter not in "- \u00a0\u202f")
    return "".join(kept).translate(_CONFUSABLE)


def is_well_formed(code: str) -> bool:
    """Whether a normalised code's check character is right: a slip is told from a wrong code."""
    is_shaped = len(code) == _BODY_LENGTH + 1 and all(letter in ALPHABET for letter in code)
    return is_shaped and check_character(code[:-1]) == code[-1]


def make_access_codes(database: Database, event_id: str, now: int, actor: str) -> list[AccessSheet]:
    """Give every exhibitor of an edition the codes it lacks; returns all sheets, by booth.

    Calling it again makes nothing new: sheets can be printed as often as needed.
    """

    def make(connection: Connection) -> int:
        made = 0
        codes = exhibitor_rows.get_codes(connection, event_id)
        have = {(code.exhibitor_id, code.access) for code in codes}
        for exhibitor in exhibitor_rows.get_exhibitors(connection, event_id):
            for access in ACCESSES:
                if (exhibitor.id, access) not in have:
                    _add_code(connection, exhibitor, access, now)
                    made += 1
        if made:
            log_change(connection, now, actor, "access_codes_made", event_id, count=made)
        return made

    database.write(make)
    return get_access_sheets(database, event_id)


def get_access_sheets(database: Database, event_id: str) -> list[AccessSheet]:
    """Every exhibitor of an edition with its valid codes, by booth."""
    with database.read() as connection:
        exhibitors = exhibitor_rows.get_exhibitors(connection, event_id)
        codes = exhibitor_rows.get_codes(connection, event_id)
    return [
        AccessSheet(e, {code.access: code.code for code in codes if code.exhibitor_id == e.id})
        for e in exhibitors
    ]


def roll_access_code(
    database: Database, exhibitor_id: str, access: str, now: int, actor: str
) -> ExhibitorCode:
    """Revoke an exhibitor's code and make another one; devices that joined with it stay.

    Raises NotFoundError `exhibitor_unknown`, AccueilError `bad_access`.
    """
    if access not in ACCESSES:
        raise AccueilError("bad_access", f"an access is one of {', '.join(ACCESSES)}")

    def roll(connection: Connection) -> ExhibitorCode:
        exhibitor = _get_exhibitor(connection, exhibitor_id)
        exhibitor_rows.set_codes_revoked(connection, exhibitor_id, access, now)
        code = _add_code(connection, exhibitor, access, now)
        log_change(connection, now, actor, "access_code_rolled", exhibitor_id, access=access)
        return code

    return database.write(roll)


def get_exhibitor(database: Database, exhibitor_id: str) -> Exhibitor:
    """One exhibitor. Raises NotFoundError `exhibitor_unknown`."""
    with database.read() as connection:
        return _get_exhibitor(connection, exhibitor_id)


def get_exhibitors(database: Database, event_id: str) -> list[Exhibitor]:
    """An edition's exhibitors by booth."""
    with database.read() as connection:
        return exhibitor_rows.get_exhibitors(connection, event_id)


def get_members(database: Database, exhibitor_id: str) -> list[BoothMember]:
    """The people of a booth, those who left included (`removed_at`)."""
    with database.read() as connection:
        return exhibitor_rows.get_members(connection, exhibitor_id)


def get_booth_devices(database: Database, exhibitor_id: str) -> list[Device]:
    """A booth's devices, revoked ones included."""
    with database.read() as connection:
        return exhibitor_rows.get_exhibitor_devices(connection, exhibitor_id)


def remove_member(
    database: Database, exhibitor_id: str, member_id: str, now: int, actor: str
) -> list[Device]:
    """Take somebody off the booth: his devices lose access, his leads stay.

    Returns the devices that were revoked, for `Broadcasts.announce_revoked`. Raises NotFoundError
    `member_unknown` (also for a member of another exhibitor).
    """

    def remove(connection: Connection) -> list[Device]:
        members = exhibitor_rows.get_members(connection, exhibitor_id)
        if member_id not in {member.id for member in members}:
            raise NotFoundError("member_unknown", "this booth has nobody of that id")
        exhibitor_rows.set_member_removed(connection, member_id, now)
        devices = [
            device
            for device in exhibitor_rows.get_exhibitor_devices(connection, exhibitor_id)
            if device.member_id == member_id and device.revoked_at is None
        ]
        for device in devices:
            _revoke(connection, device.id, now, actor)
        log_change(connection, now, actor, "booth_member_removed", member_id)
        return devices

    return database.write(remove)


def revoke_booth_device(
    database: Database, exhibitor_id: str, device_id: str, now: int, actor: str
) -> Device:
    """End the access of one of the exhibitor's own devices, for good.

    Raises NotFoundError `device_not_found` (also for a device of somebody else).
    """

    def revoke(connection: Connection) -> Device:
        device = device_rows.get_device(connection, device_id)
        if device is None or device.exhibitor_id != exhibitor_id:
            raise NotFoundError("device_not_found", "this booth has no such device")
        if device.revoked_at is None:
            _revoke(connection, device_id, now, actor)
        return device

    return database.write(revoke)


def _revoke(connection: Connection, device_id: str, now: int, actor: str) -> None:
    device_rows.set_device(connection, device_id, revoked_at=now)
    log_change(connection, now, actor, "device_revoked", device_id)


def _get_exhibitor(connection: Connection, exhibitor_id: str) -> Exhibitor:
    exhibitor = exhibitor_rows.get_exhibitor(connection, exhibitor_id)
    if exhibitor is None:
        raise NotFoundError("exhibitor_unknown", f"no exhibitor {exhibitor_id!r}")
    return exhibitor


def _add_code(connection: Connection, exhibitor: Exhibitor, access: str, now: int) -> ExhibitorCode:
    body = "".join(secrets.choice(ALPHABET) for _ in range(_BODY_LENGTH))
    code = ExhibitorCode(
        id=new_id(now),
        event_id=exhibitor.event_id,
        exhibitor_id=exhibitor.id,
        access=access,
        code=body + check_character(body),
        made_at=now,
        revoked_at=None,
    )
    exhibitor_rows.add_code(connection, vars(code))
    add_first_scan_types(connection, exhibitor.id, now)
    return code
