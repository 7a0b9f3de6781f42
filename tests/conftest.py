"""What many tests need: databases of both kinds and a fair with its cast."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from server.storage.database import Database
from server.storage.migrate import migrate
from tests.support.booth import Booths
from tests.support.databases import open_migrated
from tests.support.fair import Fair, TrueClock
from tests.support.postgresql import ABSENT, find_binaries, run_postgresql
from tests.support.running_server import RunningServer, run_server

REAL_PROCESSES = ("browser", "kiosk", "live", "net", "rehearsal", "tls")
"""Folders whose tests race with browsers, cameras and servers for two cores."""
_HERE = Path(__file__).parent
_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Such a test that fails is run once more; the summary names it (`RERUN`), and that it was
    needed is a fault to be looked for."""
    for item in items:
        if item.path.relative_to(_HERE).parts[0] in REAL_PROCESSES:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every app would compile every template anew."""
    folder = tmp_path_factory.mktemp("templates")
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(folder))}


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """URL with `{name}` for the database, of a server that lives as long as the test run."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(ABSENT)
    with run_postgresql(binaries) as url:
        _execute(url, "postgres", "CREATE DATABASE migrated")
        database = Database(url.format(name="migrated"))
        migrate(database)
        database.close()
        yield url


def _execute(url: str, name: str, statement: str) -> None:
    host = urlsplit(url).query.removeprefix("host=")
    with psycopg.connect(host=host, user="accueil", dbname=name, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """A fresh, migrated SQLite file."""
    database = open_migrated(tmp_path / "accueil.db")
    yield database
    database.close()


@pytest.fixture
def postgresql_database(postgresql_url: str) -> Iterator[Database]:
    """A fresh, migrated database on the private PostgreSQL server."""
    name = f"fair_{next(_numbers)}"
    _execute(postgresql_url, "postgres", f"CREATE DATABASE {name} TEMPLATE migrated")
    database = Database(postgresql_url.format(name=name))
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> Database:
    """The same test on both engines, so that no engine's habits settle in."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.fixture
def fair(database: Database) -> Fair:
    """The fair on both engines."""
    return Fair(database)


@pytest.fixture
def local_fair(sqlite_database: Database) -> Fair:
    """The fair on SQLite only, for tests of what does not touch SQL."""
    return Fair(sqlite_database)


@pytest.fixture
def booths(fair: Fair) -> Booths:
    """Two booths of the fair, on both engines."""
    return Booths(fair)


@pytest.fixture
def local_booths(local_fair: Fair) -> Booths:
    """Two booths of the fair, on SQLite only."""
    return Booths(local_fair)


@pytest.fixture(scope="module")
def venue_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("venue")


@pytest.fixture(scope="module")
def open_fair(venue_folder: Path) -> Iterator[Fair]:
    """The fair in the running server's own database."""
    database = open_migrated(venue_folder / "accueil.db")
    yield Fair(database, TrueClock())
    database.close()


@pytest.fixture(scope="module")
def server(venue_folder: Path, open_fair: Fair) -> Iterator[RunningServer]:
    """The server on that database."""
    with run_server(venue_folder) as running:
        yield running
