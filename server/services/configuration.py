"""What every change to an edition's set-up has in common: one transaction with an audit entry, a
change number, and a nudge for those who keep the rules in memory."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from domain.errors import AccueilError, ConflictError, NotFoundError
from server.services.audit import log_change
from server.storage import events as event_rows
from server.storage.database import Database

T = TypeVar("T")

MOST_NAME = 80
_NEVER_SHOWN = ("Cc", "Cs")
"""Control characters and halves of surrogate pairs: no name has them, no database takes them."""


@dataclass(frozen=True)
class Change:
    """A change of an edition's set-up under way, inside its transaction."""

    connection: Connection
    event_id: str
    number: int
    at: int
    actor: str

    def log(self, action: str, subject: str, **details: object) -> None:
        """Put it into the audit log."""
        log_change(self.connection, self.at, self.actor, action, subject, **details)


def write_configuration(
    database: Database,
    event_id: str,
    now: int,
    actor: str,
    work: Callable[[Change], T],
    *,
    taken_code: str = "name_taken",
) -> T:
    """Run `work` in a transaction; nothing stays when it raises. Who announces it is the edge.

    Raises NotFoundError `event_unknown`, ConflictError `taken_code` when the edition has the name
    already, and what `work` raises.
    """

    def write(connection: Connection) -> T:
        if event_rows.get_event(connection, event_id) is None:
            raise NotFoundError("event_unknown", f"no edition {event_id!r}")
        number = event_rows.next_change_numbers(connection, event_id)
        result = work(Change(connection, event_id, number, now, actor))
        event_rows.touch_configuration(connection, event_id)
        return result

    try:
        return database.write(write)
    except IntegrityError as error:
        message = "that name is taken in this edition"
        raise ConflictError(taken_code, message, field="name") from error


def check_name(name: str, field: str = "name", most: int = MOST_NAME) -> str:
    """The name without blanks around it and without what cannot be shown.

    Raises AccueilError `name_missing` or `name_too_long`; `field` names the form's field.
    """
    shown = (c for c in name if c.isspace() or unicodedata.category(c) not in _NEVER_SHOWN)
    trimmed = " ".join("".join(shown).split())
    if not trimmed:
        raise AccueilError("name_missing", "a name has one character or more", field=field)
    if len(trimmed) > most:
        message = f"a name has {most} characters at the most"
        raise AccueilError("name_too_long", message, field=field, most=most)
    return trimmed


def move_in_order(ids: list[str], moved_id: str, step: int) -> list[str]:
    """`ids` with one of them `step` places further down (-1: up), as far as there is room."""
    place = ids.index(moved_id)
    target = min(max(place + step, 0), len(ids) - 1)
    others = [one for one in ids if one != moved_id]
    return [*others[:target], moved_id, *others[target:]]
