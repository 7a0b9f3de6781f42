"""Copies of an SQLite database, taken while it is in use, and putting one back."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from domain.errors import BadFileError

_FILE_MODE = 0o600
_JUMP = 1_000_000
"""How far change numbers go on above those of a backup: nobody made as many since it was taken."""
_BESIDE = ("-wal", "-shm")


def copy_database(source: Path, target: Path) -> None:
    """Write a whole, checked copy of the database at `source` to `target`, on disk when this
    returns. Readers and the writer of `source` are not disturbed (https://sqlite.org/backup.html;
    all pages in one step, as a copy in several starts anew with every write in between).

    Raises BadFileError `backup_damaged` when the copy is not sound, and OSError or sqlite3.Error
    when the disk does not take it; `target` is then as it was.
    """
    unfinished = target.with_name(target.name + ".part")
    _create_private(unfinished)
    try:
        _copy_pages(source, unfinished)
        check_database(unfinished)
        _sync(unfinished)
        os.replace(unfinished, target)
        _sync(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def check_database(path: Path) -> None:
    """Raises BadFileError: `backup_unreadable` for a file that is none of ours, `backup_damaged`
    for one that is not sound."""
    try:
        with closing(_open_to_read(path)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
            connection.execute("SELECT change_number FROM events LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        raise BadFileError("backup_unreadable", f"{path} is no backup: {error}") from error
    if found != "ok":
        raise BadFileError("backup_damaged", f"{path} is damaged: {found}")


def replace_database(backup: Path, path: Path, aside: Path) -> None:
    """Put a copy of `backup` in the place of the database at `path`, which nobody has open; what
    was there is kept at `aside`.

    Change numbers go on far above those of the backup, so that a device which had seen later ones
    misses nothing of what is numbered from now on; the change feed gets a new name, so that it
    drops what the backup does not know.
    Raises BadFileError `backup_unreadable` or `backup_damaged` with nothing changed.
    """
    check_database(backup)
    fresh = path.with_name(path.name + ".restoring")
    copy_database(backup, fresh)
    with closing(sqlite3.connect(fresh)) as connection, connection:
        _start_feeds(connection)
    _sync(fresh)
    _keep_aside(path, aside)
    os.replace(fresh, path)
    _sync(path.parent)


def _start_feeds(connection: sqlite3.Connection) -> None:
    """Backups from before there were named feeds get their names when they are migrated."""
    connection.execute("UPDATE events SET change_number = change_number + ?", (_JUMP,))
    columns = {row[1] for row in connection.execute("PRAGMA table_info(events)")}
    if "feed_id" in columns:
        connection.execute("UPDATE events SET feed_id = lower(hex(randomblob(16)))")


def _copy_pages(source: Path, target: Path) -> None:
    with closing(_open_to_read(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE").close()  # one file, whoever looks at it


def _open_to_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)


def _keep_aside(path: Path, aside: Path) -> None:
    """The replaced database, with what SQLite had not merged into it, under another name."""
    if path.exists():
        _merge_log(path)
    for ending in ("", *_BESIDE):
        part = path.with_name(path.name + ending)
        if part.exists():
            kept = aside.with_name(aside.name + ending)
            shutil.copy2(part, kept)
            _sync(kept)
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _merge_log(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.DatabaseError:
        return  # too damaged to be opened: it is kept as it is


def _create_private(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
