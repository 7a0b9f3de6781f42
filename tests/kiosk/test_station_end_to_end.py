"""Badges walk past a camera (a film) into a real server, which is away for a while."""

import json
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.kiosk.film import HARD, Shown, make_film
from tests.kiosk.prepared import prepare_station
from tests.kiosk.running_station import (
    make_settings,
    pair,
    run_station,
    wait_until,
)
from tests.support.databases import open_migrated
from tests.support.fair import Fair, TrueClock
from tests.support.running_server import run_server


@pytest.fixture(scope="module")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("walk")


@pytest.fixture(scope="module")
def visitors(venue: Path) -> tuple[Fair, dict[str, str]]:
    """A fair and one visitor for each way to hold a badge."""
    database = open_migrated(venue / "accueil.db")
    fair = Fair(database, TrueClock())
    return fair, {f"visitor {n}": fair.add_attendee(f"visitor {n}") for n in range(len(HARD))}


def count_scans(fair: Fair) -> Counter[str]:
    """What the server has, by attendee."""
    with fair.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT badge_code FROM scans").fetchall()
    return Counter(row[0] for row in rows)


def read_timings(fair: Fair) -> list[dict[str, int | None]]:
    with fair.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT timings FROM scans").fetchall()
    return [json.loads(row[0]) for row in rows]


def test_every_badge_is_scanned_exactly_once_though_the_server_goes_away(
    venue: Path, visitors: tuple[Fair, dict[str, str]]
) -> None:
    fair, codes = visitors
    film = venue / "walk.mjpeg"
    shown = [Shown(code, HARD[n]) for n, code in enumerate(codes.values())]
    seconds = make_film(film, shown)
    with run_server(venue) as server:
        settings = make_settings(venue / "station", server.url, cameras=str(film))
        pair(fair, settings, fair.gate_a)
        port = int(server.url.rsplit(":", 1)[1])
        with run_station(make_settings(venue / "station", server.url), wait_for_roster=True):
            pass
        with run_station(settings) as running:
            running.wait_for_verdicts(4, seconds)
            server.kill()
            running.wait_for_state(
                lambda s: s["lanes"][0]["camera"] == "lost", "the film's end", 60
            )
            offline = running.station.state()
            assert offline["unsent"] > 0
            with run_server(venue, port=port):
                running.wait_until_sent()
        assert Counter(v["answer"]["verdict"] for v in running.verdicts()) == {
            "admitted": len(codes)
        }
    assert count_scans(fair) == Counter(codes.values())
    assert all(None not in steps.values() for steps in read_timings(fair)), "each step was timed"


def test_two_stations_apart_admit_one_badge_and_a_person_must_judge(
    venue: Path, visitors: tuple[Fair, dict[str, str]]
) -> None:
    fair, _ = visitors
    code = fair.add_attendee("twice", first_name="Twice")
    gates = {"one": fair.gate_a, "two": fair.gate_b}
    for name, gate_id in gates.items():
        prepare_station(venue / name, fair, fair.pair(gate_id, name))
    with ExitStack() as stack:
        apart = [stack.enter_context(run_station(make_settings(venue / name))) for name in gates]
        for running in apart:
            running.wait_for_state(lambda s: s["online"] is False, "no server in sight")
            verdict = running.scan(code)
            assert (verdict["answer"]["verdict"], verdict["confirmed"]) == ("admitted", False)
    assert count_conflicts(fair) == 0

    rows = []
    with run_server(venue) as server, ExitStack() as stack:
        # One after the other: were the later entry to arrive first, both would be right.
        for name in gates:
            settings = make_settings(venue / name, server.url)
            together = stack.enter_context(run_station(settings))
            together.wait_until_sent()
            rows += together.station.latest_scans(1)
        wait_until(lambda: count_conflicts(fair) == 1, "the conflict")
    assert [row["verdict"] for row in rows] == ["admitted", "already_inside"]
    assert all(row["local_verdict"] == "admitted" for row in rows)


def count_conflicts(fair: Fair) -> int:
    with fair.database.read() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM conflicts").scalar_one()
    return int(found)
