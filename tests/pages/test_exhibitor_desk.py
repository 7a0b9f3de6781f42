"""An exhibitor's desk in a browser: opened by code, his own leads only."""

import json

import pytest
from flask import Flask

from server.services.exhibitor_access import FULL, SCAN_ONLY, roll_access_code
from tests.pages.browser import Browser
from tests.support.booth import Booths
from tests.support.fair import Fair

PAGES = (
    "/exhibitor",
    "/exhibitor/team",
    "/exhibitor/questions",
    "/exhibitor/questions/new",
    "/exhibitor/webhooks",
    "/exhibitor/closing",
)


@pytest.fixture
def booths(venue: Fair) -> Booths:
    return Booths(venue)


@pytest.fixture
def desk(app: Flask, booths: Booths) -> Browser:
    """A browser in which Atlas BPO's desk is open."""
    return open_desk(app, booths, "atlas")


def open_desk(app: Flask, booths: Booths, key: str) -> Browser:
    browser = Browser(app)
    code = booths.codes[key][FULL]
    answer = browser.post(
        "/exhibitor/sign-in", code=f"{code[:4]}-{code[4:]}".lower(), name="Youssef"
    )
    assert answer.status_code == 303
    return browser


def test_a_file_of_leads_is_taken_home(booths: Booths, desk: Browser) -> None:
    booths.join("atlas").capture(booths.share("imane", "card"))

    page = desk.get("/exhibitor")
    assert 'data-testid="count-new">1<' in page.text
    file = desk.post("/exhibitor/exports", "/exhibitor", layout="hubspot", file_format="csv")
    assert file.status_code == 200
    assert "Diallo" in file.get_data(as_text=True)
    assert "hubspot" in file.headers["Content-Disposition"]
    assert "no-store" in file.headers["Cache-Control"]
    page = desk.get("/exhibitor").text
    assert 'data-testid="count-new">0<' in page
    assert "Youssef" in page
    proof = json.loads(desk.get("/exhibitor/exports/1").text)
    assert proof["leads"] == 1


def test_a_wrong_code_opens_nothing(stranger: Browser, booths: Booths) -> None:
    answer = stranger.post("/exhibitor/sign-in", code="AAAA-AAAA", name="Eve")

    assert answer.status_code == 401
    assert "access code" in answer.text.lower()
    assert stranger.get("/exhibitor").status_code == 302


def test_a_code_that_only_scans_opens_nothing(stranger: Browser, booths: Booths) -> None:
    answer = stranger.post("/exhibitor/sign-in", code=booths.codes["atlas"][SCAN_ONLY], name="Eve")

    assert answer.status_code == 403
    assert stranger.get("/exhibitor").status_code == 302


def test_a_rolled_code_ends_open_desks(booths: Booths, desk: Browser) -> None:
    fair = booths.fair
    roll_access_code(fair.database, booths.ids["atlas"], FULL, fair.clock(), "test")

    assert desk.get("/exhibitor").status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_for_who_entered_a_code(stranger: Browser, desk: Browser, path: str) -> None:
    assert desk.get(path).status_code == 200
    assert stranger.get(path).headers["Location"].endswith("/exhibitor/sign-in")


def test_an_organizer_s_cookie_opens_no_desk(organizer: Browser, booths: Booths) -> None:
    assert organizer.get("/exhibitor").status_code == 302


def test_a_member_and_a_phone_lose_access_and_leads_stay(booths: Booths, desk: Browser) -> None:
    phone = booths.join("atlas")
    phone.capture(booths.share("imane", "card"))
    path = f"/exhibitor/team/members/{phone.device.member_id}/remove"
    assert desk.post(path, "/exhibitor/team").status_code == 303

    assert 'data-testid="members"' not in desk.get("/exhibitor/team").text
    assert 'data-testid="count-all">1<' in desk.get("/exhibitor").text


def test_the_closing_receipt_counts_what_arrived_and_what_is_missing(
    booths: Booths, desk: Browser
) -> None:
    phone = booths.join("atlas")
    first = phone.capture(booths.share("imane", "card"))
    phone.make_edit(first, "rating", "hot")  # numbered, never sent
    phone.edit(first, "note", "Rappeler")

    page = desk.get("/exhibitor/closing").text
    assert "3 recorded, 2 received, 1 missing" in page
    assert "still hold" in page


def test_the_ready_questions_are_taken_and_one_is_written(booths: Booths, desk: Browser) -> None:
    desk.post("/exhibitor/questions/pack", "/exhibitor/questions")
    fields = {"label_fr": "Salon favori ?", "kind": "single", "code": "favourite"}
    answer = desk.post(
        "/exhibitor/questions/new", **fields, options="a | Un | واحد | One\nb | Deux"
    )
    assert answer.status_code == 303
    page = desk.get("/exhibitor/questions").text
    assert "seats" in page
    assert "Salon favori" in page


def test_a_question_that_cannot_be_used_says_why(desk: Browser) -> None:
    answer = desk.post(
        "/exhibitor/questions/new", label_fr="Quoi ?", kind="single", code="x y", options=""
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_an_address_is_added_and_a_private_one_refused(desk: Browser) -> None:
    answer = desk.post("/exhibitor/webhooks", url="https://10.0.0.1/", events="lead.created")
    assert answer.status_code == 422
    assert "private network" in answer.text
    answer = desk.post("/exhibitor/webhooks", url="https://example.com/h", events="lead.created")
    assert answer.status_code == 303
    assert "whsec_" in desk.get("/exhibitor/webhooks").text


def test_a_rival_s_ids_lead_nowhere(app: Flask, booths: Booths, desk: Browser) -> None:
    phone = booths.join("atlas")
    phone.capture(booths.share("imane", "all"))
    desk.post("/exhibitor/exports", "/exhibitor", file_format="csv")
    rival = open_desk(app, booths, "rival")
    for path in (
        f"/exhibitor/team/members/{phone.device.member_id}/remove",
        f"/exhibitor/team/devices/{phone.device.id}/revoke",
    ):
        assert rival.post(path, "/exhibitor/team").status_code == 404
    assert rival.get("/exhibitor/exports/1").status_code == 404
    assert "Diallo" not in rival.post(
        "/exhibitor/exports", "/exhibitor", file_format="csv"
    ).get_data(as_text=True)
