"""The pages of the real app on a real database, seen by browsers that are signed in or not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from server.app import create_app
from server.config import load_settings
from server.extensions import limiter
from server.services.organizers import Credentials, add_organizer
from tests.pages.browser import EMAIL, PASSWORD, Browser
from tests.support.databases import put_migrated_file
from tests.support.fair import Fair, SetClock


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def app(tmp_path: Path, clock: SetClock) -> Iterator[Flask]:
    """The server's app with HTTPS's cookies; nothing of another test's attempts is remembered."""
    settings = load_settings({"ACCUEIL_DATA_DIR": str(tmp_path)})
    put_migrated_file(tmp_path / "accueil.db")
    app = create_app(settings, clock)
    with app.app_context():
        limiter.reset()
    yield app
    app.extensions["accueil"].database.close()


@pytest.fixture
def venue(app: Flask, clock: SetClock) -> Fair:
    """The fair in the app's database, with one organizer."""
    fair = Fair(app.extensions["accueil"].database, clock)
    add_organizer(fair.database, Credentials(EMAIL, "Salma", PASSWORD), clock())
    return fair


@pytest.fixture
def stranger(app: Flask, venue: Fair) -> Browser:
    """A browser that is not signed in."""
    return Browser(app)


@pytest.fixture
def organizer(app: Flask, venue: Fair) -> Browser:
    """A browser that is signed in."""
    browser = Browser(app)
    browser.sign_in()
    return browser
