"""A station's line to the venue server: scans out, receipts and roster in."""

from kiosk.sync.pairing import find_pairing, pair_station
from kiosk.sync.session import Listener, SessionParts
from kiosk.sync.thread import SyncThread

__all__ = ["Listener", "SessionParts", "SyncThread", "find_pairing", "pair_station"]
