"""The tablet judges by what it knows, the server knows better: the screen is put right."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import Venue, revoke
from tests.browser.kiosk import TABLET, Kiosk, find_scans, open_kiosk

WATCH_VERDICTS = """
() => {
  const { dataset } = document.documentElement;
  window.seen = [];
  new MutationObserver(() => {
    const { verdict } = dataset;
    if (verdict !== undefined && verdict !== window.seen.at(-1)) window.seen.push(verdict);
  }).observe(document.documentElement, { attributeFilter: ["data-verdict"] });
}
"""


@pytest.fixture
def tablet(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**TABLET)
    yield context
    context.close()


def expect_corrected(kiosk: Kiosk, verdict: str) -> None:
    """The screen first said yes, then no; the team is told that somebody was let in."""
    kiosk.expect_shown("verdict", verdict)
    kiosk.expect_shown("confirmed", "true")
    expect(kiosk.page.locator("#verdict")).to_have_attribute("data-corrected", "true")
    expect(kiosk.page.locator("#conflict-strip")).to_be_visible()
    assert kiosk.page.evaluate("window.seen") == ["admitted", verdict]
    kiosk.expect_shown("unsent", "0")


def find_conflicts(venue: Venue, key: str) -> list[str]:
    with venue.fair.database.read() as connection:
        kinds = connection.exec_driver_sql(
            "SELECT kind FROM conflicts WHERE attendee_id = ?", (venue.fair.attendees[key],)
        )
        return list(kinds.scalars())


def hear_no_changes(kiosk: Kiosk) -> None:
    """What changes from now on is news to the tablet, however busy this machine is.

    It asks one question after the other: when one has failed, none is under way from before.
    """
    kiosk.page.context.route("**/api/v1/changes**", lambda route: route.abort())
    with kiosk.page.expect_event("requestfailed", lambda request: "/changes" in request.url):
        kiosk.page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_a_badge_revoked_a_moment_ago(venue: Venue, tablet: BrowserContext) -> None:
    venue.fair.add_attendee("loser", first_name="Hajar")
    kiosk = open_kiosk(tablet, venue, visitors=0)
    kiosk.page.evaluate(WATCH_VERDICTS)
    hear_no_changes(kiosk)
    kiosk.codes = [revoke(venue.fair, "loser")]
    kiosk.show(1)
    expect_corrected(kiosk, "revoked")
    expect(kiosk.page.locator("#conflict-words")).to_contain_text("n’aurait pas dû")
    assert find_scans(venue.fair, kiosk) == [(1, "revoked")]
    assert find_conflicts(venue, "loser") == ["against_rule"]


def test_a_badge_let_in_elsewhere_a_moment_ago(venue: Venue, tablet: BrowserContext) -> None:
    code = venue.fair.add_attendee("twice", first_name="Yassine")
    kiosk = open_kiosk(tablet, venue, visitors=0)
    kiosk.page.evaluate(WATCH_VERDICTS)
    hear_no_changes(kiosk)
    venue.fair.pair(venue.fair.gate_b).scan(code)
    kiosk.codes = [code]
    kiosk.show(1)
    expect_corrected(kiosk, "already_inside")
    expect(kiosk.page.locator("#verdict-lines")).to_contain_text("Porte B")
    assert find_scans(venue.fair, kiosk) == [(1, "already_inside")]
    assert find_conflicts(venue, "twice") == ["double_entry"]


def test_a_person_the_tablet_has_never_heard_of(venue: Venue, tablet: BrowserContext) -> None:
    """A walk-in of a moment ago: no conflict, nobody was let in wrongly."""
    kiosk = open_kiosk(tablet, venue, visitors=0)
    kiosk.page.evaluate(WATCH_VERDICTS)
    hear_no_changes(kiosk)
    kiosk.codes = [venue.fair.add_attendee("walk-in", first_name="Salma")]
    kiosk.show(1)
    kiosk.expect_shown("verdict", "admitted")
    expect(kiosk.page.locator("#verdict-name-text")).to_have_text("Salma")
    expect(kiosk.page.locator("#conflict-strip")).to_be_hidden()
    assert kiosk.page.evaluate("window.seen") == ["needs_desk", "admitted"]
