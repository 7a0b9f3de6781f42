"""What is wrong with the machine the server runs on: organizers read it before visitors feel it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from server.services.backups import LEFT_TO_SCANS_BYTES, is_backup_due, newest_backup_at

DISK_LOW_BYTES = 500_000_000
"""A fair is some tens of megabytes, but its backups are many times that."""
_BACKUPS_MISSED = 3
_CLOCK_BACK_MS = 60_000

CLOCK_BACK, DISK_FULL, DISK_LOW, BACKUP_LATE = "clock_back", "disk_full", "disk_low", "backup_late"


class MachineHealth:
    """The problems found at the last look, worst first.

    `backup_minutes` lie between two automatic backups in `backup_dir`; None: the server makes none.
    """

    def __init__(self, data_dir: Path, backup_dir: Path, backup_minutes: int | None) -> None:
        self._data_dir = data_dir
        self._backup_dir = backup_dir
        self._backup_minutes = backup_minutes
        self._problems: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """`disk_full` or `disk_low`, `clock_back`, `backup_late`; empty when all is well."""
        return self._problems

    def look(self, now: int) -> bool:
        """Look anew; whether anything is different. Raises OSError when the folder is gone."""
        before = self._problems
        self._problems = (*self._judge_disk(), *self._judge_backups(now))
        return self._problems != before

    def _judge_disk(self) -> Iterator[str]:
        free_bytes = shutil.disk_usage(self._data_dir).free
        if free_bytes < LEFT_TO_SCANS_BYTES:
            yield DISK_FULL
        elif free_bytes < DISK_LOW_BYTES:
            yield DISK_LOW

    def _judge_backups(self, now: int) -> Iterator[str]:
        """A backup of tomorrow says that the clock was set back: days and hours hang on it."""
        newest = newest_backup_at(self._backup_dir)
        if newest is not None and newest > now + _CLOCK_BACK_MS:
            yield CLOCK_BACK
        elif self._backup_minutes is not None and self._is_backup_late(now, self._backup_minutes):
            yield BACKUP_LATE

    def _is_backup_late(self, now: int, minutes: int) -> bool:
        return is_backup_due(self._backup_dir, _BACKUPS_MISSED * minutes, now)
