"""Unsent scans leave a tablet that reaches no server, and arrive by way of another."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect
from pyzbar.pyzbar import ZBarSymbol, decode

from server.clock import now_ms
from server.services.devices import create_pairing_code
from server.services.organizers import Credentials, add_organizer
from tests.browser.chromium import STILL, open_chromium
from tests.browser.conftest import EMAIL, PASSWORD, Venue
from tests.browser.test_offline import wait_until
from tests.browser.test_offline_shell import ADD_SCAN
from tests.support.databases import open_migrated
from tests.support.fair import Fair, TrueClock
from tests.support.running_server import RunningServer, run_server

COLLECT = """
async (frames) => {
  const js = document.querySelector("script[type=module]").src.replace("kiosk.js", "");
  const { FrameCollector } = await import(js + "models/rescue-frames.js");
  const collector = new FrameCollector();
  frames.forEach((frame) => collector.take(frame));
  return collector.finish();
}
"""
READ_CANVAS = "() => document.getElementById('rescue-code').toDataURL('image/png')"


@pytest.fixture
def fair(tmp_path: Path) -> Iterator[Fair]:
    """The fair in the server's own folder."""
    (tmp_path / "venue").mkdir()
    database = open_migrated(tmp_path / "venue" / "accueil.db")
    yield Fair(database, TrueClock())
    database.close()


@pytest.fixture
def browser(playwright: Playwright) -> Iterator[Browser]:
    with open_chromium(playwright) as opened:
        yield opened


def open_kiosk(browser: Browser, fair: Fair, server: RunningServer, name: str) -> Page:
    """A paired kiosk in a browser profile of its own."""
    code = create_pairing_code(fair.database, fair.event_id, fair.gate_a, name, fair.clock())
    context = browser.new_context(
        **STILL, viewport={"width": 820, "height": 1180}, locale="fr-FR", accept_downloads=True
    )
    page = context.new_page()
    page.goto(f"{server.url}/kiosk?autostart=1#pair={code}")
    expect(page.locator("html")).to_have_attribute("data-connection", "online", timeout=30_000)
    page.locator("#without-camera").click(timeout=30_000)
    return page


def cut_off(page: Page, fair: Fair) -> None:
    """The tablet loses its network; somebody comes to the gate all the same."""
    page.context.set_offline(True)
    page.evaluate(ADD_SCAN, fair.gate_a)
    page.evaluate(ADD_SCAN, fair.gate_a)


def open_rescue(page: Page) -> None:
    page.locator("#open-staff").click()
    page.locator("#menu-rescue").click(timeout=20_000)
    expect(page.locator("#rescue-words")).not_to_be_empty()


def find_scans(fair: Fair) -> list[tuple[str, int]]:
    """Device name and number of each scan in the log."""
    with fair.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, device_seq FROM scans JOIN devices ON devices.id = scans.device_id"
            " ORDER BY device_seq"
        )
        return [(name, seq) for name, seq in rows]


def test_a_file_brings_them_to_another_kiosk(browser: Browser, fair: Fair, tmp_path: Path) -> None:
    with run_server(tmp_path / "venue") as server:
        broken = open_kiosk(browser, fair, server, "Tablette 1")
        helper = open_kiosk(browser, fair, server, "Tablette 2")
        cut_off(broken, fair)
        open_rescue(broken)
        expect(broken.locator("#rescue-words")).to_contain_text("2 passages")
        with broken.expect_download() as saving:
            broken.locator("#rescue-save").click()
        path = tmp_path / saving.value.suggested_filename
        saving.value.save_as(path)
        open_rescue(helper)
        helper.locator("#rescue-file").set_input_files(path)
        expect(helper.locator("#rescue-words")).to_contain_text("Tablette 1", timeout=20_000)
        assert find_scans(fair) == [("Tablette 1", 1), ("Tablette 1", 2)]


