"""What a station writes down: to standard error for systemd, and to files that never fill a disk.

No badge code and no name goes into a log.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_NAME = "station.log"
MOST_BYTES = 2_000_000
FILES_KEPT = 5

_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_LOUD = ("engineio", "socketio", "aiohttp", "asyncio")
"""Libraries that tell more than anybody reads."""


def open_logs(folder: Path, level: str) -> None:
    """Log to `folder`/station.log (2 MB, then five older ones) and to standard error.

    A folder that cannot be written is said on standard error and is no reason not to open a gate.
    """
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    trouble = None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handlers.append(_make_file_handler(folder / FILE_NAME))
    except OSError as error:
        trouble = error
    logging.basicConfig(level=level.upper(), format=_FORMAT, handlers=handlers, force=True)
    logging.raiseExceptions = False  # a full disk must not fill standard error with traces
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    if trouble is not None:
        logging.getLogger(__name__).warning("no log file: %s", trouble)


def close_logs() -> None:
    """Close the files."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, RotatingFileHandler):
            root.removeHandler(handler)
            with suppress(OSError):  # its last lines, on a full disk: standard error had them too
                handler.close()


def _make_file_handler(path: Path) -> RotatingFileHandler:
    return RotatingFileHandler(path, maxBytes=MOST_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
