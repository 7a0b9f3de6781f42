"""Start everything, wait for the signal to stop, stop everything."""

from __future__ import annotations

import logging
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import gevent
from gevent.event import Event

from domain.errors import CertificateError, ConfigurationError
from server.config import Settings
from server.net.certificates import CertificateKeeper
from server.net.venue_server import Limits, VenueServer, WsgiApp, make_tls_context
from server.pages.handover import create_handover_app
from server.tls import ServerNames, fingerprint

STOP_SECONDS = 10
REFRESH_SECONDS = 60

logger = logging.getLogger("accueil.net")


@dataclass(frozen=True)
class Addresses:
    """Where people find the server: URLs, the most useful first.

    `handover` and `fingerprint` (of the local authority) may be None.
    """

    product: tuple[str, ...]
    handover: str | None
    fingerprint: str | None = None


class ServerFamily:
    """The servers of one process: the product and, with HTTPS, the page handing over trust."""

    def __init__(self, app: WsgiApp, settings: Settings) -> None:
        self._settings = settings
        self._limits = Limits(settings.max_body_bytes, settings.stall_seconds)
        self._keeper: CertificateKeeper | None = None
        self._handover: VenueServer | None = None
        self._product = self._start_product(app)
        if self._keeper and settings.http_port is not None:
            self._handover = self._start_handover(settings.http_port, self._keeper)

    @property
    def addresses(self) -> Addresses:
        """URLs with the ports really taken."""
        port = _port_of(self._product)
        if self._keeper is None:
            return Addresses((f"http://localhost:{port}",), None)
        hosts = _list_hosts(self._keeper.current.names, self._settings.bind_address)
        handover = f"http://{hosts[0]}:{self._handover.server_port}" if self._handover else None
        authority = self._keeper.current.authority
        return Addresses(
            product=tuple(f"https://{host}:{port}" for host in hosts),
            handover=handover,
            fingerprint=fingerprint(authority) if authority else None,
        )

    def keep_fresh(self) -> None:
        """Renew the certificate when it is time, for as long as the process runs."""
        while self._keeper:
            gevent.sleep(REFRESH_SECONDS)
            try:
                self._keeper.refresh(datetime.now(UTC))
            except CertificateError as error:
                logger.error("certificate not renewed: %s", error)

    def stop(self) -> None:
        """Stop both servers; requests under way get a few seconds."""
        servers = [server for server in (self._handover, self._product) if server]
        gevent.joinall([gevent.spawn(server.stop, STOP_SECONDS) for server in servers])

    def _start_product(self, app: WsgiApp) -> VenueServer:
        context = None
        if not self._settings.is_http:
            context = make_tls_context()
            self._keeper = CertificateKeeper(self._settings, context, datetime.now(UTC))
        address = (self._settings.bind_address, self._settings.port)
        return _start(VenueServer(address, app, self._limits, context), "ACCUEIL_PORT")

    def _start_handover(self, http_port: int, keeper: CertificateKeeper) -> VenueServer:
        settings = replace(self._settings, port=_port_of(self._product))
        page = create_handover_app(settings, lambda: keeper.current)
        limits = replace(self._limits, max_body_bytes=0)
        server = VenueServer((settings.bind_address, http_port), page, limits)
        return _start(server, "ACCUEIL_HTTP_PORT")


def serve(
    app: WsgiApp, settings: Settings, on_ready: Callable[[Addresses], None] | None = None
) -> None:
    """Serve `app` until SIGTERM or SIGINT, then return.

    The process must be monkey-patched by gevent already. `on_ready` learns the addresses, with
    the real ports where a port was 0; it prints them by default.
    Raises CertificateError, ConfigurationError `port_not_free`.
    """
    stop = Event()
    watchers = [gevent.signal_handler(n, stop.set) for n in (signal.SIGTERM, signal.SIGINT)]
    _allow_many_files()
    family = ServerFamily(app, settings)
    refresher = gevent.spawn(family.keep_fresh)
    try:
        (on_ready or print_addresses)(family.addresses)
        stop.wait()
    finally:
        refresher.kill()
        family.stop()
        for watcher in watchers:
            watcher.cancel()


def print_addresses(addresses: Addresses) -> None:
    """Print where to find the server."""
    print("Accueil:", *addresses.product, sep="\n  ", flush=True)
    if addresses.handover:
        print(f"Devices that do not trust it yet begin at:\n  {addresses.handover}", flush=True)
    if addresses.fingerprint:
        pairs = addresses.fingerprint.split(":")
        rows = (" ".join(pairs[start : start + 8]) for start in range(0, len(pairs), 8))
        print("Fingerprint of its authority (SHA-256):", *rows, sep="\n  ", flush=True)


def _start(server: VenueServer, variable: str) -> VenueServer:
    try:
        server.start()
    except OSError as error:
        raise ConfigurationError(
            "port_not_free",
            f"{variable}: cannot listen on port {server.server_port}, {error.strerror}",
            variable=variable,
        ) from error
    return server


def _port_of(server: VenueServer) -> int:
    return int(server.server_port or 0)


def _list_hosts(names: ServerNames, bind_address: str) -> list[str]:
    if bind_address not in ("0.0.0.0", "::"):  # noqa: S104
        return [_to_host(bind_address)]
    reachable = [a for a in names.addresses if not a.is_loopback]
    return [*map(_to_host, reachable), *names.dns]


def _to_host(address: object) -> str:
    text = str(address)
    return f"[{text}]" if ":" in text else text


def _allow_many_files() -> None:
    # One file descriptor per device; the usual soft limit of 1,024 is soon reached.
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
