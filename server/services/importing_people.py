"""The part of an import that writes, inside the caller's transaction."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from server.importing.matching import NEW, UPDATE
from server.services.audit import log_change
from server.services.import_preparation import ReadyImport
from server.storage.attendees import add_attendees, set_attendees
from server.storage.badges import add_badges
from server.storage.categories import add_category
from server.storage.events import next_change_numbers, touch_configuration
from server.storage.rows import Row

T = TypeVar("T")
Progress = Callable[[int, int], None]

_PORTION = 1_000


def write_import(
    connection: Connection, event_id: str, ready: ReadyImport, progress: Progress
) -> None:
    """Write what was made ready; each touched row gets a change number."""
    _add_categories(connection, event_id, ready.category_rows)
    if not ready.touched:
        return
    first = next_change_numbers(connection, event_id, ready.touched)
    written = _Written(ready.touched + len(ready.foreign_badges), progress)
    for people in written.portions(ready.new_people):
        add_attendees(connection, [_number(row, first) for row in people])
    for changes in written.portions(ready.changes):
        set_attendees(connection, [(whose, _number(row, first)) for whose, row in changes])
    for badges in written.portions(ready.foreign_badges):
        add_badges(connection, [_number(row, first) for row in badges])


def _add_categories(connection: Connection, event_id: str, rows: Sequence[Row]) -> None:
    for row in rows:
        number = next_change_numbers(connection, event_id)
        add_category(connection, row | {"change_number": number})
    if rows:
        touch_configuration(connection, event_id)


def _number(row: Row, first: int) -> Row:
    return row | {"change_number": first + row["change_number"]}


class _Written:
    """Hands out rows in portions and tells how many of all are written."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total = total
        self._done = 0
        self._progress = progress

    def portions(self, rows: Sequence[T]) -> Iterator[Sequence[T]]:
        for start in range(0, len(rows), _PORTION):
            portion = rows[start : start + _PORTION]
            yield portion
            self._done += len(portion)
            self._progress(self._done, self._total)


def log_import(
    connection: Connection, event_id: str, ready: ReadyImport, now: int, actor: str
) -> None:
    """Say in the audit log how many people an import added and changed."""
    counts = {NEW: len(ready.new_people), UPDATE: len(ready.changes)}
    log_change(connection, now, actor, "registrations_imported", event_id, **counts)
