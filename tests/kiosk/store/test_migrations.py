"""A new version of the program takes the file of the one before, and keeps a copy of it."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.errors import StoreFailedError
from kiosk.store.database import open_database
from kiosk.store.outbox import Outbox
from kiosk.store.schema import STEPS
from kiosk.store.vault import Vault
from tests.kiosk.support import make_scan


def add_lamp(database: Database) -> None:
    database.table("outbox").add_column("lamp", str)


def fail_half_way(database: Database) -> None:
    database.table("outbox").add_column("lamp", str)
    raise sqlite3.OperationalError("database or disk is full")


def keep_scans(path: Path) -> None:
    database = open_database(path)
    outbox = Outbox(database, Vault(bytes(32)), "station", lambda: 0)
    for _ in range(3):
        outbox.add(lambda seq, _: make_scan(seq))
    database.close()


def count_scans(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM outbox").fetchone()[0])
    finally:
        connection.close()


def test_an_update_keeps_the_outbox_and_a_copy_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    keep_scans(path)
    database = open_database(path, (*STEPS, add_lamp))
    with database.read() as tables:
        assert "lamp" in tables.table("outbox").columns_dict
    outbox = Outbox(database, Vault(bytes(32)), "station", lambda: 0)
    assert [scan["device_seq"] for scan in outbox.oldest(9)] == [1, 2, 3]
    database.close()
    assert count_scans(tmp_path / f"station.db.v{len(STEPS)}") == 3
    with pytest.raises(StoreFailedError, match="newer"):
        open_database(path)


def test_an_update_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    keep_scans(path)
    with pytest.raises(StoreFailedError):
        open_database(path, (*STEPS, fail_half_way))
    database = open_database(path)
    with database.read() as tables:
        assert "lamp" not in tables.table("outbox").columns_dict
    database.close()
    assert count_scans(path) == 3


def test_a_fresh_file_has_no_copy(tmp_path: Path) -> None:
    open_database(tmp_path / "station.db").close()
    assert not list(tmp_path.glob("*.v*"))
