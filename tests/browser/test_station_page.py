"""The native station's own page in real Chromium: video in, verdict on screen, row in the log."""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from demo.motion import Gesture
from demo.video import make_webcam_video
from server.printing.raster import render_badge_image
from server.services.devices import create_pairing_code
from tests.browser.chromium import STILL, watch_for_errors
from tests.browser.conftest import Venue, make_face
from tests.browser.test_kiosk_inputs import PRESS_KEYS, expect_verdict
from tests.support.databases import open_migrated
from tests.support.fair import Fair, TrueClock
from tests.support.running_kiosk import RunningKiosk, run_kiosk
from tests.support.running_server import run_server

pytestmark = pytest.mark.timeout(600)  # a film is made and watched, on a machine that may be busy

SIZE = {"width": 820, "height": 1180}
IS_PICTURE = """
() => {
  const canvas = document.querySelector("canvas.lens__picture");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return canvas.width > 200 && new Set(data).size > 50;
}
"""


def pairing(venue: Venue, name: str, gate_id: str | None = None) -> tuple[str, ...]:
    """The options that pair a station at its first start."""
    fair, gate = venue.fair, gate_id or venue.fair.gate_a
    code = create_pairing_code(fair.database, fair.event_id, gate, name, fair.clock())
    return ("--server", venue.server.url, "--pair", code)


def open_page(browser: Browser, kiosk: RunningKiosk) -> Page:
    page = browser.new_context(**STILL, viewport=SIZE, locale="fr-FR").new_page()  # type: ignore[arg-type]
    page.goto(kiosk.link)
    return page


