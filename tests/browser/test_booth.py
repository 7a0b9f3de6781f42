"""The booth's page on salespeople's phones, in real Chromium."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from demo.motion import Gesture
from demo.video import make_webcam_video
from server.printing.raster import render_badge_image
from server.services.exhibitor_access import revoke_booth_device
from tests.browser.booths import BoothFair, join, open_phone
from tests.browser.chromium import STILL, open_chromium, watch_for_errors
from tests.browser.conftest import make_face
from tests.browser.test_kiosk_inputs import PRESS_KEYS
from tests.browser.test_offline import wait_until
from tests.support.databases import open_migrated
from tests.support.fair import Fair, TrueClock
from tests.support.running_server import RunningServer, run_server

HTML = "html"
PHONE: dict[str, Any] = {
    **STILL,
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "locale": "fr-FR",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a server keeps its files."""
    path = tmp_path / "venue"
    path.mkdir()
    return path


@pytest.fixture
def booths(folder: Path) -> Iterator[BoothFair]:
    """A fair with booths of its own: some of these tests stop its server."""
    database = open_migrated(folder / "accueil.db")
    yield BoothFair(Fair(database, TrueClock()))
    database.close()


@pytest.fixture
def server(folder: Path, booths: BoothFair) -> Iterator[RunningServer]:
    """The server on that fair."""
    with run_server(folder) as running:
        yield running


