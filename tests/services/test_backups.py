"""Backups: whole while somebody writes, sound or not there at all, put back without a loss."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from domain.errors import AccueilError
from server.services.backups import (
    AUTOMATIC,
    drop_old_backups,
    is_backup_due,
    list_automatic_backups,
    make_backup,
    make_room,
    restore_backup,
)
from server.services.events import get_events
from server.services.recount import recount
from server.services.roster import Roster
from server.storage.database import Database
from server.storage.events import get_change_number
from tests.support.fair import OPENING, Fair
from tests.support.roster_device import RosterDevice
from tests.support.small_disk import fill, mount_small_disk

MINUTE = 60_000


@contextmanager
def open_copy(path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


def change_number(database: Database, event_id: str) -> int:
    with database.read() as connection:
        return get_change_number(connection, event_id)


def test_it_works(local_fair: Fair, tmp_path: Path) -> None:
    device = local_fair.pair(local_fair.gate_a)
    device.scan(local_fair.code("imane"))
    made = make_backup(local_fair.database, tmp_path / "backups", OPENING)
    assert made.name == "accueil-20240426T090000Z-by-hand.db"
    assert [p.name for p in made.parent.iterdir()] == [made.name], "one file, nothing beside it"
    assert made.stat().st_mode & 0o777 == 0o600
    device.scan(local_fair.code("ahmed"))
    kept = restore_backup(made, local_fair.database, OPENING)
    assert recount(local_fair.database, local_fair.event_id).scan_count == 1
    assert recount(local_fair.database, local_fair.event_id).differences == ()
    assert kept is not None
    with open_copy(kept) as replaced:
        assert recount(replaced, local_fair.event_id).scan_count == 2


def test_numbers_go_on_above_all_that_devices_have_seen(local_fair: Fair, tmp_path: Path) -> None:
    device = local_fair.pair(local_fair.gate_a)
    made = make_backup(local_fair.database, tmp_path, OPENING)
    lost = device.scan(local_fair.code("imane"))
    restore_backup(made, local_fair.database, OPENING)
    device.seq, device.last_scan_id = 0, None
    assert device.scan(local_fair.code("imane"))["change_number"] > lost["change_number"]


def test_devices_drop_what_the_backup_does_not_know(local_fair: Fair, tmp_path: Path) -> None:
    device = RosterDevice(Roster(local_fair.database), local_fair.event_id)
    made = make_backup(local_fair.database, tmp_path / "backups", OPENING)
    local_fair.pair(local_fair.gate_a).scan(local_fair.code("imane"))
    device.pull()
    assert device.presence
    restore_backup(made, local_fair.database, OPENING)
    restored = RosterDevice(Roster(local_fair.database), local_fair.event_id, device.cursor)
    restored.feed, restored.presence = device.feed, device.presence
    assert restored.pull()[0]["since"] == 0
    assert restored.presence == {}


def test_a_backup_in_the_middle_of_writes_is_one_state(local_fair: Fair, tmp_path: Path) -> None:
    device = local_fair.pair(local_fair.gate_a)
    is_enough = threading.Event()

    def keep_scanning() -> None:
        while not is_enough.is_set():
            device.send(*(device.make_scan(local_fair.code("imane")) for _ in range(20)))

    scanning = threading.Thread(target=keep_scanning)
    scanning.start()
    try:
        made = [make_backup(local_fair.database, tmp_path, OPENING + n * 1000) for n in range(5)]
    finally:
        is_enough.set()
        scanning.join()
    for path in made:
        with open_copy(path) as copy:
            assert recount(copy, local_fair.event_id).differences == ()
            assert recount(copy, local_fair.event_id).scan_count % 20 == 0


def test_the_newest_automatic_ones_are_kept(local_fair: Fair, tmp_path: Path) -> None:
    by_hand = make_backup(local_fair.database, tmp_path, OPENING)
    for n in range(5):
        make_backup(local_fair.database, tmp_path, OPENING + n * MINUTE, AUTOMATIC)
    newest = list_automatic_backups(tmp_path)[-2:]
    now = OPENING + 5 * MINUTE
    assert len(drop_old_backups(tmp_path, 2, now)) == 3
    assert list_automatic_backups(tmp_path) == newest
    assert by_hand.exists()


def test_a_clock_that_was_set_back_costs_no_new_backup(local_fair: Fair, tmp_path: Path) -> None:
    later = [
        make_backup(local_fair.database, tmp_path, OPENING + n * MINUTE, AUTOMATIC)
        for n in range(3)
    ]
    now = OPENING - 60 * MINUTE
    new = make_backup(local_fair.database, tmp_path, now, AUTOMATIC)
    assert drop_old_backups(tmp_path, 2, now) == later[:1]
    assert new.exists()
    assert not is_backup_due(tmp_path, 10, now), "the new one is the last"


def test_a_backup_is_due_when_there_is_none_or_it_is_old(local_fair: Fair, tmp_path: Path) -> None:
    assert is_backup_due(tmp_path / "none", 10, OPENING)
    make_backup(local_fair.database, tmp_path, OPENING, AUTOMATIC)
    assert not is_backup_due(tmp_path, 10, OPENING + 10 * MINUTE - 1)
    assert is_backup_due(tmp_path, 10, OPENING + 10 * MINUTE)
    assert is_backup_due(tmp_path, 10, OPENING - MINUTE), "the clock was set back"


def test_a_disk_that_takes_nothing_leaves_nothing(local_fair: Fair, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="backups"):
        make_backup(local_fair.database, tmp_path / "backups", OPENING)
    assert recount(local_fair.database, local_fair.event_id).differences == ()


def test_backups_leave_the_scans_their_space(local_fair: Fair, tmp_path: Path) -> None:
    with mount_small_disk(tmp_path / "disk", megabytes=22) as folder:
        made = [
            make_backup(local_fair.database, folder, OPENING + n * MINUTE, AUTOMATIC)
            for n in range(6)
        ]
        removed = make_room(local_fair.database, folder)
        assert removed == made[: len(removed)]
        assert 0 < len(removed) < len(made)
        assert make_room(local_fair.database, folder) == [], "there is room now"
        fill(folder / "ballast")
        with pytest.raises(AccueilError) as refused:
            make_room(local_fair.database, folder)
        assert refused.value.code == "backup_no_space"
        assert list_automatic_backups(folder) == made[-1:], "the newest stays"


@pytest.mark.parametrize("kind", ["missing", "text", "empty", "foreign", "damaged"])
def test_what_is_no_backup_changes_nothing(local_fair: Fair, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "given"
    if kind == "text":
        file.write_text("Nom;Prénom\n" * 1000)
    if kind == "empty":
        file.touch()
    if kind == "foreign":
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE songs (title TEXT)")
    if kind == "damaged":
        local_fair.pair(local_fair.gate_a).scan(local_fair.code("imane"))
        damage(make_backup(local_fair.database, tmp_path, OPENING).rename(file))
    before = sorted(path.name for path in tmp_path.iterdir() if "-" not in path.name)
    with pytest.raises(AccueilError) as caught:
        restore_backup(file, local_fair.database, OPENING)
    assert caught.value.code in ("backup_missing", "backup_unreadable", "backup_damaged")
    assert [event.id for event in get_events(local_fair.database)] == [local_fair.event_id]
    assert sorted(path.name for path in tmp_path.iterdir() if "-" not in path.name) == before


def damage(path: Path) -> None:
    """Overwrite the middle of the file, as a failing disk does."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40_000] = b"\xa5" * 40_000
    path.write_bytes(bytes(content))


def test_a_damaged_database_is_replaced_and_kept(local_fair: Fair, tmp_path: Path) -> None:
    made = make_backup(local_fair.database, tmp_path / "backups", OPENING)
    local_fair.database.close()
    (tmp_path / "accueil.db").write_bytes(b"not a database at all" * 1000)
    kept = restore_backup(made, local_fair.database, OPENING)
    assert kept is not None
    assert kept.read_bytes().startswith(b"not a database")
    assert recount(local_fair.database, local_fair.event_id).differences == ()


def test_an_empty_folder_can_be_restored_into(local_fair: Fair, tmp_path: Path) -> None:
    made = make_backup(local_fair.database, tmp_path / "backups", OPENING)
    spare = Database(f"sqlite:///{tmp_path / 'spare' / 'accueil.db'}")
    assert restore_backup(made, spare, OPENING) is None
    assert change_number(spare, local_fair.event_id) > 0
    spare.close()


@pytest.mark.postgresql
def test_postgresql_has_its_own_tools(postgresql_database: Database, tmp_path: Path) -> None:
    with pytest.raises(AccueilError) as caught:
        make_backup(postgresql_database, tmp_path, OPENING)
    assert caught.value.code == "backup_not_here"
    assert list(tmp_path.iterdir()) == []
