"""What is wrong with the machine the server runs on: organizers read it before visitors feel it."""

import shutil
from collections.abc import Callable
from pathlib import Path

from server.services.backups import LEFT_TO_SCANS_BYTES, is_backup_due

DISK_LOW_BYTES = 500_000_000
"""A fair is some tens of megabytes, but its backups are many times that."""
_BACKUPS_MISSED = 3

DISK_FULL, DISK_LOW, BACKUP_LATE = "disk_full", "disk_low", "backup_late"


class MachineHealth:
    """The problems found at the last look, worst first."""

    def __init__(
        self,
        data_dir: Path,
        is_backup_late: Callable[[int], bool],
    ) -> None:
        self._data_dir = data_dir
        self._is_backup_late = is_backup_late
        self._problems: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """`disk_full` or `disk_low`, and `backup_late`; empty when all is well."""
        return self._problems

    def look(self, now: int) -> bool:
        """Look anew; whether anything is different. Raises OSError when the folder is gone."""
        before = self._problems
        disk = _judge_disk(shutil.disk_usage(self._data_dir).free)
        backup = BACKUP_LATE if self._is_backup_late(now) else None
        self._problems = tuple(problem for problem in (disk, backup) if problem)
        return self._problems != before


def _judge_disk(free_bytes: int) -> str | None:
    if free_bytes < LEFT_TO_SCANS_BYTES:
        return DISK_FULL
    return DISK_LOW if free_bytes < DISK_LOW_BYTES else None


def watch_backups(folder: Path, minutes: int | None) -> Callable[[int], bool]:
    """What tells, for a moment, whether several automatic backups in a row were not made;
    `minutes` lie between two, None where the server makes none."""
    if minutes is None:
        return lambda _now: False
    return lambda now: is_backup_due(folder, _BACKUPS_MISSED * minutes, now)
