"""What the door for rescues does: a device's scans, handed in by another or by an organizer."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from domain.entities import Device
from domain.errors import MessageError
from domain.messages import MAX_SCANS_PER_BATCH, PROTOCOL_VERSION, check_version, parse_scan_batch
from domain.rescue import parse_rescue
from server.extensions import Accueil
from server.services.rescues import find_rescued_device
from server.services.submission import Submission


def take_rescue(accueil: Accueil, event_id: str | None, message: object) -> dict[str, Any]:
    """How many scans of a rescue the server now has, after all are on disk, and whose they are.

    They are recorded as the device's own, each once however often and by whomever it is handed
    in. Raises MessageError `malformed_message` and what `parse_rescue` and `find_rescued_device`
    raise; then nothing was written.
    """
    text = check_version(message).get("rescue")
    if not isinstance(text, str):
        raise MessageError("malformed_message", "`rescue` must be text", field="rescue")
    rescue = parse_rescue(text)
    device = find_rescued_device(accueil.database, rescue, event_id)
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
    read = parse_scan_batch({"v": PROTOCOL_VERSION, "scans": list(raw)})
    submissions = [Submission(device, s, r) for s, r in zip(read, raw, strict=True)]
    outcomes = accueil.recorder.record_scans(submissions)
    accueil.broadcasts.announce_scans(outcomes)
    return [json.loads(outcome.receipt)["status"] for outcome in outcomes]
