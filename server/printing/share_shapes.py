"""The shapes around a share letter. Nobody relies on colour, and no shape is another one turned."""

import math

from server.printing.ornament import star_points
from server.printing.paths import Point, circle, polygon, rounded_rectangle

# A square of the same radius would look larger than the circle beside it.
_SQUARE_SHARE = 0.88


def draw_share_shape(shape: str, center: Point, radius: float) -> str:
    """The outline within a circle of `radius` mm: `octagon`, `square`, `star`, else a circle."""
    if shape == "octagon":
        return polygon([_corner(center, radius, turn) for turn in range(8)])
    if shape == "square":
        half = radius * _SQUARE_SHARE
        return rounded_rectangle(center[0] - half, center[1] - half, 2 * half, 2 * half, 0.4)
    if shape == "star":
        return polygon(star_points(center, radius * 1.12))
    return circle(center, radius)


def _corner(center: Point, radius: float, turn: int) -> Point:
    angle = math.pi / 8 + turn * math.pi / 4
    return center[0] + radius * math.cos(angle), center[1] + radius * math.sin(angle)
