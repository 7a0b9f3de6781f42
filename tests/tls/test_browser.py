"""Real Chromium: with the authority installed everything works, without it only half of it does."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect, sync_playwright

from server.pages.handover_view import PLATFORMS
from server.tls import ServerNames, collect_names, prepare_certificate
from server.tls.store import _get_authority, _renew
from tests.net.venue import start_venue, wait_until

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
CERTUTIL = shutil.which("certutil")
CHECKS = ("secure", "worker", "storage", "live")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="the package chromium is not installed"),
    pytest.mark.skipif(CERTUTIL is None, reason="the package libnss3-tools is not installed"),
]


@dataclass(frozen=True)
class Served:
    """A running product: its secure origin, the hand-over page, the authority."""

    origin: str
    handover: str
    authority: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The product as `run_server.py serve` starts it, on free ports."""
    folder = tmp_path_factory.mktemp("served")
    environ = os.environ | {
        "ACCUEIL_DATA_DIR": str(folder),
        "ACCUEIL_PORT": "0",
        "ACCUEIL_HTTP_PORT": "0",
    }
    out = folder / "out"
    with out.open("w") as output, (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "run_server.py", "serve"],
            cwd=ROOT,
            env=environ,
            stdout=output,
            stderr=log,
        )
    try:
        wait_until(lambda: len(list_urls(out)) >= 2 or process.poll() is not None, 60)
        assert process.poll() is None, (folder / "log").read_text()
        origin, handover = list_urls(out)
        yield Served(origin, handover, folder / "tls" / "ca.crt")
    finally:
        process.terminate()
        process.wait(20)


def list_urls(out: Path) -> list[str]:
    """The first secure address printed, then the plain one."""
    lines = [line.strip() for line in out.read_text().splitlines()]
    secure = [line for line in lines if line.startswith("https://") and "#" not in line]
    return secure[:1] + [line for line in lines if line.startswith("http://")]


@pytest.fixture(scope="module")
def browsers() -> Iterator[Playwright]:
    """Playwright, started once."""
    with sync_playwright() as playwright:
        yield playwright


@contextmanager
def open_browser(
    browsers: Playwright, home: Path, *, ignores_warning: bool = False
) -> Iterator[BrowserContext]:
    """Chromium of somebody whose home is `home`, with a camera that shows a test picture."""
    context = browsers.chromium.launch_persistent_context(
        home / "profile",
        executable_path=CHROMIUM,
        args=[
            "--no-sandbox",
            "--use-fake-device-for-media-stream",
            "--host-resolver-rules=MAP bank.example 127.0.0.1",
        ],
        env={**os.environ, "HOME": str(home)},
        ignore_https_errors=ignores_warning,
        locale="en",
    )
    try:
        yield context
    finally:
        context.close()


def install(authority: Path, home: Path) -> None:
    """What the Linux steps of the hand-over page tell people to do."""
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    for arguments in (
        ["-N", "--empty-password"],
        ["-A", "-t", "C,,", "-n", "Accueil", "-i", str(authority)],
    ):
        subprocess.run([str(CERTUTIL), "-d", f"sql:{store}", *arguments], check=True)


def open_check(context: BrowserContext, served: Served) -> Page:
    page = context.new_page()
    page.goto(f"{served.origin}/trust-check?lang=en")
    for code in CHECKS:
        expect(row(page, code)).not_to_have_attribute("data-state", "waiting", timeout=15_000)
    return page


def row(page: Page, code: str):  # type: ignore[no-untyped-def]
    return page.get_by_test_id(f"check-{code}")


def test_with_the_authority_installed_the_device_is_ready(
    browsers: Playwright, served: Served, tmp_path: Path
) -> None:
    install(served.authority, tmp_path)
    with open_browser(browsers, tmp_path) as context:
        context.grant_permissions(["camera"], origin=served.origin)
        page = open_check(context, served)
        for code in ("secure", "worker", "camera", "live"):
            expect(row(page, code)).to_have_attribute("data-state", "passed")
        expect(page.get_by_test_id("result")).to_have_attribute("data-state", "passed")
        expect(page.get_by_role("heading", name="This device is ready")).to_be_visible()
        assert (
            page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length")
            == 0
        )


