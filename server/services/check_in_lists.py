"""Check-in lists: who may enter where, when and how often. One of them counts the attendance."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from domain.admission import ENTRY_RULES
from domain.entities import ListSettings
from domain.errors import AccueilError, NotFoundError
from server.services.configuration import Change, check_name, write_configuration
from server.services.ids import new_id
from server.storage import categories as category_rows
from server.storage import check_in_lists as list_rows
from server.storage.database import Database
from server.storage.rows import Row

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LARGEST_CAPACITY = 1_000_000


@dataclass(frozen=True)
class NewList:
    """What an organizer says of a check-in list; empty `category_ids` lets in everybody, empty
    `hours` (day, opens, closes) is always open."""

    name: str
    entry_rule: str = "reentry"
    capacity: int | None = None
    counts_attendance: bool = False
    category_ids: Sequence[str] = ()
    hours: Sequence[tuple[str, str, str]] = ()


def add_list(
    database: Database, event_id: str, new: NewList, now: int, actor: str = "command"
) -> str:
    """Store a check-in list; returns its id. An edition's first list counts its attendance.

    Raises AccueilError `name_missing`, `name_too_long`, `bad_entry_rule`, `bad_hours`,
    `hours_twice` or `bad_capacity`, NotFoundError `category_unknown`, ConflictError `list_exists`.
    """
    row = _make_row(new) | {"id": new_id(now), "event_id": event_id, "counts_attendance": False}

    def add(change: Change) -> str:
        lists = list_rows.get_lists(change.connection, event_id)
        list_rows.add_list(change.connection, row | {"change_number": change.number})
        _set_rules(change, row["id"], new)
        if new.counts_attendance or not any(one.counts_attendance for one in lists):
            _count_at(change, row["id"])
        change.log("list_added", row["id"], **_details(new))
        return str(row["id"])

    return write_configuration(database, event_id, now, actor, add, taken_code="list_exists")


def change_list(
    database: Database, list_id: str, changed: NewList, now: int, actor: str = "command"
) -> ListSettings:
    """Give a check-in list other rules; returns what it was.

    The list that counts attendance goes on counting until another one is told to. Raises
    NotFoundError `list_unknown` and the errors of `add_list`.
    """
    row = _make_row(changed)
    before = get_list(database, list_id)

    def change_row(change: Change) -> None:
        list_rows.set_list(change.connection, list_id, **row, change_number=change.number)
        _set_rules(change, list_id, changed)
        if changed.counts_attendance:
            _count_at(change, list_id)
        change.log("list_changed", list_id, **_details(changed))

    write_configuration(database, before.event_id, now, actor, change_row, taken_code="list_exists")
    return before


def count_attendance_at(database: Database, list_id: str, now: int, actor: str = "command") -> None:
    """Let this list, and no other, count the edition's attendance.

    Raises NotFoundError `list_unknown`.
    """
    event_id = get_list(database, list_id).event_id

    def choose(change: Change) -> None:
        _count_at(change, list_id)
        change.log("attendance_list_chosen", list_id)

    write_configuration(database, event_id, now, actor, choose)


def get_list(database: Database, list_id: str) -> ListSettings:
    """One check-in list. Raises NotFoundError `list_unknown`."""
    with database.read() as connection:
        found = list_rows.get_list(connection, list_id)
    if found is None:
        raise NotFoundError("list_unknown", f"no check-in list {list_id!r}")
    return found


def _count_at(change: Change, list_id: str) -> None:
    for one in list_rows.get_lists(change.connection, change.event_id):
        counts = one.id == list_id
        if one.counts_attendance != counts:
            values = {"counts_attendance": counts, "change_number": change.number}
            list_rows.set_list(change.connection, one.id, **values)


def _set_rules(change: Change, list_id: str, new: NewList) -> None:
    _check_categories(change.connection, change.event_id, new.category_ids)
    list_rows.set_allowed_categories(change.connection, list_id, sorted(set(new.category_ids)))
    hours = [dict(zip(("day", "opens", "closes"), h, strict=True)) for h in new.hours]
    list_rows.set_opening_hours(change.connection, list_id, hours)


def _check_categories(connection: Connection, event_id: str, ids: Sequence[str]) -> None:
    known = {category.id for category in category_rows.get_categories(connection, event_id)}
    if not known.issuperset(ids):
        message = "this edition has no such category"
        raise NotFoundError("category_unknown", message, field="category_ids")


def _make_row(new: NewList) -> Row:
    if new.entry_rule not in ENTRY_RULES:
        message = f"an entry rule is one of {', '.join(ENTRY_RULES)}"
        raise AccueilError("bad_entry_rule", message, field="entry_rule")
    if new.capacity is not None and not 1 <= new.capacity <= _LARGEST_CAPACITY:
        message = "a capacity is 1 or more, or none"
        raise AccueilError("bad_capacity", message, field="capacity")
    _check_hours(new.hours)
    row: Row = {"name": check_name(new.name), "entry_rule": new.entry_rule}
    return row | {"capacity": new.capacity}


def _check_hours(hours: Sequence[tuple[str, str, str]]) -> None:
    for day, opens, closes in hours:
        if not (_is_day(day) and _TIME.fullmatch(opens) and _TIME.fullmatch(closes)):
            message = "hours are written YYYY-MM-DD, HH:MM, HH:MM"
            raise AccueilError("bad_hours", message, field="hours", day=day)
    if len({(day, opens) for day, opens, _ in hours}) < len(hours):
        raise AccueilError("hours_twice", "two periods of a day open together", field="hours")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _details(new: NewList) -> Row:
    lists = {"category_ids": sorted(new.category_ids), "hours": [list(h) for h in new.hours]}
    return vars(new) | lists
