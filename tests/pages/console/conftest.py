"""Cast: the fair behind the real app, and an organizer who is signed in."""

import pytest
from flask import Flask

from tests.pages.browser import Browser
from tests.pages.console.organizer import Organizer
from tests.support.fair import Fair


@pytest.fixture
def fair(venue: Fair) -> Fair:
    """SICCAM Casablanca 2024 with its cast, in the app's database."""
    return venue


@pytest.fixture
def organizer(app: Flask, venue: Fair) -> Organizer:
    """Somebody at a signed-in browser."""
    browser = Browser(app)
    browser.sign_in()
    return Organizer(browser)
