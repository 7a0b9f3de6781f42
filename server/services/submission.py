"""What an edge hands to the recorder: one element of a device's batch."""

import json
from dataclasses import dataclass
from typing import Any

from domain.entities import Device
from domain.messages import BadScan, Scan


@dataclass(frozen=True)
class Submission:
    """Who sent it, what it was read as, and what it was (any JSON value)."""

    device: Device
    scan: Scan | BadScan
    raw: object = None


def to_json(value: Any) -> str:
    """JSON text as it goes over the wire and into the log."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
