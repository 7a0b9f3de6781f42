"""What devices and server say to each other: shapes, limits, version. Pure; see docs/protocol.md.

The JavaScript twin is `static/js/domain/messages.js`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from domain.admission import VERDICTS
from domain.badge_code import MAX_TEXT_LENGTH
from domain.errors import MessageError
from domain.ids import is_scan_id
from domain.presence import ENTRY, EXIT
from domain.sealed_code import is_sealed
from domain.timings import Timings, is_timings, take_timings

PROTOCOL_VERSION = 1
MAX_SCANS_PER_BATCH = 500
MAX_SEALED_LENGTH = 1_600
"""Of a sealed code: 257 characters of four bytes, sealed, in base64, with a key before them."""
SOURCES = ("camera", "hid", "typed")

_EARLIEST_TIME = -62_135_596_800_000
_LATEST_TIME = 253_402_300_799_999
"""The years 1 to 9999: what calendars of both languages can show, however wrong a clock is."""
_MAX_OFFSET = _LATEST_TIME - _EARLIEST_TIME
_MAX_SEQ = (1 << 53) - 1
_MAX_ID_LENGTH = 64


@dataclass(frozen=True)
class Scan:
    """The fact that a device saw a badge code. Field by field as on the wire."""

    scan_id: str
    device_seq: int
    badge_code: str
    gate_id: str
    direction: str
    device_time: int
    clock_offset_ms: int
    source: str
    local_verdict: str | None = None
    local_reason: str | None = None
    decode_ms: int | None = None
    timings: Timings | None = None


@dataclass(frozen=True)
class BadScan:
    """One element of a batch that is not a scan: named, parked, and no reason to drop the rest."""

    scan_id: str | None
    reason: str
    field: str


@dataclass(frozen=True)
class Receipt:
    """The server's last word on one scan; sent again word for word when the scan is sent again.

    `status` is `accepted`, `conflict` or `parked`. A parked scan stays on the device, visible;
    `retryable` says whether sending it later can help.
    """

    scan_id: str | None
    status: str
    verdict: str | None = None
    reason: str = ""
    retryable: bool = False
    change_number: int | None = None
    card: dict[str, Any] | None = None
    earlier: dict[str, Any] | None = None
    edition: dict[str, Any] | None = None
    opens_at: int | None = None
    other_side: dict[str, Any] | None = None

    def to_wire(self) -> dict[str, Any]:
        """The JSON object of the protocol; `with` is the other side of a conflict."""
        wire = asdict(self)
        wire["with"] = wire.pop("other_side")
        return wire


def park(bad: BadScan) -> Receipt:
    """The receipt of something that will never be a scan."""
    return Receipt(bad.scan_id, "parked", reason=f"{bad.reason}:{bad.field}")


def check_version(message: object) -> Mapping[str, Any]:
    """The message as an object of a version we speak.

    Raises MessageError `malformed_message` or `wrong_version`.
    """
    if not isinstance(message, Mapping):
        raise MessageError("malformed_message", "a message must be a JSON object")
    if message.get("v") != PROTOCOL_VERSION or isinstance(message.get("v"), bool):
        raise MessageError("wrong_version", f"this server speaks version {PROTOCOL_VERSION}")
    return message


def parse_scan_batch(message: object) -> list[Scan | BadScan]:
    """The scans of one `scans` message, in order; what is not a scan becomes a BadScan.

    Raises MessageError `malformed_message`, `wrong_version` or `batch_too_large` when the envelope
    itself is unusable: then nothing of it was taken.
    """
    scans = check_version(message).get("scans")
    if not isinstance(scans, list):
        raise MessageError("malformed_message", "`scans` must be a list")
    if len(scans) > MAX_SCANS_PER_BATCH:
        raise MessageError("batch_too_large", f"at most {MAX_SCANS_PER_BATCH} scans at a time")
    return [parse_scan(scan) for scan in scans]


def parse_scan(raw: object) -> Scan | BadScan:
    """One scan, or why it is none."""
    if not isinstance(raw, Mapping):
        return BadScan(None, "malformed_scan", "scan")
    scan_id = raw.get("scan_id")
    if not is_scan_id(scan_id):
        return BadScan(None, "malformed_scan", "scan_id")
    fields = {field: _whole_number(raw.get(field)) for field in _CHECKS}
    for field, is_valid in _CHECKS.items():
        if not is_valid(fields[field]):
            return BadScan(str(scan_id), "malformed_scan", field)
    fields["badge_code"] = _clip_code(fields["badge_code"])
    fields["timings"] = take_timings(fields["timings"])
    return Scan(scan_id=str(scan_id), **fields)


def _clip_code(text: str) -> str:
    """A sealed code is longer than what it holds; that is clipped when it was opened."""
    return text[:MAX_SEALED_LENGTH] if is_sealed(text) else clip_badge_text(text)


def clip_badge_text(text: str) -> str:
    """What is kept of a scanned text: longer ones are no badge, but the fact stays.

    Lone surrogates and NUL, which databases refuse, become U+FFFD. One character more than a
    badge may have is kept, so that clipping never makes a badge out of something longer:
    `parse_badge_code` says the same of a text before and after.
    """
    clipped = text[: MAX_TEXT_LENGTH + 1].replace("\x00", "\ufffd")
    return clipped.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _whole_number(value: Any) -> Any:
    """`5.0` as 5: in JSON, and in JavaScript, they are the same number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_time(value: object) -> bool:
    return _is_whole(value, _EARLIEST_TIME, _LATEST_TIME)


def _is_short_text(value: object) -> bool:
    if not isinstance(value, str) or len(value) > _MAX_ID_LENGTH:
        return False
    return all(letter >= " " and not "\ud800" <= letter <= "\udfff" for letter in value)


def _is_local_verdict(value: object) -> bool:
    return value is None or (isinstance(value, str) and value in VERDICTS)


_CHECKS: dict[str, Any] = {
    "device_seq": lambda v: _is_whole(v, 1, _MAX_SEQ),
    "badge_code": lambda v: isinstance(v, str),
    "gate_id": _is_short_text,
    "direction": lambda v: v in (ENTRY, EXIT),
    "device_time": _is_time,
    "clock_offset_ms": lambda v: _is_whole(v, -_MAX_OFFSET, _MAX_OFFSET),
    "source": lambda v: v in SOURCES,
    "local_verdict": _is_local_verdict,
    "local_reason": lambda v: v is None or _is_short_text(v),
    "decode_ms": lambda v: v is None or _is_whole(v, 0, 3_600_000),
    "timings": is_timings,
}
