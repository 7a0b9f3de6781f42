"""The look that can be measured: contrast, greyscale, mirrored badges, shared backgrounds."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.share_levels import SHARE_LEVELS
from server.printing import BadgeFace
from server.printing.colors import INK, WHITE, contrast, parse_color, pick_text_color
from server.printing.design import BAND_HEIGHT, BAND_TOP, SIDE_BOTTOM, SIDE_LEFT, WIDTH
from server.printing.raster import render_badge_image
from tests.printing.faces import (
    DPI,
    MOHAMED,
    PIXELS_PER_MM,
    YASMINE,
    decode,
    print_faces,
    read_pages,
)


@pytest.mark.parametrize(
    "color", ["#137a3e", "#0f6f80", "#b45f06", "#6b3fa0", "#e39a1c", "#ffffff", "#000000"]
)
def test_the_category_can_be_read_on_its_colour(color: str) -> None:
    ground = parse_color(color)

    assert ground is not None
    assert contrast(pick_text_color(ground), ground) >= 4.5


def test_no_colour_at_all_is_unreadable_on_both() -> None:
    worst = min(
        contrast(pick_text_color(ground), ground)
        for level in range(256)
        if (ground := parse_color(f"#{level:02x}{level:02x}{level:02x}"))
    )
    assert worst >= 3


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#1234567", "137a3e"])
def test_what_is_not_a_colour_is_none(text: str) -> None:
    assert parse_color(text) is None


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast(WHITE, WHITE) == 1
    assert contrast(INK, WHITE) == pytest.approx(12.2, abs=0.1)


def test_the_band_has_the_category_colour() -> None:
    picture = render_badge_image(YASMINE, DPI)
    middle = int((BAND_TOP + BAND_HEIGHT / 2) * PIXELS_PER_MM)

    assert picture[middle, int(12 * PIXELS_PER_MM)].tolist() == [0x3E, 0x7A, 0x13]


def test_a_pale_band_still_has_an_edge() -> None:
    picture = render_badge_image(replace(YASMINE, category_color="#fdfdf8"), DPI).min(axis=2)
    middle = int((BAND_TOP + BAND_HEIGHT / 2) * PIXELS_PER_MM)

    assert picture[middle, int(5.5 * PIXELS_PER_MM) : int(8 * PIXELS_PER_MM)].min() < 128


def test_an_arabic_badge_starts_on_the_right() -> None:
    latin, arabic = (decode(render_badge_image(face, DPI))[0][1] for face in (YASMINE, MOHAMED))

    assert latin[0] < WIDTH / 2 < arabic[0]
    assert arabic[0] == pytest.approx(WIDTH - latin[0], abs=0.3)


def test_a_background_is_in_the_file_once() -> None:
    one, hundred = (len(print_faces([YASMINE] * count).pdf) for count in (1, 100))

    assert (hundred - one) / 99 < 2500


@pytest.mark.parametrize("letter", ["N", "C", "M", "A"])
def test_the_share_letter_stands_on_the_badge(letter: str) -> None:
    level = next(level for level in SHARE_LEVELS if level.letter == letter)
    face = replace(YASMINE, share_letter=letter, share_shape=level.shape)

    assert letter in read_pages(print_faces([face]).pdf)[0].split()


def test_no_two_shapes_look_alike_in_greyscale() -> None:
    """The outlines differ even where the letter cannot be read."""
    outlines = [
        _crop_mark(replace(YASMINE, share_letter="I", share_shape=level.shape))
        for level in SHARE_LEVELS
    ]
    for one, other in combinations(outlines, 2):
        assert (np.abs(one - other) > 96).sum() > 40


def _crop_mark(face: BadgeFace) -> NDArray[np.int16]:
    picture = render_badge_image(face, DPI).mean(axis=2).astype(np.int16)
    top, left = int((SIDE_BOTTOM - 10.5) * PIXELS_PER_MM), int((SIDE_LEFT - 0.7) * PIXELS_PER_MM)
    side = int(11 * PIXELS_PER_MM)
    return picture[top : top + side, left : left + side]
