"""Opening a station's store: the file, the key beside it, and whether they belong together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.config import StationSettings
from kiosk.errors import StoreFailedError
from kiosk.store.database import StationDatabase, open_database
from kiosk.store.outbox import Outbox
from kiosk.store.roster import RosterStore
from kiosk.store.settings import Settings
from kiosk.store.undos import UndoStore
from kiosk.store.vault import Vault, open_vault


@dataclass(frozen=True)
class Store:
    """Everything a station keeps."""

    database: StationDatabase
    vault: Vault
    settings: Settings

    def outbox(self, device_id: str, now: Callable[[], int]) -> Outbox:
        """The scans of one pairing."""
        return Outbox(self.database, self.vault, device_id, now)

    def undos(self, device_id: str, now: Callable[[], int]) -> UndoStore:
        """What was taken back under one pairing."""
        return UndoStore(self.database, self.vault, device_id, now)

    def roster(self, event_id: str) -> RosterStore:
        """The roster of one edition."""
        return RosterStore(self.database, event_id)

    def close(self) -> None:
        """Close the file."""
        self.database.close()


def open_store(settings: StationSettings) -> Store:
    """Open (or make) the store of a station. Raises StoreFailedError, see kiosk/errors.py."""
    database = open_database(settings.database_file)
    try:
        vault = open_vault(settings.key_path, may_create=not _has_sealed(database))
        store = Store(database, vault, Settings(database, vault))
        store.settings.pairing()  # the wrong key is told now, not at the first badge
    except StoreFailedError:
        database.close()
        raise
    return store


def _has_sealed(database: StationDatabase) -> bool:
    with database.read() as tables:
        found = tables.execute(
            "SELECT EXISTS (SELECT 1 FROM secrets) OR EXISTS (SELECT 1 FROM outbox)"
        ).fetchone()
    return bool(found[0])
