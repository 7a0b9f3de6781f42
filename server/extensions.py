"""What every edge needs, made once by the app factory and found through the current app."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_socketio import SocketIO
from flask_wtf import CSRFProtect

from server.broadcasts import Broadcasts
from server.config import Settings
from server.services.attendance import AttendanceBoard
from server.services.checkin import ScanRecorder
from server.services.device_health import DeviceHealth
from server.services.lead_facts import LeadRecorder
from server.services.lead_feed import LeadFeed
from server.services.machine_health import MachineHealth
from server.services.roster import Roster
from server.storage.database import Database

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)


@dataclass(frozen=True)
class Accueil:
    """The running server's parts. `offload` runs slow computations away from the event loop."""

    settings: Settings
    database: Database
    clock: Callable[[], int]
    recorder: ScanRecorder
    health: DeviceHealth
    machine: MachineHealth
    lead_recorder: LeadRecorder
    lead_feed: LeadFeed
    roster: Roster
    booth_roster: Roster
    board: AttendanceBoard
    broadcasts: Broadcasts
    socketio: SocketIO
    offload: Callable[[Callable[[], Any]], Any]


def get_accueil() -> Accueil:
    """The parts of the app that handles this request."""
    return cast(Accueil, current_app.extensions["accueil"])
