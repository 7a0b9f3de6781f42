"""Who exhibits and what is on: exhibitors and sessions of an edition."""

from dataclasses import dataclass

from domain.entities import Session
from server.services.configuration import Change, check_name, write_configuration
from server.services.ids import new_id
from server.storage import exhibitors as exhibitor_rows
from server.storage import sessions as session_rows
from server.storage.database import Database


@dataclass(frozen=True)
class NewExhibitor:
    """What an organizer says of a company with a booth."""

    name: str
    booth: str = ""
    activity: str = ""


def add_exhibitor(
    database: Database, event_id: str, new: NewExhibitor, now: int, actor: str = "command"
) -> str:
    """Store an exhibitor; returns its id.

    Raises AccueilError `name_missing` or `name_too_long`, ConflictError `exhibitor_exists`.
    """
    row = vars(new) | {
        "id": new_id(now),
        "event_id": event_id,
        "name": check_name(new.name, most=200),
    }

    def add(change: Change) -> str:
        exhibitor_rows.add_exhibitor(change.connection, row)
        change.log("exhibitor_added", row["id"], name=row["name"])
        return str(row["id"])

    return write_configuration(database, event_id, now, actor, add, taken_code="exhibitor_exists")


def add_session(database: Database, session: Session, now: int, actor: str = "command") -> None:
    """Store a session.

    Raises AccueilError `name_missing` or `name_too_long`, ConflictError `session_exists`.
    """
    check_name(session.title, "title", most=300)

    def add(change: Change) -> None:
        session_rows.add_session(change.connection, vars(session))
        change.log("session_added", session.id, title=session.title)

    event_id = session.event_id
    write_configuration(database, event_id, now, actor, add, taken_code="session_exists")
