"""The door to the database: durable, one writer, nothing half-written."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from domain.errors import StorageBusyError
from server.storage.database import Database
from server.storage.migrate import get_revision, migrate, newest_revision
from server.storage.schema import metadata

ROOT = Path(__file__).parents[2]


def add_note(database: Database, note: str) -> None:
    database.write(
        lambda c: c.execute(
            text("INSERT INTO setup_links (token_hash, expires_at) VALUES (:n, 0)"), {"n": note}
        )
    )


def notes(database: Database) -> set[str]:
    with database.read() as connection:
        return set(connection.execute(text("SELECT token_hash FROM setup_links")).scalars())


def test_it_works(database: Database) -> None:
    add_note(database, "a")
    assert notes(database) == {"a"}


def test_a_failed_write_leaves_nothing(database: Database) -> None:
    add_note(database, "a")

    def write(connection: object) -> None:
        connection.execute(  # type: ignore[attr-defined]
            text("INSERT INTO setup_links (token_hash, expires_at) VALUES ('b', 0)")
        )
        connection.execute(  # type: ignore[attr-defined]
            text("INSERT INTO setup_links (token_hash, expires_at) VALUES ('a', 0)")
        )

    with pytest.raises(IntegrityError):
        database.write(write)
    assert notes(database) == {"a"}


def test_a_read_sees_one_state(database: Database) -> None:
    with database.read() as connection:
        query = text("SELECT count(*) FROM setup_links")
        assert connection.execute(query).scalar_one() == 0
        add_note(database, "a")
        assert connection.execute(query).scalar_one() == 0
    assert notes(database) == {"a"}


def test_writers_take_turns(database: Database) -> None:
    threads = [threading.Thread(target=add_note, args=(database, str(n))) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(notes(database)) == 40


def test_migrations_lead_to_the_schema(database: Database) -> None:
    migrate(database)
    with database.engine.connect() as connection:
        assert get_revision(connection) == newest_revision()
        script = ScriptDirectory(str(ROOT / "server" / "storage" / "migrations"))
        assert script.get_heads() == [newest_revision()]
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_sqlite_is_durable_at_every_commit(sqlite_database: Database) -> None:
    with sqlite_database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_another_process_holding_the_database_is_a_typed_error(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sqlite_database.url.removeprefix("sqlite:///")
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        holder.stdout.readline()
        with sqlite_database.engine.connect() as connection:
            connection.rollback()
        monkeypatch.setattr("server.storage.database._BUSY_SECONDS", 0)
        impatient = Database(sqlite_database.url)
        with pytest.raises(StorageBusyError) as caught:
            add_note(impatient, "a")
        holder.stdin.close()
    assert caught.value.retryable
    add_note(impatient, "a")
    assert notes(impatient) == {"a"}
    impatient.close()


def test_kill_9_after_the_answer_loses_nothing(tmp_path: Path) -> None:
    script = """
import os, signal, sys
from server.storage.database import Database
from server.storage.migrate import migrate
from tests.storage.test_database import add_note
database = Database(sys.argv[1])
migrate(database)
for number in range(50):
    add_note(database, str(number))
    print(number, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    url = f"sqlite:///{tmp_path / 'accueil.db'}"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, url], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == -9, done.stderr
    database = Database(url)
    assert notes(database) == set(done.stdout.split())
    assert len(notes(database)) == 50
    database.close()
