"""A visitor's receipt in a browser: opened with the badge, and it leaves no trace of the code."""

import logging

import pytest
from flask import Flask

from tests.pages.browser import Browser, visible_text
from tests.support.booth import Booths
from tests.support.fair import Fair


@pytest.fixture
def booths(venue: Fair) -> Booths:
    booths = Booths(venue)
    booths.join("atlas").capture(booths.share("imane", "card"))
    return booths


@pytest.fixture
def visitor(app: Flask, booths: Booths) -> Browser:
    """A browser in which Imane opened her receipt by the QR code of her badge."""
    browser = Browser(app)
    assert browser.get(f"/B/{booths.fair.code('imane')}").status_code == 303
    return browser


def test_the_badge_opens_the_receipt(visitor: Browser) -> None:
    text = visible_text(visitor.get("/b/mine"))
    assert "Atlas BPO" in text
    assert "Company" in text
    assert "Diallo" not in text


@pytest.mark.parametrize("prefix", ["/b/", "/B/"])
def test_the_code_is_exchanged_for_a_cookie(app: Flask, booths: Booths, prefix: str) -> None:
    code = booths.fair.code("imane")
    answer = Browser(app).get(prefix + (code.lower() if prefix == "/b/" else code))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/b/mine")
    assert code not in answer.get_data(as_text=True).upper()
    cookie = answer.headers["Set-Cookie"]
    for part in ("HttpOnly", "Secure", "Max-Age=900", "Path=/b", "SameSite=Lax"):
        assert part in cookie
    assert code not in cookie
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_typed_code_opens_it_too(app: Flask, booths: Booths) -> None:
    short = (booths.fair.badges["imane"].short_code or "").lower()
    browser = Browser(app)
    assert browser.post("/b", code=f"{short[:4]} {short[4:]}").status_code == 303
    assert "Atlas BPO" in browser.get("/b/mine").text


def test_unknown_codes_are_all_answered_alike(app: Flask, booths: Booths) -> None:
    browser = Browser(app)
    answers = [browser.get(f"/b/{code}") for code in ("AAAA-AAAA", "x", "A" + "0" * 28)]
    assert {(one.status_code, one.headers["Location"]) for one in answers} == {
        (303, "/b?unknown=1")
    }
    page = browser.get("/b?unknown=1")
    assert page.status_code == 404
    assert "opens no receipt" in visible_text(page)
    assert browser.post("/b", code="AAAA-AAAA").headers["Location"] == "/b?unknown=1"


def test_without_the_badge_there_is_nothing(stranger: Browser) -> None:
    for path in ("/b/mine", "/b/mine?x=1"):
        assert stranger.get(path).headers["Location"] == "/b"
    assert stranger.post("/b/mine/withdraw", "/b").headers["Location"] == "/b"


def test_a_quarter_of_an_hour_later_it_is_closed(
    visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.pages.receipt.LASTS_SECONDS", -1)
    assert visitor.get("/b/mine").status_code == 303


def test_codes_cannot_be_tried_out(app: Flask, booths: Booths) -> None:
    browser = Browser(app)
    statuses = [browser.get(f"/b/AAAA-AAA{n % 10}").status_code for n in range(25)]
    assert statuses[-1] == 429


def test_the_code_stands_in_no_log(
    app: Flask, booths: Booths, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser, code = Browser(app), booths.fair.code("imane")
    for _ in range(25):  # the last ones are refused, which is logged
        browser.get(f"/b/{code}")
    said = capsys.readouterr()
    assert code not in said.out + said.err + caplog.text


def test_details_are_taken_back_and_given_again(booths: Booths, visitor: Browser) -> None:
    atlas = booths.ids["atlas"]
    visitor.post("/b/mine/withdraw", "/b/mine", exhibitor_id=atlas)
    assert "You took your details back" in visitor.get("/b/mine").text
    visitor.post("/b/mine/give-back", "/b/mine", exhibitor_id=atlas)
    assert "You took your details back" not in visitor.get("/b/mine").text
    visitor.post("/b/mine/withdraw", "/b/mine")
    assert "from everybody: no exhibitor" in visitor.get("/b/mine").text
    visitor.post("/b/mine/give-back", "/b/mine")
    assert "Company" in visible_text(visitor.get("/b/mine"))


def test_the_visitor_changes_level_address_and_asks_for_a_call(
    booths: Booths, visitor: Browser
) -> None:
    assert visitor.post("/b/mine/level", "/b/mine", level="mail").status_code == 303
    assert 'value="mail" checked' in visitor.get("/b/mine").text
    assert visitor.post("/b/mine/email", "/b/mine", email="no address").status_code == 422
    assert visitor.post("/b/mine/email", "/b/mine", email="fair@x.example").status_code == 303
    page = visitor.get("/b/mine").text
    assert "An address is set" in page
    assert "fair@x.example" not in page
    fields = {"exhibitor_id": booths.ids["atlas"], "wanted": "yes"}
    visitor.post("/b/mine/call", "/b/mine", **fields)
    assert "You asked for a call" in visitor.get("/b/mine").text


def test_another_site_cannot_take_back_anything(booths: Booths, visitor: Browser) -> None:
    assert visitor.post_blindly("/b/mine/withdraw").status_code == 400
    assert "Company" in visible_text(visitor.get("/b/mine"))


def test_leaving_closes_it(visitor: Browser) -> None:
    visitor.post("/b/leave", "/b/mine")
    assert visitor.get("/b/mine").headers["Location"] == "/b"
