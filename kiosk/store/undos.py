"""What staff took back at this station: facts of their own, kept until the server has answered, and
two days more in case it loses what it had. The scan's row in the outbox says what became of it.

The browser's twin is static/js/store/undo-store.js; both run on
tests/vectors/contracts/undos.json.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from kiosk.store.database import StationDatabase
from kiosk.store.outbox import ACCEPTED, KEPT_MS, WAITING, read_last_seq
from kiosk.store.vault import Vault

REFUSED = "refused"

UndoMessage = dict[str, Any]
"""As on the wire, see docs/protocol.md."""


@dataclass(frozen=True)
class UndoState:
    """`waiting`, `accepted` or `refused`; `number` is the server's change number of it, `code` why
    it was refused."""

    status: str = WAITING
    number: int | None = None
    code: str | None = None


class UndoStore:
    """The undos of one pairing. Raises StoreFailedError where the file fails."""

    def __init__(
        self, database: StationDatabase, vault: Vault, device_id: str, now: Callable[[], int]
    ) -> None:
        self._database = database
        self._vault = vault
        self._device_id = device_id
        self._now = now

    def add(self, message: UndoMessage) -> None:
        """Keep it, on the disk on return; from then on the scan counts no more. `after_seq` is the
        number of the last scan that was made before it."""
        undo_id, scan_id = message["undo_id"], message["scan_id"]
        row = {
            "undo_id": undo_id,
            "device_id": self._device_id,
            "scan_id": scan_id,
            "sealed": self._vault.seal(message, undo_id),
        }
        with self._database.write() as database:
            after_seq = read_last_seq(database, self._device_id)
            waiting = {"status": WAITING, "after_seq": after_seq, "settled_at": 0}
            database.table("undos").insert(row | waiting)
            _mark_scan(database, scan_id, UndoState())

    def due(self) -> list[UndoMessage]:
        """What the server has to hear now, in the order it was made: an undo follows its scan, and
        follows it again where the server had lost both."""
        rows = self._query(
            "SELECT u.undo_id, u.sealed FROM undos u LEFT JOIN outbox s ON s.scan_id = u.scan_id"
            " WHERE u.device_id = :me AND coalesce(s.status, '') != 'waiting'"
            " AND (u.status = 'waiting'"
            " OR (u.status = 'accepted' AND coalesce(s.settled_at, 0) > u.settled_at))"
            " ORDER BY u.undo_id"
        )
        return [self._vault.open(row["sealed"], row["undo_id"]) for row in rows]

    def last_before(self) -> int | None:
        """The highest number of a scan that may be sent before what waits, None for any: who came
        again after a passage was taken back is let in by that."""
        (row,) = self._query(
            "SELECT min(after_seq) AS last FROM undos WHERE device_id = :me AND status = 'waiting'"
        )
        last: int | None = row["last"]
        return last

    def count_waiting(self) -> int:
        """How many the server has not answered for."""
        (row,) = self._query(
            "SELECT count(*) AS c FROM undos WHERE device_id = :me AND status = 'waiting'"
        )
        return int(row["c"])

    def settle(self, undo_id: str, state: UndoState) -> None:
        """The server's answer."""
        with self._database.write() as database:
            rows = list(database.query("SELECT * FROM undos WHERE undo_id = ?", (undo_id,)))
            if not rows:
                return
            database.execute(
                "UPDATE undos SET status = ?, number = ?, code = ?, settled_at = ?"
                " WHERE undo_id = ?",
                (state.status, state.number, state.code, self._now(), undo_id),
            )
            _mark_scan(database, rows[0]["scan_id"], state)

    def find(self, undo_id: str) -> UndoState | None:
        """What became of one."""
        rows = self._query(
            "SELECT status, number, code FROM undos WHERE device_id = :me AND undo_id = :undo_id",
            undo_id=undo_id,
        )
        return UndoState(**rows[0]) if rows else None

    def find_gate(self, scan_id: str) -> str | None:
        """The gate of a scan that is still here."""
        rows = self._query("SELECT gate_id FROM outbox WHERE scan_id = :scan_id", scan_id=scan_id)
        return rows[0]["gate_id"] if rows else None

    def forget_settled(self) -> None:
        """Let go of what was settled two days ago."""
        with self._database.write() as database:
            database.execute(
                "DELETE FROM undos WHERE status != ? AND settled_at <= ?",
                (WAITING, self._now() - KEPT_MS),
            )

    def _query(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        with self._database.read() as database:
            return list(database.query(sql, parameters | {"me": self._device_id}))


def _mark_scan(database: Database, scan_id: str, state: UndoState) -> None:
    database.execute(
        "UPDATE outbox SET undo_status = ?, undo_number = ?, undo_code = ? WHERE scan_id = ?",
        (state.status, state.number, state.code, scan_id),
    )


__all__ = ["ACCEPTED", "REFUSED", "WAITING", "UndoMessage", "UndoState", "UndoStore"]
