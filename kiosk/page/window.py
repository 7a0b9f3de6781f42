"""Opens the windows of a station that runs elsewhere on this machine, under the same account.

    .venv/bin/python -m kiosk.page.window [--data-dir FOLDER] [--lanes 2] [--at 0,0 --at 1920,0]

For a station that is a service and has no screen; any other opens its windows by itself. It waits
for the station, outlives its restarts, and ends when staff leaves the kiosk.
"""

from __future__ import annotations

import argparse
import logging
import re
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.page.browser import WindowKeeper, find_browser, make_windows

_LOOK_SECONDS = 0.5


def main(arguments: Sequence[str] | None = None) -> int:
    """Keep the windows of a station that runs elsewhere; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m kiosk.page.window", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--data-dir", type=Path, default=Path("instance-kiosk"))
    parser.add_argument("--lanes", type=int, default=1)
    parser.add_argument("--at", action="append", default=[], metavar="X,Y")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    browser = find_browser()
    if browser is None:
        print("No Chromium, Chrome or Edge was found.", file=sys.stderr)
        return 1
    _keep_open(browser, given.data_dir / "page", given.lanes, given.at)
    return 0


def _keep_open(browser: str, folder: Path, lanes: int, at: Sequence[str]) -> None:
    files = [folder / f"open-lane-{lane}.html" for lane in range(1, lanes + 1)]
    links = [_find_link(path) for path in files]
    keepers = [WindowKeeper(browser, window) for window in make_windows(folder, links, at)]
    ended = threading.Event()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: ended.set())
    for keeper in keepers:
        keeper.start()
    _wait_for_end(ended, files, keepers)
    for keeper in keepers:
        keeper.stop()


def _wait_for_end(
    ended: threading.Event, files: Sequence[Path], keepers: Sequence[WindowKeeper]
) -> None:
    """Until a signal, or until staff has left the kiosk: the station then takes its links away."""
    while not ended.wait(_LOOK_SECONDS):
        has_links = any(path.is_file() for path in files)
        if not has_links and any(keeper.pid for keeper in keepers):
            return


def _find_link(path: Path) -> Callable[[], Path]:
    """The station writes this file before it answers, and again when its link was used: a file
    whose station does not answer is of an earlier run."""

    def find() -> Path:
        address = re.search(r"http://([\d.]+):(\d+)/", path.read_text("utf-8"))
        if address is None:
            raise FileNotFoundError(f"{path} holds no link")
        socket.create_connection((address[1], int(address[2])), timeout=1).close()
        return path

    return find


if __name__ == "__main__":
    sys.exit(main())
