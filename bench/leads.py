"""Leads on phones: scan to saved without a server, a whole lead by script, and how soon a colleague
sees it while hundreds of phones are connected. Needs Chromium. Server, phones and Chromium share
this machine's cores. `python -m bench leads`.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.phones import Phone
from bench.venue import BenchFair, open_bench_fair
from server.clock import now_ms
from server.services.badges import get_badges_to_print
from server.services.booth_join import NewBoothDevice, join_booth
from server.services.exhibitor_access import make_access_codes
from server.services.programme import NewExhibitor, add_exhibitor
from server.services.qualifiers import add_pack
from server.storage.database import Database
from tests.browser.booths import join
from tests.browser.chromium import CHROMIUM, OPTIONS
from tests.browser.test_kiosk_inputs import PRESS_KEYS
from tests.support.running_server import RunningServer, run_server

PHONES = 500
EXHIBITORS = 50
SCANS = 60
WHOLE_LEADS = 10
SEEN = 100
AT_ONCE = 25
TEAM_NAME = "Maghreb Contact"
_PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "locale": "fr-FR"}
_MEASURES = """
() => performance.getEntriesByName("accueil:scan-to-saved").map((entry) => entry.detail)
"""
_LET_THROUGH = "() => new Promise((done) => setTimeout(done, 120))"


@dataclass(frozen=True)
class Booths:
    """A running server, the codes of its visitors' badges, and its exhibitors' access codes; the
    first exhibitor's team is the one that is watched."""

    server: RunningServer
    badges: list[str]
    codes: list[str]


def main() -> None:
    """Measure all three on one server."""
    with tempfile.TemporaryDirectory() as folder, open_booths(Path(folder)) as booths:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*OPTIONS])
            _print_whole_leads(browser, booths)
            _print_saved(browser, booths)
            browser.close()
        asyncio.run(_print_seen(booths, PHONES))


@contextmanager
def open_booths(folder: Path) -> Iterator[Booths]:
    """A fair with booths on a fresh server in `folder`."""
    with open_bench_fair(folder) as fair:
        codes = _add_exhibitors(fair)
        _share_everything(fair)
        printed = get_badges_to_print(fair.database, fair.event_id)
        badges = [badge.code for _, badge, _ in printed if badge.kind == "own"]
    with run_server(folder, ACCUEIL_LOG_LEVEL="warning") as server:
        yield Booths(server, badges, codes)


def _add_exhibitors(fair: BenchFair) -> list[str]:
    now = fair.clock()
    names = [TEAM_NAME, *(f"Exposant {n}" for n in range(1, EXHIBITORS))]
    new = [NewExhibitor(name, f"B{n}") for n, name in enumerate(names)]
    ids = [add_exhibitor(fair.database, fair.event_id, one, now) for one in new]
    add_pack(fair.database, ids[0], "bpo", now)
    sheets = make_access_codes(fair.database, fair.event_id, now, "bench")
    full = {sheet.exhibitor.id: sheet.codes["full"] for sheet in sheets}
    return [full[one] for one in ids]


def _share_everything(fair: BenchFair) -> None:
    """Before anybody has read the roster: its change numbers may stay."""
    fair.database.write(
        lambda connection: connection.exec_driver_sql("UPDATE attendees SET share_level = 'all'")
    )


def _print_saved(browser: Browser, booths: Booths) -> None:
    """Scan after scan on a phone that has lost its server."""
    page = _open_phone(browser, booths)
    page.click("#rapid")
    page.context.set_offline(True)
    expect(page.locator("html")).to_have_attribute("data-connection", "offline", timeout=30_000)
    page.evaluate("performance.clearMeasures()")
    for code in booths.badges[100 : 100 + SCANS]:
        page.evaluate(PRESS_KEYS, code)
        page.evaluate(_LET_THROUGH)
    details = page.evaluate(_MEASURES)
    saved = [one["save_ms"] for one in details]
    shown = [one["save_ms"] + one["show_ms"] for one in details]
    print("\n| without the server | scans | p50 ms | p95 ms | slowest ms |")
    print("|---|---|---|---|---|")
    print(f"| code read → fact durable | {_row(saved)} |")
    print(f"| code read → answer painted | {_row(shown)} |")
    page.context.close()


def _print_whole_leads(browser: Browser, booths: Booths) -> None:
    """A badge, a rating, one question, the next badge: as fast as a script taps."""
    page = _open_phone(browser, booths)
    laps = [_make_lead(page, code) for code in booths.badges[:WHOLE_LEADS]]
    print("\n| by script | leads | p50 ms | p95 ms | slowest ms |")
    print("|---|---|---|---|---|")
    print(f"| scan + rating + one question, saved | {_row(laps)} |")
    page.context.close()


def _make_lead(page: Page, code: str) -> float:
    started = time.perf_counter()
    page.evaluate(PRESS_KEYS, code)
    page.click('button[data-rating="hot"]')
    page.click("#sheet-questions .chip >> nth=0")
    chosen = page.locator('#sheet-questions .chip[aria-pressed="true"]')
    expect(chosen).to_have_count(1, timeout=10_000)
    page.click("#sheet-done")
    return (time.perf_counter() - started) * 1_000


def _open_phone(browser: Browser, booths: Booths) -> Page:
    page = browser.new_context(**_PHONE).new_page()
    join(page, booths.server.url, booths.codes[0], "Yassine")
    expect(page.locator("html")).to_have_attribute("data-roster", "complete", timeout=60_000)
    return page


async def _print_seen(booths: Booths, phones: int) -> None:
    """One of a team captures, the others look when they are told; all send their heartbeats."""
    tokens = _join_many(booths, phones)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        crowd = [Phone(session, booths.server.url, token) for token in tokens]
        try:
            for start in range(0, phones, AT_ONCE):
                await asyncio.gather(*(phone.open() for phone in crowd[start : start + AT_ONCE]))
            laps = await _measure_seen(booths, crowd[0], crowd[len(booths.codes)])
        finally:
            await asyncio.gather(*(phone.close() for phone in crowd), return_exceptions=True)
    print(f"\n| {phones} phones connected | captures | p50 ms | p95 ms | slowest ms |")
    print("|---|---|---|---|---|")
    print(f"| capture sent → colleague has the lead | {_row(laps)} |")


def _join_many(booths: Booths, phones: int) -> list[str]:
    """Tokens of that many phones, spread over the exhibitors."""
    database = Database(f"sqlite:///{booths.server.folder / 'accueil.db'}")
    try:
        return [
            join_booth(
                database,
                NewBoothDevice(booths.codes[number % len(booths.codes)], f"Vendeur {number}"),
                now_ms(),
            ).token
            for number in range(phones)
        ]
    finally:
        database.close()


async def _measure_seen(booths: Booths, sender: Phone, colleague: Phone) -> list[float]:
    laps = []
    for code in booths.badges[300 : 300 + SEEN]:
        started = time.perf_counter()
        capture_id = await sender.capture(code)
        await colleague.see(capture_id)
        laps.append((time.perf_counter() - started) * 1_000)
        await asyncio.sleep(0.1)
    return laps


def _row(laps: list[float]) -> str:
    ordered = sorted(laps)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    middle = statistics.median(ordered)
    return f"{len(ordered)} | {middle:.0f} | {p95:.0f} | {ordered[-1]:.0f}"
