"""Sockets of devices: scans with receipts, heartbeats, hints to pull."""

from typing import Any

import structlog
from flask import json, request
from flask_socketio import Namespace, join_room
from socketio.exceptions import ConnectionRefusedError as Refused

from domain.camera_figures import parse_camera
from domain.entities import Device
from domain.errors import AccueilError, MessageError, NotSignedInError, NotStoredError
from domain.messages import PROTOCOL_VERSION, check_version
from server.broadcasts import DEVICE, booths_room, device_room, event_room, exhibitor_room
from server.extensions import Accueil
from server.fact_door import take_facts
from server.live.acks import make_error
from server.scan_door import take_scans
from server.services.device_health import Health
from server.services.devices import authenticate_device
from server.undo_door import take_undo

logger = structlog.get_logger()
_MOST_UNSENT = 10_000_000
_MOST_OFFSET_MS = 1 << 53
_WRITE_SECONDS = 1
"""Heartbeats of this long go into one transaction."""


class DeviceNamespace(Namespace):
    """One paired device per socket; who it is was settled when it connected."""

    def __init__(self, accueil: Accueil) -> None:
        super().__init__(DEVICE)
        self._accueil = accueil
        self._devices: dict[str, Device] = {}
        self._is_write_planned = False

    def on_connect(self, auth: object) -> None:
        """A device opens its socket with its token and the protocol version it speaks."""
        try:
            device = self._authenticate(auth)
        except AccueilError as error:
            raise Refused(error.code, make_error(error)["error"]) from error
        self._devices[request.sid] = device  # type: ignore[attr-defined]
        for room in _rooms(device):
            join_room(room)
        self._accueil.broadcasts.announce_change(device.event_id)

    def _authenticate(self, auth: object) -> Device:
        token = check_version(auth).get("token")
        if not isinstance(token, str):
            raise NotSignedInError("device_unknown", "no device token was sent")
        return authenticate_device(self._accueil.database, token)

    def on_disconnect(self, *_reason: object) -> None:
        """The socket closed, whoever closed it."""
        device = self._devices.pop(request.sid, None)  # type: ignore[attr-defined]
        if device is not None:
            self._accueil.broadcasts.announce_change(device.event_id)

    def on_scans(self, message: object = None, *_more: object) -> dict[str, Any]:
        """A device sends scans and waits for their receipts."""
        return self._answer(lambda device: json.loads(self._take(device, message)))

    def _take(self, device: Device, message: object) -> str:
        return take_scans(self._accueil, device, message)

    def on_facts(self, message: object = None, *_more: object) -> dict[str, Any]:
        """A booth's device sends captures and edits and waits for their receipts."""
        return self._answer(lambda device: json.loads(take_facts(self._accueil, device, message)))

    def on_heartbeat(self, message: object = None, *_more: object) -> dict[str, Any]:
        """A device says that it lives, what it has not sent yet, and how far its clock is off."""
        return self._answer(lambda device: self._note_health(device, message))

    def _note_health(self, device: Device, message: object) -> dict[str, Any]:
        said = check_version(message)
        health = Health(
            unsent_count=_whole(said.get("unsent"), 0, _MOST_UNSENT, "unsent"),
            clock_offset_ms=_whole(
                said.get("clock_offset_ms"), -_MOST_OFFSET_MS, _MOST_OFFSET_MS, "clock_offset_ms"
            ),
            last_seq=_whole(said.get("last_seq", 0), 0, _MOST_OFFSET_MS, "last_seq"),
            camera=parse_camera(said.get("camera")),
        )
        missing = self._accueil.health.note(device, health, self._accueil.clock())
        self._plan_write()
        self._accueil.broadcasts.announce_change(device.event_id)
        return {
            "v": PROTOCOL_VERSION,
            "server_time": self._accueil.clock(),
            "missing": missing,
        }

    def _plan_write(self) -> None:
        if not self._is_write_planned:
            self._is_write_planned = True
            self._accueil.socketio.start_background_task(self._write_soon)

    def _write_soon(self) -> None:
        self._accueil.socketio.sleep(_WRITE_SECONDS)
        self._is_write_planned = False
        try:
            self._accueil.health.flush()
        except NotStoredError:
            logger.warning("heartbeats_wait_for_the_database")
            self._plan_write()

    def on_undo(self, message: object = None, *_more: object) -> dict[str, Any]:
        """Somebody at the gate takes a scan back."""
        return self._answer(lambda device: take_undo(self._accueil, device, message))

    def _answer(self, work: Any) -> dict[str, Any]:
        try:
            device = self._devices.get(request.sid)  # type: ignore[attr-defined]
            if device is None:
                raise NotSignedInError("device_unknown", "this socket has no device")
            answer: dict[str, Any] = work(device)
            return answer
        except AccueilError as error:
            return make_error(error)
        except Exception:
            # The device keeps its scans and tries again; the trace is ours to read.
            logger.exception("socket_message_failed", sid=request.sid)  # type: ignore[attr-defined]
            return make_error(AccueilError("internal_error"), is_retryable=True)


def _rooms(device: Device) -> list[str]:
    """Booths hear of nothing that tells how the fair goes; those that only scan, of no lead."""
    if device.role != "booth" or device.exhibitor_id is None:
        return [event_room(device.event_id), device_room(device.id)]
    rooms = [booths_room(device.event_id), device_room(device.id)]
    return [*rooms, exhibitor_room(device.exhibitor_id)] if device.access == "full" else rooms


def _whole(value: object, low: int, high: int, field: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    raise MessageError("malformed_message", f"`{field}` must be a whole number", field=field)
