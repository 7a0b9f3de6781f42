"""An exhibitor opens his desk in a browser with his full access code."""

from sqlalchemy import Connection

from domain.entities import DeskSession
from domain.errors import NotAllowedError, NotSignedInError
from server.services.exhibitor_access import normalise_code
from server.services.ids import hash_token, new_token
from server.storage import exhibitor_sessions as rows
from server.storage.database import Database
from server.storage.exhibitors import find_code

SESSION_DAYS = 30
"""Leads are fetched for weeks after the fair; a revoked code ends every session at once."""
_FULL = "full"
_MOST_NAME = 120


def open_desk(database: Database, code: str, name: str, now: int) -> str:
    """The token for the browser's cookie.

    Raises NotSignedInError `access_code_invalid`, NotAllowedError `access_code_scans_only`.
    """

    def open_it(connection: Connection) -> str:
        found = find_code(connection, normalise_code(code))
        if found is None:
            raise NotSignedInError("access_code_invalid", "there is no such access code")
        if found.access != _FULL:
            raise NotAllowedError("access_code_scans_only", "that code scans and reads nothing")
        token = new_token()
        rows.delete_expired(connection, now)
        rows.add_session(
            connection,
            {
                "token_hash": hash_token(token),
                "exhibitor_id": found.exhibitor_id,
                "code_id": found.id,
                "name": name.strip()[:_MOST_NAME],
                "created_at": now,
                "expires_at": now + SESSION_DAYS * 86_400_000,
            },
        )
        return token

    return database.write(open_it)


def get_desk_session(database: Database, token: str, now: int) -> DeskSession | None:
    """Who is at the desk with that token."""
    with database.read() as connection:
        return rows.get_session(connection, hash_token(token), now)


def close_desk(database: Database, token: str) -> None:
    """Sign a browser out."""
    database.write(lambda connection: rows.delete_session(connection, hash_token(token)))
