"""Writing key and certificate files: whole or not at all, never readable by others on the way."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from domain.errors import CertificateError


def write_file(path: Path, content: bytes, mode: int) -> None:
    """Replace `path` with `content` in one step, durable when this returns.

    Raises CertificateError `folder_not_writable`.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write_new(part, content, mode)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise not_writable(path.parent, error) from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Make `folder` (0700) if needed and hold it: of two servers starting, one makes the files.

    Raises CertificateError `folder_not_writable`.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise not_writable(folder, error) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def not_writable(folder: Path, error: OSError) -> CertificateError:
    """The typed error for a folder we cannot write to."""
    return CertificateError(
        "folder_not_writable",
        f"cannot write certificates into {folder}: {error.strerror}",
        path=str(folder),
    )


def _write_new(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
