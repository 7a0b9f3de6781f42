"""Opening day in real Chromium: a badge before the camera, a verdict, a row, a number."""

import re
import time

import pytest
from playwright.sync_api import Page, Playwright, expect

from server.services.recount import recount
from tests.browser.chromium import open_chromium, watch_for_errors
from tests.browser.conftest import Film, Venue

pytestmark = pytest.mark.timeout(600)  # a film is made and watched, on a machine that may be busy

VERDICTS_SEEN = """
() => {
  window.seen = [];
  const note = () => {
    const verdict = document.documentElement.dataset.verdict;
    if (verdict && verdict !== window.seen.at(-1)?.verdict)
      window.seen.push({ verdict, text: document.querySelector("#verdict").innerText });
    if (!verdict) window.seen.push({ verdict: null, text: "" });
  };
  new MutationObserver(note).observe(document.documentElement, {
    attributes: true, attributeFilter: ["data-verdict"] });
}
"""


def read_seen(page: Page) -> list[dict[str, str]]:
    return [s for s in page.evaluate("window.seen") if s["verdict"]]


def wait_for_verdicts(page: Page, verdicts: list[str], seconds: float) -> list[dict[str, str]]:
    """Wait until the screen has shown these verdicts in this order (others may come between)."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        seen = read_seen(page)
        rest = iter(s["verdict"] for s in seen)
        if all(verdict in rest for verdict in verdicts):
            return seen
        page.wait_for_timeout(100)
    raise AssertionError(f"wanted {verdicts}, the screen showed {read_seen(page)}")


def wait_for_log(venue: Venue, verdicts: list[str]) -> None:
    """The screen shows the device's own verdict; the log follows."""
    deadline = time.monotonic() + 20
    while True:
        logged = iter(venue.verdicts())
        if all(verdict in logged for verdict in verdicts):
            return
        assert time.monotonic() < deadline, venue.verdicts()
        time.sleep(0.05)


def test_a_badge_before_the_camera_reaches_the_organizers_screen(
    venue: Venue, film: Film, playwright: Playwright
) -> None:
    with (
        open_chromium(playwright) as second_browser,
        open_chromium(playwright, film.path) as tablet,
    ):
        organizer = second_browser.new_page(viewport={"width": 1440, "height": 900})
        venue.sign_in(organizer, venue.attendance_path)
        expect(organizer.get_by_test_id("inside-now")).to_have_text("0")

        kiosk = tablet.new_page(viewport={"width": 820, "height": 1180}, locale="fr-FR")
        errors = watch_for_errors(kiosk)
        kiosk.goto(venue.pairing_url())
        kiosk.evaluate(VERDICTS_SEEN)
        seen = wait_for_verdicts(kiosk, film.expected, seconds=240)

        by_verdict = {s["verdict"]: s["text"] for s in seen}
        assert "Imane Diallo" in by_verdict["admitted"]
        assert "Porte A" in by_verdict["already_inside"]
        assert "Fès" in by_verdict["other_edition"]
        assert "2023" in by_verdict["other_edition"]
        assert "Lefèvre" not in by_verdict["revoked"]

        wait_for_log(venue, film.expected)
        expect(organizer.get_by_test_id("inside-now")).to_have_text("1", timeout=20_000)
        expect(organizer.get_by_test_id("visitors-today")).to_have_text("1")
        assert venue.verdicts().count("admitted") == 1
        assert errors == []

        organizer.reload()
        expect(organizer.get_by_test_id("inside-now")).to_have_text("1")
    counted = recount(venue.fair.database, venue.fair.event_id)
    assert (counted.inside, counted.differences) == (1, ())


def test_a_held_badge_is_one_scan(venue: Venue, film: Film) -> None:
    """The film shows each badge for 1.6 s, some fifty frames; the log above has one scan each
    time it was shown, never two within the repeat filter's five seconds."""
    with venue.fair.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT badge_code, device_time FROM scans ORDER BY device_seq"
        ).all()
    assert len(rows) >= len(film.expected)
    last: dict[str, int] = {}
    for code, at in rows:
        assert at - last.get(code, 0) >= 5_000, code
        last[code] = at


def test_decode_times_are_in_the_log(venue: Venue) -> None:
    with venue.fair.database.read() as connection:
        times = connection.exec_driver_sql(
            "SELECT decode_ms FROM scans WHERE source = 'camera'"
        ).scalars()
        assert all(ms is not None and ms >= 0 for ms in times)


def test_the_live_page_follows_a_server_restart(venue: Venue, playwright: Playwright) -> None:
    with open_chromium(playwright) as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        venue.sign_in(page, venue.attendance_path)
        before = venue.fair.pair(venue.fair.gate_b)
        before.scan(venue.fair.add_attendee("unseen", first_name="Hind"))
        page.reload()
        inside = page.get_by_test_id("inside-now")
        expect(inside).to_have_text(re.compile(r"^\d+$"))
        number = int(inside.inner_text())
        device = venue.fair.pair(venue.fair.gate_b)
        header = {"Authorization": f"Device {device.token}"}
        page.context.set_offline(True)
        message = {"v": 1, "scans": [device.make_scan(venue.fair.add_attendee("missed"))]}
        venue.server.post("/api/v1/scans", json=message, headers=header)
        page.context.set_offline(False)
        expect(inside).to_have_text(str(number + 1), timeout=30_000)
