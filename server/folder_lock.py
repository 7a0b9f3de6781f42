"""One server for one data folder: whoever holds the lock may write what lies in it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import ConflictError

LOCK_NAME = "server.lock"


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Hold the lock of a data folder; the system lets go of it when the process ends, however
    that happens.

    Raises ConflictError `folder_in_use` when a server, or a restore, is at work on it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ConflictError("folder_in_use", f"a server is running on {folder}") from error
