"""Where a rehearsal plays: in a folder of its own, with nothing of the fair's settings or data."""

import os
from pathlib import Path

import click
import pytest

from server.cli.context import open_database_in
from server.cli.rehearse import Order, prepare
from server.services.devices import get_devices
from server.services.rehearsal import read_account
from tests.support.fair import Fair

FEW = Order(devices=5, seconds=1.0, scans=10, attendees=7)


@pytest.fixture
def fair_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir()
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(folder))
    monkeypatch.setenv("ACCUEIL_PORT", "8443")
    return folder


@pytest.fixture
def play_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "rehearsal"
    folder.mkdir()
    return folder


def test_it_plays_with_a_made_up_edition(fair_folder: Path, play_folder: Path) -> None:
    event_id, plan = prepare(FEW, play_folder)
    assert len(plan.devices) == 5
    assert len(plan.codes) == 7
    settings = {name: plan.environment[name] for name in plan.environment if "ACCUEIL_" in name}
    assert settings == {"ACCUEIL_DATA_DIR": str(play_folder), "ACCUEIL_LOG_LEVEL": "warning"}
    assert os.listdir(fair_folder) == []
    with open_database_in(play_folder) as database:
        assert len(get_devices(database, event_id)) == 5


def test_a_copy_is_played_on_and_the_original_is_not(fair_folder: Path, play_folder: Path) -> None:
    with open_database_in(fair_folder) as database:
        fair = Fair(database)
        real = fair.pair(fair.gate_a)
        real.send(real.make_scan("x", gate_id="nowhere"))
        event_id, plan = prepare(Order(devices=4, copy_of=""), play_folder)
        assert event_id == fair.event_id
        assert fair.code("imane") in plan.codes
        assert len(get_devices(database, event_id)) == 1
    with open_database_in(play_folder) as copy:
        assert len(get_devices(copy, event_id)) == 5
        account = read_account(copy, event_id, [d.id for d in plan.devices], fair.clock())
    assert (account.log, account.parked) == ((), 0), "what was there before does not count"


def test_there_is_nothing_to_copy(fair_folder: Path, play_folder: Path) -> None:
    with pytest.raises(click.ClickException, match="no database"):
        prepare(Order(copy_of=""), play_folder)
    assert os.listdir(fair_folder) == []


def test_an_edition_without_gates_cannot_be_rehearsed(fair_folder: Path, play_folder: Path) -> None:
    with open_database_in(fair_folder), pytest.raises(click.ClickException, match="no edition"):
        prepare(Order(copy_of=""), play_folder)
