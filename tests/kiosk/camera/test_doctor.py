"""Figures of pictures, and the hints they lead to."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from kiosk.camera.doctor import Doctor, Glimpse, PictureFigures, measure_picture, suggest
from kiosk.camera.reader import Frame
from kiosk.decoder.cascade import Cascade
from kiosk.decoder.glimpse import take_glimpse
from tests.kiosk.decoder.test_cascade import TEXT, paint_scene

GOOD = PictureFigures(sharpness=400, brightness=120, glare=0.0)
UNREAD = Glimpse(0, whole=GOOD, part=GOOD, part_share=0.2, decode_ms=12, is_read=False)
READ = replace(UNREAD, is_read=True)
NOBODY = replace(UNREAD, part=None, part_share=0.0)
DARK = replace(UNREAD, whole=replace(GOOD, brightness=20))
FAR = replace(UNREAD, part_share=0.04)
BLURRED = replace(UNREAD, part=replace(GOOD, sharpness=12))
GLARING = replace(UNREAD, part=replace(GOOD, glare=0.3))


def show(doctor: Doctor, glimpse: Glimpse, since: int, until: int) -> str | None:
    """The same glimpse 30 times a second; the hint at the end."""
    for at in range(since, until, 33):
        doctor.see(replace(glimpse, at_ms=at))
    report = doctor.report()
    return report.hint if report else None


def test_a_sharp_picture_is_told_from_a_blurred_one() -> None:
    scene = paint_scene([(TEXT, 500, 240)], (1280, 720))
    blurred = np.asarray(cv2.GaussianBlur(scene, (0, 0), 8), dtype=np.uint8)

    assert measure_picture(scene).sharpness > 10 * measure_picture(blurred).sharpness


@pytest.mark.parametrize(
    ("grey", "brightness", "glare"), [(0, 0, 0.0), (120, 120, 0.0), (255, 255, 1.0)]
)
def test_brightness_and_glare_of_plain_pictures(grey: int, brightness: int, glare: float) -> None:
    for shape in ((90, 160), (90, 160, 3), (1, 1), (3, 900)):
        figures = measure_picture(np.full(shape, grey, dtype=np.uint8))
        assert figures.brightness == pytest.approx(brightness, abs=1)
        assert figures.glare == glare
        assert figures.sharpness == 0


def test_nothing_at_all_has_no_figures() -> None:
    assert measure_picture(np.zeros((0, 4), np.uint8)) == PictureFigures(0, 0, 0)


@pytest.mark.parametrize(
    ("glimpse", "hint"),
    [
        (UNREAD, None),
        (READ, None),
        (NOBODY, None),
        (DARK, "too_dark"),
        (FAR, "closer"),
        (BLURRED, "hold_still"),
        (GLARING, "tilt"),
        (replace(DARK, part=None), "too_dark"),
        (replace(FAR, is_read=True), None),
    ],
)
def test_what_would_help(glimpse: Glimpse, hint: str | None) -> None:
    assert suggest(glimpse) == hint


def test_a_hint_comes_late_and_goes_late() -> None:
    doctor = Doctor()

    assert show(doctor, FAR, 0, 500) is None
    assert show(doctor, FAR, 500, 1200) == "closer"
    assert show(doctor, NOBODY, 1200, 1800) == "closer"
    assert show(doctor, NOBODY, 1800, 2400) is None


def test_a_badge_that_was_read_takes_the_hint_away_at_once() -> None:
    doctor = Doctor()
    show(doctor, GLARING, 0, 1500)

    assert show(doctor, READ, 1500, 1530) is None


def test_hints_that_alternate_are_not_shown() -> None:
    doctor = Doctor()
    hints = [
        show(doctor, (FAR, BLURRED)[at // 330 % 2], at, at + 330) for at in range(0, 6600, 330)
    ]

    assert set(hints) == {None}


def test_darkness_is_left_later_than_it_is_entered() -> None:
    doctor = Doctor()
    dusk = replace(NOBODY, whole=replace(GOOD, brightness=44))

    assert show(doctor, dusk, 0, 2000) is None
    assert show(doctor, replace(DARK, part=None), 2000, 4000) == "too_dark"
    assert show(doctor, dusk, 4000, 6000) == "too_dark"
    assert show(doctor, NOBODY, 6000, 8000) is None


def test_the_report_is_of_the_last_seconds() -> None:
    doctor = Doctor()
    assert doctor.report() is None
    show(doctor, UNREAD, 0, 1000)
    show(doctor, READ, 1000, 3000)
    show(doctor, NOBODY, 3000, 4000)
    report = doctor.report()

    assert report is not None
    assert report.decode_ms == 12
    assert report.brightness == 120
    # Nobody counts for nothing; the first second has partly been forgotten.
    assert report.read_rate is not None
    assert 0.8 < report.read_rate <= 1


def test_a_report_of_an_empty_hall_has_no_rate() -> None:
    doctor = Doctor()
    show(doctor, NOBODY, 0, 1000)
    report = doctor.report()

    assert report is not None
    assert report.read_rate is None


def test_a_real_frame_with_a_badge_is_a_glimpse_of_it() -> None:
    scene = paint_scene([(TEXT, 500, 240)], (1280, 720))
    glimpse = take_glimpse(Frame(1, 5.0, scene), Cascade(budget_ms=60_000).decode(scene))

    assert glimpse.is_read
    assert glimpse.at_ms == 5.0
    assert glimpse.part is not None
    assert 0.1 < glimpse.part_share < 0.3


def test_a_real_frame_without_one_is_nobody() -> None:
    grey = np.random.default_rng(1).normal(120, 2, (720, 1280)).astype(np.uint8)
    glimpse = take_glimpse(Frame(1, 5.0, grey), Cascade(budget_ms=60_000).decode(grey))

    assert glimpse.part is None
    assert not glimpse.is_read