@pytest.fixture
def phone(browser: Browser, server: RunningServer, booths: BoothFair) -> Iterator[Page]:
    """Yassine's phone, without a camera, in the team of Maghreb Contact."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    errors = watch_for_errors(page)
    join(page, server.url, booths.code, "Yassine")
    expect(page.locator(HTML)).to_have_attribute("data-roster", "complete", timeout=20_000)
    yield page
    context.close()
    # What the network does is no fault of the page's.
    ours = [e for e in errors if "Failed to load" not in e and "WebSocket" not in e]
    assert ours == []


def scan(page: Page, code: str) -> None:
    """With a hand scanner on a French keyboard."""
    page.evaluate(PRESS_KEYS, code)


def expect_answer(page: Page, verdict: str) -> None:
    expect(page.locator(HTML)).to_have_attribute("data-flash", verdict, timeout=10_000)


def expect_counted(page: Page, saved: int, received: int) -> None:
    expect(page.locator(HTML)).to_have_attribute("data-saved", str(saved), timeout=20_000)
    expect(page.locator(HTML)).to_have_attribute("data-received", str(received), timeout=20_000)


def read_leads(booths: BoothFair) -> list[tuple[str, ...]]:
    """Exhibitor, member and code of the badge of every capture, in order."""
    query = (
        "SELECT c.exhibitor_id, m.name, c.verdict FROM captures c"
        " LEFT JOIN booth_members m ON m.id = c.member_id ORDER BY c.change_number"
    )
    with booths.fair.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def read_fields(booths: BoothFair) -> set[str]:
    """What was written on leads."""
    with booths.fair.database.read() as connection:
        return set(connection.exec_driver_sql("SELECT field FROM lead_edits").scalars())


def test_a_scan_alone_is_a_lead_and_every_tap_is_saved(phone: Page, booths: BoothFair) -> None:
    scan(phone, booths.fair.code("salma"))
    expect_answer(phone, "lead")
    expect(phone.locator("#flash-name")).to_have_text("Salma El Fassi")
    expect(phone.locator("#sheet-name")).to_have_text("Salma El Fassi")
    expect(phone.locator("#sheet-ways")).to_contain_text("+212661234567")
    expect_counted(phone, 1, 1)
    phone.click('button[data-rating="hot"]')
    phone.click("#sheet-questions .chip >> nth=0")
    phone.click("#sheet-tags .chip--add")
    phone.keyboard.type("distributeur")
    phone.keyboard.press("Enter")
    phone.fill("#sheet-note", "Rappeler jeudi")
    phone.click("#sheet-consent")
    expect(phone.locator("#sheet-consent")).to_be_checked()
    phone.click("#sheet-done")
    expect(phone.locator("#lead-sheet")).to_be_hidden()
    wait_until(lambda: len(read_fields(booths)) == 5)
    fields = read_fields(booths)
    assert {"rating", "tag:distributeur", "note", "consent:mailing"} <= fields
    assert any(field.startswith("answer:") for field in fields)
    expect(phone.locator(HTML)).to_have_attribute("data-unsent", "0", timeout=10_000)


@pytest.mark.parametrize("pressed", ["#sheet-consent", "#sheet-questions .chip >> nth=0"])
def test_what_is_pressed_stays_under_the_finger(
    phone: Page, booths: BoothFair, pressed: str
) -> None:
    """Leaving the note makes it a line above: the press that left it must not miss its mark."""
    scan(phone, booths.fair.code("salma"))
    expect_answer(phone, "lead")
    phone.fill("#sheet-note", "Rappeler jeudi")
    phone.click(pressed, delay=800)
    expect(phone.locator("#sheet-notes")).to_contain_text("Rappeler jeudi")
    on = ":checked" if pressed == "#sheet-consent" else "[aria-pressed=true]"
    expect(phone.locator(f"{pressed.split(' >>')[0]}{on}")).to_have_count(1)


def test_a_wrong_code_and_a_server_that_is_away_are_told_apart(
    browser: Browser, server: RunningServer, booths: BoothFair
) -> None:
    page = browser.new_page(**PHONE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server.url}/booth#join=%zz")
    page.fill("#join-name", "Yassine")
    page.fill("#join-code", "0000-0000")
    page.click("#join")
    expect(page.locator("#join-error")).to_contain_text("n’est pas valable")
    server.kill()
    page.click("#join")
    expect(page.locator("#join-error")).to_contain_text("Wi-Fi", timeout=20_000)
    expect(page.locator("#join-code")).to_have_value("0000-0000")
    assert errors == []
    page.close()


def test_answers_by_kind_of_badge(phone: Page, booths: BoothFair) -> None:
    scan(phone, booths.fair.code("hind"))
    expect_answer(phone, "refused_by_visitor")
    expect(phone.locator("#lead-sheet")).to_be_hidden()
    scan(phone, "XBADGE7")
    expect_answer(phone, "unknown_badge")
    phone.click("#sheet-done")
    phone.click('[data-type="coffee"]')
    scan(phone, booths.fair.code("karim"))
    expect_answer(phone, "counted")
    expect(phone.locator("#flash-name")).to_be_empty()
    expect(phone.locator('[data-type="coffee"]')).to_contain_text("1")
    expect_counted(phone, 3, 3)
    verdicts = [verdict for _, _, verdict in read_leads(booths)]
    assert verdicts == ["refused_by_visitor", "unknown_badge", "counted"]


def test_the_code_can_be_typed_and_people_without_a_badge_written_down(
    phone: Page, booths: BoothFair
) -> None:
    short = booths.fair.badges["salma"].short_code
    phone.click("#open-code")
    phone.locator("#typed-code").press_sequentially(str(short))
    phone.click("#code-submit")
    expect(phone.locator("#sheet-name")).to_have_text("Salma El Fassi", timeout=10_000)
    phone.click("#sheet-done")
    phone.click("#open-manual")
    phone.fill("#manual-first_name", "Omar")
    phone.fill("#manual-company", "Rif Logiciels")
    phone.click("#manual-submit")
    expect(phone.locator("#sheet-name")).to_have_text("Omar")
    phone.click("#sheet-done")
    expect(phone.locator("#recent-list .lead-row")).to_have_count(2)
    expect_counted(phone, 2, 2)


def test_rapid_scans_leave_qualifying_for_later(phone: Page, booths: BoothFair) -> None:
    phone.click("#rapid")
    for key in ("salma", "karim"):
        scan(phone, booths.fair.code(key))
        expect_answer(phone, "lead")
    expect(phone.locator("#lead-sheet")).to_be_hidden()
    phone.click('[data-room="leads"]')
    phone.fill("#leads-search", "التازي")
    expect(phone.locator("#leads-list .lead-row")).to_have_count(1)
    phone.click("#leads-list .lead-row")
    expect(phone.locator("#sheet-name")).to_have_text("Karim Tazi")
    expect(phone.locator("#sheet-ways a")).to_have_count(0)


def test_without_the_server_details_come_from_the_badge_and_nothing_is_lost(
    playwright: Playwright, folder: Path, booths: BoothFair, tmp_path: Path
) -> None:
    with open_phone(playwright, tmp_path / "profile") as context:
        page = context.new_page()
        with run_server(folder) as server:
            join(page, server.url, booths.code, "Yassine")
            expect(page.locator(HTML)).to_have_attribute("data-roster", "complete", timeout=20_000)
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            port = int(server.url.rsplit(":", 1)[1])
            server.kill()
            expect(page.locator(HTML)).to_have_attribute(
                "data-connection", "offline", timeout=20_000
            )
            scan(page, booths.fair.code("salma"))
            expect(page.locator("#sheet-name")).to_have_text("Salma El Fassi")
            page.click('button[data-rating="warm"]')
            page.fill("#sheet-note", "Veut une démo")
            expect_counted(page, 1, 0)
        page.reload()
        expect(page.locator("#recent-list")).to_contain_text("Salma El Fassi", timeout=20_000)
        page.click("#recent-list .lead-row")
        expect(page.locator("#sheet-notes")).to_contain_text("Veut une démo")
        with run_server(folder, port=port):
            expect_counted(page, 1, 1)
            expect(page.locator(HTML)).to_have_attribute("data-unsent", "0", timeout=20_000)
    assert [verdict for _, _, verdict in read_leads(booths)] == ["lead"]


def test_a_colleague_sees_it_at_once_and_knows_who_met_whom(
    phone: Page, browser: Browser, server: RunningServer, booths: BoothFair
) -> None:
    context = browser.new_context(**PHONE)
    colleague = context.new_page()
    join(colleague, server.url, booths.code, "Nadia")
    expect(colleague.locator(HTML)).to_have_attribute("data-roster", "complete", timeout=20_000)
    scan(phone, booths.fair.code("salma"))
    phone.click('button[data-rating="hot"]')
    expect(colleague.locator("#recent-list")).to_contain_text("Salma El Fassi", timeout=5_000)
    hot = colleague.locator('#recent-list [data-rating="hot"]')
    expect(hot).to_be_visible(timeout=5_000)
    scan(colleague, booths.fair.code("salma"))
    expect(colleague.locator("#sheet-met")).to_contain_text(re.compile("Yassine.*a vu"))
    colleague.click('button[data-rating="cold"]')
    expect(phone.locator('button[data-rating="cold"]')).to_have_attribute(
        "aria-pressed", "true", timeout=5_000
    )
    context.close()


def test_a_phone_that_only_scans_reads_nothing_back(
    browser: Browser, server: RunningServer, booths: BoothFair
) -> None:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    join(page, server.url, booths.scan_code, "Stagiaire")
    scan(page, booths.fair.code("salma"))
    expect_answer(page, "saved")
    expect_counted(page, 1, 1)
    assert "Salma" not in page.inner_text("body")
    kept = page.evaluate(READ_ALL)
    assert "Salma" not in kept
    context.close()


READ_ALL = """
async () => {
  const opening = indexedDB.open("accueil-booth");
  const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
  const read = (name) => new Promise((done) => {
    const asked = database.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const names = ["captures", "edits", "leads", "roster"];
  const all = await Promise.all(names.map(read));
  database.close();
  return JSON.stringify(all, (_, value) => typeof value === "bigint" ? String(value) : value);
}
"""


def test_a_revoked_phone_is_told_and_keeps_nobody(phone: Page, booths: BoothFair) -> None:
    scan(phone, booths.fair.code("salma"))
    expect_counted(phone, 1, 1)
    with booths.fair.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT id FROM devices WHERE role = 'booth'")
        device_id = rows.scalar_one()
    now = booths.fair.clock()
    revoke_booth_device(booths.fair.database, booths.exhibitor_id, device_id, now, "command")
    phone.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(phone.locator(HTML)).to_have_attribute("data-problem", "device_revoked", timeout=20_000)
    expect(phone.locator("#trouble-title")).to_be_visible()
    wait_until(lambda: "Salma" not in phone.evaluate(READ_ALL))


def test_leaving_warns_of_what_is_unsent(phone: Page, booths: BoothFair) -> None:
    phone.context.set_offline(True)
    expect(phone.locator(HTML)).to_have_attribute("data-connection", "offline", timeout=20_000)
    scan(phone, booths.fair.code("salma"))
    phone.click("#sheet-done")
    phone.click('[data-room="more"]')
    phone.click("#log-out")
    expect(phone.locator("#log-out-words")).to_contain_text("1")
    expect(phone.locator("#log-out-rescue")).to_be_visible()
    phone.click("#log-out-no")
    phone.context.set_offline(False)
    expect(phone.locator(HTML)).to_have_attribute("data-unsent", "0", timeout=30_000)
    phone.click("#log-out")
    phone.click("#log-out-yes")
    expect(phone.locator("#join-form")).to_be_visible()


def test_a_file_takes_leads_out_of_a_phone_that_cannot_send(
    phone: Page, browser: Browser, server: RunningServer, booths: BoothFair, tmp_path: Path
) -> None:
    """By way of a colleague's phone; when the first one comes back nothing counts twice."""
    context = browser.new_context(**PHONE)
    colleague = context.new_page()
    join(colleague, server.url, booths.code, "Nadia")
    phone.context.set_offline(True)
    scan(phone, booths.fair.code("salma"))
    expect_answer(phone, "lead")
    phone.click('button[data-rating="hot"]')
    phone.click("#sheet-done")
    open_rescue(phone)
    with phone.expect_download() as saving:
        phone.click("#rescue-save")
    path = tmp_path / saving.value.suggested_filename
    saving.value.save_as(path)
    assert "Salma" not in path.read_text()
    assert booths.fair.code("salma") not in path.read_text()

    open_rescue(colleague)
    colleague.locator("#rescue-file").set_input_files(path)
    expect(colleague.locator("#rescue-words")).to_contain_text("Yassine", timeout=20_000)
    assert [(who, verdict) for _, who, verdict in read_leads(booths)] == [("Yassine", "lead")]
    colleague.click("#rescue-close")
    colleague.click('[data-room="leads"]')
    expect(colleague.locator("#leads-list")).to_contain_text("Salma El Fassi", timeout=20_000)
    phone.context.set_offline(False)
    expect(phone.locator(HTML)).to_have_attribute("data-unsent", "0", timeout=40_000)
    assert len(read_leads(booths)) == 1
    context.close()


def open_rescue(page: Page) -> None:
    page.click('[data-room="more"]')
    page.click("#open-rescue")
    expect(page.locator("#rescue-words")).not_to_be_empty()


def test_practice_counts_nowhere(phone: Page, booths: BoothFair) -> None:
    phone.click('[data-room="more"]')
    phone.click("#open-training")
    phone.click("#coach-test-badge")
    phone.click('button[data-rating="hot"]')
    phone.click("#sheet-done")
    expect_counted(phone, 0, 0)
    phone.click("#training-leave")
    expect(phone.locator("#recent-empty")).to_be_visible()
    expect(phone.locator(HTML)).to_have_attribute("data-unsent", "0", timeout=10_000)
    with booths.fair.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT is_training FROM captures")
        assert [bool(row[0]) for row in rows] == [True]


def test_the_page_in_arabic(browser: Browser, server: RunningServer, booths: BoothFair) -> None:
    context = browser.new_context(**PHONE | {"locale": "ar-MA"})
    page = context.new_page()
    join(page, server.url, booths.code, "نادية")
    expect(page.locator(HTML)).to_have_attribute("dir", "rtl")
    expect(page.locator(HTML)).to_have_attribute("data-roster", "complete", timeout=20_000)
    scan(page, booths.fair.code("karim"))
    expect(page.locator('button[data-rating="hot"]')).to_contain_text("ساخن")
    width = "document.documentElement.scrollWidth <= window.innerWidth"
    assert page.evaluate(width)
    first = page.locator('button[data-rating="hot"]').bounding_box()
    last = page.locator('button[data-rating="cold"]').bounding_box()
    assert first is not None
    assert last is not None
    assert first["x"] > last["x"]
    context.close()


def test_a_badge_before_the_camera_becomes_a_lead(
    playwright: Playwright, server: RunningServer, booths: BoothFair, tmp_path: Path
) -> None:
    pictures = [render_badge_image(make_face(booths.fair.code("salma"), "Salma"), 200)]
    path = tmp_path / "badge.mjpeg"
    make_webcam_video(pictures, path, Gesture(hold_seconds=2.5, pause_seconds=1.0))
    with open_chromium(playwright, path) as filmed:
        context = filmed.new_context(**PHONE | {"permissions": ["camera"]})
        page = context.new_page()
        join(page, server.url, booths.code, "Yassine")
        wake = page.locator("#wake-camera")
        if wake.is_visible():
            wake.click()
        expect(page.locator("#sheet-name")).to_have_text("Salma El Fassi", timeout=30_000)
        wait_until(lambda: bool(read_leads(booths)))
        context.close()
    assert read_leads(booths)[0][1:] == ("Yassine", "lead")


def test_the_phone_tests_itself(
    playwright: Playwright, server: RunningServer, booths: BoothFair, tmp_path: Path
) -> None:
    pictures = [render_badge_image(make_face("https://example.com/menu", "Menu"), 200)]
    path = tmp_path / "no badge.mjpeg"
    make_webcam_video(pictures, path, Gesture(hold_seconds=1.0, pause_seconds=1.0))
    with open_chromium(playwright, path) as filmed:
        context = filmed.new_context(**PHONE | {"permissions": ["camera"]})
        page = context.new_page()
        join(page, server.url, booths.code, "Yassine")
        page.click('[data-room="more"]')
        page.click("#open-self-test")
        expect(page.locator("#test-again")).to_be_visible(timeout=60_000)
        figures = page.locator(".test__figure").all_inner_texts()
        assert len(figures) == 5
        assert all(re.search(r"\d", figure) for figure in figures)
        expect(page.locator("#test-verdict")).to_have_attribute(
            "data-state", re.compile("good|weak")
        )
        context.close()
