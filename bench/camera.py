"""From a camera frame with a badge in it to the verdict on the screen, in Chromium at 720p.

The page measures itself (`accueil:frame-to-verdict`): from the frame that was decoded, over the
outbox on disk, the server's commit and its answer, to the verdict shown. `python -m bench camera`.
"""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.venue import open_bench_fair
from demo.motion import Gesture
from demo.video import make_webcam_video
from server.printing.raster import render_badge_image
from server.services.devices import create_pairing_code
from tests.browser.chromium import open_chromium
from tests.browser.conftest import make_face
from tests.support.running_server import run_server

BADGES = 12
SCANS = 60
_MOST_SECONDS = 400
_READ = """performance.getEntriesByName("accueil:frame-to-verdict").map((e) => e.duration)"""
_DECODE = "SELECT decode_ms FROM scans WHERE source = 'camera' ORDER BY decode_ms"


def main() -> None:
    """Hold badges before a kiosk until enough scans were made."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_bench_fair(folder) as fair:
            video = _make_video(folder, [fair.code_number(n) for n in range(BADGES)])
            code = create_pairing_code(
                fair.database, fair.event_id, fair.gate_a, "Tablette", fair.clock()
            )
            with run_server(folder, ACCUEIL_LOG_LEVEL="warning") as server:
                laps = _scan(f"{server.url}/kiosk?autostart=1#pair={code}", video)
            with fair.database.read() as connection:
                decoded = list(connection.exec_driver_sql(_DECODE).scalars())
    print("| what | scans | p50 ms | p95 ms |\n|---|---|---|---|")
    print(_row("frame to verdict on screen, Chromium, 1280×720", sorted(laps)))
    print(_row("of which decoding (zxing-wasm in a worker)", decoded))


def _make_video(folder: Path, codes: list[str]) -> Path:
    pictures = [render_badge_image(make_face(code), 180) for code in codes]
    path = folder / "badges.mjpeg"
    make_webcam_video(pictures, path, Gesture(hold_seconds=1.0, pause_seconds=1.6))
    return path


def _scan(url: str, video: Path) -> list[float]:
    with sync_playwright() as playwright, open_chromium(playwright, video) as browser:
        page = browser.new_page(viewport={"width": 820, "height": 1180})
        page.goto(url)
        return _wait_for_laps(page)


def _wait_for_laps(page: Page) -> list[float]:
    deadline = time.monotonic() + _MOST_SECONDS
    laps: list[float] = []
    while len(laps) < SCANS and time.monotonic() < deadline:
        page.wait_for_timeout(1000)
        laps = page.evaluate(_READ)
    return laps


def _row(name: str, laps: list[float]) -> str:
    p50, p95 = laps[len(laps) // 2], laps[int(len(laps) * 0.95)]
    return f"| {name} | {len(laps)} | {p50:.0f} | {p95:.0f} |"
