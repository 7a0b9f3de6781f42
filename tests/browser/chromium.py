"""Debian's Chromium with a video for a camera."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

# The shell is the same engine without windows, at a quarter of the processor time.
_NAMES = ("chromium-headless-shell", "chromium")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), "/usr/bin/chromium")
ABSENT = "Chromium is not installed (Debian: apt-get install chromium)"

OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
STILL = {"reduced_motion": "reduce"}
"""For a page's context. The idle screen's light is painted by the processor here, sixty times a
second: what a gate decides does not hang on it. The entrance's own test moves."""

_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@contextmanager
def open_chromium(playwright: Playwright, video: Path | None = None) -> Iterator[Browser]:
    """A browser whose camera shows `video` over and over, or that has no camera at all."""
    options = [*OPTIONS]
    if video is not None:
        options += [*_CAMERA, f"--use-file-for-fake-video-capture={video}"]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
    try:
        yield browser
    finally:
        browser.close()


def watch_for_errors(page: Page) -> list[str]:
    """Everything that went wrong in a page's scripts, as it happens."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    return errors
