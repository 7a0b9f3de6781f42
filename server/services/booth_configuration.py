"""What a booth's device must know to work, with and without the server."""

from typing import Any

from domain.entities import Device, ScanType
from domain.errors import NotAllowedError, NotFoundError
from server.services.consent_texts import read_texts
from server.services.device_configuration import describe_event
from server.services.qualifiers import get_qualifiers
from server.services.scan_types import get_scan_types
from server.storage.consent import get_newest_consent_text
from server.storage.database import Database
from server.storage.events import get_event
from server.storage.exhibitors import get_exhibitor, get_members
from server.storage.qualifiers import count_tags

_MOST_TAGS = 60


def make_booth_configuration(database: Database, device: Device) -> dict[str, Any]:
    """The answer to `GET /api/v1/booth`, see docs/protocol-leads.md. Devices that only scan get
    scan types and nothing that was ever written about a lead.

    Raises NotAllowedError `role_is_no_booth`.
    """
    if device.role != "booth" or device.exhibitor_id is None:
        raise NotAllowedError("role_is_no_booth", "this device belongs to no booth")
    is_full = device.access == "full"
    with database.read() as connection:
        event = get_event(connection, device.event_id)
        exhibitor = get_exhibitor(connection, device.exhibitor_id)
        members = get_members(connection, device.exhibitor_id)
        tags = count_tags(connection, device.exhibitor_id) if is_full else []
        consent = get_newest_consent_text(connection, device.event_id)
    if event is None or exhibitor is None:
        raise NotFoundError("exhibitor_unknown", "this booth is of no edition")
    names = {member.id: member.name for member in members}
    qualifiers = get_qualifiers(database, exhibitor.id) if is_full else []
    return {
        "device": {"id": device.id, "name": device.name, "role": device.role},
        "event": describe_event(event),
        "exhibitor": {"id": exhibitor.id, "name": exhibitor.name, "booth": exhibitor.booth},
        "member": names.get(device.member_id or ""),
        "access": device.access,
        "scan_types": [_scan_type(one) for one in get_scan_types(database, exhibitor.id)],
        "qualifiers": [one.to_wire() for one in qualifiers],
        "tags": [tag for tag, _ in tags[:_MOST_TAGS]],
        "consent_text": _consent(consent),
        "members": [m.name for m in members if m.removed_at is None] if is_full else [],
    }


def _scan_type(one: ScanType) -> dict[str, Any]:
    return {"code": one.code, "names": one.names, "gives_contact": one.gives_contact}


def _consent(row: dict[str, Any] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"version": row["version"], "texts": read_texts(row)}
