"""A station's store for tests, and scans and receipts as the wire has them."""

from pathlib import Path
from typing import Any

from kiosk.config import load_settings
from kiosk.store import Store, open_store

START = 1_714_122_000_000
BADGE = "A8PZ5XWYZXAC0G2A34B9TB64BVXEW"

Json = dict[str, Any]


def open_test_store(folder: Path) -> Store:
    return open_store(load_settings({}, {"data_dir": folder}))


def scan_id(number: int) -> str:
    return f"01900000-0000-7000-8000-{number:012d}"


def make_scan(device_seq: int, number: int | None = None, **changes: Any) -> Json:
    number = device_seq if number is None else number
    scan = {
        "scan_id": scan_id(number),
        "device_seq": device_seq,
        "badge_code": BADGE,
        "gate_id": "gate-a",
        "direction": "entry",
        "device_time": START + number,
        "clock_offset_ms": 0,
        "source": "camera",
        "local_verdict": None,
        "local_reason": None,
        "decode_ms": 12,
    }
    return scan | changes


def make_receipt(scan_id: str | None, **changes: Any) -> Json:
    receipt = {
        "scan_id": scan_id,
        "status": "accepted",
        "verdict": "admitted",
        "reason": "",
        "retryable": False,
        "change_number": 1,
        "card": None,
        "earlier": None,
        "edition": None,
        "opens_at": None,
        "with": None,
    }
    return receipt | changes
