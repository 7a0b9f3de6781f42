"""The visitor's receipt: who scanned me, what they got, and what I make of it.

It is opened with the badge and nothing else. Therefore it names fields and never values: whoever
photographs a badge learns no address and no number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.badge_code import EditionKeys, Keyring, parse_badge_code
from domain.entities import Attendee, Badge, Event
from domain.errors import AccueilError, NotFoundError
from domain.lead_capture import VERDICTS_WITH_LEAD
from domain.share_levels import CONTACT_FIELDS, SHARE_LEVELS
from server.services.audit import log_change
from server.services.ids import new_id
from server.services.lead_following import renumber_leads
from server.services.withdrawals import renumber_attendee
from server.storage import receipts as rows
from server.storage.attendees import get_attendee, set_attendee
from server.storage.badges import get_badge
from server.storage.consent import get_withdrawals
from server.storage.database import Database
from server.storage.events import get_event
from server.storage.exhibitors import get_exhibitor
from server.storage.leads import get_leads_of_attendees

CALL_ME, SHARE_AS = "call_me", "share_as"
_NO_KEYS = Keyring(EditionKeys(-1, ()))
_MOST_EMAIL = 254


@dataclass(frozen=True)
class Meeting:
    """One exhibitor and this visitor. `fields` are the details that went there, in their order;
    `is_counted_only` when scans were counted and nothing was given."""

    exhibitor_id: str
    exhibitor_name: str
    booth: str
    scanned_at: list[int]
    fields: list[str]
    accesses: list[rows.LoggedAccess]
    is_counted_only: bool
    is_withdrawn: bool
    wants_call: bool


@dataclass(frozen=True)
class Receipt:
    """All a visitor sees of himself."""

    attendee: Attendee
    event: Event
    meetings: list[Meeting]
    is_all_withdrawn: bool
    share_as: str


def find_receipt_badge(database: Database, text: str) -> str | None:
    """The id of the badge whose code was scanned or typed, in any case; None for whatever is no
    valid badge of somebody registered. Codes of other ticketing systems open nothing: many are
    numbers in a row, which anybody guesses."""
    code = parse_badge_code(text.upper(), _NO_KEYS).text
    if not code:
        return None
    with database.read() as connection:
        badge = rows.find_own_badge(connection, code)
        return badge.id if badge and _find_holder(connection, badge) else None


def read_receipt(database: Database, badge_id: str) -> Receipt:
    """What the visitor with this badge sees. Raises NotFoundError `receipt_not_found`."""
    with database.read() as connection:
        attendee = _get_holder(connection, badge_id)
        event = get_event(connection, attendee.event_id)
        encounters = rows.get_encounters(connection, attendee.id)
        accesses = rows.get_accesses(connection, attendee.id)
        withdrawn = {w.exhibitor_id for w in get_withdrawals(connection, [attendee.id])}
        wishes = rows.get_newest_wishes(connection, attendee.id)
    if event is None:
        raise NotFoundError("receipt_not_found", "that badge is of no edition")
    ids = list(dict.fromkeys(one.exhibitor_id for one in encounters))
    calls = {who for (kind, who), value in wishes.items() if kind == CALL_ME and value}
    meetings = [
        _describe(
            [one for one in encounters if one.exhibitor_id == exhibitor_id],
            [one for one in accesses if one.exhibitor_id == exhibitor_id],
            bool({exhibitor_id, None} & withdrawn),
            exhibitor_id in calls,
        )
        for exhibitor_id in ids
    ]
    return Receipt(attendee, event, meetings, None in withdrawn, wishes.get((SHARE_AS, None), ""))


def _describe(
    mine: Sequence[rows.Encounter],
    accesses: list[rows.LoggedAccess],
    is_withdrawn: bool,
    wants_call: bool,
) -> Meeting:
    given = {name for one in accesses for name in one.fields.split(",")}
    return Meeting(
        exhibitor_id=mine[0].exhibitor_id,
        exhibitor_name=mine[0].exhibitor_name,
        booth=mine[0].booth,
        scanned_at=[one.at for one in mine],
        fields=[name for name in CONTACT_FIELDS if name in given],
        accesses=accesses,
        is_counted_only=not any(one.verdict in VERDICTS_WITH_LEAD for one in mine),
        is_withdrawn=is_withdrawn,
        wants_call=wants_call,
    )


def choose_share_level(database: Database, badge_id: str, level: str, now: int) -> list[str]:
    """The visitor decides anew what exhibitors get: from now on, and of leads there are already.

    Returns the exhibitors whose leads changed, for `Broadcasts.announce_leads`. Raises
    NotFoundError `receipt_not_found`, AccueilError `bad_share_level`.
    """
    if level not in {one.code for one in SHARE_LEVELS}:
        raise AccueilError("bad_share_level", "there is no such level", field="level")

    def choose(connection: Connection) -> list[str]:
        attendee = _get_holder(connection, badge_id)
        if attendee.share_level == level:
            return []
        set_attendee(connection, attendee.id, share_level=level, updated_at=now)
        details = {"from_level": attendee.share_level, "to_level": level}
        log_change(connection, now, "visitor", "share_level_chosen", attendee.id, **details)
        return _touch(connection, attendee.id)

    return database.write(choose)


def share_as(database: Database, badge_id: str, email: str, now: int) -> list[str]:
    """The visitor gives exhibitors another e-mail address than his own; empty takes it back.

    Returns as `choose_share_level` does. Raises NotFoundError `receipt_not_found`, AccueilError
    `bad_email`.
    """
    email = email.strip()
    _check_email(email)

    def write(connection: Connection) -> list[str]:
        attendee = _get_holder(connection, badge_id)
        _add_wish(connection, attendee, (SHARE_AS, email), None, now)
        return _touch(connection, attendee.id)

    return database.write(write)


def ask_for_call(
    database: Database, badge_id: str, exhibitor_id: str, is_wanted: bool, now: int
) -> list[str]:
    """The visitor asks one exhibitor who met him to call, or no longer.

    Returns as `choose_share_level` does. Raises NotFoundError `receipt_not_found`,
    `exhibitor_unknown`.
    """

    def write(connection: Connection) -> list[str]:
        attendee = _get_holder(connection, badge_id)
        exhibitor = get_exhibitor(connection, exhibitor_id)
        if exhibitor is None or exhibitor.event_id != attendee.event_id:
            raise NotFoundError("exhibitor_unknown", f"no exhibitor {exhibitor_id!r}")
        value = "yes" if is_wanted else ""
        _add_wish(connection, attendee, (CALL_ME, value), exhibitor_id, now)
        return _touch(connection, attendee.id, exhibitor_id)

    return database.write(write)


def get_receipt_attendee(database: Database, badge_id: str) -> Attendee:
    """Whose badge it is. Raises NotFoundError `receipt_not_found`."""
    with database.read() as connection:
        return _get_holder(connection, badge_id)


def _check_email(email: str) -> None:
    name, _, host = email.partition("@")
    is_shaped = name and "." in host and len(email) <= _MOST_EMAIL and email.isprintable()
    if email and (not is_shaped or " " in email or "@" in host):
        raise AccueilError("bad_email", "that is not an e-mail address", field="email")


def _add_wish(
    connection: Connection,
    attendee: Attendee,
    wish: tuple[str, str],
    exhibitor_id: str | None,
    now: int,
) -> None:
    kind, value = wish
    row = {"id": new_id(now), "event_id": attendee.event_id, "attendee_id": attendee.id, "at": now}
    rows.add_wish(connection, row | {"exhibitor_id": exhibitor_id, "kind": kind, "value": value})


def _touch(connection: Connection, attendee_id: str, exhibitor_id: str | None = None) -> list[str]:
    if exhibitor_id is None:  # the sealed roster of booths says so too
        renumber_attendee(connection, attendee_id)
    leads = get_leads_of_attendees(connection, [attendee_id], exhibitor_id)
    return sorted(renumber_leads(connection, leads))


def _get_holder(connection: Connection, badge_id: str) -> Attendee:
    badge = get_badge(connection, badge_id)
    holder = _find_holder(connection, badge) if badge else None
    if holder is None:
        raise NotFoundError("receipt_not_found", "that badge opens no receipt")
    return holder


def _find_holder(connection: Connection, badge: Badge) -> Attendee | None:
    """A cancelled visitor keeps his rights; a revoked badge was lost, and its finder has none."""
    is_valid = badge.kind == "own" and badge.revoked_at is None
    return get_attendee(connection, badge.attendee_id) if is_valid else None
