"""The app's icon as PNG, for home screens that take no SVG: static/img/app-icon.svg drawn anew."""

import io
import math
from functools import cache

from PIL import Image, ImageDraw

SIZES = (180, 192, 512)
_GROUND, _STAR, _TICK = "#0d3b3f", "#e39a1c", "#fbfaf7"
_FINENESS = 4
"""Drawn so much larger and scaled down: Pillow draws hard edges."""

# Two equal squares, one turned by 45 degrees: where their sides cross, seen from the centre.
_INNER_SHARE = math.cos(math.pi / 4) / math.cos(math.pi / 8)
_OUTER_RADIUS, _INNER_RADIUS = 178 / 512, 134 / 512
_TICK_POINTS = ((200 / 512, 260 / 512), (240 / 512, 300 / 512), (316 / 512, 216 / 512))
_TICK_WIDTH = 34 / 512


@cache
def draw_app_icon(size: int) -> bytes:
    """A PNG of `size` by `size` pixels. The star keeps inside the circle that launchers may cut."""
    side = size * _FINENESS
    picture = Image.new("RGB", (side, side), _GROUND)
    pen = ImageDraw.Draw(picture)
    pen.polygon(_star(side, _OUTER_RADIUS), fill=_STAR)
    pen.polygon(_star(side, _INNER_RADIUS), fill=_GROUND)
    _draw_tick(pen, side)
    file = io.BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _star(side: int, radius: float) -> list[tuple[float, float]]:
    return [
        _point_around(side, radius * (_INNER_SHARE if turn % 2 else 1), turn * math.pi / 8)
        for turn in range(16)
    ]


def _point_around(side: int, radius: float, angle: float) -> tuple[float, float]:
    return side * (0.5 + radius * math.cos(angle)), side * (0.5 + radius * math.sin(angle))


def _draw_tick(pen: ImageDraw.ImageDraw, side: int) -> None:
    points = [(x * side, y * side) for x, y in _TICK_POINTS]
    half = side * _TICK_WIDTH / 2
    pen.line(points, fill=_TICK, width=round(2 * half))
    for x, y in points:  # round ends and a round corner
        pen.ellipse((x - half, y - half, x + half, y + half), fill=_TICK)
