"""The scans this station made, safe before any light turns green.

They wait until the server has answered for them and are then kept for two days more, in case the
server loses what it had. What it can never take is parked, counted and kept. The browser's twin is
static/js/store/outbox-store.js; both run on tests/vectors/contracts/outbox.json.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from domain.clock import corrected_time
from domain.presence import ENTRY, CheckIn
from kiosk.store.database import StationDatabase
from kiosk.store.decided import DecidedScans
from kiosk.store.vault import Vault

KEPT_MS = 48 * 3_600_000
WAITING = "waiting"
ACCEPTED = "accepted"
PARKED = "parked"
_PASSED = ("admitted", "exited")
_LAST_CONFIRMED = 100
_LAST_SCAN_ID = "last_scan_id"

WireScan = dict[str, Any]
Compose = Callable[[int, str | None], WireScan]
"""Makes the scan from its number and the last scan's id."""


@dataclass(frozen=True)
class Person:
    """Who passes by a scan, as this station sees it."""

    list_id: str
    attendee_id: str


@dataclass(frozen=True)
class OutboxCounts:
    """`elsewhere` is what another pairing of this station left behind; `oldest_at` is when the
    oldest waiting scan was made, by this station's clock; `undos` how many undos wait."""

    waiting: int = 0
    parked: int = 0
    elsewhere: int = 0
    oldest_at: int | None = None
    undos: int = 0


@dataclass(frozen=True)
class OwnCheckIn:
    """An entry or exit this station made; `number` is its change number once the server has it,
    `undo_number` that of its undo. Taken back: staff did, and the server has not said no."""

    check_in: CheckIn
    number: int | None
    undo_number: int | None = None
    is_taken_back: bool = False


