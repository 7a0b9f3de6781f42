"""Browsers in which exhibitors have their desk open."""

from sqlalchemy import Connection, delete, insert, select

from domain.entities import DeskSession
from server.storage.rows import Row, fetch_one
from server.storage.schema import exhibitor_codes, exhibitor_sessions, exhibitors


def add_session(connection: Connection, row: Row) -> None:
    """Store a signed-in browser."""
    connection.execute(insert(exhibitor_sessions).values(**row))


def get_session(connection: Connection, token_hash: str, now: int) -> DeskSession | None:
    """Who signed in with that token, unless it expired or the access code was revoked."""
    query = (
        select(
            exhibitors.c.event_id,
            exhibitors.c.id.label("exhibitor_id"),
            exhibitors.c.name.label("exhibitor_name"),
            exhibitors.c.booth,
            exhibitor_sessions.c.name,
        )
        .join(exhibitors, exhibitors.c.id == exhibitor_sessions.c.exhibitor_id)
        .join(exhibitor_codes, exhibitor_codes.c.id == exhibitor_sessions.c.code_id)
        .where(exhibitor_sessions.c.token_hash == token_hash)
        .where(exhibitor_sessions.c.expires_at > now)
        .where(exhibitor_codes.c.revoked_at.is_(None))
    )
    return fetch_one(connection, query, DeskSession)


def delete_session(connection: Connection, token_hash: str) -> None:
    """Sign a browser out."""
    mine = exhibitor_sessions.c.token_hash == token_hash
    connection.execute(delete(exhibitor_sessions).where(mine))


def delete_expired(connection: Connection, now: int) -> None:
    """Forget the sessions that are over."""
    connection.execute(delete(exhibitor_sessions).where(exhibitor_sessions.c.expires_at <= now))
