"""How facts are written down: rows of captures, edits and what was parked."""

import json
from typing import Any

from domain.entities import Device
from domain.lead import Capture, Edit
from domain.lead_messages import EditFact, FactReceipt
from server.services.badge_holders import time_of
from server.services.capturing import DecidedCapture
from server.storage.rows import Row

_MOST_PARKED_TEXT = 4_000


def capture_row(one: DecidedCapture, lead_id: str | None, now: int) -> Row:
    """A row of `captures`, without its receipt."""
    fact, device, holder = one.fact, one.device, one.holder
    return {
        "capture_id": fact.fact_id,
        **_common(device, fact.device_seq, one.number, now),
        "scan_type": fact.scan_type,
        "badge_code": one.code_text,
        "badge_id": holder.badge.id if holder else None,
        "attendee_id": holder.attendee.id if holder else None,
        "lead_id": lead_id,
        "verdict": one.verdict.code,
        "share_level": holder.attendee.share_level if holder else None,
        "manual": None if fact.manual is None else json.dumps(fact.manual),
        "device_time": fact.device_time,
        "clock_offset_ms": fact.clock_offset_ms,
        "corrected_at": one.at,
        "source": fact.source,
        "is_training": fact.training,
        "decode_ms": fact.decode_ms,
    }


def edit_row(device: Device, fact: EditFact, number: int, now: int) -> Row:
    """A row of `lead_edits`, without its receipt."""
    return {
        "edit_id": fact.fact_id,
        **_common(device, fact.device_seq, number, now),
        "capture_id": fact.capture_id,
        "field": fact.field,
        "value": json.dumps(fact.value),
        "hybrid_time": fact.hybrid_time,
        "device_time": fact.device_time,
        "clock_offset_ms": fact.clock_offset_ms,
        "corrected_at": time_of(fact.device_time, fact.clock_offset_ms, device.paired_at, now),
    }


def parked_row(device_id: str, receipt: FactReceipt, raw: object, now: int) -> Row:
    """A row of `parked_scans`, without its id; the number it carried does not count as lost."""
    seq = raw.get("device_seq") if isinstance(raw, dict) else None
    is_number = isinstance(seq, int) and not isinstance(seq, bool) and 0 < seq < 1 << 53
    return {
        "device_id": device_id,
        "scan_id": receipt.fact_id,
        "device_seq": seq if is_number else None,
        "reason": receipt.reason,
        "message": json.dumps(raw)[:_MOST_PARKED_TEXT],
        "received_at": now,
    }


def read_capture(row: Row) -> Capture:
    """A stored capture as the fold takes it; `row` has the names of member and device."""
    return Capture(
        capture_id=row["capture_id"],
        at=row["corrected_at"],
        member=row["member"] or row["device"],
        device=row["device"],
        scan_type=row["scan_type"],
        source=row["source"],
        manual=json.loads(row["manual"]) if row["manual"] else None,
    )


def read_edit(row: Row) -> Edit:
    """A stored edit as the fold takes it."""
    value: Any = json.loads(row["value"])
    return Edit(
        edit_id=row["edit_id"],
        field=row["field"],
        value=value,
        hybrid_time=row["hybrid_time"],
        member=row["member"] or row["device"],
        at=row["corrected_at"],
    )


def _common(device: Device, seq: int, number: int, now: int) -> Row:
    return {
        "event_id": device.event_id,
        "exhibitor_id": device.exhibitor_id,
        "device_id": device.id,
        "device_seq": seq,
        "member_id": device.member_id,
        "received_at": now,
        "change_number": number,
    }
