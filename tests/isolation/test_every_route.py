"""No door gives an exhibitor anything of another one: no name, no note, no number."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.qualifiers import Qualifier
from server.app import create_app
from server.config import load_settings
from server.services.qualifiers import add_qualifier
from tests.isolation.audiences import audience_of
from tests.isolation.scene import SECRETS, Answer, Scene
from tests.support.booth import Booths
from tests.support.databases import put_migrated_file
from tests.support.fair import Fair, SetClock


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    clock = SetClock()
    put_migrated_file(tmp_path / "accueil.db")
    app = create_app(load_settings({"ACCUEIL_DATA_DIR": str(tmp_path)}), clock)
    database = app.extensions["accueil"].database
    yield Scene(app, Booths(Fair(database, clock)))
    database.close()


def _fill(scene: Scene) -> None:
    captures = scene.fill_booth(scene.atlas, 5)
    fair = scene.booths.fair
    question = Qualifier("secret_question", "text", {"fr": "SECRETNOTE ?"})
    scene.ids |= {
        "lead_id": captures[0]["receipt"]["lead"]["lead_id"],
        "capture_id": captures[0]["fact_id"],
        "qualifier_id": add_qualifier(
            fair.database, scene.ids["exhibitor_id"], question, fair.clock()
        ),
    }
    scene.atlas.leads()  # has followed the registrations: later readers need not


def test_every_route_is_classified(scene: Scene) -> None:
    endpoints = {rule.endpoint for rule in scene.app.url_map.iter_rules()}
    assert {e for e in endpoints if audience_of(e) is None} == set()


def test_the_walk_would_notice(scene: Scene) -> None:
    """The same walk with Atlas's own phone finds what it must not find with the rival's."""
    _fill(scene)
    scene.rivals["full"] = scene.atlas
    bodies = "".join(answer.body for answer in scene.walk("GET"))
    assert {"Imane", "SECRETNOTE", "SECRETTAG"} <= {s for s in SECRETS if s in bodies}


def test_no_route_tells_anything(scene: Scene) -> None:
    _fill(scene)
    for answer in scene.walk("GET"):
        assert not [s for s in SECRETS if s in answer.body], f"{answer.endpoint} by {answer.who}"
        assert _is_kept_out(answer), f"{answer.endpoint} by {answer.who}: {answer.status}"


def test_no_route_tells_how_many(scene: Scene) -> None:
    """What the rival sees is the same before Atlas's first lead and after its fifth."""
    scene.fill_booth(scene.rivals["full"], 1)
    before = {(a.endpoint, a.who): (a.status, a.body) for a in scene.walk("GET")}
    _fill(scene)
    after = {(a.endpoint, a.who): (a.status, a.body) for a in scene.walk("GET")}
    changed = [key for key, answer in before.items() if after[key] != answer]
    assert changed == []


def test_no_route_changes_anything(scene: Scene) -> None:
    _fill(scene)
    before = scene.read_atlas()
    assert before["leads"]
    for answer in scene.walk("POST"):
        assert not [s for s in SECRETS if s in answer.body], f"{answer.endpoint} by {answer.who}"
        assert _is_kept_out(answer), f"{answer.endpoint} by {answer.who}: {answer.status}"
    assert scene.read_atlas() == before


def _is_kept_out(answer: Answer) -> bool:
    """Organizers' and gates' doors are shut, whatever is behind them."""
    audience = audience_of(answer.endpoint)
    if audience == "organizers":
        return answer.status in (302, 401)
    if audience == "gates" and answer.endpoint != "api_scans.record":
        return answer.status in (400, 401, 403)
    if audience == "booths" and answer.who == "desk":
        return answer.status == 401
    return audience != "desk" or answer.who == "desk" or answer.status in (302, 303, 401)
