"""`purge-leads` on a folder as a person runs it, and the server that does it by itself."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.services.retention import set_leads_kept_until
from server.storage.schema import leads
from tests.support.booth import Booths
from tests.support.databases import open_migrated
from tests.support.fair import OPENING, Fair, SetClock
from tests.support.running_server import RunningServer, run_server

SLUG = "siccam-casablanca-2024"


@pytest.fixture
def fair(tmp_path: Path) -> Iterator[Fair]:
    """The fair of years ago, with one lead, in the folder of a server that does not run."""
    database = open_migrated(tmp_path / "accueil.db")
    fair = Fair(database, SetClock(OPENING))
    booths = Booths(fair)
    booths.join("atlas").capture(booths.share("imane", "card"))
    yield fair
    database.close()


def _count(fair: Fair) -> int:
    query = select(func.count()).where(leads.c.attendee_id.is_not(None))
    with fair.database.read() as connection:
        return int(connection.execute(query).scalar_one())


def test_leads_are_purged_when_asked(fair: Fair, tmp_path: Path) -> None:
    folder = RunningServer(None, tmp_path, "")  # type: ignore[arg-type]
    assert folder.command("purge-leads").returncode == 0
    assert _count(fair) == 1  # no day was set
    done = folder.command("purge-leads", SLUG, "--yes")
    assert "1 leads, 1 captures and edits" in done.stdout
    assert _count(fair) == 0
    assert "event_unknown" in folder.command("purge-leads", "nothing", "--yes").stderr
    assert folder.command("audit").returncode == 0


def test_the_server_keeps_the_clock_by_itself(fair: Fair, tmp_path: Path) -> None:
    set_leads_kept_until(fair.database, fair.event_id, "2024-05-31", fair.clock(), "test")
    with run_server(tmp_path):
        deadline = time.monotonic() + 20
        while _count(fair):
            assert time.monotonic() < deadline, "the server purged nothing"
