"""The page of scans that were set aside: what they were, whose, why."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from domain.sealed_code import public_key_of, seal_code
from server.app import create_app
from server.config import load_settings
from server.services.devices import revoke_device
from server.services.events import get_event
from server.services.organizers import Credentials, add_organizer
from server.services.parked_scans import get_parked
from tests.pages.test_conflicts import EMAIL, PASSWORD, token_of
from tests.support.databases import put_migrated_file
from tests.support.fair import Fair, GateDevice

EVENT = "/console/siccam-casablanca-2024"
PAGE = EVENT + "/devices/set-aside"


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


def park(fair: Fair, code: str) -> GateDevice:
    """A scan of a tablet whose access had ended."""
    gate = fair.pair(fair.gate_a, "Tablette <7>")
    revoke_device(fair.database, gate.device.id, fair.clock(), "command")
    assert gate.scan(code)["status"] == "parked"
    return gate


def test_it_works(lina: FlaskClient, fair: Fair) -> None:
    park(fair, fair.code("imane"))
    page = lina.get(PAGE).text
    assert "Imane Diallo" in page
    assert "Tablette &lt;7&gt;" in page
    assert "access had ended" in page
    assert "Porte A" in page
    assert PAGE in lina.get(EVENT + "/devices").text


def test_a_sealed_code_is_read(fair: Fair) -> None:
    secret = get_event(fair.database, fair.event_id).sealing_key
    park(fair, seal_code(fair.code("imane"), public_key_of(secret), b"\x11" * 32, 0))
    (scan,) = get_parked(fair.database, fair.event_id).shown
    assert (scan.attendee_name, scan.badge_code) == ("Imane Diallo", fair.code("imane"))


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "a text",
        [1],
        {"scan_id": "no", "device_time": "noon", "badge_code": 7},
        {"badge_code": "<script>" * 900},
        {"device_time": 10**30, "gate_id": ["x"], "badge_code": "\ud800\0"},
    ],
)
def test_whatever_was_sent_is_shown_as_text(lina: FlaskClient, fair: Fair, sent: object) -> None:
    assert fair.pair(fair.gate_a).send(sent)[0]["status"] == "parked"
    page = lina.get(PAGE)
    assert page.status_code == 200
    assert "Not readable" in page.text
    assert "<script><script>" not in page.text


def test_nothing_set_aside_is_said(lina: FlaskClient) -> None:
    assert "Nothing was set aside" in lina.get(PAGE).text
    assert PAGE not in lina.get(EVENT + "/devices").text


def test_other_editions_and_strangers_see_none(app: Flask, lina: FlaskClient, fair: Fair) -> None:
    park(fair, fair.code("imane"))
    assert get_parked(fair.database, "another").total == 0
    assert lina.get("/console/no-such-edition/devices/set-aside").status_code == 404
    assert app.test_client().get(PAGE).status_code in (302, 303)
