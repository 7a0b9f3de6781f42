"""Serves the page on this machine alone, with one thread for each connection."""

from __future__ import annotations

import html
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from domain.errors import ConfigurationError
from kiosk.page.app import PageParts, create_page_app
from kiosk.page.browser import WindowKeeper, find_browser, make_windows
from kiosk.page.commands import Commands
from kiosk.page.door import PageDoor, write_private
from kiosk.page.feed import EventFeed
from kiosk.page.gate import HOST
from kiosk.page.presence import Presence
from kiosk.page.previews import PreviewKeeper
from kiosk.station.station import Station
from web.static_files import static_version

KEY_FILE = "page.key"
LINK_FILE = "open-lane-{lane}.html"
_JOIN_SECONDS = 5.0
_log = logging.getLogger(__name__)


class PageServer:
    """Start it once, after the station; stop it before the station. Raises ConfigurationError
    `page_port_in_use` when another program has the port."""

    def __init__(self, station: Station) -> None:
        settings = station.settings
        self._folder = settings.data_dir / "page"
        self._lane_count = len(settings.lanes)
        self._door = PageDoor(settings.data_dir / KEY_FILE)
        presence = Presence(station.pause, self._lane_count, must_be_seen=settings.has_window)
        self._presence = presence
        version = static_version()
        self._feed = EventFeed(station, presence, version)
        app = create_page_app(
            PageParts(
                station,
                self._door,
                self._feed,
                Commands(station, presence, self._lane_count),
                PreviewKeeper(station.preview, self._lane_count),
                version,
                self.write_link,
            )
        )
        self._socket = _bind(settings.page_port)
        self._server = make_server(
            HOST,
            self._socket.getsockname()[1],
            app,
            threaded=True,
            request_handler=_Handler,
            fd=self._socket.fileno(),
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="page"
        )

    @property
    def url(self) -> str:
        """Where the page is; without a link it shows that it was not opened by the station."""
        return f"http://{HOST}:{self._server.port}"

    @property
    def open_pages(self) -> int:
        """How many pages listen now."""
        return self._presence.open_pages

    @property
    def folder(self) -> Path:
        """Where the windows' profiles and links are kept."""
        return self._folder

    def start(self) -> None:
        """Answer from now on. Each lane's link lies in the folder `page`, renewed when used."""
        for lane in range(1, self._lane_count + 1):
            self.write_link(lane)
        self._thread.start()

    def stop(self) -> None:
        """Pages see it at once; what they ask for now is not answered."""
        self._feed.stop()
        if self._thread.ident is not None:
            self._server.shutdown()
            self._thread.join(_JOIN_SECONDS)
        self._server.server_close()
        self._socket.close()

    def open_windows(
        self, at: Sequence[str] = (), options: Sequence[str] = ()
    ) -> list[WindowKeeper]:
        """Windows for all lanes, started; the caller stops them before this server. None of them
        when this machine has no browser."""
        browser = find_browser()
        if browser is None:
            _log.warning("no Chromium, Chrome or Edge was found to show the page in")
            return []
        lanes = range(1, self._lane_count + 1)
        links = [partial(self.write_link, lane) for lane in lanes]
        windows = make_windows(self._folder, links, at)
        keepers = [WindowKeeper(browser, window, options) for window in windows]
        for keeper in keepers:
            keeper.start()
        return keepers

    def make_link(self, lane: int = 1) -> str:
        """An address that opens the page of a lane (from 1), once."""
        return f"{self.url}/open?lane={lane}&key={self._door.make_link()}"

    def describe_way_in(self) -> str:
        """A link for whoever reads the terminal; a service's words are kept, so there its file."""
        if "JOURNAL_STREAM" in os.environ:
            return str(self._link_file(1))
        return self.make_link()

    def take_links(self) -> None:
        """Staff leaves the kiosk: windows that were opened beside the station close."""
        for lane in range(1, self._lane_count + 1):
            self._link_file(lane).unlink(missing_ok=True)

    def _link_file(self, lane: int) -> Path:
        return self._folder / LINK_FILE.format(lane=lane)

    def write_link(self, lane: int = 1) -> Path:
        """A file that leads a browser to the page, for this account alone and once.

        In a file because every account of a machine can read the arguments of every program. On a
        full disk the earlier one stays: a window that was open before comes in by its cookie.
        """
        path = self._link_file(lane)
        address = html.escape(self.make_link(lane))
        page = f'<!doctype html><meta http-equiv="refresh" content="0; url={address}">'
        write_private(path, page.encode())
        return path


@contextmanager
def open_page(station: Station, say: Callable[[str], object]) -> Iterator[PageServer]:
    """The page, and its windows if the settings want them, for as long as the block runs.

    Without a window of its own the station says where the page can be opened, once.
    """
    page = PageServer(station)
    keepers: list[WindowKeeper] = []
    end = station.subscribe(lambda event: page.take_links() if event["type"] == "leave" else None)
    try:
        page.start()
        if station.settings.has_window:
            keepers = page.open_windows()
        if not keepers:
            say(f"page: {page.describe_way_in()}\n")
        yield page
    finally:
        end()
        for keeper in keepers:
            keeper.stop()
        page.stop()


class _Handler(WSGIRequestHandler):
    """Head and body leave in two packets: without this each answer waits 40 ms for the other's
    acknowledgement (Nagle's algorithm)."""

    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Ten pictures a second are nothing to write down, and links are not to be."""


def _bind(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise ConfigurationError(
            "page_port_in_use",
            f"port {port} of this machine cannot be used for the page: {error}",
            variable="ACCUEIL_KIOSK_PAGE_PORT",
        ) from error
