"""The window: found, started with nothing secret in its arguments, started again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.page.browser import Window, WindowKeeper, find_browser, is_profile_open, make_command
from tests.browser.chromium import ABSENT, CHROMIUM, OPTIONS
from tests.kiosk.page.conftest import MakePage
from tests.kiosk.running_station import wait_until

ROOT = Path(__file__).parents[3]
HEADLESS = ("--headless=new", *OPTIONS)


def test_a_browser_is_found_by_its_usual_names(tmp_path: Path) -> None:
    assert find_browser(str(tmp_path)) is None
    for name in ("google-chrome", "chromium"):
        program = tmp_path / name
        program.touch(mode=0o755)
        assert find_browser(str(tmp_path)) == str(program)


def test_the_arguments_hold_no_address(tmp_path: Path) -> None:
    page = tmp_path / "open.html"
    window = Window(lambda: page, tmp_path / "profile", "1920,0")
    command = make_command("chromium", window)
    assert command[-1] == page.as_uri()
    assert "--kiosk" in command
    assert "--window-position=1920,0" in command
    assert f"--user-data-dir={tmp_path / 'profile'}" in command
    assert not [word for word in command if "http" in word or "key=" in word]


def test_a_browser_that_cannot_start_is_tried_again(tmp_path: Path) -> None:
    asked: list[int] = []

    def find_page() -> Path:
        asked.append(1)
        raise FileNotFoundError

    keeper = WindowKeeper("/nowhere/chromium", Window(find_page, tmp_path / "profile"))
    keeper.start()
    wait_until(lambda: len(asked) > 1, "a second try")
    keeper.stop()


def test_a_profile_in_use_is_seen(tmp_path: Path) -> None:
    assert not is_profile_open(tmp_path)
    (tmp_path / "SingletonLock").symlink_to(f"host-{os.getpid()}")
    assert is_profile_open(tmp_path)
    (tmp_path / "SingletonLock").unlink()
    (tmp_path / "SingletonLock").symlink_to("host-999999999")
    assert not is_profile_open(tmp_path)


def test_windows_beside_a_station_wait_for_it_and_close_when_staff_leaves(
    make_page: MakePage, tmp_path: Path
) -> None:
    started, program = tmp_path / "started", tmp_path / "bin" / "chromium"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" > {started}\nexec sleep 1000\n')
    program.chmod(0o755)
    command = [sys.executable, "-m", "kiosk.page.window", "--data-dir", str(tmp_path)]
    path = f"{program.parent}:{os.environ['PATH']}"
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PATH": path})
    try:
        page = make_page(cameras="none")
        wait_until(started.is_file, "the window", 60)
        assert "open-lane-1.html" in started.read_text()
        page.take_links()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


@pytest.mark.browser
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=ABSENT)
def test_a_window_that_dies_comes_back_until_it_is_left(make_page: MakePage) -> None:
    page = make_page(cameras="none")
    (keeper,) = page.open_windows(options=HEADLESS)
    try:
        first = wait_until(lambda: page.open_pages == 1 and keeper.pid, "the page", 60)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: keeper.pid not in (None, first), "another window", 60)
        wait_until(lambda: page.open_pages == 1, "its page", 60)
    finally:
        keeper.stop()
    assert keeper.pid is None
    wait_until(lambda: page.open_pages == 0, "no page")
