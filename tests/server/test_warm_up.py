"""After a start the badges of every edition that is not over are sealed before anybody asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.app import create_app
from server.config import load_settings
from server.extensions import Accueil
from server.services.events import NewEvent, create_event
from server.services.roster import Roster
from server.warm_up import seal_rosters
from tests.support.databases import put_migrated_file
from tests.support.fair import OPENING, Fair, SetClock
from tests.support.roster_device import RosterDevice


@pytest.fixture
def accueil(tmp_path: Path) -> Iterator[Accueil]:
    settings = load_settings({}, {"data_dir": str(tmp_path), "is_http": True})
    put_migrated_file(tmp_path / "accueil.db")
    made: Accueil = create_app(settings, SetClock(OPENING)).extensions["accueil"]
    yield made
    made.database.close()


def test_it_works(accueil: Accueil, monkeypatch: pytest.MonkeyPatch) -> None:
    fair = Fair(accueil.database)
    past = NewEvent("SICCAM", "Rabat", "2023-04-26", "2023-04-27")
    create_event(accueil.database, past, OPENING)
    asked: list[str] = []
    warm_up = Roster.warm_up
    monkeypatch.setattr(Roster, "warm_up", lambda roster, i: (asked.append(i), warm_up(roster, i)))
    seal_rosters(accueil)
    assert asked == [fair.event_id]
    device = RosterDevice(accueil.roster, fair.event_id)
    assert device.pull()[-1]["roster"] == device.make_digest()