def test_the_handover_page_notices_a_device_that_trusts(
    browsers: Playwright, served: Served, tmp_path: Path
) -> None:
    install(served.authority, tmp_path)
    with open_browser(browsers, tmp_path) as context:
        page = context.new_page()
        page.goto(served.handover)
        expect(page.get_by_test_id("trust")).to_have_attribute("data-state", "trusted")


def test_without_it_the_browser_refuses(
    browsers: Playwright, served: Served, tmp_path: Path
) -> None:
    with open_browser(browsers, tmp_path) as context:
        page = context.new_page()
        with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
            page.goto(served.origin)
        page = context.new_page()
        tried: list[str] = []
        page.on("requestfailed", lambda request: tried.append(request.url))
        page.goto(served.handover)
        wait_in(page, lambda: any("seen.svg" in url for url in tried))
        expect(page.get_by_test_id("trust")).to_have_attribute("data-state", "unknown")


def wait_in(page: Page, is_true) -> None:  # type: ignore[no-untyped-def]
    """Poll while Playwright goes on delivering events."""
    wait_until(lambda: is_true() or page.wait_for_timeout(20))


def test_clicking_the_warning_away_gives_the_camera_but_no_offline_mode(
    browsers: Playwright, served: Served, tmp_path: Path
) -> None:
    with open_browser(browsers, tmp_path, ignores_warning=True) as context:
        context.grant_permissions(["camera"], origin=served.origin)
        page = open_check(context, served)
        expect(row(page, "camera")).to_have_attribute("data-state", "passed")
        expect(row(page, "worker")).to_have_attribute("data-state", "failed")
        expect(row(page, "worker")).to_contain_text("does not trust the certificate")
        expect(page.get_by_test_id("result")).to_have_attribute("data-state", "failed")


def test_the_camera_is_asked_for_on_the_button_and_may_be_refused(
    browsers: Playwright, served: Served, tmp_path: Path
) -> None:
    install(served.authority, tmp_path)
    with open_browser(browsers, tmp_path) as context:
        page = open_check(context, served)
        expect(row(page, "camera")).to_have_attribute("data-state", "waiting")
        page.get_by_test_id("ask-camera").click()
        expect(row(page, "camera")).to_have_attribute("data-state", "failed")
        expect(row(page, "camera")).to_contain_text("allow the camera")
        expect(page.get_by_test_id("result")).to_have_attribute("data-state", "failed")


def test_an_authority_key_in_wrong_hands_cannot_imitate_a_bank(
    browsers: Playwright, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    names = collect_names("venue-pc", [])
    prepare_certificate(tmp_path / "tls", names, now)
    stolen = _get_authority(tmp_path / "tls", names, now, True)
    bank = ServerNames(("bank.example",), ())
    _renew(tmp_path / "tls", stolen, bank, now)
    pem = str(tmp_path / "tls" / "server.pem")
    install(tmp_path / "tls" / "ca.crt", tmp_path)
    with (
        start_venue(tmp_path / "imitation", tls_cert=pem, tls_key=pem) as venue,
        open_browser(browsers, tmp_path) as context,
        pytest.raises(Error, match="ERR_CERT_INVALID"),
    ):
        context.new_page().goto(f"https://bank.example:{venue.port}/hello")


def test_no_page_scrolls_sideways(browsers: Playwright, served: Served, tmp_path: Path) -> None:
    with open_browser(browsers, tmp_path, ignores_warning=True) as context:
        page = context.new_page()
        for width, lang, platform in product((390, 820, 1440), ("fr", "ar"), PLATFORMS):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{served.handover}/?platform={platform}&lang={lang}")
            assert_fits(page)
        for width, lang in product((390, 1440), ("fr", "ar")):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{served.origin}/trust-check?lang={lang}")
            assert_fits(page)


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
