"""Who changed what: written in the same transaction as the change, chained by hashes."""

import hashlib
from typing import Any

from sqlalchemy import Connection

from server.services.submission import to_json
from server.storage.audit import add_entry, get_last_entry, read_entries
from server.storage.rows import Row


def log_change(
    connection: Connection, now: int, actor: str, action: str, subject: str, **details: Any
) -> None:
    """Append one entry. `actor` is `organizer:ID`, `device:ID`, `command` or `set-up`."""
    number, previous_hash = get_last_entry(connection)
    row: Row = {
        "number": number + 1,
        "at": now,
        "actor": actor,
        "action": action,
        "subject": subject,
        "details": to_json(details),
        "previous_hash": previous_hash,
    }
    add_entry(connection, row | {"hash": _hash(row)})


def find_broken_link(connection: Connection) -> int | None:
    """The number of the first entry that was changed, added or removed later; None when whole."""
    expected, previous_hash = 1, ""
    for row in read_entries(connection):
        stored = row.pop("hash")
        is_whole = row["number"] == expected and row["previous_hash"] == previous_hash
        if not is_whole or stored != _hash(row):
            return expected
        expected, previous_hash = expected + 1, stored
    return None


def _hash(row: Row) -> str:
    return hashlib.sha256(to_json(row).encode()).hexdigest()
