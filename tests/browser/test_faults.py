"""A kiosk in real Chromium whose network fails in every way a hall's network does: it judges on,
says what it has not sent, and hands everything over once the network is back, by itself."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.chromium import CHROMIUM, OPTIONS
from tests.browser.conftest import Venue
from tests.browser.kiosk import TABLET, expect_all_once, find_scans, open_kiosk
from tests.browser.test_offline import wait_until
from tests.browser.test_offline_shell import IS_READY
from tests.support.fault_proxy import (
    BlackHole,
    CutFrame,
    Fault,
    FaultProxy,
    Flapping,
    Latency,
    Refusal,
    run_proxy,
)


@pytest.fixture
def proxy(venue: Venue) -> Iterator[FaultProxy]:
    """The network between tablet and server."""
    with run_proxy(int(venue.server.url.rsplit(":", 1)[1])) as running:
        yield running


@pytest.fixture
def tablet(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**TABLET)
    yield context
    context.close()


@pytest.mark.parametrize(
    ("fault", "is_taken"),
    [
        pytest.param(BlackHole(), False, id="black hole"),
        pytest.param(CutFrame(is_upward=True), False, id="cut on the way up"),
        pytest.param(CutFrame(is_upward=False), True, id="cut on the way down"),
        pytest.param(Refusal(), False, id="refused"),
    ],
)
def test_nothing_passes(
    venue: Venue, proxy: FaultProxy, tablet: BrowserContext, fault: Fault, is_taken: bool
) -> None:
    kiosk = open_kiosk(tablet, venue, url=proxy.url, visitors=4)
    kiosk.scan(1)
    kiosk.expect_shown("confirmed", "true")
    proxy.set_fault(fault)
    for number in (2, 3, 4):
        kiosk.scan(number)
        kiosk.expect_shown("confirmed", "false")
    kiosk.expect_unsent(3)
    # An answer that was cut is one the server gave: it has the scan, the tablet cannot know.
    wait_until(lambda: len(find_scans(venue.fair, kiosk)) == (4 if is_taken else 1))
    kiosk.expect_shown("unsent", "3")
    proxy.clear()
    expect_all_once(venue.fair, kiosk, 4)


def test_how_long_scans_wait_is_told_though_nobody_comes(
    venue: Venue, proxy: FaultProxy, tablet: BrowserContext
) -> None:
    tablet.clock.install()
    kiosk = open_kiosk(tablet, venue, url=proxy.url, visitors=1)
    proxy.set_fault(Refusal())
    kiosk.scan(1)
    kiosk.expect_unsent(1)
    tablet.clock.fast_forward(180_000)
    expect(kiosk.page.locator("#status-words")).to_contain_text("3 minutes")


def test_everything_comes_two_seconds_late(
    venue: Venue, proxy: FaultProxy, tablet: BrowserContext
) -> None:
    kiosk = open_kiosk(tablet, venue, url=proxy.url, visitors=3)
    proxy.set_fault(Latency(2.0))
    for number in (1, 2, 3):
        kiosk.scan(number)
        kiosk.expect_shown("confirmed", "false")
    kiosk.expect_shown("connection", "offline")
    kiosk.expect_shown("unsent", "0")  # late is not lost
    assert len(find_scans(venue.fair, kiosk)) == 3
    proxy.clear()
    expect_all_once(venue.fair, kiosk, 3)


def test_the_network_comes_and_goes(
    venue: Venue, proxy: FaultProxy, tablet: BrowserContext
) -> None:
    kiosk = open_kiosk(tablet, venue, url=proxy.url, visitors=8)
    proxy.set_fault(Flapping(up_seconds=1.2, down_seconds=1.3))
    for number in range(1, 9):
        kiosk.scan(number)
        kiosk.page.wait_for_timeout(700)
    proxy.clear()
    expect_all_once(venue.fair, kiosk, 8)


def test_reloaded_and_killed_while_nothing_passes(
    venue: Venue, proxy: FaultProxy, playwright: Playwright, tmp_path: Path
) -> None:
    with open_browser(playwright, tmp_path) as tablet:
        kiosk = open_kiosk(tablet, venue, url=proxy.url, visitors=5)
        kiosk.page.wait_for_function(IS_READY)
        kiosk.scan(1)
        kiosk.expect_shown("confirmed", "true")
        proxy.set_fault(BlackHole())
        kiosk.scan(2)
        kiosk.page.reload()
        kiosk.expect_unsent(1)
        kiosk.scan(3)
        kill_browser(tmp_path)
    with open_browser(playwright, tmp_path) as tablet:
        kiosk.page = tablet.new_page()
        kiosk.page.goto(f"{proxy.url}/kiosk?autostart=1")
        kiosk.expect_unsent(2)
        kiosk.scan(4)
        kiosk.expect_shown("unsent", "3")
        assert len(find_scans(venue.fair, kiosk)) == 1
        proxy.clear()
        expect_all_once(venue.fair, kiosk, 4)
        kiosk.scan(5)
        kiosk.expect_shown("confirmed", "true")


@contextmanager
def open_browser(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """A browser that keeps its storage in `profile`; it may be dead when it is closed."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=list(OPTIONS),
        **TABLET,
    )
    try:
        yield context
    finally:
        with suppress(PlaywrightError):
            context.close()


def kill_browser(profile: Path) -> None:
    """kill -9 of the browser on this profile; its other processes follow it."""
    option = f"--user-data-dir={profile}".encode()
    found = [path for path in Path("/proc").glob("[0-9]*/cmdline") if has_option(path, option)]
    assert found
    for path in found:
        os.kill(int(path.parent.name), signal.SIGKILL)
    wait_until(lambda: not any(has_option(path, option) for path in found))


def has_option(cmdline: Path, option: bytes) -> bool:
    try:
        return option in cmdline.read_bytes().split(b"\0")
    except OSError:
        return False  # gone
