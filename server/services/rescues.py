"""Whose scans a rescue holds, and whether that device really made it."""

from domain.entities import Device
from domain.errors import NotAllowedError, NotFoundError
from domain.rescue import Rescue, is_genuine
from server.storage.database import Database
from server.storage.devices import get_device, get_token_hash


def find_rescued_device(database: Database, rescue: Rescue, event_id: str | None) -> Device:
    """The device that made a rescue; of edition `event_id`, or of any when that is None.

    Raises NotFoundError `device_not_found`, NotAllowedError `rescue_not_genuine`.
    """
    with database.read() as connection:
        device = get_device(connection, rescue.device_id)
        token_hash = get_token_hash(connection, rescue.device_id)
    if device is None or token_hash is None or event_id not in (None, device.event_id):
        raise NotFoundError("device_not_found", f"no device {rescue.device_id!r}")
    if not is_genuine(rescue, token_hash):
        raise NotAllowedError("rescue_not_genuine", "this rescue was not made by its device")
    return device
