"""Words of the conflict inbox: spans and clocks."""

import pytest
from flask import Flask

from server.app import create_app
from server.config import load_settings
from server.pages.conflict_view import VenueClock, word_clock, word_span
from tests.support.databases import put_migrated_file
from tests.support.fair import OPENING


@pytest.fixture
def english(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("app")
    put_migrated_file(folder / "accueil.db")
    settings = {"data_dir": str(folder), "is_http": True, "language": "en"}
    return create_app(load_settings({}, settings))


def test_it_works(english: Flask) -> None:
    with english.test_request_context("/?lang=en"):
        assert VenueClock("Africa/Casablanca").time(OPENING) == "10:00:00"
        assert VenueClock("Africa/Casablanca").day(OPENING).startswith("Fri")
        assert word_span(75_000) == "75 s"
        assert word_span(10 * 60_000) == "10 min"
        assert word_span(3 * 3_600_000) == "3 hours"


def test_a_clock_is_right_ahead_or_behind(english: Flask) -> None:
    with english.test_request_context("/?lang=en"):
        assert word_clock(400) == "clock right"
        assert word_clock(-75_000) == "clock 75 s ahead"
        assert word_clock(600_000) == "clock 10 min behind"
