"""What the door for rescues does: a device's scans, or a booth phone's facts, handed in by another
device or by an organizer."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from domain.entities import Device
from domain.errors import MessageError, NotFoundError
from domain.messages import MAX_SCANS_PER_BATCH, PROTOCOL_VERSION, check_version, parse_scan_batch
from domain.rescue import parse_rescue
from server.extensions import Accueil
from server.fact_door import take_facts
from server.services.rescues import find_rescued_device
from server.services.submission import Submission

BOOTH = "booth"


@dataclass(frozen=True)
class Reach:
    """Whose rescues somebody may hand in: of one edition, of one exhibitor's phones only; None is
    any."""

    event_id: str | None = None
    exhibitor_id: str | None = None


def take_rescue(accueil: Accueil, reach: Reach, message: object) -> dict[str, Any]:
    """How many scans of a rescue the server now has, after all are on disk, and whose they are.

    They are recorded as the device's own, each once however often and by whomever it is handed
    in. Raises MessageError `malformed_message` and what `parse_rescue` and `find_rescued_device`
    raise; then nothing was written.
    """
    text = check_version(message).get("rescue")
    if not isinstance(text, str):
        raise MessageError("malformed_message", "`rescue` must be text", field="rescue")
    rescue = parse_rescue(text)
    device = find_rescued_device(accueil.database, rescue, reach.event_id)
    if reach.exhibitor_id not in (None, device.exhibitor_id):
        raise NotFoundError("device_not_found", f"no device {rescue.device_id!r}")
    states = [
        state
        for portion in _in_batches(rescue.scans)
        for state in _record(accueil, device, portion)
    ]
    return {
        "v": PROTOCOL_VERSION,
        "server_time": accueil.clock(),
        "device": {"id": device.id, "name": device.name},
        "recorded": len(states) - states.count("parked"),
        "parked": states.count("parked"),
    }


def _in_batches(scans: Sequence[object]) -> Iterator[Sequence[object]]:
    for start in range(0, len(scans), MAX_SCANS_PER_BATCH):
        yield scans[start : start + MAX_SCANS_PER_BATCH]


def _record(accueil: Accueil, device: Device, raw: Sequence[object]) -> list[str]:
    if device.role == BOOTH:
        message = {"v": PROTOCOL_VERSION, "facts": list(raw)}
        receipts = json.loads(take_facts(accueil, device, message))["receipts"]
        return [receipt["status"] for receipt in receipts]
    read = parse_scan_batch({"v": PROTOCOL_VERSION, "scans": list(raw)})
    submissions = [Submission(device, s, r) for s, r in zip(read, raw, strict=True)]
    outcomes = accueil.recorder.record_scans(submissions)
    accueil.broadcasts.announce_scans(outcomes)
    return [json.loads(outcome.receipt)["status"] for outcome in outcomes]
