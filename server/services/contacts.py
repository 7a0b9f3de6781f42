"""What each exhibitor may know of a visitor now: by share level, withdrawals and wishes.

Every door that gives an exhibitor somebody's details asks here, at the moment it gives them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from domain.share_levels import share_contact
from server.services.ids import new_id
from server.storage import consent
from server.storage.attendees import get_attendees
from server.storage.rows import Row

Pair = tuple[str, str]
"""Exhibitor id and attendee id."""


class ContactBook:
    """The details of some attendees, as each exhibitor may see them within one transaction."""

    def __init__(self, connection: Connection, attendee_ids: Iterable[str]) -> None:
        ids = sorted(set(attendee_ids))
        self._attendees = get_attendees(connection, ids)
        self._withdrawn = {
            (w.attendee_id, w.exhibitor_id): w.at for w in consent.get_withdrawals(connection, ids)
        }
        wishes = consent.get_wishes(connection, ids, "share_as")
        self._share_as = {(w["attendee_id"], w["exhibitor_id"]): w["value"] for w in wishes}
        calls = consent.get_wishes(connection, ids, "call_me")
        newest = {(w["attendee_id"], w["exhibitor_id"]): w for w in calls}
        self._calls = {key: w["at"] for key, w in newest.items() if w["value"]}

    def withdrawn_at(self, exhibitor_id: str, attendee_id: str) -> int | None:
        """When the visitor took his details back from this exhibitor, or from all; else None."""
        moments = [self._withdrawn.get((attendee_id, who)) for who in (exhibitor_id, None)]
        return min((at for at in moments if at is not None), default=None)

    def call_asked_at(self, exhibitor_id: str, attendee_id: str | None) -> int | None:
        """When the visitor asked this exhibitor for a call, unless he no longer wants one."""
        return self._calls.get((attendee_id or "", exhibitor_id))

    def share_level(self, attendee_id: str | None) -> str:
        """The level the visitor chose; `none` for nobody."""
        attendee = self._attendees.get(attendee_id or "")
        return attendee.share_level if attendee else "none"

    def get(self, exhibitor_id: str, attendee_id: str | None) -> dict[str, Any] | None:
        """The contact (`domain.share_levels.share_contact`), or None where nothing is shared."""
        attendee = self._attendees.get(attendee_id or "")
        if attendee is None or self.withdrawn_at(exhibitor_id, attendee.id) is not None:
            return None
        own = self._share_as.get((attendee.id, exhibitor_id))
        return share_contact(attendee, own or self._share_as.get((attendee.id, None)))


@dataclass(frozen=True)
class Access:
    """Somebody's contact was handed to an exhibitor."""

    event_id: str
    exhibitor_id: str
    attendee_id: str
    contact: dict[str, Any]


def log_accesses(
    connection: Connection,
    accesses: Sequence[Access],
    actor: str,
    kind: str,
    now: int,
    *,
    is_once: bool = False,
) -> None:
    """Append to the access log, inside the caller's transaction.

    `kind` is `capture`, `feed`, `export`, `webhook` or `receipt`; `actor` as in the audit log.
    `is_once`: the same fields of the same person to the same actor are logged only once.
    """
    rows = [_access_row(access, actor, kind, now, is_once) for access in accesses]
    consent.add_accesses(connection, rows)


def find_unlogged(
    connection: Connection, accesses: Sequence[Access], actor: str, kind: str
) -> list[Access]:
    """Those that the access log does not have yet."""
    keys = {_once_key(access, actor, kind): access for access in accesses}
    logged = consent.find_logged(connection, list(keys))
    return [access for key, access in keys.items() if key not in logged]


def _access_row(access: Access, actor: str, kind: str, now: int, is_once: bool) -> Row:
    return {
        "id": new_id(now),
        "event_id": access.event_id,
        "exhibitor_id": access.exhibitor_id,
        "attendee_id": access.attendee_id,
        "at": now,
        "actor": actor,
        "kind": kind,
        "fields": _fields(access),
        "once_key": _once_key(access, actor, kind) if is_once else None,
    }


def _fields(access: Access) -> str:
    return ",".join(name for name, value in access.contact.items() if value is not None)


def _once_key(access: Access, actor: str, kind: str) -> str:
    return "|".join((kind, access.exhibitor_id, access.attendee_id, actor, _fields(access)))