def wait_until(is_so: Callable[[], object], what: str, seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := is_so():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not in {seconds} s: {what}")


def root(page: Page) -> Locator:
    return page.locator("html")


def expect_ready(page: Page, seconds: float = 30) -> None:
    """The roster is here and the screen invites."""
    expect(root(page)).to_have_attribute("data-state", "idle", timeout=seconds * 1_000)
    expect(root(page)).to_have_attribute("data-roster", "complete", timeout=seconds * 1_000)


@pytest.fixture(scope="module")
def walk(venue: Venue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One badge that comes, is held, and leaves."""
    code = venue.fair.add_attendee("walks by", first_name="Salma", last_name="Idrissi")
    path = tmp_path_factory.mktemp("walk") / "badge.mjpeg"
    gesture = Gesture(hold_seconds=1.6, pause_seconds=3.0)
    make_webcam_video([render_badge_image(make_face(code), 200)], path, gesture)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the station without a camera keeps its file."""
    return tmp_path_factory.mktemp("station")


@pytest.fixture(scope="module")
def kiosk(venue: Venue, folder: Path) -> Iterator[RunningKiosk]:
    """A paired station with two lanes and hand scanners only."""
    words = pairing(venue, "Borne sans caméra")
    with run_kiosk(folder, *words, "--camera", "none,none") as running:
        yield running


@pytest.fixture(scope="module")
def page(kiosk: RunningKiosk, browser: Browser) -> Iterator[Page]:
    page = open_page(browser, kiosk)
    expect_ready(page)
    yield page
    page.context.close()


def test_a_badge_in_the_video_is_a_verdict_on_the_page_and_a_row_in_the_log(
    venue: Venue, walk: Path, browser: Browser, tmp_path: Path
) -> None:
    """The camera is plugged in when the page is there: until then the page says what is missing."""
    (tmp_path / "station.toml").write_text("camera_looped = true\n")
    words, camera = pairing(venue, "Borne 1"), tmp_path / "camera.mjpeg"
    with run_kiosk(tmp_path, *words, "--camera", str(camera)) as kiosk:
        page = open_page(browser, kiosk)
        errors = watch_for_errors(page)
        expect(root(page)).to_have_attribute("data-problem", "camera_lost", timeout=15_000)
        camera.symlink_to(walk)
        expect_verdict(page, "admitted")
        expect(page.locator("#verdict-name-text")).to_have_text("Salma Idrissi")
        wait_until(lambda: venue.verdicts() == ["admitted"], f"one row: {venue.verdicts()}")
        expect(root(page)).to_have_attribute("data-state", "idle", timeout=20_000)
        wait_until(lambda: page.evaluate(IS_PICTURE), "a picture in the frame")
        expect_verdict(page, "already_inside")
        expect(page.locator("#verdict")).to_contain_text("Porte A")
        assert venue.verdicts().count("admitted") == 1
        assert errors == []
        page.context.close()


def test_a_hand_scanner_on_a_french_keyboard(venue: Venue, page: Page) -> None:
    code = venue.fair.add_attendee("scanned at a station", first_name="Hajar", last_name="Alaoui")
    page.evaluate(PRESS_KEYS, code)
    expect_verdict(page, "admitted")
    expect(page.locator("#verdict-name-text")).to_have_text("Hajar Alaoui")
    expect(root(page)).to_have_attribute("data-confirmed", "true", timeout=15_000)
    expect(root(page)).to_have_attribute("data-state", "idle", timeout=15_000)


def test_a_typed_code(venue: Venue, page: Page) -> None:
    venue.fair.add_attendee("typed at a station", first_name="Yassine")
    page.locator("#open-code").click()
    short = venue.fair.badges["typed at a station"].short_code or ""
    page.locator("#typed-code").press_sequentially(short.lower())
    page.locator("#code-submit").click()
    expect_verdict(page, "admitted")
    expect(root(page)).to_have_attribute("data-state", "idle", timeout=15_000)


def test_the_visitor_is_greeted_in_the_language_of_the_registration(
    venue: Venue, page: Page
) -> None:
    code = venue.fair.add_attendee(
        "greeted at a station", first_name_ar="سلمى", last_name_ar="العلوي", language="ar"
    )
    page.evaluate(PRESS_KEYS, code)
    expect_verdict(page, "admitted")
    expect(page.locator("#verdict-headline")).to_contain_text("مرحب")
    expect(root(page)).to_have_attribute("data-state", "idle", timeout=15_000)


def test_staff_takes_a_passage_back(venue: Venue, page: Page) -> None:
    code = venue.fair.add_attendee("taken back", first_name="Karim", last_name="Tazi")
    page.evaluate(PRESS_KEYS, code)
    expect_verdict(page, "admitted")
    expect(root(page)).to_have_attribute("data-confirmed", "true", timeout=15_000)
    page.locator("#verdict").click()
    page.locator("#open-staff").click()
    for absent in ("#menu-camera", "#menu-rescue", "#menu-unpair", "#menu-install-hint"):
        expect(page.locator(absent)).to_be_hidden()
    page.locator("#last-scans summary").click()
    row = page.locator("#last-scans-list li", has_text="Karim Tazi")
    row.get_by_role("button").click()
    row.get_by_role("button").first.click()
    expect(page.locator("#last-scans-result")).not_to_be_empty(timeout=15_000)
    page.locator("#menu-close").click()
    expect(root(page)).to_have_attribute("data-state", "idle", timeout=15_000)
    page.wait_for_function("performance.now() > 0")
    with venue.fair.database.read() as connection:
        undone = connection.exec_driver_sql("SELECT count(*) FROM undos").scalar_one()
    assert undone == 1


def test_each_lane_has_a_page_of_its_own(venue: Venue, page: Page, kiosk: RunningKiosk) -> None:
    second = page.context.new_page()
    second.goto(f"{kiosk.url}/?lane=2")
    expect_ready(second)
    code = venue.fair.add_attendee("second lane", first_name="Nora")
    second.evaluate(PRESS_KEYS, code)
    expect_verdict(second, "admitted")
    assert root(page).get_attribute("data-verdict") is None
    second.goto(f"{kiosk.url}/?lane=9")
    expect(root(second)).to_have_attribute("data-problem", "lane_unknown", timeout=15_000)
    second.close()


def test_a_page_that_the_station_did_not_open(browser: Browser, kiosk: RunningKiosk) -> None:
    stranger = browser.new_context(**STILL, locale="fr-FR").new_page()
    stranger.goto(kiosk.url)
    expect(root(stranger)).to_have_attribute("data-problem", "page_refused", timeout=15_000)
    stranger.context.close()


def test_another_site_cannot_scan_with_the_windows_cookie(page: Page, kiosk: RunningKiosk) -> None:
    """A page of another origin in the very same browser: localhost is not 127.0.0.1."""
    other = page.context.new_page()
    other.route("http://evil.example/", lambda route: route.fulfill(body="<p>evil"))
    other.goto("http://evil.example/")
    sent = other.evaluate(
        """async (url) => {
          const body = JSON.stringify({ type: "leave_kiosk", lane: 1 });
          const request = { method: "POST", body, mode: "no-cors", credentials: "include" };
          await fetch(url + "/command", request).catch(() => {});
          return fetch(url + "/scans", { credentials: "include" }).then(() => "read", () => "no");
        }""",
        kiosk.url,
    )
    assert sent == "no"
    other.close()
    assert kiosk.process.poll() is None
    expect_ready(page)


def test_a_station_that_hangs_is_noticed(page: Page, kiosk: RunningKiosk) -> None:
    kiosk.process.send_signal(signal.SIGSTOP)
    try:
        expect(root(page)).to_have_attribute("data-problem", "station_lost", timeout=15_000)
    finally:
        kiosk.process.send_signal(signal.SIGCONT)
    expect_ready(page)


def test_a_killed_station_is_grey_and_comes_back_by_itself(
    venue: Venue, folder: Path, page: Page, kiosk: RunningKiosk
) -> None:
    """Last of those that use this station: another process takes its place."""
    kiosk.kill()
    expect(root(page)).to_have_attribute("data-state", "not-ready", timeout=15_000)
    expect(page.locator("#not-ready-code")).to_have_text("station_lost")
    page.locator("#retry").click()  # no way out of the page: there would be none to come back to
    with run_kiosk(folder, "--camera", "none,none", "--page-port", str(kiosk.port)):
        expect_ready(page)
        code = venue.fair.add_attendee("after the restart", first_name="Amine")
        page.evaluate(PRESS_KEYS, code)
        expect_verdict(page, "admitted")


def test_no_server_at_the_start_and_people_are_let_in(browser: Browser, tmp_path: Path) -> None:
    venue_folder, station = tmp_path / "venue", tmp_path / "station"
    venue_folder.mkdir()
    database = open_migrated(venue_folder / "accueil.db")
    fair = Fair(database, TrueClock())
    with run_server(venue_folder) as server:
        venue = Venue(fair, server)
        with run_kiosk(station, *pairing(venue, "Seule"), "--camera", "none") as kiosk:
            page = open_page(browser, kiosk)
            expect_ready(page)
            page.context.close()
        server.kill()
    with run_kiosk(station, "--camera", "none") as kiosk:
        page = open_page(browser, kiosk)
        expect_ready(page)
        expect(root(page)).to_have_attribute("data-connection", "offline", timeout=20_000)
        page.evaluate(PRESS_KEYS, fair.code("imane"))
        expect_verdict(page, "admitted")
        expect(root(page)).to_have_attribute("data-confirmed", "false")
        expect(root(page)).to_have_attribute("data-unsent", "1", timeout=15_000)
        with run_server(venue_folder, port=int(server.url.rpartition(":")[2])):
            wait_until(lambda: venue.verdicts() == ["admitted"], "the row of the outage", 60)
            expect(root(page)).to_have_attribute("data-unsent", "0", timeout=20_000)
        page.context.close()
    database.close()
