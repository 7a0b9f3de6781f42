"""Organizers, their signed-in browsers and the first set-up link."""

from sqlalchemy import Connection, delete, func, insert, select

from domain.entities import Organizer
from server.storage.rows import Row, fetch, fetch_one, set_columns
from server.storage.schema import organizer_sessions, organizers, setup_links


def add_organizer(connection: Connection, row: Row) -> None:
    """Store an organizer; IntegrityError when the e-mail is taken."""
    connection.execute(insert(organizers).values(**row))


def get_organizer_by_email(connection: Connection, email: str) -> Organizer | None:
    """The organizer with this e-mail (stored in lower case)."""
    query = select(organizers).where(organizers.c.email == email.lower())
    return fetch_one(connection, query, Organizer)


def get_organizers(connection: Connection) -> list[Organizer]:
    """Every organizer by name."""
    return fetch(connection, select(organizers).order_by(organizers.c.name), Organizer)


def set_organizer(connection: Connection, organizer_id: str, **values: object) -> None:
    """Change an organizer."""
    set_columns(connection, organizers, organizers.c.id == organizer_id, **values)


def count_organizers(connection: Connection) -> int:
    """How many organizers there are."""
    return connection.execute(select(func.count()).select_from(organizers)).scalar_one()


def add_session(connection: Connection, row: Row) -> None:
    """Remember a signed-in browser by the hash of its cookie."""
    connection.execute(insert(organizer_sessions).values(**row))


def get_signed_in(connection: Connection, token_hash: str, now: int) -> Organizer | None:
    """The organizer behind a cookie, unless it expired or the organizer was disabled."""
    query = (
        select(organizers)
        .join(organizer_sessions, organizer_sessions.c.organizer_id == organizers.c.id)
        .where(
            organizer_sessions.c.token_hash == token_hash,
            organizer_sessions.c.expires_at > now,
            organizers.c.disabled_at.is_(None),
        )
    )
    return fetch_one(connection, query, Organizer)


def delete_session(connection: Connection, token_hash: str) -> None:
    """Sign a browser out."""
    connection.execute(
        delete(organizer_sessions).where(organizer_sessions.c.token_hash == token_hash)
    )


def delete_organizer_sessions(connection: Connection, organizer_id: str) -> None:
    """Sign an organizer out everywhere."""
    connection.execute(
        delete(organizer_sessions).where(organizer_sessions.c.organizer_id == organizer_id)
    )


def add_setup_link(connection: Connection, row: Row) -> None:
    """Store a one-time set-up link by its hash."""
    connection.execute(insert(setup_links).values(**row))


def use_setup_link(connection: Connection, token_hash: str, now: int) -> bool:
    """Mark a link used; False when it is unknown, used or too old."""
    usable = (
        (setup_links.c.token_hash == token_hash)
        & setup_links.c.used_at.is_(None)
        & (setup_links.c.expires_at > now)
    )
    return set_columns(connection, setup_links, usable, used_at=now) == 1


def is_setup_link_usable(connection: Connection, token_hash: str, now: int) -> bool:
    """Whether a link would still be taken."""
    query = select(setup_links.c.token_hash).where(
        setup_links.c.token_hash == token_hash,
        setup_links.c.used_at.is_(None),
        setup_links.c.expires_at > now,
    )
    return connection.execute(query).first() is not None
