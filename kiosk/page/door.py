"""Who may use the page: windows that the station opened itself, and nobody else on this machine.

A link works once; using it gives the browser a cookie that scripts and other sites cannot read. The
cookie outlives a restart of the station, so that an open window finds its way back; the key behind
it lies in the data folder, readable by the station's own account only. A link is never an argument
of a program, where every account of the machine could read it: it is in a file.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import secrets
import threading
from pathlib import Path

_log = logging.getLogger(__name__)
_KEY_BYTES = 32
_MOST_LINKS = 50


class PageDoor:
    """Makes links and knows the cookie they lead to. Safe to use from several threads."""

    def __init__(self, key_file: Path) -> None:
        """A key that cannot be kept is good for this run. Raises OSError when one is there and
        cannot be read."""
        key = _load_key(key_file)
        self._cookie = hmac.new(key, b"accueil station page 1", hashlib.sha256).hexdigest()
        self._links: dict[str, None] = {}
        self._turn = threading.Lock()

    def make_link(self) -> str:
        """A key that opens the page once; of very many unused ones the oldest are forgotten."""
        link = secrets.token_urlsafe(32)
        with self._turn:
            self._links[link] = None
            while len(self._links) > _MOST_LINKS:
                del self._links[next(iter(self._links))]
        return link

    def take_link(self, link: str) -> str | None:
        """The cookie's value for a link that was not used yet."""
        with self._turn:
            known = [one for one in self._links if hmac.compare_digest(one.encode(), link.encode())]
            for one in known:
                del self._links[one]
        return self._cookie if known else None

    def knows(self, cookie: str | None) -> bool:
        """Whether a request comes from a window that was opened by a link."""
        return hmac.compare_digest((cookie or "").encode(), self._cookie.encode())


def _load_key(path: Path) -> bytes:
    try:
        kept = path.read_bytes()
    except FileNotFoundError:
        return _make_key(path)
    return kept if len(kept) == _KEY_BYTES else _make_key(path)


def _make_key(path: Path) -> bytes:
    key = secrets.token_bytes(_KEY_BYTES)
    write_private(path, key)
    return key


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only this account may read, whole or not at all.

    A disk that takes nothing is logged, and what was there before stays: the page has to say so.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        draft.replace(path)
    except OSError as error:
        _log.warning("%s could not be written: %s", path, error)
        draft.unlink(missing_ok=True)
