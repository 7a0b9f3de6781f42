"""The application factory: puts the parts together, knows nothing of what they do."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_socketio import SocketIO

from server import errors, i18n, security
from server.api import booth as api_booth
from server.api import changes as api_changes
from server.api import devices as api_devices
from server.api import facts as api_facts
from server.api import rescues as api_rescues
from server.api import scans as api_scans
from server.api import undos as api_undos
from server.broadcasts import Broadcasts
from server.clock import now_ms
from server.config import Settings
from server.extensions import Accueil, csrf, limiter
from server.live.dashboard import DashboardNamespace
from server.live.device import DeviceNamespace
from server.net.packets import SOCKET_OPTIONS
from server.offload import is_cooperative, make_thread_runner, offload
from server.pages import register_pages
from server.services.attendance import AttendanceBoard
from server.services.booth_roster import make_booth_roster
from server.services.checkin import ScanRecorder
from server.services.device_health import DeviceHealth
from server.services.lead_facts import LeadRecorder
from server.services.lead_feed import LeadFeed
from server.services.lead_news import LeadNews
from server.services.machine_health import MachineHealth
from server.services.roster import Roster
from server.storage.database import Database
from server.storage.migrate import migrate
from web.static_files import static_version

ROOT = Path(__file__).parent.parent
API_MODULES = (
    api_booth,
    api_changes,
    api_devices,
    api_facts,
    api_rescues,
    api_scans,
    api_undos,
)


def create_app(settings: Settings, clock: Callable[[], int] = now_ms) -> Flask:
    """The venue server as a WSGI app, its database migrated and ready."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    app = Flask(
        "accueil",
        root_path=str(ROOT),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        static_url_path=f"/static/{static_version()}",
    )
    _configure(app, settings)
    accueil = make_parts(app, settings, clock)
    app.extensions["accueil"] = accueil
    for part in (errors, security, i18n):
        part.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    for api in API_MODULES:
        csrf.exempt(api.bp)  # devices send a token that no other site can make a browser send
        app.register_blueprint(api.bp)
    register_pages(app)
    accueil.socketio.on_namespace(DeviceNamespace(accueil))
    accueil.socketio.on_namespace(DashboardNamespace(accueil))
    return app


def make_parts(app: Flask, settings: Settings, clock: Callable[[], int]) -> Accueil:
    """Everything the edges use, wired once."""
    database = Database(settings.database_address, make_thread_runner(), make_thread_runner())
    migrate(database)
    minutes = settings.backup_minutes if database.is_sqlite else None
    machine = MachineHealth(settings.data_dir, settings.backup_dir, minutes)
    board = AttendanceBoard(database, lambda: machine.problems)
    mode = "gevent" if is_cooperative() else "threading"  # commands and tests have no event loop
    socketio = SocketIO(app, **SOCKET_OPTIONS | {"async_mode": mode})
    return Accueil(
        settings=settings,
        database=database,
        clock=clock,
        recorder=ScanRecorder(database, clock),
        health=DeviceHealth(database),
        machine=machine,
        lead_recorder=LeadRecorder(database, clock),
        lead_feed=LeadFeed(database),
        roster=Roster(database),
        booth_roster=make_booth_roster(database),
        board=board,
        broadcasts=Broadcasts(socketio, board, clock, LeadNews(database)),
        socketio=socketio,
        offload=offload,
    )


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=_load_secret_key(settings.data_dir / "secret_key"),
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        SESSION_COOKIE_NAME="accueil_form",
        SESSION_COOKIE_SECURE=not settings.is_http,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        TRANSLATIONS=ROOT / "translations",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        JSON_SORT_KEYS=False,
    )


def _load_secret_key(path: Path) -> bytes:
    """Made at first start, for the form tokens; kept so that open pages survive a restart."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        key = secrets.token_bytes(32)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
        return key
