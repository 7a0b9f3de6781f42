"""Attendees at the organizer's desk: found, looked at, their standing changed."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from domain.badge_code import EditionKeys, Keyring, parse_badge_code
from domain.entities import Attendee, Badge, Event
from domain.errors import AccueilError, NotFoundError
from server.services.attendee_index import AttendeeFilter, AttendeeIndex, Offload
from server.services.audit import log_change
from server.services.badges import is_valid
from server.storage import attendee_search as search_rows
from server.storage import attendees as attendee_rows
from server.storage import badges as badge_rows
from server.storage import events as event_rows
from server.storage.database import Database, run_here
from server.storage.passages import get_passages

STATUSES = ("registered", "cancelled", "blocked")
DESK_REASONS = ("unpaid", "question", "photo", "approval")
PAGE_SIZE = 50
_MOST_NOTE = 500
_MOST_PASSAGES = 50


@dataclass(frozen=True)
class FoundAttendee:
    """One line of a search; `badge` is the valid badge of ours, if there is one."""

    attendee: Attendee
    badge: Badge | None


@dataclass(frozen=True)
class SearchPage:
    """One page of a search; `number` counts from 1."""

    found: list[FoundAttendee]
    total: int
    number: int

    @property
    def page_count(self) -> int:
        """How many pages the whole search has, one at least."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class AttendeeFile:
    """An attendee with every badge they ever had and where they were scanned, newest first."""

    attendee: Attendee
    badges: list[Badge]
    passages: list[dict[str, Any]]

    @property
    def valid_badge(self) -> Badge | None:
        """The badge of ours that opens gates, if there is one."""
        return next(filter(is_valid, self.badges), None)


@dataclass(frozen=True)
class Standing:
    """What stands between an attendee and the gate. `needs_desk` is one of `DESK_REASONS` or
    None, `note` is for staff only."""

    status: str
    needs_desk: str | None = None
    has_attention: bool = False
    note: str = ""


class AttendeeSearch:
    """Finds attendees by words, by the code on a badge (valid or not), and by standing."""

    def __init__(self, database: Database, offload: Offload = run_here) -> None:
        self._database = database
        self._index = AttendeeIndex(offload)

    def find(self, event: Event, wanted: AttendeeFilter, page: int = 1) -> SearchPage:
        """One page of 50; a page beyond the last is the last."""
        with self._database.read() as connection:
            ids = self._find_ids(connection, event, wanted)
            number = min(max(page, 1), max(1, -(-len(ids) // PAGE_SIZE)))
            shown = ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
            attendees = attendee_rows.get_attendees(connection, shown)
            badges = search_rows.get_valid_badges_of(connection, shown)
        found = [FoundAttendee(attendees[one], badges.get(one)) for one in shown]
        return SearchPage(found, len(ids), number)

    def _find_ids(self, connection: Connection, event: Event, wanted: AttendeeFilter) -> list[str]:
        """Where the words are the code of a badge we know, who has it."""
        badge = _find_badge(connection, event, wanted.words) if wanted.words else None
        if badge is None:
            return self._index.find(connection, event.id, wanted)
        fitting = self._index.find(connection, event.id, replace(wanted, words=""))
        return [one for one in fitting if one == badge.attendee_id]


def get_badge_by_code(database: Database, event: Event, text: str) -> Badge:
    """The badge that a scanned or typed text names. Raises NotFoundError `badge_unknown`."""
    with database.read() as connection:
        badge = _find_badge(connection, event, text)
    if badge is None:
        raise NotFoundError("badge_unknown", f"{event.slug} has no badge {text!r}")
    return badge


def _find_badge(connection: Connection, event: Event, text: str) -> Badge | None:
    """The badge, valid or revoked, that a scanned or typed text names: ours, its short code, or
    another system's code."""
    keys = event_rows.get_event_keys(connection).get(event.id, ())
    code = parse_badge_code(text, Keyring(EditionKeys(event.badge_tag, keys)))
    short = badge_rows.find_badges_by_short_code(connection, event.id, [code.text])
    if code.kind == "short" and short:
        return short[code.text]
    by_code = badge_rows.find_badges(connection, event.id, [code.text, code.as_read])
    return by_code.get(code.text) or by_code.get(code.as_read)


def get_attendee_file(database: Database, event_id: str, attendee_id: str) -> AttendeeFile:
    """An attendee of this edition. Raises NotFoundError `attendee_unknown`."""
    with database.read() as connection:
        attendee = attendee_rows.get_attendee(connection, attendee_id)
        if attendee is None or attendee.event_id != event_id:
            raise NotFoundError("attendee_unknown", f"no attendee {attendee_id!r} in this edition")
        badges = badge_rows.get_attendee_badges(connection, attendee_id)
        passages = get_passages(connection, event_id, attendee_id, _MOST_PASSAGES)
    return AttendeeFile(attendee, badges, passages)


def change_standing(
    database: Database, attendee_id: str, standing: Standing, now: int, actor: str
) -> Standing:
    """Say whether an attendee may come in, must see the desk first, or needs attention; returns
    what was said before, so that it can be taken back.

    Raises NotFoundError `attendee_unknown`, AccueilError `bad_status`, `bad_desk_reason` or
    `note_too_long`.
    """
    _check_standing(standing)
    return database.write(
        lambda connection: _change_standing(connection, attendee_id, standing, now, actor)
    )


def _change_standing(
    connection: Connection, attendee_id: str, standing: Standing, now: int, actor: str
) -> Standing:
    attendee = attendee_rows.get_attendee(connection, attendee_id)
    if attendee is None:
        raise NotFoundError("attendee_unknown", f"no attendee {attendee_id!r}")
    before = read_standing(attendee)
    if standing != before:
        number = event_rows.next_change_numbers(connection, attendee.event_id)
        row = vars(standing) | {"change_number": number, "updated_at": now}
        attendee_rows.set_attendee(connection, attendee_id, **row)
        changed = {k: v for k, v in vars(standing).items() if v != getattr(before, k)}
        log_change(connection, now, actor, "standing_changed", attendee_id, **changed)
    return before


def read_standing(attendee: Attendee) -> Standing:
    """The standing an attendee has."""
    return Standing(attendee.status, attendee.needs_desk, attendee.has_attention, attendee.note)


def _check_standing(standing: Standing) -> None:
    if standing.status not in STATUSES:
        message = f"a status is one of {', '.join(STATUSES)}"
        raise AccueilError("bad_status", message, field="status")
    if standing.needs_desk not in (None, *DESK_REASONS):
        message = f"a reason for the desk is one of {', '.join(DESK_REASONS)}"
        raise AccueilError("bad_desk_reason", message, field="needs_desk")
    if len(standing.note) > _MOST_NOTE or "\x00" in standing.note:
        message = f"a note has {_MOST_NOTE} characters at the most"
        raise AccueilError("note_too_long", message, field="note", most=_MOST_NOTE)
