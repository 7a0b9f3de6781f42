"""Hand scanners, typed codes, languages and states of the kiosk, in real Chromium."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from server.services.devices import revoke_device
from tests.browser.chromium import STILL
from tests.browser.conftest import Venue

# What a scanner set to US types on a computer set to French: the same keys, other characters.
PRESS_KEYS = """
async (text) => {
  // A keyboard stamps its keys as they are pressed, however late a busy page hears of them.
  let timeStamp = performance.now();
  const garbled = { A: "q", Q: "a", W: "z", Z: "w", M: ",", "1": "&", "2": "é", "0": "à" };
  for (const letter of text + "\\n") {
    const code = letter === "\\n" ? "Enter"
      : /[0-9]/.test(letter) ? `Digit${letter}` : `Key${letter.toUpperCase()}`;
    const key = letter === "\\n" ? "Enter" : garbled[letter] ?? letter.toLowerCase();
    const event = { code, key, bubbles: true, cancelable: true };
    timeStamp += 8;
    for (const type of ["keydown", "keyup"])
      document.dispatchEvent(Object.defineProperty(
        new KeyboardEvent(type, event), "timeStamp", { value: timeStamp }));
    await new Promise((done) => setTimeout(done, 8));
  }
}
"""


@pytest.fixture
def kiosk(venue: Venue, browser: Browser) -> Iterator[Page]:
    """A paired kiosk without a camera: scanners and typing must still work."""
    context = browser.new_context(**STILL, viewport={"width": 820, "height": 1180}, locale="fr-FR")
    page = context.new_page()
    page.goto(venue.pairing_url())
    expect(page.locator("html")).to_have_attribute("data-connection", "online", timeout=20_000)
    go_on = page.locator("#without-camera")
    expect(go_on).to_be_visible(timeout=20_000)
    go_on.click()
    yield page
    context.close()


def expect_verdict(page: Page, verdict: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-verdict", verdict, timeout=15_000)


def wait_for_last_verdict(venue: Venue, verdict: str) -> None:
    """The screen shows the device's own verdict; the log follows."""
    deadline = time.monotonic() + 15
    while venue.verdicts()[-1:] != [verdict]:
        assert time.monotonic() < deadline, venue.verdicts()
        time.sleep(0.05)


def test_a_hand_scanner_on_a_french_keyboard(venue: Venue, kiosk: Page) -> None:
    code = venue.fair.add_attendee("scanned by hand", first_name="Hajar", last_name="Alaoui")
    kiosk.evaluate(PRESS_KEYS, code)
    expect_verdict(kiosk, "admitted")
    expect(kiosk.locator("#verdict-name-text")).to_have_text("Hajar Alaoui")
    wait_for_last_verdict(venue, "admitted")


def test_a_typed_code(venue: Venue, kiosk: Page) -> None:
    venue.fair.add_attendee("typed", first_name="Yassine")
    short = venue.fair.badges["typed"].short_code or ""
    kiosk.locator("#open-code").click()
    kiosk.locator("#typed-code").press_sequentially(short.lower())
    kiosk.locator("#code-submit").click()
    expect_verdict(kiosk, "admitted")


def test_a_visitor_is_greeted_in_the_language_of_the_registration(
    venue: Venue, kiosk: Page
) -> None:
    code = venue.fair.add_attendee(
        "greeted", first_name_ar="سلمى", last_name_ar="العلوي", language="ar"
    )
    kiosk.evaluate(PRESS_KEYS, code)
    expect_verdict(kiosk, "admitted")
    expect(kiosk.locator("#verdict-name-text")).to_have_text("سلمى العلوي")
    expect(kiosk.locator("#verdict-headline")).to_contain_text("مرحب")


@pytest.mark.parametrize("size", [(390, 844), (820, 1180), (1440, 900)])
def test_arabic_runs_from_right_to_left(kiosk: Page, size: tuple[int, int]) -> None:
    kiosk.set_viewport_size({"width": size[0], "height": size[1]})
    kiosk.locator("#language-ar").click()
    html = kiosk.locator("html")
    expect(html).to_have_attribute("dir", "rtl")
    expect(html).to_have_attribute("lang", "ar")
    overflow = kiosk.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0
    name, clock = (kiosk.locator(s).bounding_box() for s in ("#event-name", "#clock"))
    assert name is not None
    assert clock is not None
    assert name["x"] > clock["x"], "the edition stands on the right, the clock on the left"


def test_a_revoked_device_says_so(venue: Venue, kiosk: Page) -> None:
    with venue.fair.database.read() as connection:
        device_id = connection.exec_driver_sql(
            "SELECT id FROM devices ORDER BY paired_at DESC, id DESC LIMIT 1"
        ).scalar_one()
    revoke_device(venue.fair.database, device_id, venue.fair.clock(), "command")
    kiosk.reload()
    expect(kiosk.locator("html")).to_have_attribute("data-state", "not-ready", timeout=20_000)
    expect(kiosk.locator("#not-ready-code")).to_have_text("device_revoked")


def test_a_used_pairing_code_is_refused_in_words(venue: Venue, browser: Browser) -> None:
    url = venue.pairing_url()
    for _ in range(2):
        context = browser.new_context(**STILL, locale="fr-FR")
        page = context.new_page()
        page.goto(url)
        if _ == 0:
            expect(page.locator("html")).to_have_attribute(
                "data-connection", "online", timeout=20_000
            )
        else:
            expect(page.locator("html")).to_have_attribute("data-state", "pairing", timeout=20_000)
            expect(page.get_by_role("alert").first).not_to_be_empty()
        context.close()
