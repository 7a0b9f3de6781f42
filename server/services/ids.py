"""Ids and secrets made on the server: the one place here that asks for randomness."""

import hashlib
import os
import secrets

from domain.ids import make_scan_id


def new_id(now: int) -> str:
    """A UUIDv7 for a new row, so that rows sort by when they were made."""
    return make_scan_id(now, os.urandom(10))


def new_token() -> str:
    """256 random bits as text, for cookies and devices. Only its hash is ever stored."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored of a token. No salt: 256 random bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_random(count: int) -> bytes:
    """Random bytes nobody can guess, for keys and secrets."""
    return secrets.token_bytes(count)
