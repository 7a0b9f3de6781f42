"""What visitors allow exhibitors: withdrawals, wishes, texts they agreed to, and the access log."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from server.storage.rows import Row, fetch, in_portions, insert_missing, set_columns
from server.storage.schema import consent_texts, lead_accesses, visitor_wishes, withdrawals


@dataclass(frozen=True)
class Withdrawal:
    """A visitor took his details back from one exhibitor, or from all (None)."""

    id: str
    event_id: str
    attendee_id: str
    exhibitor_id: str | None
    at: int
    revoked_at: int | None


def add_withdrawal(connection: Connection, row: Row) -> None:
    """Store a withdrawal."""
    connection.execute(insert(withdrawals).values(**row))


def get_withdrawals(connection: Connection, attendee_ids: Sequence[str]) -> list[Withdrawal]:
    """The withdrawals of these attendees that stand."""
    found: list[Withdrawal] = []
    for portion in in_portions(attendee_ids):
        query = select(withdrawals).where(
            withdrawals.c.attendee_id.in_(portion), withdrawals.c.revoked_at.is_(None)
        )
        found += fetch(connection, query.order_by(withdrawals.c.at), Withdrawal)
    return found


def set_withdrawal_revoked(connection: Connection, withdrawal_id: str, at: int) -> None:
    """Say that a visitor gave his details back."""
    set_columns(connection, withdrawals, withdrawals.c.id == withdrawal_id, revoked_at=at)


def get_wishes(connection: Connection, attendee_ids: Sequence[str], kind: str) -> list[Row]:
    """What these visitors asked for, oldest first: attendee_id, exhibitor_id, value, at."""
    found: list[Row] = []
    for portion in in_portions(attendee_ids):
        query = select(visitor_wishes).where(
            visitor_wishes.c.attendee_id.in_(portion), visitor_wishes.c.kind == kind
        )
        rows = connection.execute(query.order_by(visitor_wishes.c.at, visitor_wishes.c.id))
        found += [dict(row) for row in rows.mappings()]
    return found


def get_newest_consent_text(connection: Connection, event_id: str) -> Row | None:
    """The text visitors agree to now: version, texts (JSON); None where there is none yet."""
    query = (
        select(consent_texts)
        .where(consent_texts.c.event_id == event_id)
        .order_by(consent_texts.c.version.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else dict(row)


def get_consent_texts(connection: Connection, event_id: str) -> list[Row]:
    """Every version of an edition's text, newest first."""
    query = select(consent_texts).where(consent_texts.c.event_id == event_id)
    rows = connection.execute(query.order_by(consent_texts.c.version.desc()))
    return [dict(row) for row in rows.mappings()]


def add_consent_text(connection: Connection, row: Row) -> None:
    """Store a version; IntegrityError when its number is taken."""
    connection.execute(insert(consent_texts).values(**row))


def find_logged(connection: Connection, once_keys: Sequence[str]) -> set[str]:
    """Which of these once-only entries the access log has."""
    found: set[str] = set()
    for portion in in_portions(once_keys):
        query = select(lead_accesses.c.once_key).where(lead_accesses.c.once_key.in_(portion))
        found |= {key for key in connection.execute(query).scalars() if key}
    return found


def add_accesses(connection: Connection, rows: Sequence[Row]) -> None:
    """Append to the access log; what is logged once only stays as it is."""
    insert_missing(connection, lead_accesses, rows)
