"""The first organizer, by the link the first start prints."""

from pathlib import Path

import pytest
from flask import Flask

from server.extensions import Accueil
from server.services.organizers import create_setup_link
from tests.pages.browser import Browser, visible_text
from tests.support.fair import SetClock

HOUR_MS = 3_600_000


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser at a server that nobody has set up."""
    return Browser(app)


@pytest.fixture
def token(app: Flask, clock: SetClock) -> str:
    accueil: Accueil = app.extensions["accueil"]
    found = create_setup_link(accueil.database, clock())
    assert found
    return found


def fill_in(browser: Browser, token: str, **changes: str):  # type: ignore[no-untyped-def]
    fields = {"name": "Salma", "email": "salma@siccam.example", "password": "une phrase de passe"}
    return browser.post("/set-up", token=token, **(fields | changes))


def test_it_works(browser: Browser, token: str) -> None:
    answer = fill_in(browser, token)
    assert (answer.status_code, answer.location) == (302, "/console/")
    page = browser.get("/console/")
    assert page.status_code == 200
    assert "No edition yet" in visible_text(page)


def test_a_link_works_once(app: Flask, browser: Browser, token: str) -> None:
    fill_in(browser, token)
    again = fill_in(Browser(app), token, email="other@siccam.example")
    assert again.status_code == 410
    assert "used or has expired" in visible_text(again)


def test_a_link_expires(browser: Browser, token: str, clock: SetClock) -> None:
    clock.pass_ms(25 * HOUR_MS)
    assert fill_in(browser, token).status_code == 410


@pytest.mark.parametrize("token", ["", "guessed", "x" * 5000])
def test_no_link_no_organizer(browser: Browser, token: str) -> None:
    assert fill_in(browser, token).status_code == 410
    assert browser.get("/console/").status_code == 302


def test_a_refused_form_keeps_the_link_and_what_was_typed(browser: Browser, token: str) -> None:
    answer = fill_in(browser, token, password="short")
    assert answer.status_code == 400
    assert "10 characters" in visible_text(answer)
    assert f'value="{token}"' in answer.text
    assert 'value="salma@siccam.example"' in answer.text
    assert fill_in(browser, token).status_code == 302


def test_an_address_that_is_none_is_refused(browser: Browser, token: str) -> None:
    answer = fill_in(browser, token, email="salma")
    assert answer.status_code == 400
    assert "This e-mail address is not right." in visible_text(answer)


def test_the_token_is_in_no_link_of_the_page_and_never_stored(
    browser: Browser, token: str, tmp_path: Path
) -> None:
    assert token not in browser.get("/set-up").text
    fill_in(browser, token)
    for path in tmp_path.glob("accueil.db*"):
        assert token.encode() not in path.read_bytes()


def test_without_a_token_the_page_explains_what_to_do(browser: Browser) -> None:
    assert "run_server.py set-up-link" in visible_text(browser.get("/set-up"))
