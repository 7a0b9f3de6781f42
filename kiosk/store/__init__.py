"""What a station keeps: one SQLite file, written before any light turns green."""

from kiosk.store.opening import Store, open_store
from kiosk.store.outbox import Outbox, OutboxCounts, Person, WireScan
from kiosk.store.roster import KnownPresence, RosterState, RosterStore
from kiosk.store.settings import Pairing, Settings
from kiosk.store.undos import UndoState, UndoStore

__all__ = [
    "KnownPresence",
    "Outbox",
    "OutboxCounts",
    "Pairing",
    "Person",
    "RosterState",
    "RosterStore",
    "Settings",
    "Store",
    "UndoState",
    "UndoStore",
    "WireScan",
    "open_store",
]
