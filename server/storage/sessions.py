"""Talks and trainings of an edition."""

from sqlalchemy import Connection, insert, select

from domain.entities import Session
from server.storage.rows import Row, fetch
from server.storage.schema import sessions


def add_session(connection: Connection, row: Row) -> None:
    """Store a session; IntegrityError when the title is taken."""
    connection.execute(insert(sessions).values(**row))


def get_sessions(connection: Connection, event_id: str) -> list[Session]:
    """An edition's sessions in order of time."""
    query = select(sessions).where(sessions.c.event_id == event_id)
    return fetch(connection, query.order_by(sessions.c.starts_at, sessions.c.room), Session)
