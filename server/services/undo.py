"""A scan taken back: within fifteen minutes, with a reason, as a fact of its own."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from domain.admission import ADMITTED, EXITED
from domain.conflicts import PastCheckIn
from domain.entities import Event
from domain.errors import ConflictError, NotFoundError
from domain.presence import NEVER_SEEN, fold_presence
from server.services.audit import log_change
from server.services.checkin import bucket_of
from server.services.conflicts import Stamp
from server.services.history import History
from server.services.venue_time import local_day
from server.storage import undos as undo_rows
from server.storage.attendance import add_counts
from server.storage.database import Database
from server.storage.events import get_event, next_change_numbers
from server.storage.presence import delete_visit, set_presence
from server.storage.rows import Row
from server.storage.scans import get_scan

UNDO_MINUTES = 15
_LATE_MS = 48 * 3_600_000
"""As long as a device keeps what it made without the server."""


@dataclass(frozen=True)
class UndoRequest:
    """What a device or an organizer asks. `undo_id` is made by the asker: twice is once.

    A device that was without the server says when staff pressed the button (`pressed_at`, its
    corrected time) and which device it is.
    """

    undo_id: str
    scan_id: str
    reason: str
    device_id: str | None = None
    pressed_at: int | None = None


def undo_scan(
    database: Database, event_id: str, request: UndoRequest, stamp: Stamp
) -> dict[str, Any]:
    """Take a scan back; presence, visits and counts follow as if it had not been.

    The fifteen minutes end where the button was pressed, not where it arrived: for the device that
    made the scan, and for two days. Whoever else asks, asks now.

    Returns `{undo_id, scan_id, at, change_number}`, the same again for the same `undo_id`.
    Raises NotFoundError `scan_unknown`, ConflictError `scan_not_undoable` (it changed nothing),
    `undo_too_late` or `scan_undone`.
    """

    def undo(connection: Connection) -> dict[str, Any]:
        known = undo_rows.get_undo(connection, request.undo_id)
        if known is not None:
            return _answer(known)
        scan = _find_scan(connection, event_id, request.scan_id)
        pressed_at = _pressed_at(request, scan, stamp.at)
        _check(connection, scan, pressed_at)
        row = _store(connection, request, stamp, scan, pressed_at)
        _take_back(connection, scan, row["change_number"])
        log_change(connection, stamp.at, stamp.actor, "scan_undone", request.scan_id)
        return _answer(row)

    return database.write(undo)


def _find_scan(connection: Connection, event_id: str, scan_id: str) -> Row:
    scan = get_scan(connection, scan_id)
    if scan is None or scan["event_id"] != event_id:
        raise NotFoundError("scan_unknown", f"no scan {scan_id!r}")
    return scan


def _pressed_at(request: UndoRequest, scan: Row, now: int) -> int:
    """A device may say what it likes: it is believed about its own scans, after they were made."""
    said = request.pressed_at
    if said is None or request.device_id != scan["device_id"] or said < now - _LATE_MS:
        return now
    return min(max(said, int(scan["corrected_at"])), now)


def _check(connection: Connection, scan: Row, pressed_at: int) -> None:
    if scan["verdict"] not in (ADMITTED, EXITED) or scan["attendee_id"] is None:
        raise ConflictError("scan_not_undoable", "that scan let nobody in or out")
    if pressed_at - scan["corrected_at"] > UNDO_MINUTES * 60_000:
        raise ConflictError("undo_too_late", f"only within {UNDO_MINUTES} minutes")
    if undo_rows.is_undone(connection, scan["scan_id"]):
        raise ConflictError("scan_undone", "that scan was taken back already")


def _store(
    connection: Connection, request: UndoRequest, stamp: Stamp, scan: Row, pressed_at: int
) -> Row:
    row: Row = {
        "undo_id": request.undo_id,
        "event_id": scan["event_id"],
        "scan_id": request.scan_id,
        "actor": stamp.actor,
        "reason": request.reason.strip()[:500],
        "at": stamp.at,
        "pressed_at": pressed_at,
        "change_number": next_change_numbers(connection, scan["event_id"]),
    }
    undo_rows.add_undo(connection, row)
    return row


def _take_back(connection: Connection, scan: Row, change_number: int) -> None:
    event = get_event(connection, scan["event_id"])
    assert event is not None  # noqa: S101 - the scan refers to it
    past = History(connection).read(scan["list_id"], scan["attendee_id"])
    presence = NEVER_SEEN
    for check_in in past:
        presence = fold_presence(presence, check_in.check_in)
    place = {"list_id": scan["list_id"], "attendee_id": scan["attendee_id"]}
    set_presence(connection, [place | vars(presence) | {"change_number": change_number}])
    _take_back_visit(connection, event, scan, past)
    add_counts(connection, [_count_less(scan)])


def _take_back_visit(
    connection: Connection, event: Event, scan: Row, past: list[PastCheckIn]
) -> None:
    day = local_day(scan["corrected_at"], event.timezone)
    still_came = any(
        p.check_in.direction == "entry" and local_day(p.check_in.at, event.timezone) == day
        for p in past
    )
    if not still_came:
        delete_visit(connection, scan["list_id"], day, scan["attendee_id"])


def _count_less(scan: Row) -> Row:
    return {
        "event_id": scan["event_id"],
        "gate_id": scan["gate_id"],
        "bucket_at": bucket_of(scan["corrected_at"]),
        "category_id": scan["category_id"] or "",
        "verdict": scan["verdict"],
        "scan_count": -1,
    }


def _answer(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("undo_id", "scan_id", "at", "change_number")}
