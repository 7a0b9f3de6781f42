"""Uploaded registration files as they came, kept until they are applied or discarded.

They are kept because a person may have to say how to read them: which encoding, sheet, header row.
Readable by the server's account only.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from domain.errors import BadFileError, NotFoundError
from server.importing.limits import MIB
from server.importing.staging import check_stage_id, list_stages

_SUFFIX = ".upload"
_PORTION = 256 * 1024


def get_upload(imports_dir: Path, import_id: str) -> Path:
    """Where an upload is. Raises NotFoundError `stage_unknown` when it is gone."""
    path = _path(imports_dir, import_id)
    if not path.is_file():
        raise NotFoundError("stage_unknown", "the uploaded file is gone")
    return path


def has_upload(imports_dir: Path, import_id: str) -> bool:
    """Whether the file can be read again."""
    return _path(imports_dir, import_id).is_file()


def _path(imports_dir: Path, import_id: str) -> Path:
    check_stage_id(import_id)
    return imports_dir / f"{import_id}{_SUFFIX}"


def save_upload(imports_dir: Path, import_id: str, stream: BinaryIO, most_bytes: int) -> int:
    """Write what a browser sends to a file; returns its size in bytes.

    Raises BadFileError `file_too_large` after `most_bytes`, and whatever reading raises, with
    nothing kept.
    """
    imports_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = _path(imports_dir, import_id)
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for portion in _read_portions(stream, most_bytes):
                file.write(portion)
            return file.tell()
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _read_portions(stream: BinaryIO, most_bytes: int) -> Iterator[bytes]:
    size = 0
    while portion := stream.read(_PORTION):
        size += len(portion)
        if size > most_bytes:
            raise BadFileError("file_too_large", limit_mb=most_bytes // MIB)
        yield portion


def drop_upload(imports_dir: Path, import_id: str) -> None:
    """Delete an upload; one that is gone already is fine."""
    _path(imports_dir, import_id).unlink(missing_ok=True)


def drop_old_uploads(imports_dir: Path, before: int) -> None:
    """Delete uploads that arrived before a moment (ms UTC)."""
    for path in imports_dir.glob(f"*{_SUFFIX}"):
        if path.stat().st_mtime * 1000 < before:
            path.unlink(missing_ok=True)


def drop_forgotten_uploads(imports_dir: Path) -> None:
    """Delete uploads without a stage: when a server starts, nobody waits for those any more."""
    staged = set(list_stages(imports_dir))
    for path in imports_dir.glob(f"*{_SUFFIX}"):
        if path.stem not in staged:
            path.unlink(missing_ok=True)
