"""The tables of station.db, by version. A step is never changed once released: add the next."""

from collections.abc import Callable, Sequence

from sqlite_utils import Database

Step = Callable[[Database], None]


def _make_first_tables(database: Database) -> None:
    database.table("settings").create({"key": str, "value": str}, pk="key")
    database.table("secrets").create({"key": str, "sealed": bytes}, pk="key")
    _make_outbox(database)
    _make_roster(database)


def _make_outbox(database: Database) -> None:
    """`sealed` holds the scan as on the wire; list_id and attendee_id are there only while this
    station counts it as an entry or exit of somebody. Times are milliseconds, `at` the server's."""
    outbox = database.table("outbox")
    outbox.create(
        {
            "scan_id": str,
            "device_id": str,
            "device_seq": int,
            "status": str,
            "reason": str,
            "sealed": bytes,
            "local_verdict": str,
            "verdict": str,
            "change_number": int,
            "gate_id": str,
            "direction": str,
            "device_time": int,
            "at": int,
            "list_id": str,
            "attendee_id": str,
            "settled_at": int,
        },
        pk="scan_id",
        not_null={"device_id", "device_seq", "status", "sealed", "gate_id", "direction", "at"},
    )
    outbox.create_index(["device_id", "device_seq"], unique=True)
    outbox.create_index(["device_id", "status", "device_seq"])
    outbox.create_index(["list_id", "attendee_id"])
    outbox.create_index(["settled_at"])


def _make_roster(database: Database) -> None:
    """The fields of the change feed, see docs/protocol.md."""
    database.table("roster").create({"i": str, "s": str, "n": int}, pk="i", not_null={"s", "n"})
    presence = database.table("presence")
    presence.create(
        {
            "l": str,
            "a": str,
            "i": int,
            "e": int,
            "x": int,
            "ea": int,
            "eg": str,
            "la": int,
            "n": int,
        },
        pk=("l", "a"),
    )
    presence.create_index(["l", "i"])
    database.table("roster_state").create(
        {
            "id": int,
            "event_id": str,
            "feed": str,
            "cursor": int,
            "count": int,
            "badges": int,
            "fingerprint": str,
            "is_complete": int,
            "checked_at": int,
        },
        pk="id",
    )


def _add_confirm_times(database: Database) -> None:
    """From this station's verdict to the server's word on it; null where it gave none."""
    database.table("outbox").add_column("confirm_ms", int)


def _make_undos(database: Database) -> None:
    """`sealed` holds the undo as on the wire; `after_seq` the number of the last scan before it."""
    undos = database.table("undos")
    undos.create(
        {
            "undo_id": str,
            "device_id": str,
            "scan_id": str,
            "sealed": bytes,
            "status": str,
            "number": int,
            "code": str,
            "after_seq": int,
            "settled_at": int,
        },
        pk="undo_id",
        not_null={"device_id", "scan_id", "sealed", "status", "after_seq", "settled_at"},
    )
    undos.create_index(["device_id", "status"])
    for name, kind in (("undo_status", str), ("undo_number", int), ("undo_code", str)):
        database.table("outbox").add_column(name, kind)


STEPS: Sequence[Step] = (_make_first_tables, _add_confirm_times, _make_undos)
"""Step number n makes version n of the file out of version n - 1."""
