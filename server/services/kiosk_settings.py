"""What an edition's kiosks have in common: the PIN that leaves the kiosk, and the volume."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from domain.entities import Event
from domain.errors import AccueilError
from server.services.configuration import Change, write_configuration
from server.services.submission import to_json
from server.storage import events as event_rows
from server.storage.database import Database, run_here

PIN_ITERATIONS = 310_000
"""Tablets stretch a typed PIN the same way, in the browser: about half a second on a slow one.
OWASP's 600,000 would be a second there, and four digits are short whatever the count."""
_SALT_BYTES = 16
_PIN = re.compile(r"[0-9]{4,8}")

Offload = Callable[[Callable[[], Any]], Any]


def set_kiosk_pin(
    database: Database,
    event_id: str,
    pin: str,
    now: int,
    actor: str = "command",
    *,
    offload: Offload = run_here,
) -> None:
    """Set the PIN of all kiosks, 4 to 8 digits; an empty one takes it away. It is kept stretched.

    Raises AccueilError `bad_pin`.
    """
    digits = _read_pin(pin)
    stored = to_json(offload(lambda: stretch_pin(digits, os.urandom(_SALT_BYTES)))) if pin else None

    def change_pin(change: Change) -> None:
        event_rows.set_event(change.connection, event_id, kiosk_pin=stored)
        change.log("kiosk_pin_set" if stored else "kiosk_pin_removed", event_id)

    write_configuration(database, event_id, now, actor, change_pin)


def stretch_pin(pin: str, salt: bytes, iterations: int = PIN_ITERATIONS) -> dict[str, Any]:
    """What is kept of a PIN and sent to kiosks: PBKDF2 with SHA-256, 32 bytes; hex texts."""
    stretched = hashlib.pbkdf2_hmac("sha256", pin.encode(), salt, iterations)
    return {"salt": salt.hex(), "hash": stretched.hex(), "iterations": iterations}


def set_kiosk_volume(
    database: Database, event_id: str, percent: int, now: int, actor: str = "command"
) -> Event:
    """Set how loud kiosks are, 0 to 100; returns the edition as it was.

    Raises AccueilError `bad_volume`.
    """
    if not 0 <= percent <= 100:
        raise AccueilError("bad_volume", "a volume is 0 to 100", field="volume")

    def change_volume(change: Change) -> Event:
        before = event_rows.get_event(change.connection, event_id)
        assert before is not None  # noqa: S101 - write_configuration has just looked
        event_rows.set_event(change.connection, event_id, kiosk_volume=percent)
        change.log("kiosk_volume_set", event_id, percent=percent)
        return before

    return write_configuration(database, event_id, now, actor, change_volume)


def _read_pin(pin: str) -> str:
    """Digits of any script become Latin ones, which are what the kiosk's keypad types."""
    latin = "".join(str(unicodedata.digit(letter, letter)) for letter in pin)
    if pin and not _PIN.fullmatch(latin):
        raise AccueilError("bad_pin", "a PIN has 4 to 8 digits", field="pin")
    return latin
