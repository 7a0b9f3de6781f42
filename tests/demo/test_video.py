"""The webcam video: badges a decoder reads while they are held, and nothing in between."""

import base64
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, sync_playwright
from pyzbar import pyzbar

from demo.motion import Gesture, Phase, list_poses
from demo.video import SIZE, Showing, make_webcam_video
from server.printing.raster import render_badge_image
from tests.printing.faces import MOHAMED, YASMINE

CODES = [YASMINE.code_text, MOHAMED.code_text]
ORDER = [0, 1, 0]
QUICK = Gesture(hold_seconds=0.6, enter_seconds=0.3, leave_seconds=0.2, pause_seconds=0.3)
CHROMIUM = Path("/usr/bin/chromium")

START_CAMERA = """async () => {
    const stream = await navigator.mediaDevices.getUserMedia({video: {width: 1280, height: 720}});
    const video = document.querySelector("video");
    video.srcObject = stream;
    await video.play();
}"""
TAKE_PICTURE = """() => {
    const video = document.querySelector("video");
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    return canvas.toDataURL("image/jpeg").split(",")[1];
}"""

Picture = NDArray[np.uint8]


class Film(NamedTuple):
    path: Path
    showings: list[Showing]
    texts: list[set[str]]


def split_frames(path: Path) -> list[Picture]:
    parts = path.read_bytes().split(b"\xff\xd8\xff")[1:]
    return [decode_jpeg(b"\xff\xd8\xff" + part) for part in parts]


def decode_jpeg(encoded: bytes) -> Picture:
    grey = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_GRAYSCALE)
    return np.asarray(grey, dtype=np.uint8)


def read_codes(frame: Picture) -> set[str]:
    try:
        found = pyzbar.decode(frame, symbols=[pyzbar.ZBarSymbol.QRCODE])
    except ValueError:  # zbar names an orientation that its Python binding does not know
        return set()
    return {code.data.decode() for code in found}


def longest_run(texts: list[set[str]], wanted: str) -> int:
    """Frames in a row in which a code was read."""
    runs = groupby(texts, key=lambda found: wanted in found)
    return max((len(list(run)) for is_read, run in runs if is_read), default=0)


@pytest.fixture(scope="module")
def badges() -> list[Picture]:
    return [render_badge_image(face, 150) for face in (YASMINE, MOHAMED)]


@pytest.fixture(scope="module")
def film(badges: list[Picture], tmp_path_factory: pytest.TempPathFactory) -> Film:
    path = tmp_path_factory.mktemp("film") / "badges.mjpeg"
    showings = make_webcam_video(badges, path, QUICK, ORDER)
    return Film(path, showings, [read_codes(frame) for frame in split_frames(path)])


def test_every_badge_is_readable_while_it_is_held(film: Film) -> None:
    assert [showing.badge_index for showing in film.showings] == ORDER
    for showing in film.showings:
        held = film.texts[showing.held_from : showing.held_until]
        assert longest_run(held, CODES[showing.badge_index]) >= 10


def test_nothing_is_readable_in_between(film: Film) -> None:
    for showing in film.showings:
        assert film.texts[showing.gone_from : showing.until] == [set()] * 9


def test_only_the_badge_that_is_shown_is_ever_read(film: Film) -> None:
    for showing in film.showings:
        read = set().union(*film.texts[showing.since : showing.until])
        assert read == {CODES[showing.badge_index]}


def test_it_arrives_out_of_focus(film: Film) -> None:
    first = film.showings[0]

    assert film.texts[first.since : first.since + 5] == [set()] * 5


def test_showings_follow_each_other_without_a_gap(film: Film) -> None:
    edges = [(showing.since, showing.until) for showing in film.showings]

    assert edges[0][0] == 0
    assert [end for _, end in edges[:-1]] == [start for start, _ in edges[1:]]
    assert edges[-1][1] == len(film.texts)


def test_pictures_have_the_size_of_a_webcam_and_stay_small(film: Film) -> None:
    assert split_frames(film.path)[0].shape == (SIZE[1], SIZE[0])
    assert film.path.stat().st_size / len(film.texts) < 90_000