class Outbox:
    """The scans of one pairing. Raises StoreFailedError where the file fails."""

    def __init__(
        self, database: StationDatabase, vault: Vault, device_id: str, now: Callable[[], int]
    ) -> None:
        self._database = database
        self._vault = vault
        self._device_id = device_id
        self._now = now
        self._decided = DecidedScans()

    def add(self, compose: Compose, person: Person | None = None) -> WireScan:
        """Give a scan the next number and keep it, both or neither; on the disk on return."""
        with self._database.write() as database:
            number = read_last_seq(database, self._device_id) + 1
            scan = compose(number, _read_setting(database, _LAST_SCAN_ID))
            database.table("outbox").insert(self._to_row(scan, person))
            _put_setting(database, _counter_of(self._device_id), str(number))
            _put_setting(database, _LAST_SCAN_ID, scan["scan_id"])
        return scan

    def oldest(self, limit: int) -> list[WireScan]:
        """The oldest scans not yet answered for, in the order they were made."""
        rows = self._query(
            "SELECT scan_id, sealed FROM outbox WHERE device_id = ? AND status = ?"
            " ORDER BY device_seq LIMIT ?",
            (self._device_id, WAITING, limit),
        )
        return [self._decided.time_scan(self._open(row)) for row in rows]

    def note_decided(self, scan: WireScan, decide_ms: int) -> None:
        """Its verdict is safe and shown now; fills in the scan's own timings too."""
        self._decided.note(scan["scan_id"], decide_ms, self._now())
        self._decided.time_scan(scan)

    def settle(self, receipts: Iterable[dict[str, Any]]) -> None:
        """The server's last word on scans: taken ones are kept for a while, others parked."""
        with self._database.write() as database:
            for receipt in receipts:
                self._settle(database, receipt)

    def confirm_times(self) -> list[int]:
        """How long after this station's verdict the server's word came, in milliseconds, for
        those of the last scans that have both."""
        rows = self._query(
            "SELECT confirm_ms FROM (SELECT confirm_ms FROM outbox WHERE device_id = ?"
            " ORDER BY device_seq DESC LIMIT ?) WHERE confirm_ms IS NOT NULL",
            (self._device_id, _LAST_CONFIRMED),
        )
        return [row["confirm_ms"] for row in rows]

    def _settle(self, database: Database, receipt: dict[str, Any]) -> None:
        if receipt["status"] == PARKED:
            changes: dict[str, Any] = {"status": PARKED, "reason": receipt["reason"]}
        else:
            names = ("verdict", "change_number")
            changes = {"status": ACCEPTED, "settled_at": self._now()}
            changes |= {name: receipt[name] for name in names}
            confirm_ms = self._decided.confirm(receipt["scan_id"], self._now())
            changes |= {} if confirm_ms is None else {"confirm_ms": confirm_ms}
            if receipt["verdict"] not in _PASSED:
                changes |= {"list_id": None, "attendee_id": None}
        _change(database, receipt["scan_id"], changes)

    def park(self, scan_id: str, reason: str) -> None:
        """The server can never take this scan: keep it where a person can see it."""
        with self._database.write() as database:
            _change(database, scan_id, {"status": PARKED, "reason": reason})

    def resend(self, ranges: Sequence[Sequence[int]]) -> int:
        """The server has lost these numbers: what is still here of them waits again; how many."""
        with self._database.write() as database:
            return sum(
                database.execute(
                    "UPDATE outbox SET status = ?, settled_at = NULL WHERE device_id = ?"
                    " AND status = ? AND device_seq BETWEEN ? AND ?",
                    (WAITING, self._device_id, ACCEPTED, first, last),
                ).rowcount
                for first, last in ranges
            )

    def forget_settled(self) -> None:
        """Let go of what the server has had for two days."""
        with self._database.write() as database:
            database.execute("DELETE FROM outbox WHERE settled_at <= ?", (self._now() - KEPT_MS,))

    def last_seq(self) -> int:
        """The highest number given to a scan."""
        with self._database.read() as database:
            return read_last_seq(database, self._device_id)

    def check_ins_of(self, person: Person) -> list[OwnCheckIn]:
        """The entries and exits of somebody that this station made, in that order."""
        rows = self._query(
            "SELECT direction, at, gate_id, change_number, undo_number, undo_status FROM outbox"
            " WHERE list_id = ? AND attendee_id = ? ORDER BY scan_id",
            (person.list_id, person.attendee_id),
        )
        return [
            OwnCheckIn(
                CheckIn(row["direction"], row["at"], row["gate_id"]),
                row["change_number"],
                row["undo_number"],
                _is_taken_back(row),
            )
            for row in rows
        ]

    def count_unknown(self, list_id: str) -> int:
        """Entries less exits that the server has not counted yet, and less those taken back that
        it still counts."""
        rows = self._query(
            "SELECT direction, change_number, undo_number, undo_status FROM outbox"
            " WHERE list_id = ? AND (change_number IS NULL OR undo_status IS NOT NULL)",
            (list_id,),
        )
        return sum(map(_count_unknown, rows))

    def latest(self, limit: int) -> list[dict[str, Any]]:
        """The latest scans, latest first, without their codes."""
        return self._query(
            "SELECT scan_id, device_seq, status, reason, local_verdict, verdict, direction, at,"
            " undo_status, undo_code FROM outbox"
            " WHERE device_id = ? ORDER BY device_seq DESC LIMIT ?",
            (self._device_id, limit),
        )

    def parked_rows(self, limit: int) -> list[dict[str, Any]]:
        """What is parked, oldest first."""
        return self._query(
            "SELECT scan_id, device_seq, status, reason FROM outbox"
            " WHERE device_id = ? AND status = ? ORDER BY device_seq LIMIT ?",
            (self._device_id, PARKED, limit),
        )

    def count(self) -> OutboxCounts:
        """How many wait and since when, how many are parked, how many are another pairing's."""
        (row,) = self._query(
            "SELECT coalesce(sum(device_id = :me AND status = 'waiting'), 0) AS waiting,"
            " coalesce(sum(device_id = :me AND status = 'parked'), 0) AS parked,"
            " coalesce(sum(device_id != :me), 0) AS elsewhere,"
            " (SELECT count(*) FROM undos WHERE device_id = :me AND status = 'waiting') AS undos,"
            " min(CASE WHEN device_id = :me AND status = 'waiting' THEN device_time END) AS oldest"
            " FROM outbox WHERE status != 'accepted'",
            {"me": self._device_id},
        )
        names = ("waiting", "parked", "elsewhere", "oldest", "undos")
        return OutboxCounts(*(row[name] for name in names))

    def _query(self, sql: str, parameters: Any) -> list[dict[str, Any]]:
        with self._database.read() as database:
            return list(database.query(sql, parameters))

    def _open(self, row: dict[str, Any]) -> WireScan:
        scan: WireScan = self._vault.open(row["sealed"], row["scan_id"])
        return scan

    def _to_row(self, scan: WireScan, person: Person | None) -> dict[str, Any]:
        names = ("scan_id", "device_seq", "gate_id", "direction", "device_time", "local_verdict")
        return {name: scan.get(name) for name in names} | {
            "device_id": self._device_id,
            "status": WAITING,
            "sealed": self._vault.seal(scan, scan["scan_id"]),
            "at": corrected_time(scan["device_time"], scan["clock_offset_ms"]),
            "list_id": person.list_id if person else None,
            "attendee_id": person.attendee_id if person else None,
        }


def read_last_seq(database: Database, device_id: str) -> int:
    """The highest number a pairing has given to a scan."""
    return int(_read_setting(database, _counter_of(device_id)) or 0)


def _counter_of(device_id: str) -> str:
    return f"device_seq {device_id}"


def _is_taken_back(row: dict[str, Any]) -> bool:
    return row["undo_status"] in (WAITING, ACCEPTED)


def _count_unknown(row: dict[str, Any]) -> int:
    """How many more are inside than the server counts, because of this row."""
    change = 1 if row["direction"] == ENTRY else -1
    is_counted = row["change_number"] is not None
    if not _is_taken_back(row):
        return 0 if is_counted else change
    return -change if is_counted and row["undo_number"] is None else 0


def _change(database: Database, scan_id: str | None, changes: dict[str, Any]) -> None:
    assignments = ", ".join(f"{name} = :{name}" for name in changes)
    database.execute(
        f"UPDATE outbox SET {assignments} WHERE scan_id = :scan_id",  # noqa: S608 - our names
        changes | {"scan_id": scan_id},
    )


def _read_setting(database: Database, key: str) -> str | None:
    row = database.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    return None if row is None else row[0]


def _put_setting(database: Database, key: str, value: str) -> None:
    database.execute(
        "INSERT INTO settings (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
