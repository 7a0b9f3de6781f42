"""The server goes away and comes back: a kiosk in real Chromium that works through it."""

import base64
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from server.services.conflicts import count_open
from server.services.recount import recount
from tests.browser.chromium import CHROMIUM, OPTIONS, STILL
from tests.browser.conftest import Venue
from tests.browser.queue import queue_scans
from tests.browser.test_kiosk_inputs import PRESS_KEYS
from tests.support.databases import open_migrated
from tests.support.fair import Fair, TrueClock
from tests.support.running_server import RunningServer, run_server

HTML = "html"
REPEAT_FILTER_MS = 5_500
"""Within five seconds a badge seen again is no second scan."""
PRIVATE = [
    ("Imane", "Diallo", "imane.diallo@atlas-bpo.example", "+212661234567", "Atlas BPO"),
    ("Yousra", "Benkirane", "y.benkirane@sahel.example", "+212600998877", "Sahel Logistique"),
    ("أحمد", "العمراني", "ahmed@rabat.example", "+212655443322", "شركة الأطلس"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a server keeps its files."""
    path = tmp_path / "venue"
    path.mkdir()
    return path


@pytest.fixture
def fair(folder: Path) -> Iterator[Fair]:
    """A fair of its own: these tests stop its server."""
    database = open_migrated(folder / "accueil.db")
    yield Fair(database, TrueClock())
    database.close()


@pytest.fixture
def tablet(playwright: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    """A tablet whose storage is a folder on disk."""
    with playwright.chromium.launch_persistent_context(
        tmp_path / "profile",
        **STILL,
        executable_path=CHROMIUM,
        args=list(OPTIONS),
        viewport={"width": 820, "height": 1180},
        locale="fr-FR",
    ) as context:
        yield context


def open_kiosk(tablet: BrowserContext, venue: Venue) -> Page:
    """A paired kiosk without a camera that has the whole roster."""
    page = tablet.new_page()
    page.goto(venue.pairing_url())
    page.locator("#without-camera").click(timeout=20_000)
    expect(page.locator(HTML)).to_have_attribute("data-roster", "complete", timeout=20_000)
    return page


def scan(page: Page, code: str) -> None:
    page.evaluate(PRESS_KEYS, code)


def expect_shown(page: Page, verdict: str, is_confirmed: bool) -> None:
    expect(page.locator(HTML)).to_have_attribute("data-verdict", verdict, timeout=15_000)
    expect(page.locator(HTML)).to_have_attribute("data-confirmed", str(is_confirmed).lower())


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def port_of(server: RunningServer) -> int:
    return int(server.url.rsplit(":", 1)[1])


def test_a_gate_works_on_without_the_server(
    fair: Fair, folder: Path, tablet: BrowserContext
) -> None:
    with run_server(folder) as server:
        venue = Venue(fair, server)
        kiosk = open_kiosk(tablet, venue)
        scan(kiosk, fair.code("imane"))
        expect_shown(kiosk, "admitted", is_confirmed=True)
        server.kill()
        port = port_of(server)

        expect(kiosk.locator(HTML)).to_have_attribute("data-connection", "offline", timeout=20_000)
        scan(kiosk, fair.code("ahmed"))
        expect_shown(kiosk, "admitted", is_confirmed=False)
        expect(kiosk.locator("#verdict-unconfirmed")).to_be_visible()
        expect(kiosk.locator("#verdict-name-text")).to_have_text("أحمد العمراني")
        scan(kiosk, fair.code("nadia"))
        expect_shown(kiosk, "cancelled", is_confirmed=False)
        kiosk.wait_for_timeout(REPEAT_FILTER_MS)
        scan(kiosk, fair.code("imane"))
        expect_shown(kiosk, "already_inside", is_confirmed=False)
        expect(kiosk.locator(HTML)).to_have_attribute("data-unsent", "3")
        assert venue.verdicts() == ["admitted"]

    with run_server(folder, port=port):
        expect(kiosk.locator(HTML)).to_have_attribute("data-connection", "online", timeout=30_000)
        expect(kiosk.locator(HTML)).to_have_attribute("data-unsent", "0", timeout=30_000)
        assert venue.verdicts() == ["admitted", "admitted", "cancelled", "already_inside"]
        scan(kiosk, fair.code("press_guest"))
        expect_shown(kiosk, "admitted", is_confirmed=True)
    counted = recount(fair.database, fair.event_id)
    assert (counted.inside, counted.differences) == (3, ())


def test_the_second_time_is_refused_without_the_server(
    fair: Fair, folder: Path, tablet: BrowserContext
) -> None:
    with run_server(folder) as server:
        kiosk = open_kiosk(tablet, Venue(fair, server))
        server.kill()
        expect(kiosk.locator(HTML)).to_have_attribute("data-connection", "offline", timeout=20_000)
        scan(kiosk, fair.code("ahmed"))
        expect_shown(kiosk, "admitted", is_confirmed=False)
        kiosk.wait_for_timeout(REPEAT_FILTER_MS)
        scan(kiosk, fair.code("ahmed"))
        expect_shown(kiosk, "already_inside", is_confirmed=False)


def test_a_stolen_tablet_gives_no_name_and_no_code_away(
    fair: Fair, folder: Path, playwright: Playwright, tmp_path: Path
) -> None:
    for number, (first, last, email, phone, company) in enumerate(PRIVATE):
        is_arabic = not first.isascii()
        names = {"first_name_ar": first, "last_name_ar": last} if is_arabic else {}
        names = names or {"first_name": first, "last_name": last}
        fair.add_attendee(f"private {number}", email=email, phone=phone, company=company, **names)
    profile = tmp_path / "profile"
    with run_server(folder) as server:
        with playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=list(OPTIONS),
            **STILL,
        ) as tablet:
            kiosk = open_kiosk(tablet, Venue(fair, server))
            index = kiosk.evaluate(FIRST_INDEX)
            scan(kiosk, fair.code("imane"))
            expect_shown(kiosk, "admitted", is_confirmed=True)  # kept for two days
            server.kill()
            expect(kiosk.locator(HTML)).to_have_attribute(
                "data-connection", "offline", timeout=20_000
            )
            scan(kiosk, fair.code("ahmed"))
            expect_shown(kiosk, "admitted", is_confirmed=False)  # waits
            scan_ids = kiosk.evaluate(SCAN_IDS)
        blob = b"\0".join(f.read_bytes() for f in sorted(profile.rglob("*")) if f.is_file())
    assert any(form in blob for form in written_forms(index)), "the roster is not in these files"
    assert [any(form in blob for form in written_forms(i)) for i in scan_ids] == [True, True]
    found = [text for text in secrets_of(fair) if any(f in blob for f in written_forms(text))]
    assert found == []


FIRST_INDEX = """
() => new Promise((resolve) => {
  const opening = indexedDB.open("accueil-kiosk");
  opening.onsuccess = () => {
    const keys = opening.result.transaction("roster").objectStore("roster").getAllKeys();
    keys.onsuccess = () => { opening.result.close(); resolve(keys.result[0]); };
  };
})
"""


SCAN_IDS = """
() => new Promise((resolve) => {
  const opening = indexedDB.open("accueil-kiosk");
  opening.onsuccess = () => {
    const keys = opening.result.transaction("outbox").objectStore("outbox").getAllKeys();
    keys.onsuccess = () => { opening.result.close(); resolve(keys.result); };
  };
})
"""


def secrets_of(fair: Fair) -> Iterator[str]:
    """What nobody may read on a device: names, addresses, companies, codes of the whole fair."""
    columns = "first_name, last_name, first_name_ar, last_name_ar, email, phone, company"
    with fair.database.read() as connection:
        rows = connection.exec_driver_sql(f"SELECT {columns} FROM attendees").all()  # noqa: S608
        codes = connection.exec_driver_sql("SELECT code, short_code FROM badges").all()
    texts = {text for row in [*rows, *codes] for text in row if text}
    yield from (text for text in texts if len(text) >= 4)


def written_forms(text: str) -> list[bytes]:
    """The ways a text may stand in a file: UTF-8, UTF-16 and base64 at any of three places."""
    plain = [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")]
    return plain + [form for one in plain[:2] for form in base64_forms(one)]


def base64_forms(raw: bytes) -> list[bytes]:
    """The middle of the base64 of whatever holds `raw`, for each of three offsets."""
    forms = []
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + raw).decode()
        start = -(-offset * 8 // 6)
        end = (offset + len(raw)) * 8 // 6
        forms.append(re.sub("=", "", encoded)[start:end].encode())
    return forms


def test_a_long_queue_is_flushed_when_the_server_is_back(
    fair: Fair, folder: Path, tablet: BrowserContext
) -> None:
    count = 1_200
    with run_server(folder) as server:
        kiosk = open_kiosk(tablet, Venue(fair, server))
        server.kill()
        port = port_of(server)
    expect(kiosk.locator(HTML)).to_have_attribute("data-connection", "offline", timeout=20_000)
    queue_scans(kiosk, [fair.code("imane"), fair.code("ahmed")], count)
    with run_server(folder, port=port):
        expect(kiosk.locator(HTML)).to_have_attribute("data-unsent", "0", timeout=60_000)
        with fair.database.read() as connection:
            numbers = connection.exec_driver_sql("SELECT device_seq FROM scans").scalars()
            assert sorted(numbers) == list(range(1, count + 1))


def test_a_badge_let_in_twice_while_apart_is_told_at_the_gate(
    fair: Fair, folder: Path, tablet: BrowserContext
) -> None:
    with run_server(folder) as server:
        kiosk = open_kiosk(tablet, Venue(fair, server))
        server.kill()
        port = port_of(server)
    expect(kiosk.locator(HTML)).to_have_attribute("data-connection", "offline", timeout=20_000)
    fair.pair(fair.gate_b).scan(fair.code("imane"))  # the gate that still reached the server
    scan(kiosk, fair.code("imane"))
    expect_shown(kiosk, "admitted", is_confirmed=False)
    with run_server(folder, port=port):
        expect(kiosk.locator("#conflict-strip")).to_be_visible(timeout=30_000)
        expect(kiosk.locator("#conflict-words")).not_to_contain_text("Imane")
        expect(kiosk.locator(HTML)).to_have_attribute("data-unsent", "0")
    counted = recount(fair.database, fair.event_id)
    assert (counted.inside, counted.differences) == (1, ())


def test_a_passage_is_taken_back_from_the_staff_menu(
    fair: Fair, folder: Path, tablet: BrowserContext
) -> None:
    with run_server(folder) as server:
        kiosk = open_kiosk(tablet, Venue(fair, server))
        scan(kiosk, fair.code("imane"))
        expect_shown(kiosk, "admitted", is_confirmed=True)
        kiosk.locator("#open-staff").click()
        expect(kiosk.locator("#menu-facts")).to_contain_text("Données complètes")
        kiosk.locator("#last-scans summary").click()
        expect(kiosk.locator("#last-scans-list bdi")).to_have_text("Imane Diallo")
        kiosk.locator("#last-scans-list button").click()
        kiosk.locator("#last-scans-list button").first.click()
        expect(kiosk.locator("#last-scans-result")).to_have_text("Passage annulé")
    counted = recount(fair.database, fair.event_id)
    assert (counted.inside, counted.differences) == (0, ())


def test_a_passage_is_taken_back_without_the_server(
    fair: Fair, folder: Path, tablet: BrowserContext
) -> None:
    with run_server(folder) as server:
        kiosk = open_kiosk(tablet, Venue(fair, server))
        scan(kiosk, fair.code("imane"))
        expect_shown(kiosk, "admitted", is_confirmed=True)
        server.kill()
        port = port_of(server)
    expect(kiosk.locator(HTML)).to_have_attribute("data-connection", "offline", timeout=20_000)
    take_back_last(kiosk)
    expect(kiosk.locator("#last-scans-result")).to_have_text(
        "Passage annulé ici, pas encore envoyé", timeout=10_000
    )
    kiosk.locator("#menu-close").click()
    scan(kiosk, fair.code("ahmed"))
    expect_shown(kiosk, "admitted", is_confirmed=False)
    kiosk.wait_for_timeout(REPEAT_FILTER_MS)
    scan(kiosk, fair.code("imane"))  # is outside, as far as this gate knows
    expect_shown(kiosk, "admitted", is_confirmed=False)
    with run_server(folder, port=port):
        wait_until(lambda: count_undos(fair) == 1)
        expect(kiosk.locator(HTML)).to_have_attribute("data-unsent", "0", timeout=30_000)
        counted = recount(fair.database, fair.event_id)
        assert (counted.inside, counted.differences) == (2, ())
        assert count_open(fair.database, fair.event_id) == 0  # the undo came first


def take_back_last(kiosk: Page) -> None:
    """What staff does with the last scan of the list."""
    kiosk.locator("#open-staff").click()
    kiosk.locator("#last-scans summary").click()
    kiosk.locator("#last-scans-list button").first.click()
    kiosk.locator("#last-scans-list button").first.click()


def count_undos(fair: Fair) -> int:
    with fair.database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM undos").scalar_one())
