"""Badges walk past a camera (a film) into a real server, which is away for a while."""

from collections import Counter
from pathlib import Path

import pytest

from server.storage.database import Database
from server.storage.migrate import migrate
from tests.kiosk.film import HARD, Shown, make_film
from tests.kiosk.running_station import (
    make_settings,
    pair,
    run_station,
)
from tests.support.fair import Fair, TrueClock
from tests.support.running_server import run_server


@pytest.fixture(scope="module")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("walk")


@pytest.fixture(scope="module")
def visitors(venue: Path) -> tuple[Fair, dict[str, str]]:
    """A fair and one visitor for each way to hold a badge."""
    database = Database(f"sqlite:///{venue / 'accueil.db'}")
    migrate(database)
    fair = Fair(database, TrueClock())
    return fair, {f"visitor {n}": fair.add_attendee(f"visitor {n}") for n in range(len(HARD))}


def count_scans(fair: Fair) -> Counter[str]:
    """What the server has, by attendee."""
    with fair.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT badge_code FROM scans").fetchall()
    return Counter(row[0] for row in rows)


def test_every_badge_is_scanned_exactly_once_though_the_server_goes_away(
    venue: Path, visitors: tuple[Fair, dict[str, str]]
) -> None:
    fair, codes = visitors
    film = venue / "walk.mjpeg"
    shown = [Shown(code, HARD[n]) for n, code in enumerate(codes.values())]
    seconds = make_film(film, shown)
    settings = make_settings(venue / "station", cameras=str(film))
    with run_server(venue) as server:
        settings = make_settings(venue / "station", server.url, cameras=str(film))
        pair(fair, settings, fair.gate_a)
        port = int(server.url.rsplit(":", 1)[1])
        with run_station(make_settings(venue / "station", server.url), wait_for_roster=True):
            pass
        with run_station(settings) as running:
            running.wait_for_verdicts(4, seconds)
            server.kill()
            running.wait_for_state(lambda s: s["lanes"][0]["camera"] == "lost", "the film's end")
            offline = running.station.state()
            assert offline["unsent"] > 0
            with run_server(venue, port=port):
                running.wait_until_sent()
        assert Counter(v["answer"]["verdict"] for v in running.verdicts()) == {
            "admitted": len(codes)
        }
    assert count_scans(fair) == Counter(codes.values())
