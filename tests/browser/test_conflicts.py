"""The conflict inbox, taking a scan back, and what is missing, as an organizer sees them."""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from server.services.conflicts import get_stories
from server.services.device_health import Health, note_health
from server.services.recount import recount
from tests.browser.conftest import Venue
from tests.support.fair import GateDevice

INBOX = "/console/siccam-casablanca-2024/conflicts"
MINUTE = 60_000


def send(venue: Venue, device: GateDevice, *scans: dict[str, Any]) -> None:
    """Over the wire, so that the server tells its dashboards."""
    headers = {"Authorization": f"Device {device.token}"}
    message = {"v": 1, "scans": list(scans)}
    assert venue.server.post("/api/v1/scans", json=message, headers=headers).status_code == 200


def late(device: GateDevice, code: str, minutes_ago: int) -> dict[str, Any]:
    """A scan made offline, where the gate opened."""
    at = device.fair.clock() - minutes_ago * MINUTE
    return device.make_scan(code, device_time=at + 75_000, clock_offset_ms=-75_000) | {
        "local_verdict": "admitted"
    }


def open_page(browser: Browser, venue: Venue, path: str, lang: str = "en") -> Page:
    page = browser.new_page(locale=lang)
    venue.sign_in(page, path)
    expect(page.get_by_test_id("connection")).to_have_attribute("data-line", "live")
    return page


def test_a_conflict_shows_at_once_and_is_settled(browser: Browser, venue: Venue) -> None:
    gate_a = venue.fair.pair(venue.fair.gate_a, "Tablette A")
    gate_b = venue.fair.pair(venue.fair.gate_b, "Tablette B")
    page = open_page(browser, venue, venue.attendance_path)
    expect(page.get_by_test_id("open-conflicts")).to_be_hidden()
    send(venue, gate_a, late(gate_a, venue.fair.code("imane"), 20))
    send(venue, gate_b, late(gate_b, venue.fair.code("imane"), 10))
    notice = page.get_by_test_id("open-conflicts")
    expect(notice).to_contain_text("1 conflict between gates waits")
    expect(notice).to_contain_text("Porte A")
    expect(page.get_by_test_id("rail-conflicts")).to_have_text("1")
    notice.get_by_role("link").click()
    conflict = page.get_by_test_id("conflict")
    expect(conflict).to_contain_text("Imane Diallo")
    expect(conflict.get_by_test_id("side").nth(0)).to_contain_text("Porte A")
    expect(conflict.get_by_test_id("side").nth(1)).to_contain_text("clock 75 s ahead")
    expect(conflict).to_contain_text("10 min later")
    conflict.get_by_test_id("copied_badge").check()
    conflict.get_by_test_id("reason").fill("  ")
    conflict.get_by_test_id("settle").click()
    expect(page.get_by_role("alert")).to_have_text("Please say why.")
    expect(page.get_by_test_id("copied_badge")).to_be_checked()
    page.get_by_test_id("reason").fill("Both stood at the desk")
    page.get_by_test_id("settle").click()
    expect(page.get_by_test_id("settled")).to_contain_text("Both stood at the desk")
    expect(page.get_by_test_id("settled")).to_contain_text("Lina")
    expect(page.get_by_test_id("no-conflicts")).to_be_visible()
    expect(page.get_by_test_id("rail-conflicts")).to_be_hidden()
    assert get_stories(venue.fair.database, venue.fair.event_id)[0].conflict.resolution
    page.close()


def test_a_list_that_is_old_says_so(browser: Browser, venue: Venue) -> None:
    page = open_page(browser, venue, INBOX)
    expect(page.get_by_test_id("list-changed")).to_be_hidden()
    device = venue.fair.pair(venue.fair.gate_a, "Tablette C")
    send(venue, device, late(device, venue.fair.code("nadia"), 3))
    page.get_by_test_id("list-changed").get_by_role("link").click()
    expect(page.get_by_test_id("conflict")).to_contain_text("should not have been")
    expect(page.get_by_test_id("side")).to_have_count(1)
    page.close()


def test_a_scan_is_taken_back_with_a_reason(browser: Browser, venue: Venue) -> None:
    page = open_page(browser, venue, venue.attendance_path)
    device = venue.fair.pair(venue.fair.gate_a, "Tablette D")
    send(venue, device, device.make_scan(venue.fair.code("ahmed")))
    row = page.get_by_test_id("last-scan").filter(has_text="أحمد")
    expect(row.first).to_be_visible()
    inside = page.locator("#figures [data-part=inside] [data-part=spoken]")
    before = inside.text_content()
    row.get_by_test_id("undo").click()
    page.get_by_test_id("undo-reason").fill("Scanned for somebody else")
    page.get_by_test_id("confirm-undo").click()
    expect(page.get_by_text("The scan was taken back")).to_be_visible()
    expect(row).to_have_attribute("data-undone", "true")
    expect(row.get_by_test_id("undo")).to_be_hidden()
    expect(inside).not_to_have_text(before or "")
    assert recount(venue.fair.database, venue.fair.event_id).differences == ()
    page.close()


def test_missing_scans_are_told_by_number(browser: Browser, venue: Venue) -> None:
    device = venue.fair.pair(venue.fair.gate_a, "Tablette E")
    device.seq = 40
    send(venue, device, device.make_scan("stranger"))
    device.seq = 43
    send(venue, device, device.make_scan("stranger"))
    health = Health(unsent_count=0, clock_offset_ms=0, last_seq=44)
    note_health(venue.fair.database, device.device.id, health, venue.fair.clock())
    page = open_page(browser, venue, venue.attendance_path)
    missing = page.get_by_test_id("missing-scans")
    expect(missing).to_contain_text("42 scans have not arrived")
    expect(missing).to_contain_text("numbers \u20661–40, 42–43\u2069")
    page.goto(venue.server.url + "/console/siccam-casablanca-2024/devices")
    row = page.get_by_test_id(f"device-{device.device.id}")
    expect(row).to_contain_text("42 scans of this tablet have not arrived")
    page.close()
