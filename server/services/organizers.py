"""Organizers: the first one comes by a set-up link, all sign in with e-mail and password."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Connection

from domain.entities import Organizer
from domain.errors import AccueilError, ConflictError, ExpiredError, NotSignedInError
from server.services.audit import log_change
from server.services.ids import hash_token, new_id, new_token
from server.storage import organizers as organizer_rows
from server.storage.database import Database

SHORTEST_PASSWORD = 10
SESSION_HOURS = 14
SETUP_LINK_HOURS = 24

Offload = Callable[[Callable[[], Any]], Any]

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's second choice for argon2id: 35 ms here, where the default takes 255."""
_NOBODYS_HASH = _HASHER.hash("nobody's password")


def create_setup_link(database: Database, now: int) -> str | None:
    """The token of a one-time link for the first organizer; None when there is one already."""
    with database.read() as connection:
        if organizer_rows.count_organizers(connection):
            return None
    token = new_token()
    row = {"token_hash": hash_token(token), "expires_at": now + SETUP_LINK_HOURS * 3_600_000}
    database.write(lambda connection: organizer_rows.add_setup_link(connection, row))
    return token


def is_setup_link_usable(database: Database, token: str, now: int) -> bool:
    """Whether a set-up link would be taken."""
    with database.read() as connection:
        return organizer_rows.is_setup_link_usable(connection, hash_token(token), now)


@dataclass(frozen=True)
class Credentials:
    """What a new organizer enters."""

    email: str
    name: str
    password: str


def set_up_first_organizer(
    database: Database, token: str, new: Credentials, now: int, offload: Offload
) -> str:
    """Make the first organizer from a set-up link; returns the organizer's id.

    Raises ExpiredError `setup_link_invalid`, AccueilError `bad_email` or `password_too_short`.
    """
    row = offload(lambda: _new_organizer(new, now))

    def set_up(connection: Connection) -> None:
        if not organizer_rows.use_setup_link(connection, hash_token(token), now):
            raise ExpiredError("setup_link_invalid", "that link was used or has expired")
        _add(connection, row, now, "set-up")

    database.write(set_up)
    return str(row["id"])


def add_organizer(database: Database, new: Credentials, now: int, actor: str = "command") -> str:
    """Store an organizer; returns the id.

    Raises AccueilError `bad_email` or `password_too_short`, ConflictError `organizer_exists`.
    """
    row = _new_organizer(new, now)
    database.write(lambda connection: _add(connection, row, now, actor))
    return str(row["id"])


def _new_organizer(new: Credentials, now: int) -> dict[str, Any]:
    if len(new.password) < SHORTEST_PASSWORD:
        raise AccueilError(
            "password_too_short",
            f"a password has {SHORTEST_PASSWORD} characters or more",
            shortest=SHORTEST_PASSWORD,
        )
    return {
        "id": new_id(now),
        "email": _check_email(new.email),
        "name": new.name.strip()[:120] or new.email,
        "password_hash": _HASHER.hash(new.password),
        "created_at": now,
    }


def _check_email(email: str) -> str:
    try:
        checked = validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise AccueilError("bad_email", str(error)) from error
    return checked.normalized.lower()


def _add(connection: Connection, row: dict[str, Any], now: int, actor: str) -> None:
    if organizer_rows.get_organizer_by_email(connection, row["email"]) is not None:
        raise ConflictError("organizer_exists", "somebody signs in with that e-mail already")
    organizer_rows.add_organizer(connection, row)
    log_change(connection, now, actor, "organizer_added", row["id"])


def sign_in(
    database: Database, email: str, password: str, now: int, offload: Offload
) -> tuple[Organizer, str]:
    """Check a password; returns the organizer and the token for the browser's cookie.

    `offload` runs the hashing (tens of milliseconds) away from the event loop. An unknown e-mail
    costs the same time as a wrong password. Raises NotSignedInError `sign_in_failed`.
    """
    with database.read() as connection:
        organizer = organizer_rows.get_organizer_by_email(connection, email.strip())
    stored = organizer.password_hash if organizer else _NOBODYS_HASH
    is_right = offload(lambda: _verify(stored, password))
    if organizer is None or not is_right or organizer.disabled_at is not None:
        raise NotSignedInError("sign_in_failed", "e-mail or password is wrong")
    token = new_token()
    row = {
        "token_hash": hash_token(token),
        "organizer_id": organizer.id,
        "created_at": now,
        "expires_at": now + SESSION_HOURS * 3_600_000,
    }
    database.write(lambda connection: organizer_rows.add_session(connection, row))
    return organizer, token


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except VerificationError:
        return False


def get_signed_in(database: Database, token: str, now: int) -> Organizer | None:
    """The organizer behind a cookie, or None."""
    with database.read() as connection:
        return organizer_rows.get_signed_in(connection, hash_token(token), now)


def sign_out(database: Database, token: str) -> None:
    """Forget a browser."""
    database.write(lambda connection: organizer_rows.delete_session(connection, hash_token(token)))


def get_organizer_names(database: Database) -> dict[str, str]:
    """The name of every organizer by id."""
    with database.read() as connection:
        return {o.id: o.name for o in organizer_rows.get_organizers(connection)}


def count_organizers(database: Database) -> int:
    """How many organizers there are."""
    with database.read() as connection:
        return organizer_rows.count_organizers(connection)
