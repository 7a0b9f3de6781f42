"""Finding attendees by what people say of themselves, in milliseconds among tens of thousands.

The words of every attendee are kept in memory, folded (no case, no accents, one spelling of Arabic
letters), and brought up to date from change numbers before each search. It is a copy: losing it
costs one reading.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from server.importing.folding import fold_text
from server.storage import attendee_search as search_rows
from server.storage.rows import Row

Offload = Callable[[Callable[[], Any]], Any]

_WORDS = ("company", "email", "phone")


@dataclass(frozen=True)
class AttendeeFilter:
    """Whom to list; what is empty or None does not restrict.

    `words` must all occur in names, company, e-mail or phone. `has_badge` asks for a valid badge
    of ours.
    """

    words: str = ""
    status: str = ""
    category_id: str = ""
    has_badge: bool | None = None
    needs_desk: bool = False
    has_attention: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    attendee_id: str
    status: str
    category_id: str
    needs_desk: bool
    has_attention: bool


@dataclass
class _Edition:
    entries: dict[str, _Entry] = field(default_factory=dict)
    in_order: list[_Entry] = field(default_factory=list)
    highest: int = -1


class AttendeeIndex:
    """The attendees of every edition that was searched since the server started.

    `offload` runs a computation away from the event loop.
    """

    def __init__(self, offload: Offload) -> None:
        self._editions: dict[str, _Edition] = {}
        self._offload = offload

    def find(self, connection: Connection, event_id: str, wanted: AttendeeFilter) -> list[str]:
        """The ids of all attendees who fit, by name."""
        words = fold_text(wanted.words).split()
        if wanted.words.strip() and not words:
            return []  # nothing but punctuation occurs in nobody's name
        found = self._refresh(connection, event_id).in_order
        for word in words:  # one after the other: each leaves fewer to look at
            found = [entry for entry in found if word in entry.text]
        if wanted != AttendeeFilter(words=wanted.words):
            holders = _read_holders(connection, event_id, wanted)
            found = [entry for entry in found if _fits(entry, wanted, holders)]
        return [entry.attendee_id for entry in found]

    def _refresh(self, connection: Connection, event_id: str) -> _Edition:
        edition = self._editions.setdefault(event_id, _Edition())
        count, highest = search_rows.get_search_state(connection, event_id)
        if highest > edition.highest:
            self._read_changes(edition, connection, event_id)
        if count != len(edition.entries):  # somebody came or went without a change number
            edition = self._editions[event_id] = _Edition()
            self._read_changes(edition, connection, event_id)
        edition.highest = highest
        return edition

    def _read_changes(self, edition: _Edition, connection: Connection, event_id: str) -> None:
        rows = search_rows.get_searched_columns(connection, event_id, edition.highest)
        # A whole edition takes a good part of a second to fold: other requests go on meanwhile.
        fresh: list[_Entry] = self._offload(lambda: [_make_entry(row) for row in rows])
        edition.entries.update((entry.attendee_id, entry) for entry in fresh)
        edition.in_order = sorted(edition.entries.values(), key=lambda entry: entry.text)


def _read_holders(connection: Connection, event_id: str, wanted: AttendeeFilter) -> set[str]:
    if wanted.has_badge is None:
        return set()
    return search_rows.get_badge_holders(connection, event_id)


def _make_entry(row: Row) -> _Entry:
    """The text begins with the last name, so that entries sort by it."""
    names = (row["last_name"] or row["last_name_ar"], row["first_name"] or row["first_name_ar"])
    others = (row["last_name_ar"], row["first_name_ar"], *(row[name] for name in _WORDS))
    return _Entry(
        text=fold_text(" ".join((*names, *others))),
        attendee_id=row["id"],
        status=row["status"],
        category_id=row["category_id"],
        needs_desk=row["needs_desk"] is not None,
        has_attention=bool(row["has_attention"]),
    )


def _fits(entry: _Entry, wanted: AttendeeFilter, holders: set[str]) -> bool:
    return (
        wanted.status in ("", entry.status)
        and wanted.category_id in ("", entry.category_id)
        and (entry.needs_desk or not wanted.needs_desk)
        and (entry.has_attention or not wanted.has_attention)
        and (wanted.has_badge is None or wanted.has_badge == (entry.attendee_id in holders))
    )
