"""A device's unsent scans, handed in by somebody else: text that proves where it comes from.

One JSON object per line: a head `{"accueil_rescue": 1, "device_id", "made_at", "scans": N}`, N
scans as on the wire, and a foot `{"checksum", "signature"}` over everything before it, newlines
included: SHA-256, and HMAC-SHA256 keyed with the hexadecimal SHA-256 of the device's token, which
the server has and no other device. The twin in browsers is static/js/models/rescue.js.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.errors import MessageError
from domain.ids import is_scan_id

RESCUE_VERSION = 1
MOST_RESCUED_SCANS = 20_000


@dataclass(frozen=True)
class Rescue:
    """The scans (any JSON values) that `device_id` says it made, and the proof that it did."""

    device_id: str
    scans: tuple[object, ...]
    body: str
    signature: str


def make_rescue(
    device_id: str, made_at: int, scans: Sequence[Mapping[str, Any]], token_hash: str
) -> str:
    """At most `MOST_RESCUED_SCANS` scans as text; several rescues may follow each other in one.

    `token_hash` is the hexadecimal SHA-256 of the token of the device that made the scans.
    """
    head = {
        "accueil_rescue": RESCUE_VERSION,
        "device_id": device_id,
        "made_at": made_at,
        "scans": len(scans),
    }
    body = "".join(json.dumps(value, separators=(",", ":")) + "\n" for value in (head, *scans))
    foot = {"checksum": _sha256(body), "signature": sign_rescue(body, token_hash)}
    return body + json.dumps(foot, separators=(",", ":")) + "\n"


def parse_rescue(text: str) -> Rescue:
    """Read a rescue. Raises MessageError `rescue_damaged`, `wrong_version`, `batch_too_large`."""
    lines = text.strip().split("\n")
    head, foot = _read_object(lines[0]), _read_object(lines[-1])
    if head.get("accueil_rescue") != RESCUE_VERSION:
        raise MessageError("wrong_version", f"this rescue is not of version {RESCUE_VERSION}")
    if len(lines) - 2 > MOST_RESCUED_SCANS:
        raise MessageError("batch_too_large", f"at most {MOST_RESCUED_SCANS} scans at a time")
    body = "".join(line + "\n" for line in lines[:-1])
    if foot.get("checksum") != _sha256(body) or head.get("scans") != len(lines) - 2:
        raise _damaged()
    device_id = head.get("device_id")
    if not is_scan_id(device_id):
        raise _damaged()
    scans = tuple(_read(line) for line in lines[1:-1])
    return Rescue(str(device_id), scans, body, str(foot.get("signature")))


def is_genuine(rescue: Rescue, token_hash: str) -> bool:
    """Whether the device whose token has this hash (64 hexadecimal digits) made the rescue."""
    expected = sign_rescue(rescue.body, token_hash)
    return hmac.compare_digest(expected.encode(), rescue.signature.encode("utf-8", "replace"))


def sign_rescue(body: str, token_hash: str) -> str:
    """The signature over head and scans, hexadecimal."""
    return hmac.new(token_hash.encode(), body.encode(), hashlib.sha256).hexdigest()


def _sha256(body: str) -> str:
    try:
        return hashlib.sha256(body.encode()).hexdigest()
    except UnicodeEncodeError as error:  # lone surrogates are not of our making
        raise _damaged() from error


def _read_object(line: str) -> dict[str, Any]:
    value = _read(line)
    if not isinstance(value, dict):
        raise _damaged()
    return value


def _read(line: str) -> object:
    try:
        value: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _damaged() from error
    return value


def _damaged() -> MessageError:
    return MessageError("rescue_damaged", "this rescue is incomplete or was changed")
