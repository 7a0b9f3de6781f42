"""The set-up in real Chromium: every page fits every screen, and what scripts add works."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from server.services.events import get_event_setup
from tests.browser.chromium import watch_for_errors
from tests.browser.conftest import Venue

HOME = "/console/siccam-casablanca-2024"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WAYS_OUT = """
() => [...document.querySelectorAll("main *")]
  .filter((element) => !element.closest(".table-wrap, .tabs"))
  .map((element) => [element.getBoundingClientRect(), element.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width > 0 && (box.left < -1 || box.right > innerWidth + 1))
  .map(([, source]) => source)
"""
FAULTS = """
async () => (await axe.run("main", { runOnly: ["wcag2a", "wcag2aa", "wcag21aa"] })).violations
  .map((v) => `${v.id}: ${v.nodes.map((n) => n.target).slice(0, 3)}`)
"""


@pytest.fixture(scope="module")
def organizer(venue: Venue, browser: Browser) -> Page:
    """Somebody signed in, at a desk."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    venue.sign_in(page, HOME)
    return page


def list_pages(venue: Venue) -> list[str]:
    fair = venue.fair
    lists = ["", "/settings", "/gates", "/lists", "/categories", "/attendees", "/badges"]
    forms = ["/gates/new", "/lists/new", "/categories/new", f"/lists/{fair.list_id}"]
    rest = ["/exhibitors", "/sessions", "/attendees?q=nobody"]
    return [*lists, *forms, *rest, f"/attendees/{fair.attendees['imane']}"]


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_every_page_fits_in_both_directions(venue: Venue, organizer: Page, width: int) -> None:
    organizer.set_viewport_size({"width": width, "height": 900})
    errors = watch_for_errors(organizer)
    for path in list_pages(venue):
        for language in ("fr", "ar"):
            mark = "&" if "?" in path else "?"
            organizer.goto(f"{venue.server.url}{HOME}{path}{mark}lang={language}")
            assert organizer.evaluate(WAYS_OUT) == [], (path, language)
    assert errors == []


def test_every_page_can_be_read_by_everybody(venue: Venue, organizer: Page) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (make setup-dev)")
    organizer.set_viewport_size({"width": 1440, "height": 900})
    for path in list_pages(venue):
        organizer.goto(f"{venue.server.url}{HOME}{path}")
        organizer.evaluate(AXE.read_text("utf-8"))
        assert organizer.evaluate(FAULTS) == [], path


def test_what_is_filled_in_chooses_its_card(venue: Venue, organizer: Page) -> None:
    organizer.goto(f"{venue.server.url}{HOME}/lists/new?lang=en")
    organizer.get_by_label("Name").fill("Formation")
    organizer.get_by_label("Press", exact=True).check()
    day = organizer.locator("[data-part=day]").first
    day.get_by_role("button").click()
    for opens, closes, row in (("10:30", "13:00", 0), ("14:30", "17:00", 1)):
        day.locator("[name=opens]").nth(row).fill(opens)
        day.locator("[name=closes]").nth(row).fill(closes)
    organizer.get_by_role("button", name="Add the list").click()
    expect(organizer.get_by_test_id("list-Formation")).to_contain_text("10:30–13:00, 14:30–17:00")
    setup = get_event_setup(venue.fair.database, venue.fair.event_id)
    added = next(one for one in setup.lists if one.name == "Formation")
    assert setup.allowed[added.id] == {venue.fair.press}


def test_a_standing_is_taken_back_with_one_press(venue: Venue, organizer: Page) -> None:
    one = f"{venue.server.url}{HOME}/attendees/{venue.fair.attendees['imane']}?lang=en"
    organizer.goto(one)
    organizer.get_by_label("Blocked").check()
    organizer.get_by_test_id("standing-form").get_by_role("button", name="Save").click()
    expect(organizer.get_by_label("Blocked")).to_be_checked()
    organizer.get_by_test_id("undo").get_by_role("button").click()
    expect(organizer.get_by_label("Registered")).to_be_checked()


def test_a_filter_takes_effect_when_chosen(venue: Venue, organizer: Page) -> None:
    organizer.goto(f"{venue.server.url}{HOME}/attendees?lang=en")
    organizer.get_by_label("Standing").select_option("cancelled")
    expect(organizer.get_by_test_id("total")).to_contain_text("1 visitor")
    organizer.keyboard.press("Escape")
    organizer.locator("h1").click()
    organizer.keyboard.press("/")
    expect(organizer.locator("#q")).to_be_focused()


def test_a_sheet_is_followed_until_it_can_be_taken(venue: Venue, organizer: Page) -> None:
    organizer.goto(f"{venue.server.url}{HOME}/badges?lang=en")
    organizer.get_by_role("button", name="Make the PDF").click()
    expect(organizer.get_by_test_id("download")).to_be_visible(timeout=60_000)
    with organizer.expect_download() as waiting:
        organizer.get_by_test_id("download").click()
    assert waiting.value.suggested_filename == "badges-siccam-casablanca-2024-a4x4.pdf"
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
    expect(organizer.get_by_role("button", name="Make the PDF")).to_be_enabled()


def test_an_own_colour_is_sent(venue: Venue, organizer: Page) -> None:
    category = f"{venue.server.url}{HOME}/categories/{venue.fair.press}?lang=en"
    organizer.goto(category)
    organizer.locator("[data-part=own-color]").fill("#123456")
    organizer.get_by_role("button", name="Save").click()
    setup = get_event_setup(venue.fair.database, venue.fair.event_id)
    assert "#123456" in {one.color for one in setup.categories}
