"""The organizer's pages about leads: numbers, codes, archive, consent texts, retention."""

import io
import re
import zipfile

import pytest
from flask import Flask

from domain.consent_terms import DEFAULT_SLOTS, DEFAULT_TEMPLATES
from server.services.booth_configuration import make_booth_configuration
from server.services.events import get_event
from tests.pages.browser import Browser, visible_text
from tests.support.booth import Booths
from tests.support.fair import Fair

LEADS = "/console/siccam-casablanca-2024/leads"
SLOTS = {"controller": "SICCAM SARL", "rights": "donnees@siccam.example", "cndp": "D-1/2026"}
TERMS = DEFAULT_SLOTS | {f"template_{code}": text for code, text in DEFAULT_TEMPLATES.items()}


@pytest.fixture
def browser(app: Flask, fair: Fair) -> Browser:
    browser = Browser(app)
    browser.sign_in()
    return browser


@pytest.fixture
def booths(fair: Fair) -> Booths:
    return Booths(fair)


def test_counts_stand_there_and_no_names(browser: Browser, booths: Booths) -> None:
    phone = booths.join("atlas")
    capture = phone.capture(booths.share("imane", "all"))
    phone.edit(capture, "note", "SECRETNOTE")
    booths.fair.clock.pass_ms(3_700_000)

    page = browser.get(LEADS)
    assert 'data-testid="lead-count">1<' in page.text
    assert "Atlas BPO" in page.text
    assert "no scan for 61 min" in visible_text(page)
    for secret in ("Diallo", "Imane", "SECRETNOTE"):
        assert secret not in page.text


def test_an_edition_without_exhibitors_says_so(browser: Browser) -> None:
    assert "No exhibitor yet" in browser.get(LEADS).text


def test_codes_are_made_printed_and_rolled(browser: Browser, booths: Booths) -> None:
    assert browser.post(f"{LEADS}/codes", LEADS + "/sheets").status_code == 303
    page = browser.get(f"{LEADS}/sheets").text
    old = booths.codes["atlas"]["full"]
    assert page.count('data-testid="code"') == 4
    assert page.count('class="qr"') == 4
    assert f"{old[:4]}-{old[4:]}" in page
    path = f"{LEADS}/codes/{booths.ids['atlas']}/full/roll"
    assert browser.post(path, f"{LEADS}/sheets").status_code == 303
    assert f"{old[:4]}-{old[4:]}" not in browser.get(f"{LEADS}/sheets").text
    assert browser.post(f"{LEADS}/codes/unknown/full/roll", f"{LEADS}/sheets").status_code == 404


def test_the_archive_is_taken_and_logged(browser: Browser, booths: Booths) -> None:
    booths.join("atlas").capture(booths.share("imane", "card"))
    answer = browser.post(f"{LEADS}/archive", LEADS)
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert sorted(re.sub(r"-\d{8}-\d{6}", "", name) for name in archive.namelist()) == [
            "a1-atlas-bpo/atlas-bpo-all-accueil.xlsx",
            "a1-atlas-bpo/manifest.json",
        ]


def test_strangers_get_nothing(stranger: Browser, booths: Booths) -> None:
    for path in ("", "/sheets", "/consent"):
        assert "/sign-in" in stranger.get(LEADS + path).headers["Location"]


def test_a_text_with_an_empty_slot_is_not_published(browser: Browser, booths: Booths) -> None:
    for name in SLOTS:
        answer = browser.post(f"{LEADS}/consent", **TERMS, **SLOTS | {name: ""})
        assert answer.status_code == 422
        assert f'id="{name}-error"' in answer.text
    phone = booths.join("atlas")
    configuration = make_booth_configuration(booths.fair.database, phone.device)
    assert configuration["consent_text"] is None


def test_versions_are_added_and_never_changed(browser: Browser, booths: Booths) -> None:
    browser.post(f"{LEADS}/consent", **TERMS, **SLOTS)
    browser.post(f"{LEADS}/consent", **TERMS, **SLOTS)  # the same again
    browser.post(f"{LEADS}/consent", **TERMS, **SLOTS | {"cndp": "D-2/2026"})
    page = browser.get(f"{LEADS}/consent").text
    assert "Version 2" in page
    assert "Version 3" not in page
    assert page.count("D-1/2026") == 3
    phone = booths.join("atlas")
    text = make_booth_configuration(booths.fair.database, phone.device)["consent_text"]
    assert text["version"] == 2
    assert set(text["texts"]) == {"fr", "ar", "en"}
    assert "D-2/2026" in text["texts"]["ar"]


def test_the_day_leads_are_kept_until(browser: Browser, fair: Fair) -> None:
    page = f"{LEADS}/consent"
    assert (
        browser.post(f"{LEADS}/retention", page, leads_kept_until="2024-07-31").status_code == 303
    )
    assert get_event(fair.database, fair.event_id).leads_kept_until == "2024-07-31"
    assert (
        browser.post(f"{LEADS}/retention", page, leads_kept_until="2024-01-01").status_code == 422
    )
    assert get_event(fair.database, fair.event_id).leads_kept_until == "2024-07-31"


def test_the_address_in_the_qr_codes(browser: Browser, fair: Fair, booths: Booths) -> None:
    path, page = f"{LEADS}/receipt-address", f"{LEADS}/consent"
    for wrong in ("http://fair.example/b/", "fair.example", "https://fair.example/x/"):
        assert browser.post(path, page, url_prefix=wrong).status_code == 422
    assert browser.post(path, page, url_prefix="https://fair.example/b").status_code == 303
    prefix = get_event(fair.database, fair.event_id).url_prefix
    assert prefix == "HTTPS://FAIR.EXAMPLE/B/"
    scanned = booths.join("atlas").capture(f"{prefix}{booths.share('imane', 'card')}")
    assert scanned["receipt"]["lead"]["verdict"] == "lead"
    assert browser.post(path, page, url_prefix="").status_code == 303
    assert get_event(fair.database, fair.event_id).url_prefix is None
