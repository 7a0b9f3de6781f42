"""A kiosk as tests use it: a tablet without a camera, and visitors it has not seen yet."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from server.services.recount import recount
from tests.browser.chromium import STILL
from tests.browser.conftest import Venue
from tests.browser.test_kiosk_inputs import PRESS_KEYS
from tests.support.fair import Fair

HTML = "html"
TABLET: dict[str, Any] = {
    **STILL,
    "viewport": {"width": 820, "height": 1180},
    "locale": "fr-FR",
}
BACK_WITHIN_MS = 40_000
"""How long a tablet may take to notice that its network works again, and to hand over."""
_LOCALLY_WITHIN_MS = 3_000
"""After four seconds without any answer the screen says so: it was judged on the tablet before."""
_numbers = count(1)


@dataclass
class Kiosk:
    """A paired tablet and visitors who have not come yet."""

    page: Page
    name: str
    codes: list[str]

    def scan(self, number: int) -> None:
        """Visitor `number` (from 1) is let in by what the tablet knows, whatever the network."""
        self.show(number)
        self.expect_shown("verdict", "admitted", _LOCALLY_WITHIN_MS)

    def show(self, number: int) -> None:
        """Visitor `number` holds a badge to the hand scanner; the screen is idle again before."""
        self.page.locator("#verdict").evaluate("(shown) => shown.click()")
        expect(self.page.locator("#verdict")).to_be_hidden()
        self.page.evaluate(PRESS_KEYS, self.codes[number - 1])

    def expect_shown(self, name: str, value: str, most_ms: int = BACK_WITHIN_MS) -> None:
        """What the page says of itself."""
        expect(self.page.locator(HTML)).to_have_attribute(f"data-{name}", value, timeout=most_ms)

    def expect_unsent(self, unsent: int) -> None:
        """The page says in words that it is alone, and with how many scans."""
        self.expect_shown("connection", "offline")
        self.expect_shown("unsent", str(unsent))
        expect(self.page.locator("#status-words")).to_contain_text(f"{unsent} passage")
        expect(self.page.locator("#status-words")).to_have_attribute("data-quiet", "false")


def open_kiosk(
    tablet: BrowserContext, venue: Venue, visitors: int, url: str | None = None
) -> Kiosk:
    """Paired, by way of `url` if there is one, with the whole roster."""
    number = next(_numbers)
    codes = [venue.fair.add_attendee(f"visitor {number}.{n}") for n in range(visitors)]
    name = f"Tablette {number}"
    address = venue.pairing_url(name=name)
    page = tablet.new_page()
    page.goto(address.replace(venue.server.url, url) if url else address)
    page.locator("#without-camera").click(timeout=30_000)
    kiosk = Kiosk(page, name, codes)
    kiosk.expect_shown("roster", "complete")
    kiosk.expect_shown("connection", "online")
    return kiosk


def find_scans(fair: Fair, kiosk: Kiosk) -> list[tuple[int, str]]:
    """Number and verdict of a tablet's scans in the log, as they came in."""
    with fair.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT device_seq, verdict FROM scans JOIN devices ON devices.id = scans.device_id"
            " WHERE devices.name = ? ORDER BY scans.change_number",
            (kiosk.name,),
        )
        return [(seq, verdict) for seq, verdict in rows]


def expect_all_sent(fair: Fair, kiosk: Kiosk) -> None:
    """Without anybody's help: nothing waits, and the sums are right."""
    kiosk.expect_shown("connection", "online")
    kiosk.expect_shown("unsent", "0")
    kiosk.expect_shown("parked", "0")
    assert recount(fair.database, fair.event_id).differences == ()


def expect_all_once(fair: Fair, kiosk: Kiosk, scans: int) -> None:
    """Nothing waits, and the log has each scan once, in the order they were made."""
    expect_all_sent(fair, kiosk)
    assert find_scans(fair, kiosk) == [(n, "admitted") for n in range(1, scans + 1)]
