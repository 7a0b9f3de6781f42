"""Leads follow the registrations: unknown badges resolve, changed details get a new number.

Badges and attendees are numbered by the edition when they change, whoever changed them; the
edition remembers up to which number its leads have followed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from domain.badge_code import EditionKeys, Keyring, parse_badge_code
from domain.entities import Attendee, Badge, StoredLead
from domain.lead import EMPTY_LEAD, lead_to_json
from domain.lead_capture import LEAD, decide_capture
from server.services.capturing import make_visitor
from server.services.contacts import ContactBook
from server.services.ids import new_id
from server.services.lead_book import LeadBook, is_hidden, state_of
from server.services.submission import to_json
from server.storage import exhibitors as exhibitor_rows
from server.storage import lead_facts as fact_rows
from server.storage import leads as lead_rows
from server.storage.attendees import get_attendees
from server.storage.database import Database
from server.storage.events import get_event, set_event
from server.storage.lead_changes import get_changed_attendee_ids, has_changed_people
from server.storage.roster_changes import get_changed_badges
from server.storage.rows import Row

_NO_KEYS = Keyring(EditionKeys(-1, ()))


def follow_registrations(database: Database, event_id: str, now: int) -> list[str]:
    """Bring an edition's leads up to what is registered now; returns the exhibitors whose leads
    changed. Cheap where nothing did: to be called before leads are read."""
    with database.read() as connection:
        event = get_event(connection, event_id)
        if event is None or not has_changed_people(connection, event_id, event.leads_number):
            return []
    return database.write(lambda connection: _follow(connection, event_id, now))


def _follow(connection: Connection, event_id: str, now: int) -> list[str]:
    event = get_event(connection, event_id)
    assert event is not None  # noqa: S101 - it was there a moment ago, and nothing deletes it
    since = event.leads_number
    changed = get_changed_attendee_ids(connection, event_id, since)
    touched = renumber_leads(connection, lead_rows.get_leads_of_attendees(connection, changed))
    badges = get_changed_badges(connection, event_id, since)
    touched |= _resolve(connection, event_id, badges, now)
    set_event(connection, event_id, leads_number=event.change_number)
    return sorted(touched)


def renumber_leads(connection: Connection, leads: Sequence[StoredLead]) -> set[str]:
    """Say that these leads look different now; withdrawals are looked up again. Returns their
    exhibitors."""
    book = ContactBook(connection, {lead.attendee_id for lead in leads if lead.attendee_id})
    changed = []
    for lead in leads:
        number = exhibitor_rows.next_change_numbers(connection, lead.exhibitor_id)
        at = book.withdrawn_at(lead.exhibitor_id, lead.attendee_id or "")
        standing = replace(lead, withdrawn_at=at, change_number=number)
        changed.append(replace(standing, state=state_of(standing, is_hidden(lead))))
    lead_rows.set_leads(connection, changed)
    return {lead.exhibitor_id for lead in changed}


@dataclass(frozen=True)
class _Found:
    """A capture that turned out to be of somebody: what it gives, and of whom."""

    capture: Row
    badge: Badge
    attendee: Attendee
    verdict: str


def _resolve(connection: Connection, event_id: str, badges: Sequence[Badge], now: int) -> set[str]:
    by_code = _read_codes(badges)
    captures = fact_rows.find_unresolved(connection, event_id, sorted(by_code))
    if not captures:
        return set()
    ids = {by_code[row["badge_code"]].attendee_id for row in captures}
    attendees = get_attendees(connection, sorted(ids))
    judge = _Judge(connection, captures, ContactBook(connection, ids))
    found = [
        judge.find(row, badge, attendees[badge.attendee_id])
        for row in captures
        for badge in [by_code[row["badge_code"]]]
    ]
    known = [one for one in found if one is not None]
    for one in known:
        _settle(connection, one, now)
    return {one.capture["exhibitor_id"] for one in known}


def _read_codes(badges: Sequence[Badge]) -> dict[str, Badge]:
    """By every text a capture of the badge may have been kept under; codes come before short
    codes, and valid badges before revoked ones."""
    by_code: dict[str, Badge] = {}
    for badge in sorted(badges, key=lambda b: (b.revoked_at is not None, b.issued_at)):
        by_code.setdefault(badge.code, badge)
        if badge.kind == "foreign":
            by_code.setdefault(parse_badge_code(badge.code, _NO_KEYS).text, badge)
    for badge in badges:
        if badge.short_code:
            by_code.setdefault(badge.short_code, badge)
    return by_code


class _Judge:
    """Decides anew what captures give, now that it is known of whom they are."""

    def __init__(
        self, connection: Connection, captures: Sequence[Row], contacts: ContactBook
    ) -> None:
        exhibitor_ids = sorted({row["exhibitor_id"] for row in captures})
        types = exhibitor_rows.get_scan_types(connection, exhibitor_ids)
        self._giving = {(t.exhibitor_id, t.code) for t in types if t.gives_contact}
        self._contacts = contacts

    def find(self, row: Row, badge: Badge, attendee: Attendee) -> _Found | None:
        """None while the badge stands for nobody."""
        withdrawn_at = self._contacts.withdrawn_at(row["exhibitor_id"], attendee.id)
        visitor = make_visitor(badge, attendee, withdrawn_at is not None)
        if visitor.standing:
            return None
        gives_contact = (row["exhibitor_id"], row["scan_type"]) in self._giving
        verdict = decide_capture("ours", badge.code, visitor, gives_contact, False)
        return _Found(row, badge, attendee, verdict.code)


def _settle(connection: Connection, found: _Found, now: int) -> None:
    """Put the capture, and with it the lead of its code, under the person."""
    lead_id = _lead_of(connection, found, now) if found.verdict == LEAD else None
    fact_rows.set_resolved(
        connection,
        [
            {
                "capture_id": found.capture["capture_id"],
                "badge_id": found.badge.id,
                "attendee_id": found.attendee.id,
                "lead_id": lead_id,
                "verdict": found.verdict,
                "share_level": found.attendee.share_level,
            }
        ],
    )
    old_id = found.capture["lead_id"]
    if old_id and old_id != lead_id:
        _retire(connection, old_id, lead_id)
    if lead_id:
        number = exhibitor_rows.next_change_numbers(connection, found.capture["exhibitor_id"])
        captures = fact_rows.get_captures(connection, "lead_id", [lead_id])
        LeadBook(connection, now).refold(captures, is_from_nothing=True)
        lead = lead_rows.get_leads(connection, [lead_id])[lead_id]
        lead_rows.set_leads(connection, [replace(lead, change_number=number)])


def _lead_of(connection: Connection, found: _Found, now: int) -> str:
    """The person's lead, the code's lead made his, or a new one."""
    exhibitor_id = found.capture["exhibitor_id"]
    known = lead_rows.find_leads(connection, exhibitor_id, [found.attendee.id], [])
    if known:
        return known[0].id
    old_id = found.capture["lead_id"]
    if old_id:
        old = lead_rows.get_leads(connection, [old_id])[old_id]
        named = replace(old, attendee_id=found.attendee.id, badge_code=None)
        lead_rows.set_leads(connection, [named])
        return old.id
    return _make_lead(connection, found, now)


def _make_lead(connection: Connection, found: _Found, now: int) -> str:
    lead = StoredLead(
        id=new_id(now),
        event_id=found.capture["event_id"],
        exhibitor_id=found.capture["exhibitor_id"],
        attendee_id=found.attendee.id,
        badge_code=None,
        first_captured_at=found.capture["corrected_at"],
        last_captured_at=found.capture["corrected_at"],
        fold=to_json(lead_to_json(EMPTY_LEAD)),
        state="open",
        merged_into_id=None,
        withdrawn_at=None,
        is_training=False,
        change_number=0,
    )
    lead_rows.add_leads(connection, [lead])
    return lead.id


def _retire(connection: Connection, lead_id: str, target_id: str | None) -> None:
    """A code's lead that became part of another, or whose person shares nothing. Its last capture
    takes it along; devices are told that it is gone."""
    lead = lead_rows.get_leads(connection, [lead_id])[lead_id]
    if lead.state == "merged" or fact_rows.get_captures(connection, "lead_id", [lead_id]):
        return
    number = exhibitor_rows.next_change_numbers(connection, lead.exhibitor_id)
    gone = replace(
        lead,
        badge_code=None,
        fold=to_json(lead_to_json(EMPTY_LEAD)),
        state="merged" if target_id else "withdrawn",
        merged_into_id=target_id,
        change_number=number,
    )
    lead_rows.set_leads(connection, [gone])
