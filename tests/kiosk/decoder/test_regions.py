"""Finding the parts of a picture that look like a code."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from demo.scene import paint_hall
from kiosk.decoder.regions import Region, find_regions
from tests.kiosk.decoder.test_cascade import TEXT, draw_code

SIZE = (1280, 720)
LEFT, TOP = 700, 300


def paint_hall_with_code(module: int) -> NDArray[np.uint8]:
    """A hall out of focus with a code at a known place, grey."""
    hall = np.asarray(
        cv2.cvtColor(paint_hall(SIZE, np.random.default_rng(3)), cv2.COLOR_BGR2GRAY), np.uint8
    )
    code = draw_code(TEXT, module)
    hall[TOP : TOP + code.shape[0], LEFT : LEFT + code.shape[1]] = code
    return hall


@pytest.mark.parametrize("module", [3, 5, 8, 12])
@pytest.mark.parametrize("light", [1.0, 0.2])
def test_the_likeliest_part_is_the_code(module: int, light: float) -> None:
    scene = (paint_hall_with_code(module) * light).astype(np.uint8)
    [found, *_] = find_regions(scene, 3)

    half = module * 33 / 2
    assert found.x == pytest.approx(LEFT + half, abs=half / 2)
    assert found.y == pytest.approx(TOP + half, abs=half / 2)
    assert half * 0.7 < found.reach < half * 2.5


def test_an_empty_hall_looks_less_like_a_code_than_a_badge() -> None:
    empty = cv2.cvtColor(paint_hall(SIZE, np.random.default_rng(3)), cv2.COLOR_BGR2GRAY)
    [nothing] = find_regions(np.asarray(empty, dtype=np.uint8), 1)
    [badge] = find_regions(paint_hall_with_code(4), 1)

    assert nothing.strength < 2.5 < badge.strength


def test_a_pale_code_is_found_when_all_parts_weigh_the_same() -> None:
    scene = paint_hall_with_code(5)
    scene[TOP : TOP + 165, LEFT : LEFT + 165] = (
        150 + scene[TOP : TOP + 165, LEFT : LEFT + 165] // 16
    )
    found = find_regions(scene, 3, is_even=True)

    code = Region(LEFT + 82, TOP + 82, 82)
    assert any(code.holds(region) for region in found)


def test_plain_surfaces_have_no_parts() -> None:
    plain = np.full((480, 640), 90, dtype=np.uint8)
    assert [r for r in find_regions(plain, 3) if r.strength > 0.01] == []
    assert [r for r in find_regions(plain, 3, is_even=True) if r.strength > 0.01] == []


def test_parts_do_not_repeat_each_other() -> None:
    one, two, three = find_regions(paint_hall_with_code(6), 3)
    assert not one.holds(two)
    assert not one.holds(three)


@pytest.mark.parametrize(
    ("region", "shape", "corner"),
    [
        (Region(50, 40, 10), (21, 21), (40, 30)),
        (Region(2, 3, 10), (14, 13), (0, 0)),
        (Region(98, 78, 10), (12, 12), (88, 68)),
        (Region(400, 300, 10), (0, 0), (390, 290)),
        (Region(-50, -50, 10), (0, 0), (0, 0)),
    ],
    ids=["inside", "left upper", "right lower", "beyond", "before"],
)
def test_cutting_stays_inside(
    region: Region, shape: tuple[int, int], corner: tuple[int, int]
) -> None:
    part, left, top = region.cut(np.zeros((80, 100), dtype=np.uint8))

    assert part.shape == shape
    assert (left, top) == corner
