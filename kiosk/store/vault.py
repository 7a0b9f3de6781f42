"""Sealing what a thief of the file must not read: scanned codes, the pairing, the badge keys.

The key lies in a file of its own, readable by this account only. That protects copies of the
database (a backup, a file sent to support, another account of the machine) and nothing more:
whoever has both files has everything, see docs/station.md.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.errors import StoreFailedError

_KEY_BYTES = 32
_NONCE_BYTES = 12


class Vault:
    """AES-256-GCM under one key; `context` ties a sealed value to its place."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, value: Any, context: str) -> bytes:
        """Any JSON value as bytes that only this key opens."""
        nonce = os.urandom(_NONCE_BYTES)
        plain = json.dumps(value, separators=(",", ":")).encode()
        return nonce + self._cipher.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> Any:
        """What was sealed. Raises StoreFailedError `station_key_wrong` (or the file is damaged)."""
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return json.loads(self._cipher.decrypt(nonce, rest, context.encode()))
        except (InvalidTag, ValueError) as error:  # ValueError: too short
            raise StoreFailedError(
                "station_key_wrong", "the station's key does not open what its file holds"
            ) from error


def open_vault(path: Path, *, may_create: bool) -> Vault:
    """The vault of the key in `path`, made with mode 0600 when there is none yet.

    Raises StoreFailedError `station_key_missing` when there must be one (the database has sealed
    values), `station_key_wrong` for a file that is no key.
    """
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        if not may_create:
            raise StoreFailedError(
                "station_key_missing", f"{path} is gone: without it the kept scans stay sealed"
            ) from None
        key = _make_key(path)
    except OSError as error:
        raise StoreFailedError("station_key_missing", f"{path}: {error}") from error
    if len(key) != _KEY_BYTES:
        raise StoreFailedError("station_key_wrong", f"{path} is not a station's key")
    return Vault(key)


def _make_key(path: Path) -> bytes:
    """Whole or not at all: a key cut short by a power cut would lock the station out."""
    key = os.urandom(_KEY_BYTES)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)
    return key


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