def test_a_file_brings_them_to_the_organizer(browser: Browser, fair: Fair, tmp_path: Path) -> None:
    add_organizer(fair.database, Credentials(EMAIL, "Lina", PASSWORD), now_ms())
    with run_server(tmp_path / "venue") as server:
        broken = open_kiosk(browser, fair, server, "Tablette 1")
        cut_off(broken, fair)
        open_rescue(broken)
        with broken.expect_download() as saving:
            broken.locator("#rescue-save").click()
        path = tmp_path / saving.value.suggested_filename
        saving.value.save_as(path)
        page = browser.new_context(**STILL, locale="fr-FR").new_page()
        Venue(fair, server).sign_in(page, "/console/siccam-casablanca-2024/devices")
        expect(page.locator("#devices")).to_be_visible(timeout=20_000)
        page.locator("#rescue-file").set_input_files(path)
        expect(page.locator("#rescue-words")).to_contain_text("Tablette 1", timeout=20_000)
        assert find_scans(fair) == [("Tablette 1", 1), ("Tablette 1", 2)]


def test_codes_carry_them_too(browser: Browser, fair: Fair, tmp_path: Path) -> None:
    with run_server(tmp_path / "venue") as server:
        broken = open_kiosk(browser, fair, server, "Tablette 1")
        cut_off(broken, fair)
        open_rescue(broken)
        broken.locator("#rescue-show").click()
        expect(broken.locator("#rescue-code")).to_be_visible(timeout=20_000)
        frames = read_codes(broken)
        text = broken.evaluate(COLLECT, frames)
        assert text.count("\n") == 4
        assert '"accueil_rescue":1' in text


def read_codes(page: Page) -> list[str]:
    """The codes on the screen, read as a camera does, until all have been seen."""
    seen: set[str] = set()
    for _ in range(200):
        picture = base64.b64decode(page.evaluate(READ_CANVAS).partition(",")[2])
        found = decode(Image.open(io.BytesIO(picture)), symbols=[ZBarSymbol.QRCODE])
        seen |= {symbol.data.decode() for symbol in found}
        if seen and len(seen) == int(next(iter(seen)).split(".")[3]):
            return sorted(seen)
        page.wait_for_timeout(70)
    raise AssertionError(f"only {len(seen)} codes were read")


def test_a_helper_without_network_keeps_what_it_was_handed(
    browser: Browser, fair: Fair, tmp_path: Path
) -> None:
    with run_server(tmp_path / "venue") as server:
        broken = open_kiosk(browser, fair, server, "Tablette 1")
        helper = open_kiosk(browser, fair, server, "Tablette 2")
        cut_off(broken, fair)
        path = save_rescue(broken, tmp_path)
        helper.context.set_offline(True)
        expect(helper.locator("html")).to_have_attribute(
            "data-connection", "offline", timeout=20_000
        )
        open_rescue(helper)
        helper.locator("#rescue-file").set_input_files(path)
        expect(helper.locator("#rescue-words")).to_contain_text("Gardé sur cet appareil")
        helper.close()  # the page is gone, what it kept is not
        helper.context.set_offline(False)
        helper.context.new_page().goto(f"{server.url}/kiosk?autostart=1")
        wait_until(lambda: find_scans(fair) == [("Tablette 1", 1), ("Tablette 1", 2)])


def test_scans_of_an_earlier_pairing_are_handed_over_too(
    browser: Browser, fair: Fair, tmp_path: Path
) -> None:
    with run_server(tmp_path / "venue") as server:
        tablet = open_kiosk(browser, fair, server, "Tablette 1")
        tablet.evaluate(ADD_SCAN, fair.gate_a)  # behind the page's back: nothing sends them
        tablet.evaluate(ADD_SCAN, fair.gate_a)
        code = create_pairing_code(fair.database, fair.event_id, fair.gate_a, "T2", fair.clock())
        tablet.goto("about:blank")
        tablet.goto(f"{server.url}/kiosk?autostart=1#pair={code}")
        expect(tablet.locator("#open-staff")).to_be_visible(timeout=30_000)
        cut_off(tablet, fair)
        path = save_rescue(tablet, tmp_path)
        assert path.read_text().count('"accueil_rescue"') == 2
        helper = open_kiosk(browser, fair, server, "Tablette 3")
        open_rescue(helper)
        helper.locator("#rescue-file").set_input_files(path)
        expect(helper.locator("#rescue-words")).to_contain_text("4 passages", timeout=20_000)
        names = sorted(name for name, _ in find_scans(fair))
        assert names == ["T2", "T2", "Tablette 1", "Tablette 1"]


def save_rescue(page: Page, folder: Path) -> Path:
    """The file that staff saves on a tablet."""
    open_rescue(page)
    with page.expect_download() as saving:
        page.locator("#rescue-save").click()
    path = folder / saving.value.suggested_filename
    saving.value.save_as(path)
    return path
