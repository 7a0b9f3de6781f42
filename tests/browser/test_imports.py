"""A registration file goes from an organizer's disk to the edition, through real Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from server.storage.attendees import get_event_attendees
from tests.browser.chromium import watch_for_errors
from tests.browser.conftest import Venue
from tests.importing.files import make_csv

IMPORTS = "/console/siccam-casablanca-2024/imports"
PATIENCE_MS = 90_000
ROWS = [
    ("Nom", "Prénom", "E-mail", "Maison"),
    ("Alaoui", "Karim", "karim@example.ma", "Tata"),
    ("Sow", "Awa", "awa@example.sn", "Dakar BPO"),
]


@pytest.fixture
def page(browser: Browser, venue: Venue) -> Iterator[Page]:
    """An organizer's page, in English, at the imports."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    venue.sign_in(page, IMPORTS)
    expect(page.locator("#upload[data-ready]")).to_be_attached()
    yield page
    context.close()


def choose(page: Page, path: Path) -> None:
    page.set_input_files("#file", path)


def preview(page: Page, path: Path) -> None:
    choose(page, path)
    expect(page.get_by_test_id("preview")).to_be_visible(timeout=PATIENCE_MS)


def companies(venue: Venue) -> set[str]:
    with venue.fair.database.read() as connection:
        return {a.company for a in get_event_attendees(connection, venue.fair.event_id)}


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_bytes(make_csv(ROWS))
    return path


def test_a_file_is_dropped_corrected_and_imported(page: Page, venue: Venue, people: Path) -> None:
    errors = watch_for_errors(page)
    preview(page, people)
    expect(page.get_by_test_id("count-new")).to_have_text("2")
    company = page.locator("select[name=column-3]")
    company.select_option("company")
    bar = page.get_by_test_id("action-bar")
    expect(bar.get_by_test_id("apply")).to_be_disabled()
    company.select_option("last_name")
    expect(page.locator("select[name=column-0]")).to_have_value("")
    company.select_option("company")
    page.locator("select[name=column-0]").select_option("last_name")
    bar.get_by_test_id("check").click()
    expect(page.get_by_test_id("people")).to_contain_text("Dakar BPO", timeout=PATIENCE_MS)
    assert "Dakar BPO" not in companies(venue)
    page.get_by_test_id("apply").click()
    expect(page.get_by_test_id("report")).to_be_visible(timeout=PATIENCE_MS)
    assert {"Tata", "Dakar BPO"} <= companies(venue)
    assert errors == []


def test_a_choice_taken_back_needs_no_check(page: Page, people: Path) -> None:
    preview(page, people)
    page.locator("[name=cancelled][value=import]").check()
    expect(page.get_by_test_id("check")).to_be_visible()
    page.locator("[name=cancelled][value=leave_out]").check()
    expect(page.get_by_test_id("check")).to_be_hidden()


def test_two_hundred_megabytes_are_refused_without_being_sent(page: Page, tmp_path: Path) -> None:
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    choose(page, huge)
    refusal = page.get_by_test_id("upload-error")
    expect(refusal).to_contain_text("This file is larger than 64 MB.")
    expect(refusal).to_contain_text("Nothing was changed.")
    assert sent == []


def test_a_wrong_file_is_explained_and_another_can_be_chosen(page: Page, tmp_path: Path) -> None:
    wrong = tmp_path / "programme.pdf"
    wrong.write_bytes(b"%PDF-1.7\n")
    choose(page, wrong)
    refused = page.get_by_test_id("refused")
    expect(refused).to_contain_text("This is a PDF.", timeout=PATIENCE_MS)
    refused.get_by_role("link").click()
    expect(page.locator("#upload[data-ready]")).to_be_attached()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_nothing_is_wider_than_a_phone(page: Page, people: Path, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    preview(page, people)
    for address in (page.url, page.url.rsplit("/", 1)[0]):
        page.goto(f"{address}?lang={language}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, address
