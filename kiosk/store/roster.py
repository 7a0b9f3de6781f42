"""What this station knows of the edition's badges: sealed entries that only a badge opens, and who
is inside.

It follows the server by change number, page by page; a page is taken whole or not at all. The
browser's twin is static/js/store/roster-store.js; both run on tests/vectors/contracts/roster.json.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlite_utils import Database

from domain.presence import NEVER_SEEN, Presence
from domain.sealed_roster import EMPTY_FINGERPRINT, entry_fingerprint, format_digest
from kiosk.store.database import StationDatabase

_TABLES = ("roster", "presence", "roster_state")
_MOST_AT_ONCE = 500
_PRESENCE_FIELDS = ("l", "a", "i", "e", "x", "ea", "eg", "la", "n")

Page = dict[str, Any]
"""One answer of `GET /api/v1/changes`."""


@dataclass(frozen=True)
class RosterState:
    """`cursor` is the change number reached in the server's `feed`; `count` and `fingerprint` are
    of the entries held, a badge has several; `badges` is how many badges a complete roster has.
    `is_complete` once the entries were found to be the server's; `checked_at` (server's time) is
    when that was last so."""

    event_id: str
    feed: str | None = None
    cursor: int = 0
    count: int = 0
    badges: int | None = None
    fingerprint: int = EMPTY_FINGERPRINT
    is_complete: bool = False
    checked_at: int | None = None


@dataclass(frozen=True)
class KnownPresence:
    """Where an attendee is by the server's last word, and the change number of that word."""

    presence: Presence = NEVER_SEEN
    number: int = -1


class RosterStore:
    """The roster of one edition; that of another one counts as none. Raises StoreFailedError."""

    def __init__(self, database: StationDatabase, event_id: str) -> None:
        self._database = database
        self._event_id = event_id

    def state(self) -> RosterState:
        """How far it is."""
        with self._database.read() as database:
            return self._read_state(database)

    def take_page(self, page: Page) -> RosterState:
        """Take a page, or nothing of it when this fails; one that starts from nothing replaces
        all. Returns the state after it."""
        badges = {row["i"]: row for row in page["badges"]}  # of two rows with one index the later
        with self._database.write() as database:
            if page["since"] == 0:
                _clear(database)
            before = self._read_state(database)
            after = _advance(before, page, _combine(database, before, badges))
            _replace(database, "roster", ("i", "s", "n"), list(badges.values()))
            _replace(database, "presence", _PRESENCE_FIELDS, page["presence"])
            row = asdict(after) | {"id": 1, "fingerprint": format_digest(after.fingerprint)}
            database.table("roster_state").insert(row, replace=True)
        return after

    def find_sealed(self, index: str) -> str | None:
        """The sealed entry under an index."""
        row = self._first("SELECT s FROM roster WHERE i = ?", (index,))
        return None if row is None else row["s"]

    def find_presence(self, list_id: str, attendee_id: str) -> KnownPresence:
        """Where somebody is by the server's last word."""
        row = self._first("SELECT * FROM presence WHERE l = ? AND a = ?", (list_id, attendee_id))
        if row is None:
            return KnownPresence()
        presence = Presence(bool(row["i"]), row["e"], row["x"], row["ea"], row["eg"], row["la"])
        return KnownPresence(presence, row["n"])

    def count_inside(self, list_id: str) -> int:
        """How many are inside by the server's last word."""
        row = self._first("SELECT count(*) AS c FROM presence WHERE l = ? AND i = 1", (list_id,))
        return 0 if row is None else int(row["c"])

    def clear(self) -> None:
        """Forget everything, for a station that has no business with it any more."""
        with self._database.write() as database:
            _clear(database)

    def _first(self, sql: str, parameters: Sequence[Any]) -> dict[str, Any] | None:
        with self._database.read() as database:
            return next(iter(list(database.query(sql, parameters))), None)

    def _read_state(self, database: Database) -> RosterState:
        rows = list(database.query("SELECT * FROM roster_state WHERE id = 1"))
        if not rows or rows[0]["event_id"] != self._event_id:
            return RosterState(self._event_id)
        (row,) = rows
        return RosterState(
            self._event_id,
            row["feed"],
            row["cursor"],
            row["count"],
            row["badges"],
            int(row["fingerprint"], 16),
            bool(row["is_complete"]),
            row["checked_at"],
        )


def _clear(database: Database) -> None:
    for table in _TABLES:
        database.execute(f"DELETE FROM {table}")  # noqa: S608 - our names


def _replace(
    database: Database, table: str, fields: Sequence[str], rows: Sequence[dict[str, Any]]
) -> None:
    names, places = ", ".join(fields), ", ".join(f":{field}" for field in fields)
    database.conn.executemany(
        f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({places})",  # noqa: S608 - our names
        rows,
    )


def _combine(
    database: Database, before: RosterState, badges: dict[str, dict[str, Any]]
) -> RosterState:
    """Count and fingerprint once the new rows have taken the place of the old ones."""
    replaced = _find_rows(database, list(badges))
    fingerprint = before.fingerprint
    for row in (*badges.values(), *replaced):
        fingerprint ^= entry_fingerprint(row["i"], row["s"])
    count = before.count + len(badges) - len(replaced)
    return replace(before, count=count, fingerprint=fingerprint)


def _find_rows(database: Database, indexes: Sequence[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for start in range(0, len(indexes), _MOST_AT_ONCE):
        some = indexes[start : start + _MOST_AT_ONCE]
        places = ", ".join("?" * len(some))
        rows += database.query(f"SELECT i, s FROM roster WHERE i IN ({places})", some)  # noqa: S608
    return rows


def _advance(before: RosterState, page: Page, held: RosterState) -> RosterState:
    """A roster once complete stays good to judge by while it catches up; only the last page can
    show that it is not what the server has."""
    state = replace(held, cursor=page["to"], feed=page.get("feed"))
    told = page.get("roster")
    if told is None:
        return state
    digest = format_digest(held.fingerprint)
    is_complete = told["count"] == held.count and told["digest"] == digest
    checked_at = page["server_time"] if is_complete else before.checked_at
    state = replace(state, badges=told.get("badges"))
    return replace(state, is_complete=is_complete, checked_at=checked_at)
