"""What an edge hands to the recorder: one element of a device's batch."""

import json
from dataclasses import dataclass, replace
from typing import Any

from domain.entities import Device
from domain.messages import BadScan, Scan
from domain.sealed_code import SealedCodeError, is_sealed, open_code


@dataclass(frozen=True)
class Submission:
    """Who sent it, what it was read as, and what it was (any JSON value)."""

    device: Device
    scan: Scan | BadScan
    raw: object = None


def open_submission(submission: Submission, secret: bytes) -> Submission:
    """With the badge's code in clear, where the device had sealed it for the edition's `secret`;
    what cannot be opened is no scan any more."""
    scan = submission.scan
    if not isinstance(scan, Scan) or not is_sealed(scan.badge_code):
        return submission
    try:
        code = open_code(scan.badge_code, secret)
    except SealedCodeError:
        bad = BadScan(scan.scan_id, "malformed_scan", "badge_code")
        return replace(submission, scan=bad)
    raw = submission.raw
    opened = {**raw, "badge_code": code} if isinstance(raw, dict) else raw
    return replace(submission, scan=replace(scan, badge_code=code), raw=opened)


def to_json(value: Any) -> str:
    """JSON text as it goes over the wire and into the log."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
