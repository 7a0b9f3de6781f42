"""How fast a kiosk that worked alone for long hands over its scans, and whether its page stays
responsive meanwhile. `python -m bench flush`.
"""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from bench.venue import BenchFair, open_bench_fair
from server.services.devices import create_pairing_code
from tests.browser.chromium import open_chromium
from tests.browser.queue import WATCH_GAPS, queue_scans
from tests.support.running_server import run_server

SCANS = 10_000
ATTENDEES = 500
BADGES = 20
_MOST_MS = 300_000


def main() -> None:
    """Queue scans while the server is away, start it again, and wait."""
    with tempfile.TemporaryDirectory() as name, open_bench_fair(Path(name), ATTENDEES) as fair:
        seconds, gap_ms = _measure(fair, Path(name))
    print(
        "| scans queued | seconds until the last receipt | scans/s | longest pause of the page ms |"
    )
    print("|---|---|---|---|")
    print(f"| {SCANS} | {seconds:.1f} | {SCANS / seconds:.0f} | {gap_ms:.0f} |")


def _measure(fair: BenchFair, folder: Path) -> tuple[float, float]:
    place = (fair.database, fair.event_id, fair.gate_a)
    code = create_pairing_code(*place, "Tablette", fair.clock())
    with sync_playwright() as playwright, open_chromium(playwright) as browser:
        page = browser.new_page()
        with run_server(folder, ACCUEIL_LOG_LEVEL="warning") as server:
            page.goto(f"{server.url}/kiosk?autostart=1#pair={code}")
            _expect(page, "data-roster", "complete")
            port = int(server.url.rsplit(":", 1)[1])
        _expect(page, "data-connection", "offline")
        queue_scans(page, [fair.code_number(n) for n in range(BADGES)], SCANS)
        page.evaluate(WATCH_GAPS)
        with run_server(folder, port=port, ACCUEIL_LOG_LEVEL="warning"):
            started = time.monotonic()
            _expect(page, "data-unsent", "0")
            return time.monotonic() - started, page.evaluate("window.longestGap")


def _expect(page: Page, name: str, value: str) -> None:
    expect(page.locator("html")).to_have_attribute(name, value, timeout=_MOST_MS)
