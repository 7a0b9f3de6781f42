"""The code on the badge: few modules, level Q, a quiet zone, big enough to scan."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from server.printing import BadgeError, BadgeFace
from server.printing.design import QR_BOX, QR_LEFT, QR_TOP, WIDTH
from server.printing.qr import QUIET_MODULES, Matrix, make_qr_matrix, merge_modules
from server.printing.raster import render_badge_image
from tests.printing.faces import MOHAMED, YASMINE, decode

DPI = 200
PIXELS_PER_MM = DPI / 25.4
LEVEL_Q = 0b11
FORMAT_MASK = 0b101010000010010


def read_level(matrix: Matrix) -> int:
    """Error correction level from the format bits beside the upper left finder pattern."""
    bits = [matrix[8][column] for column in (0, 1, 2, 3, 4, 5, 7, 8)] + [
        matrix[row][8] for row in (7, 5, 4, 3, 2, 1, 0)
    ]
    return (int("".join(str(int(bit)) for bit in bits), 2) ^ FORMAT_MASK) >> 13


def sample_modules(face: BadgeFace, size: int) -> NDArray[np.bool_]:
    """Dark or light at the middle of every module of the printed code, quiet zone included."""
    picture = render_badge_image(face, DPI)[:, :, 0]
    left = WIDTH - QR_LEFT - QR_BOX if not face.first_name else QR_LEFT
    module = QR_BOX / (size + 2 * QUIET_MODULES)
    middles = (np.arange(size + 2 * QUIET_MODULES) + 0.5) * module
    rows = ((QR_TOP + middles) * PIXELS_PER_MM).astype(int)
    columns = ((left + middles) * PIXELS_PER_MM).astype(int)
    dark: NDArray[np.bool_] = picture[np.ix_(rows, columns)] < 128
    return dark


def test_our_codes_take_version_2_at_level_q() -> None:
    matrix = make_qr_matrix(YASMINE.code_text)

    assert [len(row) for row in matrix] == [25] * 25
    assert read_level(matrix) == LEVEL_Q


@pytest.mark.parametrize("face", [YASMINE, MOHAMED], ids=["from the left", "from the right"])
def test_the_printed_modules_are_those_of_the_code_inside_a_quiet_zone(face: BadgeFace) -> None:
    dark = sample_modules(face, 25)
    quiet = dark.copy()
    quiet[4:-4, 4:-4] = False

    assert (dark[4:-4, 4:-4] == np.array(make_qr_matrix(face.code_text))).all()
    assert not quiet.any()


def test_the_quiet_zone_is_white_to_the_last_pixel_whatever_surrounds_it() -> None:
    crowded = replace(YASMINE, company="W" * 200, job_title="المدير العام للمبيعات " * 9)
    crowded = replace(crowded, last_name="Qg" * 40, human_code="Q" * 40)
    picture = render_badge_image(crowded, DPI).min(axis=2)
    top, left = int(QR_TOP * PIXELS_PER_MM) + 1, int(QR_LEFT * PIXELS_PER_MM) + 1
    side = int(QR_BOX * PIXELS_PER_MM) - 2
    quiet = int(4 * QR_BOX / 33 * PIXELS_PER_MM) - 2
    box = picture[top : top + side, left : left + side].copy()
    box[quiet:-quiet, quiet:-quiet] = 255

    assert box.min() == 255


def test_the_printed_code_is_at_least_35_mm_wide() -> None:
    picture = render_badge_image(YASMINE, DPI)
    rows = slice(int(QR_TOP * PIXELS_PER_MM), int((QR_TOP + QR_BOX) * PIXELS_PER_MM))
    columns = np.nonzero(picture[rows, : int(49 * PIXELS_PER_MM), 0].min(axis=0) < 128)[0]

    assert (columns.max() + 1 - columns.min()) / PIXELS_PER_MM == pytest.approx(36, abs=0.2)


@pytest.mark.parametrize(
    ("code_text", "size"),
    [
        ("2024026511234567891", 25),
        ("yzjsn3bq2ytu4pwhh5fn7wt2ajxqh6mc", 29),
        ("HTTPS://SICCAM.LOCAL/B/A0123456789ABCDEFGHJKMNPQRSTV", 33),
        ("رمز", 25),
    ],
    ids=["eventbrite", "pretix", "url prefix", "not latin"],
)
def test_foreign_codes_take_the_smallest_version_that_holds_them(code_text: str, size: int) -> None:
    matrix = make_qr_matrix(code_text)

    assert len(matrix) == size
    assert read_level(matrix) == LEVEL_Q
    found = decode(render_badge_image(replace(YASMINE, code_text=code_text), 150))
    assert [text for text, _ in found] == [code_text]


def test_the_largest_code_still_decodes_and_one_more_character_is_refused() -> None:
    longest = "x" * 108
    found = decode(render_badge_image(replace(YASMINE, code_text=longest), 150))

    assert [text for text, _ in found] == [longest]
    with pytest.raises(BadgeError) as caught:
        make_qr_matrix(longest + "x")
    assert caught.value.code == "badge_code_too_long"
    assert caught.value.params == {"characters": 109}


def test_bars_cover_every_dark_module_once() -> None:
    matrix = make_qr_matrix(YASMINE.code_text)
    painted = np.zeros((25, 25), dtype=int)
    bars = merge_modules(matrix)
    for x, y, width, height in bars:
        painted[y : y + height, x : x + width] += 1

    assert (painted == np.array(matrix, dtype=int)).all()
    assert len(bars) < painted.sum() / 2
