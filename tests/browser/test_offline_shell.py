"""The kiosk opens with the server unreachable: after a reload, a reboot, across an upgrade."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from server.services.devices import create_pairing_code
from server.storage.database import Database
from server.storage.migrate import migrate
from tests.browser.chromium import CHROMIUM, OPTIONS, STILL
from tests.support.fair import Fair, TrueClock
from tests.support.running_server import ROOT, RunningServer, run_server

IS_READY = """
async () => {
  const registration = await navigator.serviceWorker.ready;
  return registration.active.state === "activated" && navigator.serviceWorker.controller !== null;
}
"""
COUNT_UNSENT = """
() => new Promise((done, fail) => {
  const opening = indexedDB.open("accueil-kiosk");
  opening.onerror = () => fail(opening.error);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("outbox").objectStore("outbox").getAll();
    asked.onsuccess = () => {
      opening.result.close();
      done(asked.result.filter((row) => row.status === "waiting").length);
    };
  };
})
"""
# Through the kiosk's own store: until it judges badges offline, none can be scanned there.
ADD_SCAN = """
async (gateId) => {
  const js = document.querySelector("script[type=module]").src.replace("kiosk.js", "");
  const load = (path) => import(js + path);
  const { openKioskDatabase } = await load("store/database.js");
  const { OutboxStore } = await load("store/outbox-store.js");
  const { SettingsStore } = await load("store/settings-store.js");
  const { newScan } = await load("domain/messages.js");
  const { makeScanId } = await load("domain/ids.js");
  const database = await openKioskDatabase();
  const pairing = await new SettingsStore(database).pairing();
  const random = crypto.getRandomValues(new Uint8Array(10));
  await new OutboxStore(database, pairing.device_id).add((deviceSeq, last) => newScan({
    scanId: makeScanId(Date.now(), random, last), deviceSeq, badgeCode: "NOT A BADGE", gateId,
    direction: "entry", deviceTime: Date.now(), clockOffsetMs: 0, source: "typed",
  }));
  database.close();
}
"""
IS_NEWER_WAITING = "async () => (await navigator.serviceWorker.getRegistration())?.waiting != null"
VERSION = """
() => document.querySelector("script[type=module]").src.split("/static/")[1].split("/")[0]
"""


@pytest.fixture
def fair(tmp_path: Path) -> Iterator[Fair]:
    """The fair in the server's own folder."""
    (tmp_path / "venue").mkdir()
    database = Database(f"sqlite:///{tmp_path / 'venue' / 'accueil.db'}")
    migrate(database)
    yield Fair(database, TrueClock())
    database.close()


@contextmanager
def open_tablet(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """A tablet's browser, which keeps its storage in `profile` when it is switched off."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        **STILL,
        executable_path=CHROMIUM,
        args=[*OPTIONS],
        viewport={"width": 820, "height": 1180},
        locale="fr-FR",
    )
    try:
        yield context
    finally:
        context.close()


def pair(page: Page, fair: Fair, server: RunningServer) -> None:
    """Pair, and wait until the worker has everything and the kiosk scans without a camera."""
    code = create_pairing_code(
        fair.database, fair.event_id, fair.gate_a, "Tablette 1", fair.clock()
    )
    page.goto(f"{server.url}/kiosk?autostart=1#pair={code}")
    expect(page.locator("html")).to_have_attribute("data-connection", "online", timeout=30_000)
    page.locator("#without-camera").click(timeout=30_000)
    page.wait_for_function(IS_READY, timeout=30_000)


def expect_kiosk(page: Page) -> None:
    """Our page with its styles, modules and texts, not the browser's error page."""
    expect(page.locator("#gate-name")).to_contain_text("Porte A", timeout=30_000)
    expect(page.locator("#open-staff")).to_have_attribute("aria-label", "Menu de l’équipe")


def test_the_page_opens_without_a_server(
    playwright: Playwright, fair: Fair, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    with open_tablet(playwright, profile) as tablet:
        page = tablet.new_page()
        with run_server(tmp_path / "venue") as server:
            address = f"{server.url}/kiosk?autostart=1"
            pair(page, fair, server)
        page.reload()
        expect_kiosk(page)
    with open_tablet(playwright, profile) as rebooted:
        page = rebooted.new_page()
        page.goto(address)
        expect_kiosk(page)
        expect(page.locator("html")).to_have_attribute("data-connection", "offline")


def test_a_new_version_waits_until_the_scans_are_sent(
    playwright: Playwright, fair: Fair, tmp_path: Path
) -> None:
    with open_tablet(playwright, tmp_path / "profile") as tablet:
        page = tablet.new_page()
        with run_server(tmp_path / "venue") as server:
            pair(page, fair, server)
            old = page.evaluate(VERSION)
        make_scan_wait(page, fair)
        page.goto("about:blank")
        port = int(server.url.rpartition(":")[2])
        with run_server(tmp_path / "venue", port=port, root=copy_product(tmp_path)) as newer:
            with busy_database(tmp_path / "venue"):
                page.goto(f"{newer.url}/kiosk?autostart=1")
                page.wait_for_function(IS_NEWER_WAITING, timeout=60_000)
                page.wait_for_timeout(6_000)  # three looks of the page at whether it may change
                assert page.evaluate(VERSION) == old
                assert page.evaluate(COUNT_UNSENT) == 1
            page.wait_for_function(f"() => ({VERSION.strip()})() !== '{old}'", timeout=60_000)
            expect_kiosk(page)
            assert page.evaluate(COUNT_UNSENT) == 0
    with fair.database.read() as connection:
        scans = connection.exec_driver_sql("SELECT COUNT(*) FROM scans")
        assert scans.scalar_one() == 1


def make_scan_wait(page: Page, fair: Fair) -> None:
    """A badge is scanned while the server is away."""
    page.evaluate(ADD_SCAN, fair.gate_a)
    assert page.evaluate(COUNT_UNSENT) == 1


def copy_product(folder: Path) -> Path:
    """The next version of the product: ours with one file changed."""
    copy = folder / "product"
    for name in ("domain", "server", "rehearsal", "web", "templates", "static", "translations"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copy2(ROOT / "run_server.py", copy)
    with (copy / "static" / "js" / "kiosk.js").open("a") as file:
        file.write("// the next version\n")
    return copy


@contextmanager
def busy_database(folder: Path) -> Iterator[None]:
    """A server that answers and takes nothing: somebody else writes to its database."""
    holder = sqlite3.connect(folder / "accueil.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()
