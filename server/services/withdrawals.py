"""Visitors take their details back from exhibitors, and give them again."""

from sqlalchemy import Connection

from domain.errors import NotFoundError
from server.services.audit import log_change
from server.services.ids import new_id
from server.services.lead_following import renumber_leads
from server.storage import consent
from server.storage.attendees import get_attendee, set_attendee
from server.storage.database import Database
from server.storage.events import next_change_numbers
from server.storage.exhibitors import get_exhibitor
from server.storage.leads import get_leads_of_attendees


def withdraw(
    database: Database,
    attendee_id: str,
    exhibitor_id: str | None,
    now: int,
    actor: str = "visitor",
) -> list[str]:
    """Take an attendee's details back from one exhibitor, or from all (None): now and from every
    later scan, feed, export and webhook. Doing it again changes nothing.

    Returns the exhibitors whose leads changed, for `Broadcasts.announce_leads`. Raises
    NotFoundError `attendee_unknown`, `exhibitor_unknown`.
    """

    def write(connection: Connection) -> list[str]:
        event_id = _check(connection, attendee_id, exhibitor_id)
        if _find_standing(connection, attendee_id, exhibitor_id):
            return []
        row = {"id": new_id(now), "event_id": event_id, "attendee_id": attendee_id}
        consent.add_withdrawal(connection, row | {"exhibitor_id": exhibitor_id, "at": now})
        whom = exhibitor_id or "all"
        log_change(connection, now, actor, "details_withdrawn", attendee_id, exhibitor=whom)
        return _touch(connection, attendee_id, exhibitor_id)

    return database.write(write)


def give_back(
    database: Database,
    attendee_id: str,
    exhibitor_id: str | None,
    now: int,
    actor: str = "visitor",
) -> list[str]:
    """Undo `withdraw` of the same exhibitor, or of all; returns and raises as it does."""

    def write(connection: Connection) -> list[str]:
        _check(connection, attendee_id, exhibitor_id)
        standing = _find_standing(connection, attendee_id, exhibitor_id)
        for withdrawal in standing:
            consent.set_withdrawal_revoked(connection, withdrawal.id, now)
        if not standing:
            return []
        whom = exhibitor_id or "all"
        log_change(connection, now, actor, "details_given_back", attendee_id, exhibitor=whom)
        return _touch(connection, attendee_id, exhibitor_id)

    return database.write(write)


def renumber_attendee(connection: Connection, attendee_id: str) -> None:
    """Say that what exhibitors may know of an attendee changed: rosters and leads follow."""
    attendee = get_attendee(connection, attendee_id)
    if attendee is not None:
        number = next_change_numbers(connection, attendee.event_id)
        set_attendee(connection, attendee_id, change_number=number)


def _check(connection: Connection, attendee_id: str, exhibitor_id: str | None) -> str:
    attendee = get_attendee(connection, attendee_id)
    if attendee is None:
        raise NotFoundError("attendee_unknown", f"no attendee {attendee_id!r}")
    if exhibitor_id is not None:
        exhibitor = get_exhibitor(connection, exhibitor_id)
        if exhibitor is None or exhibitor.event_id != attendee.event_id:
            raise NotFoundError("exhibitor_unknown", f"no exhibitor {exhibitor_id!r}")
    return attendee.event_id


def _find_standing(
    connection: Connection, attendee_id: str, exhibitor_id: str | None
) -> list[consent.Withdrawal]:
    standing = consent.get_withdrawals(connection, [attendee_id])
    return [one for one in standing if one.exhibitor_id == exhibitor_id]


def _touch(connection: Connection, attendee_id: str, exhibitor_id: str | None) -> list[str]:
    if exhibitor_id is None:  # the sealed roster of booths says so too
        renumber_attendee(connection, attendee_id)
    leads = get_leads_of_attendees(connection, [attendee_id], exhibitor_id)
    return sorted(renumber_leads(connection, leads))
