"""What devices say of themselves, hundreds of times a second: answered from memory, written
together.

When a device was seen and how many scans wait on it may be a second old in the database. A number
it has given to a scan that we do not have is on disk before it gets its answer: should the device
be lost, that number is all that is left of the scan.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.entities import Device
from domain.errors import NotFoundError
from server.services.submission import to_json
from server.storage import devices as device_rows
from server.storage.database import Database
from server.storage.rows import Row
from server.storage.scans import get_received_seqs

Range = tuple[int, int]

_MOST_GAPS = 50
_MOST_COUNTED = 1_000_000_000


@dataclass(frozen=True)
class Health:
    """What a device says of itself with each heartbeat. `last_seq` is the highest number it has
    given to a scan; `camera` is what `domain.camera_figures` made of a station's figures."""

    unsent_count: int
    clock_offset_ms: int
    last_seq: int = 0
    camera: dict[str, Any] | None = None


@dataclass
class _Known:
    """What is remembered of a device: the highest number it claimed, the highest claim on disk,
    and the number up to which every scan has arrived."""

    claimed: int
    stored: int
    whole: int = 0


class DeviceHealth:
    """Takes note of heartbeats for all editions. `flush` is to be called soon after `note`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, _Known] = {}
        self._rows: dict[str, Row] = {}
        self._flushing = threading.Lock()

    def note(self, device: Device, health: Health, now: int) -> list[Range]:
        """Remember what a device said of itself and when.

        Returns the numbers of its scans that have not arrived, as ranges (at most 50), for it to
        send again what it still holds; those it has not sent yet are among them. Raises
        NotStoredError when missing numbers could not be written down.
        """
        claimed = device.claimed_seq
        known = self._known.setdefault(device.id, _Known(claimed, claimed))
        known.claimed = max(known.claimed, health.last_seq)
        gaps, missing = self._find_missing(device.id, known)
        self._rows[device.id] = {
            "device_id": device.id,
            "seen_at": now,
            "unsent": health.unsent_count,
            "offset_ms": health.clock_offset_ms,
            "claimed": known.claimed,
            "missing": min(max(0, missing - health.unsent_count), _MOST_COUNTED),
            "camera": None if health.camera is None else to_json(health.camera),
        }
        if missing and known.claimed > known.stored:
            self.flush()
        return gaps

    def _find_missing(self, device_id: str, known: _Known) -> tuple[list[Range], int]:
        """Nothing is read while nothing can have changed: what has arrived stays."""
        if known.claimed <= known.whole:
            return [], 0
        with self._database.read() as connection:
            received = get_received_seqs(connection, device_id, above=known.whole)
        missing = known.claimed - known.whole - sum(n <= known.claimed for n in received)
        gaps = find_gaps(received, known.claimed, known.whole + 1)
        known.whole = gaps[0][0] - 1 if gaps else known.claimed
        return gaps, missing

    def flush(self) -> None:
        """Write down what was noted since the last time, all devices in one transaction.

        Raises NotStoredError; then it is kept for the next time.
        """
        with self._flushing:
            rows, self._rows = self._rows, {}
            if not rows:
                return
            try:
                self._write(list(rows.values()))
            except BaseException:
                self._rows = rows | self._rows
                raise

    def _write(self, rows: list[Row]) -> None:
        self._database.write(lambda connection: device_rows.note_healths(connection, rows))
        for row in rows:
            known = self._known[row["device_id"]]
            known.stored = max(known.stored, row["claimed"])


def note_health(database: Database, device_id: str, health: Health, now: int) -> list[Range]:
    """As `DeviceHealth.note`, written at once. Raises NotFoundError `device_not_found`."""
    with database.read() as connection:
        device = device_rows.get_device(connection, device_id)
    if device is None:
        raise NotFoundError("device_not_found", f"no device {device_id!r}")
    noted = DeviceHealth(database)
    missing = noted.note(device, health, now)
    noted.flush()
    return missing


def find_gaps(received: Sequence[int], last: int, first: int = 1) -> list[Range]:
    """The first 50 ranges of `first`..`last` that are not in `received` (ascending)."""
    gaps: list[Range] = []
    expected = first
    for number in [*received, last + 1]:
        if expected < number <= last + 1:
            gaps.append((expected, number - 1))
        expected = max(expected, number + 1)
    return gaps[:_MOST_GAPS]
