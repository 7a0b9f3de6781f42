"""Backups of the venue's database: taken while the server runs, kept in turn, put back."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from domain.errors import AccueilError, BadFileError
from server.storage.backup import copy_database, replace_database
from server.storage.database import Database

AUTOMATIC, BY_HAND = "automatic", "by-hand"
LEFT_TO_SCANS_BYTES = 20_000_000
"""A disk with less is as good as full; no backup takes it."""
_STAMP = "%Y%m%dT%H%M%SZ"


def make_backup(database: Database, folder: Path, now: int, kind: str = BY_HAND) -> Path:
    """Write a sound copy of the database, as of this moment, into `folder`; returns its path.

    Raises AccueilError `backup_not_here` for PostgreSQL, BadFileError `backup_damaged`, OSError
    or sqlite3.Error when the disk does not take it; no unfinished file is left.
    """
    source = _database_file(database)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"accueil-{_stamp(now)}-{kind}.db"
    copy_database(source, target)
    return target


def make_room(database: Database, folder: Path) -> list[Path]:
    """Remove the oldest automatic backups until one more fits and leaves the scans their space; the
    newest stays. Returns what was removed.

    Raises AccueilError `backup_no_space` when that is not enough, and `backup_not_here`.
    """
    needed = _database_file(database).stat().st_size + LEFT_TO_SCANS_BYTES
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    removed: list[Path] = []
    while shutil.disk_usage(folder).free < needed:
        backups = list_automatic_backups(folder)
        if len(backups) < 2:
            raise AccueilError("backup_no_space", f"a backup needs {needed:,} bytes of free space")
        backups[0].unlink(missing_ok=True)
        removed.append(backups[0])
    return removed


def drop_old_backups(folder: Path, kept: int, now: int) -> list[Path]:
    """Remove all automatic backups but the `kept` newest; those made by hand stay.

    Those from the future are counted on their own: were the clock set back, the new ones would be
    the oldest.
    """
    backups = list_automatic_backups(folder)
    past = [backup for backup in backups if _made_at(backup) <= now]
    future = [backup for backup in backups if _made_at(backup) > now]
    surplus = past[:-kept] + future[:-kept]
    for path in surplus:
        path.unlink(missing_ok=True)
    return surplus


def list_automatic_backups(folder: Path) -> list[Path]:
    """Automatic backups, oldest first (their names tell)."""
    return sorted(folder.glob(f"accueil-*-{AUTOMATIC}.db"))


def is_backup_due(folder: Path, minutes: int, now: int) -> bool:
    """Whether the newest automatic backup is `minutes` old or there is none.

    One from the future counts as none: the clock of the machine was wrong then or is now.
    """
    made_at = [_made_at(backup) for backup in list_automatic_backups(folder)]
    newest = max((at for at in made_at if at <= now), default=None)
    return newest is None or now - newest >= minutes * 60_000


def newest_backup_at(folder: Path) -> int | None:
    """When the newest automatic backup was made, by the clock of then (ms); None: there is none."""
    backups = list_automatic_backups(folder)
    return _made_at(backups[-1]) if backups else None


def restore_backup(backup: Path, database: Database, now: int) -> Path | None:
    """Put `backup` in the place of the database, which no other process may have open.

    Returns where the replaced database is kept, None when there was none. Raises BadFileError
    `backup_missing`, `backup_unreadable` or `backup_damaged` (nothing is changed then),
    AccueilError `backup_not_here` for PostgreSQL.
    """
    path = _database_file(database)
    if not backup.is_file():
        raise BadFileError("backup_missing", f"there is no file {backup}")
    database.close()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f"{path.name}.replaced-{_stamp(now)}")
    was_there = path.exists()
    replace_database(backup, path, aside)
    return aside if was_there else None


def _database_file(database: Database) -> Path:
    path = make_url(database.url).database
    if not database.is_sqlite or not path:
        raise AccueilError("backup_not_here", "PostgreSQL has tools of its own: pg_dump")
    return Path(path)


def _stamp(now: int) -> str:
    return datetime.fromtimestamp(now / 1000, UTC).strftime(_STAMP)


def _made_at(path: Path) -> int:
    try:
        made = datetime.strptime(path.name.split("-")[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return 0  # somebody renamed it
    return int(made.timestamp() * 1000)
