"""What a station keeps between starts: its pairing, its last configuration, keys, the clock."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from kiosk.store.database import StationDatabase
from kiosk.store.vault import Vault

_PAIRING = "pairing"
_CONFIGURATION = "configuration"
_KEYRING = "keyring"
_EARLIER = "earlier_pairings"
_OFFSET = "clock_offset_ms"


@dataclass(frozen=True)
class Pairing:
    """Which device of which server this is; the token is its password."""

    server: str
    device_id: str
    token: str
    role: str
    name: str
    event_id: str


@dataclass(frozen=True)
class Signer:
    """A pairing's device and what signs its rescues: the hexadecimal SHA-256 of its token."""

    device_id: str
    secret: str


class Settings:
    """Values by name; all but the clock's offset are sealed. Raises StoreFailedError."""

    def __init__(self, database: StationDatabase, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def pairing(self) -> Pairing | None:
        """The pairing, None before the first."""
        kept = self._read_secret(_PAIRING)
        return None if kept is None else Pairing(**kept)

    def set_pairing(self, pairing: Pairing | None) -> None:
        """A new pairing makes the old configuration and keys meaningless. What signs the scans
        that wait under the old one is kept: enough for that, and not to speak as that device."""
        others = [s for s in self.signers() if pairing is None or s.device_id != pairing.device_id]
        self._put_secrets(
            {
                _PAIRING: pairing and asdict(pairing),
                _CONFIGURATION: None,
                _KEYRING: None,
                _EARLIER: [asdict(signer) for signer in others],
            }
        )

    def signers(self) -> list[Signer]:
        """Who may have scans in this file: this pairing first, then earlier ones."""
        now = self.pairing()
        own = [] if now is None else [Signer(now.device_id, _hash_token(now.token))]
        return own + [Signer(**kept) for kept in self._read_secret(_EARLIER) or []]

    def configuration(self) -> dict[str, Any] | None:
        """The server's last configuration, without its keyring."""
        kept: dict[str, Any] | None = self._read_secret(_CONFIGURATION)
        return kept

    def keyring(self) -> dict[str, Any] | None:
        """The badge keys as the server sends them."""
        kept: dict[str, Any] | None = self._read_secret(_KEYRING)
        return kept

    def set_configuration(
        self, configuration: dict[str, Any], keyring: dict[str, Any] | None
    ) -> None:
        """Keep both, so that the next start needs no server."""
        self._put_secrets({_CONFIGURATION: configuration, _KEYRING: keyring})

    def forget_keyring(self) -> None:
        """The station was withdrawn, perhaps because it was stolen."""
        self._put_secrets({_KEYRING: None})

    def clock_offset_ms(self) -> int:
        """What to add to this machine's clock, as last measured."""
        with self._database.read() as database:
            rows = list(database.query("SELECT value FROM settings WHERE key = ?", (_OFFSET,)))
        return int(json.loads(rows[0]["value"])) if rows else 0

    def set_clock_offset_ms(self, offset_ms: int) -> None:
        """Remember it for a start without a server."""
        with self._database.write() as database:
            row = {"key": _OFFSET, "value": json.dumps(offset_ms)}
            database.table("settings").insert(row, replace=True)

    def probe(self) -> None:
        """Write something, to see whether the disk takes it again. Raises StoreFailedError."""
        with self._database.write() as database:
            database.table("settings").insert({"key": "probe", "value": "x" * 8_192}, replace=True)
            database.execute("DELETE FROM settings WHERE key = 'probe'")

    def _read_secret(self, key: str) -> Any:
        with self._database.read() as database:
            rows = list(database.query("SELECT sealed FROM secrets WHERE key = ?", (key,)))
        return self._vault.open(rows[0]["sealed"], key) if rows else None

    def _put_secrets(self, values: dict[str, Any]) -> None:
        with self._database.write() as database:
            for key, value in values.items():
                row = {"key": key, "sealed": self._vault.seal(value, key)}
                database.table("secrets").insert(row, replace=True)


def _hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
