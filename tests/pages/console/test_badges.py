"""Badges at the console: issued to everybody, printed by a job the page follows."""

import time
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from server.services.badges import revoke_badge
from tests.pages.console.organizer import Organizer, Page
from tests.support.fair import Fair

HOME = "/console/siccam-casablanca-2024"
DEADLINE_SECONDS = 60


def follow(organizer: Organizer, page: Page) -> dict[str, Any]:
    """Ask how far the sheet is until it is done or failed, as the page does."""
    url = page.find(r'data-url="([^"]+)"')
    deadline = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < deadline:
        state: dict[str, Any] = organizer.browser.get(url).get_json()
        if state["state"] != "printing":
            return state
        time.sleep(0.05)
    raise AssertionError("the sheet was not finished in time")


def test_missing_badges_are_issued(organizer: Organizer, fair: Fair) -> None:
    for key in ("imane", "ahmed"):
        revoke_badge(fair.database, fair.badges[key].id, "misprint", fair.clock(), "command")
    assert organizer.open(f"{HOME}/badges").part("without-badge") == "2"
    page = organizer.send(f"{HOME}/badges/issue", {}, f"{HOME}/badges")
    assert "2 badges were issued." in page.words
    assert (page.part("with-badge"), page.part("without-badge")) == ("4", "0")


def test_a_sheet_is_printed_and_taken(organizer: Organizer, fair: Fair, tmp_path: Path) -> None:
    page = organizer.send(f"{HOME}/badges", {"layout": "a6", "category": ""})
    state = follow(organizer, page)
    assert (state["state"], state["drawn"], state["total"]) == ("done", 4, 4)
    page = organizer.open(f"{HOME}/badges")
    answer = organizer.browser.get(page.find(r'href="([^"]+\.pdf)"'))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "badges-siccam-casablanca-2024-a6.pdf" in answer.headers["Content-Disposition"]
    assert len(pypdfium2.PdfDocument(answer.data)) == 4
    answer.close()
    assert [p.parent for p in tmp_path.rglob("*.pdf")] == [tmp_path / "badges"]


def test_one_category_on_a4(organizer: Organizer, fair: Fair) -> None:
    page = organizer.send(f"{HOME}/badges", {"layout": "a4x4", "category": fair.press})
    assert follow(organizer, page)["drawn"] == 1


def test_a_failure_is_told(organizer: Organizer, fair: Fair) -> None:
    vip = fair.add_category("vip", ("VIP", "VIP", "VIP"), "#000000")
    page = organizer.send(f"{HOME}/badges", {"layout": "a6", "category": vip})
    state = follow(organizer, page)
    assert (state["state"], state["error"]) == ("failed", "There is no badge to print.")
    page = organizer.open(f"{HOME}/badges")
    assert "There is no badge to print." in page.words
    link = page.find(r'href="([^"]+\.pdf)"')
    assert organizer.open(link).status == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"layout": "a0", "category": ""}, "layout"), ({"layout": "a6", "category": "x"}, "category")],
)
def test_a_wrong_order_is_shown_again(
    organizer: Organizer, fair: Fair, fields: dict[str, str], field: str
) -> None:
    page = organizer.send(f"{HOME}/badges", fields)
    assert page.status == 422
    assert page.error_of(field)
    assert "data-url" not in page.source


def test_a_sheet_nobody_ordered(organizer: Organizer, fair: Fair) -> None:
    assert organizer.open(f"{HOME}/badges/sheets/nothing.pdf").status == 404
    answer = organizer.browser.get(
        f"{HOME}/badges/sheets/nothing.json", headers={"Accept": "application/json"}
    )
    assert answer.get_json()["code"] == "print_unknown"


def test_an_edition_without_badges_says_what_to_do(organizer: Organizer, fair: Fair) -> None:
    for badge in fair.badges.values():
        revoke_badge(fair.database, badge.id, "misprint", fair.clock(), "command")
    assert "Issue badges first." in organizer.open(f"{HOME}/badges").words
