"""Who gets into the console, and how their browser is told so."""

from http.cookies import SimpleCookie

import pytest
from flask import Flask

from tests.pages.browser import EMAIL, PASSWORD, Browser, visible_text
from tests.support.fair import Fair, SetClock

HOUR_MS = 3_600_000


def test_it_works(stranger: Browser) -> None:
    answer = stranger.sign_in()
    assert (answer.status_code, answer.location) == (302, "/console/")
    assert "Salma" in stranger.get("/console/?all=1").text


def test_the_cookie_is_not_for_scripts_other_sites_or_plain_http(stranger: Browser) -> None:
    header = next(
        value
        for value in stranger.sign_in().headers.getlist("Set-Cookie")
        if value.startswith("accueil_session=")
    )
    cookie = SimpleCookie(header)["accueil_session"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"


def test_a_wrong_password_and_an_unknown_address_read_alike(stranger: Browser) -> None:
    wrong = stranger.sign_in(password="not this one")
    unknown = stranger.sign_in(email="nobody@siccam.example")
    assert wrong.status_code == unknown.status_code == 401
    text = visible_text(wrong)
    assert "E-mail or password is wrong." in text
    assert text == visible_text(unknown)


def test_what_was_typed_is_kept_but_the_password(stranger: Browser) -> None:
    page = stranger.sign_in(password="not this one").text
    assert EMAIL in page
    assert "not this one" not in page


def test_a_page_that_needs_signing_in_comes_back_afterwards(stranger: Browser, venue: Fair) -> None:
    wanted = "/console/siccam-casablanca-2024/attendance?lang=fr"
    redirect = stranger.get(wanted)
    assert redirect.status_code == 302
    assert redirect.location.startswith("/sign-in?next=")
    assert stranger.sign_in(next=wanted).location == wanted


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "console",
    ],
)
def test_signing_in_never_leads_to_another_site(stranger: Browser, target: str) -> None:
    assert stranger.sign_in(next=target).location == "/console/"


def test_a_form_of_another_site_changes_nothing(stranger: Browser) -> None:
    answer = stranger.post_blindly("/sign-in", email=EMAIL, password=PASSWORD)
    assert answer.status_code == 400
    assert "Nothing was changed" in visible_text(answer)
    assert stranger.get("/console/").status_code == 302


def test_guessing_is_slowed_down_for_each_account(stranger: Browser) -> None:
    answers = [stranger.sign_in(password=f"guess {n}").status_code for n in range(9)]
    assert answers == [401] * 8 + [429]
    assert stranger.sign_in().status_code == 429
    assert stranger.sign_in(email="another@siccam.example").status_code == 401


def test_guessing_is_slowed_down_for_each_address(stranger: Browser) -> None:
    answers = [stranger.sign_in(email=f"x{n}@siccam.example").status_code for n in range(21)]
    assert answers == [401] * 20 + [429]


def test_signing_out_ends_the_session_on_the_server(app: Flask, organizer: Browser) -> None:
    stolen = organizer._client.get_cookie("accueil_session", domain="accueil.local")
    assert stolen is not None
    assert organizer.post("/sign-out", page="/console/?all=1").location == "/sign-in"
    thief = Browser(app)
    thief._client.set_cookie("accueil_session", stolen.value, domain="accueil.local", secure=True)
    assert thief.get("/console/").location.startswith("/sign-in")


def test_a_session_ends_by_itself(organizer: Browser, clock: SetClock) -> None:
    assert organizer.get("/console/?all=1").status_code == 200
    clock.pass_ms(15 * HOUR_MS)
    assert organizer.get("/console/?all=1").status_code == 302


def test_a_made_up_cookie_is_nobody(app: Flask, stranger: Browser) -> None:
    stranger._client.set_cookie("accueil_session", "x" * 43, domain="accueil.local", secure=True)
    assert stranger.get("/console/").status_code == 302


def test_the_page_speaks_the_visitors_language(stranger: Browser) -> None:
    arabic = stranger.get("/sign-in?lang=ar")
    assert '<html lang="ar" dir="rtl"' in arabic.text
    assert "تسجيل الدخول" in visible_text(arabic)
    french = stranger.get("/sign-in?lang=fr")
    assert '<html lang="fr" dir="ltr"' in french.text
    assert "Connexion" in visible_text(french)


def test_the_language_chosen_is_remembered(stranger: Browser) -> None:
    stranger.get("/sign-in?lang=ar")
    assert 'dir="rtl"' in stranger.get("/sign-in").text
