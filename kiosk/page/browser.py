"""The window: a browser in kiosk mode for each lane, started again when it closes."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_log = logging.getLogger(__name__)

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
)
OPTIONS = (
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--hide-crash-restore-bubble",
    "--autoplay-policy=no-user-gesture-required",  # the sounds, without a first tap
    "--disable-features=Translate,OverscrollHistoryNavigation",
    "--overscroll-history-navigation=0",
    "--disable-pinch",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--password-store=basic",
)
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 15.0
_STEADY_SECONDS = 20.0
_STOP_SECONDS = 5.0
_LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Window:
    """One lane's window: its own browser profile, and where it stands on the desktop (`x,y`).

    `find_page` makes a file that leads to the page; it is asked at every start, for a link works
    once.
    """

    find_page: Callable[[], Path]
    profile: Path
    at: str = ""


def find_browser(path: str | None = None) -> str | None:
    """The first Chromium, Chrome or Edge on the `PATH`; None when there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name, path=path))), None)


def make_command(browser: str, window: Window, options: Sequence[str] = ()) -> list[str]:
    """The command that shows a window. No address in it: arguments are everybody's to read."""
    place = [f"--window-position={window.at}"] if window.at else []
    profile = f"--user-data-dir={window.profile}"
    page = window.find_page().resolve().as_uri()
    return [browser, *OPTIONS, profile, *place, *options, page]


class WindowKeeper:
    """Keeps one window open until stopped. `options` go to the browser as they are."""

    def __init__(self, browser: str, window: Window, options: Sequence[str] = ()) -> None:
        self._browser = browser
        self._window = window
        self._options = tuple(options)
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="window", daemon=True)

    @property
    def pid(self) -> int | None:
        """The browser's process, while one runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> None:
        """Open the window."""
        self._thread.start()

    def stop(self) -> None:
        """Close it, and leave it closed."""
        with self._turn:
            self._stopping.set()
            process = self._process
        if process is not None:
            _end(process)
        if self._thread.ident is not None:
            self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            self._wait_for_earlier()
            started = time.monotonic()
            self._show()
            if time.monotonic() - started > _STEADY_SECONDS:
                pause = _FIRST_PAUSE_SECONDS
            self._stopping.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _wait_for_earlier(self) -> None:
        """A window that outlived its station finds its way back by itself; a second one beside it
        would only say that the kiosk is open twice."""
        while is_profile_open(self._window.profile) and not self._stopping.is_set():
            self._stopping.wait(_LOOK_SECONDS)

    def _show(self) -> None:
        try:
            command = make_command(self._browser, self._window, self._options)
            with self._turn:
                if self._stopping.is_set():
                    return
                self._window.profile.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._process = subprocess.Popen(  # noqa: S603 - our own command, no shell
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            code = self._process.wait()
            _log.info("the window closed (%s)", code)
        except OSError as error:
            _log.warning("the window could not be opened: %s", error)


def is_profile_open(profile: Path) -> bool:
    """Whether a browser uses this profile: Chromium keeps a link `SingletonLock` to `host-pid`."""
    try:
        pid = int(os.readlink(profile / "SingletonLock").rpartition("-")[2])
        os.kill(pid, 0)
    except (OSError, ValueError):
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """The browser and its helpers, which are one process group of their own."""
    for wish in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.killpg(process.pid, wish)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            _log.warning("the window does not close: it is ended")


def make_windows(
    folder: Path, links: Sequence[Callable[[], Path]], at: Sequence[str]
) -> list[Window]:
    """A window for each lane, with profiles below `folder`."""
    places = [*at, *[""] * len(links)]
    return [
        Window(link, folder / f"browser-lane-{lane}", place)
        for lane, (link, place) in enumerate(zip(links, places, strict=False), 1)
    ]
