"""What organizers are told of the server's machine; a disk that fills up: tests/live."""

from pathlib import Path

import pytest

from server.services.backups import AUTOMATIC
from server.services.machine_health import MachineHealth
from tests.support.fair import OPENING

MINUTE = 60_000


def note_backup(folder: Path, stamp: str) -> None:
    (folder / f"accueil-{stamp}-{AUTOMATIC}.db").touch()


def test_backups_that_are_not_made_are_told_once(tmp_path: Path) -> None:
    machine = MachineHealth(tmp_path, tmp_path, 10)
    assert machine.look(OPENING)
    assert machine.problems == ("backup_late",)
    assert not machine.look(OPENING)
    note_backup(tmp_path, "20240426T090000Z")
    assert machine.look(OPENING + 30 * MINUTE - 1)
    assert machine.problems == ()
    assert machine.look(OPENING + 30 * MINUTE)
    assert machine.problems == ("backup_late",)


def test_a_clock_that_was_set_back_is_told(tmp_path: Path) -> None:
    """By a backup from the future, with or without others to come."""
    note_backup(tmp_path, "20240426T090000Z")
    for minutes in (10, None):
        machine = MachineHealth(tmp_path, tmp_path, minutes)
        assert machine.look(OPENING - 2 * MINUTE)
        assert machine.problems == ("clock_back",)
        assert machine.look(OPENING)
        assert machine.problems == ()


def test_a_server_that_makes_no_backups_misses_none(tmp_path: Path) -> None:
    machine = MachineHealth(tmp_path, tmp_path, None)
    assert not machine.look(OPENING)
    assert machine.problems == ()


def test_a_folder_that_is_gone_is_no_answer(tmp_path: Path) -> None:
    machine = MachineHealth(tmp_path / "gone", tmp_path, None)
    with pytest.raises(OSError, match="gone"):
        machine.look(OPENING)
