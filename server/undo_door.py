"""What both doors for undos (socket and HTTP) do."""

from collections.abc import Mapping
from typing import Any

from domain.clock import corrected_time
from domain.entities import Device
from domain.errors import MessageError, NotAllowedError
from domain.ids import is_scan_id
from domain.messages import PROTOCOL_VERSION, check_version, clip_badge_text
from server.extensions import Accueil
from server.services.conflicts import Stamp
from server.services.device_configuration import ROLES_WITH_ROSTER
from server.services.undo import UndoRequest, undo_scan

_MOST_TIME = 1 << 53


def take_undo(accueil: Accueil, device: Device, message: object) -> dict[str, Any]:
    """The acknowledgement of an `undo` message, after everything is on disk.

    Raises MessageError `malformed_message` or `reason_missing`, and what `undo_scan` raises.
    """
    if device.role not in ROLES_WITH_ROSTER:
        raise NotAllowedError("forbidden", "this device's role takes no scans back")
    said = check_version(message)
    ids = (_id(said, "undo_id"), _id(said, "scan_id"))
    request = UndoRequest(*ids, _reason(said), device.id, _pressed_at(said))
    stamp = Stamp(accueil.clock(), f"device:{device.id}")
    answer = undo_scan(accueil.database, device.event_id, request, stamp)
    accueil.broadcasts.announce_change(device.event_id)
    return {"v": PROTOCOL_VERSION, **answer}


def _id(said: Mapping[str, Any], field: str) -> str:
    value = said.get(field)
    if not is_scan_id(value):
        raise MessageError("malformed_message", f"`{field}` must be a UUIDv7", field=field)
    return str(value)


def _pressed_at(said: Mapping[str, Any]) -> int | None:
    """By the server's clock, as the device knows it; None where it does not say."""
    if said.get("device_time") is None:
        return None
    return corrected_time(_time(said, "device_time"), _time(said, "clock_offset_ms"))


def _time(said: Mapping[str, Any], field: str) -> int:
    value = said.get(field)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= _MOST_TIME:
        raise MessageError("malformed_message", f"`{field}` must be milliseconds", field=field)
    return value


def _reason(said: Mapping[str, Any]) -> str:
    reason = said.get("reason")
    if not isinstance(reason, str) or not reason.strip():
        raise MessageError("reason_missing", "an undo needs a reason")
    return clip_badge_text(reason)
