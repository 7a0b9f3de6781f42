"""Unsent scans leave a tablet as codes on its screen and reach the server through the camera of
another: a video of the one screen is the camera of the other."""

import io
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Playwright, expect
from pyzbar.pyzbar import ZBarSymbol, decode

from tests.browser.chromium import open_chromium
from tests.browser.conftest import Venue
from tests.browser.test_rescue import READ_CANVAS, cut_off, find_scans, open_kiosk, open_rescue
from tests.support.databases import open_migrated
from tests.support.fair import Fair, TrueClock
from tests.support.running_server import run_server

CAMERA_SIZE = (1280, 720)
CODE_SIDE = 640
FRAMES_A_CODE = 8
"""Chromium plays 30 a second: a little longer than a tablet shows each."""


@pytest.fixture
def fair(tmp_path: Path) -> Iterator[Fair]:
    """The fair in the server's own folder."""
    database = open_migrated(tmp_path / "accueil.db")
    yield Fair(database, TrueClock())
    database.close()


def test_a_camera_reads_them_from_the_other_screen(
    playwright: Playwright, fair: Fair, tmp_path: Path
) -> None:
    video = tmp_path / "screen.mjpeg"
    with run_server(tmp_path) as server:
        with open_chromium(playwright) as browser:
            broken = open_kiosk(browser, fair, server, "Tablette 1")
            for _ in range(6):
                cut_off(broken, fair)
            open_rescue(broken)
            broken.locator("#rescue-show").click()
            expect(broken.locator("#rescue-code")).to_be_visible(timeout=20_000)
            film_screen(broken, video)
        with open_chromium(playwright, video) as browser:
            helper = browser.new_page(locale="fr-FR")
            helper.goto(Venue(fair, server).pairing_url(name="Tablette 2"))
            kiosk = helper.locator("html")
            expect(kiosk).to_have_attribute("data-connection", "online", timeout=30_000)
            open_rescue(helper)
            helper.locator("#rescue-receive").click()
            expect(helper.locator("#rescue-words")).to_contain_text("Tablette 1", timeout=60_000)
        assert find_scans(fair) == [("Tablette 1", n) for n in range(1, 13)]


def film_screen(page: Page, path: Path) -> None:
    """What a camera sees that is held to this tablet's rolling codes."""
    pictures = photograph_codes(page)
    assert len(pictures) > 1, "one code only does not roll"
    path.write_bytes(b"".join(make_frame(picture) * FRAMES_A_CODE for picture in pictures))


def photograph_codes(page: Page) -> list[Image.Image]:
    """Each of the codes that the screen shows one after the other."""
    pictures: dict[str, Image.Image] = {}
    for _ in range(200):
        picture = Image.open(io.BytesIO(b64decode(page.evaluate(READ_CANVAS).partition(",")[2])))
        for symbol in decode(picture, symbols=[ZBarSymbol.QRCODE]):
            pictures[symbol.data.decode()] = picture.convert("RGB")
        if pictures and len(pictures) == int(next(iter(pictures)).split(".")[3]):
            return list(pictures.values())
        page.wait_for_timeout(70)
    raise AssertionError(f"only {len(pictures)} codes were read")


def make_frame(code: Image.Image) -> bytes:
    """One JPEG of the code in the middle of the picture, as a webcam gives it."""
    frame = Image.new("RGB", CAMERA_SIZE, "#888")
    left, top = ((whole - CODE_SIDE) // 2 for whole in CAMERA_SIZE)
    frame.paste(code.resize((CODE_SIDE, CODE_SIDE), Image.Resampling.BILINEAR), (left, top))
    written = io.BytesIO()
    frame.save(written, "JPEG", quality=85)
    return written.getvalue()
