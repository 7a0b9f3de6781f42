"""The conflict inbox and undos over HTTP: for organizers only, and what is wrong is said."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.config import load_settings
from server.services.conflicts import get_stories
from server.services.organizers import Credentials, add_organizer
from tests.support.databases import put_migrated_file
from tests.support.fair import Fair

EVENT = "/console/siccam-casablanca-2024"
EMAIL, PASSWORD = "lina@siccam.example", "a password for tests"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    settings = load_settings({}, {"data_dir": str(tmp_path), "is_http": True, "language": "en"})
    put_migrated_file(tmp_path / "accueil.db")
    made = create_app(settings)
    yield made
    made.extensions["accueil"].database.close()


@pytest.fixture
def fair(app: Flask) -> Fair:
    accueil = app.extensions["accueil"]
    return Fair(accueil.database, accueil.clock)


@pytest.fixture
def lina(app: Flask, fair: Fair) -> FlaskClient:
    add_organizer(fair.database, Credentials(EMAIL, "Lina", PASSWORD), fair.clock())
    client = app.test_client()
    form = {"email": EMAIL, "password": PASSWORD, "csrf_token": token_of(client, "/sign-in")}
    assert client.post("/sign-in", data=form).status_code in (302, 303)
    return client


def token_of(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def open_conflict(fair: Fair) -> str:
    device = fair.pair(fair.gate_a)
    device.scan(fair.code("nadia"), local_verdict="admitted")
    return get_stories(fair.database, fair.event_id)[0].conflict.id


def test_it_works(lina: FlaskClient, fair: Fair) -> None:
    conflict_id = open_conflict(fair)
    page = lina.get(EVENT + "/conflicts").text
    assert "Nadia Bennani" in page
    form = {
        "resolution": "mistake",
        "reason": "Old list",
        "csrf_token": token_of(lina, EVENT + "/devices"),
    }
    answer = lina.post(f"{EVENT}/conflicts/{conflict_id}", data=form)
    assert answer.status_code == 303
    assert "Old list" in lina.get(EVENT + "/conflicts").text
    again = lina.post(f"{EVENT}/conflicts/{conflict_id}", data=form, follow_redirects=True)
    assert "Somebody has settled this conflict already." in again.text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"resolution": "mistake", "reason": " "}, "Please say why."),
        ({"resolution": "nobody knows", "reason": "x"}, "Choose what happened."),
        ({}, "Choose what happened."),
    ],
)
def test_an_incomplete_decision_is_shown_again(
    lina: FlaskClient, fair: Fair, sent: dict[str, str], words: str
) -> None:
    conflict_id = open_conflict(fair)
    form = sent | {"csrf_token": token_of(lina, EVENT + "/devices")}
    answer = lina.post(f"{EVENT}/conflicts/{conflict_id}", data=form)
    assert answer.status_code == 422
    assert words in answer.text
    assert get_stories(fair.database, fair.event_id)[0].conflict.resolved_at is None


def test_a_scan_is_taken_back_once_and_with_a_reason(lina: FlaskClient, fair: Fair) -> None:
    scan_id = fair.pair(fair.gate_a).scan(fair.code("imane"))["scan_id"]
    address = f"{EVENT}/scans/{scan_id}/undo"
    form = {"csrf_token": token_of(lina, EVENT + "/devices")}

    def take_back(reason: str) -> str:
        sent = form | {"reason": reason}
        return lina.post(address, data=sent, follow_redirects=True).text

    assert "Please say why." in take_back(" ")
    assert "The scan was taken back." in take_back("Wrong person")
    assert "This scan was taken back already." in take_back("Wrong person")
    snapshot = lina.get(EVENT + "/attendance.json").json
    assert snapshot is not None
    assert (snapshot["inside"], snapshot["last_scans"][0]["is_undone"]) == (0, True)


def test_strangers_see_and_change_nothing(app: Flask, fair: Fair) -> None:
    conflict_id = open_conflict(fair)
    stranger = app.test_client()
    assert "/sign-in" in stranger.get(EVENT + "/conflicts").headers["Location"]
    form = {
        "resolution": "mistake",
        "reason": "x",
        "csrf_token": token_of(stranger, "/sign-in"),
    }
    assert stranger.post(f"{EVENT}/conflicts/{conflict_id}", data=form).status_code == 401
    assert stranger.post(f"{EVENT}/scans/x/undo", data=form).status_code == 401
    assert get_stories(fair.database, fair.event_id)[0].conflict.resolved_at is None