def test_the_same_seed_makes_the_same_film(badges: list[Picture], tmp_path: Path) -> None:
    short = replace(QUICK, hold_seconds=0.1)
    for name in ("one", "two"):
        make_webcam_video(badges[:1], tmp_path / f"{name}.mjpeg", short)

    assert (tmp_path / "one.mjpeg").read_bytes() == (tmp_path / "two.mjpeg").read_bytes()


@pytest.mark.parametrize(
    "gesture",
    [replace(QUICK, light=0.5), replace(QUICK, tilt_degrees=20), replace(QUICK, scale=0.6)],
    ids=["dim", "tilted", "far"],
)
def test_harder_gestures_are_still_readable(
    gesture: Gesture, badges: list[Picture], tmp_path: Path
) -> None:
    [showing] = make_webcam_video(badges[:1], tmp_path / "hard.mjpeg", gesture)
    frames = split_frames(tmp_path / "hard.mjpeg")[showing.held_from : showing.held_until]

    assert longest_run([read_codes(frame) for frame in frames], CODES[0]) >= 10


def test_a_badge_that_stays_blurred_is_never_read(badges: list[Picture], tmp_path: Path) -> None:
    make_webcam_video(badges[:1], tmp_path / "blurred.mjpeg", replace(QUICK, rest_blur=9))

    assert not set().union(*map(read_codes, split_frames(tmp_path / "blurred.mjpeg")))


def test_phases_come_in_order_and_last_as_long_as_asked() -> None:
    phases = [
        (phase, len(list(poses)))
        for phase, poses in groupby(list_poses(Gesture()), key=lambda pose: pose.phase)
    ]

    assert phases == [
        (Phase.ENTER, 15),
        (Phase.FOCUS, 9),
        (Phase.HOLD, 30),
        (Phase.LEAVE, 12),
        (Phase.PAUSE, 24),
    ]


def test_y4m_has_whole_frames(badges: list[Picture], tmp_path: Path) -> None:
    brief = Gesture(0.1, 0.1, 0.1, 0.1, 0.1)
    [showing] = make_webcam_video(badges[:1], tmp_path / "badge.y4m", brief)
    header, _, frames = (tmp_path / "badge.y4m").read_bytes().partition(b"\n")

    assert header == b"YUV4MPEG2 W1280 H720 F30:1 Ip A1:1 C420jpeg"
    assert len(frames) == showing.until * (len(b"FRAME\n") + 1280 * 720 * 3 // 2)


@pytest.mark.parametrize(("name", "count"), [("badge.mp4", 1), ("badge.mjpeg", 0)])
def test_what_cannot_be_played_is_refused(
    name: str, count: int, badges: list[Picture], tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="badge"):
        make_webcam_video(badges[:count], tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium (Debian package) is not installed")
def test_chromium_plays_it_as_a_camera_and_starts_over(film: Film) -> None:
    arguments = [
        "--no-sandbox",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film.path}",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        page = browser.new_page()
        # A secure context without a server: cameras need one.
        html = {"body": "<video></video>", "content_type": "text/html"}
        page.route("https://kiosk.test/", lambda route: route.fulfill(**html))
        page.goto("https://kiosk.test/")
        page.evaluate(START_CAMERA)
        seen = watch_codes(page, pictures=400, changes=6)
        browser.close()

    assert set(seen) == set(CODES)
    # 0, 1, 0 and again 0, 1, 0: both come back after the end of the film.
    assert len(seen) >= 5


def watch_codes(page: Page, pictures: int, changes: int) -> list[str]:
    """Codes in the order they came into sight, until so many came or pictures were taken."""
    seen: list[str] = []
    for _ in range(pictures):
        picture = decode_jpeg(base64.b64decode(page.evaluate(TAKE_PICTURE)))
        seen += [text for text in read_codes(picture) if not seen or seen[-1] != text]
        if len(seen) >= changes:
            break
    return seen
