"""The khatam: a grid of eight-pointed stars with crosses between them, as vector paths."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from server.printing.colors import Color
from server.printing.paths import Point, fill_color, line_color, line_width, polygon

# Two equal squares, one turned by 45 degrees: where their sides cross, seen from the centre.
_INNER_SHARE = math.cos(math.pi / 4) / math.cos(math.pi / 8)


@dataclass(frozen=True)
class Lattice:
    """A rectangle of stars, `pitch` mm apart, that fades from one side to the other.

    `fades_to` is -1 when the left end is the faint one, 1 for the right end.
    """

    x: float
    y: float
    width: float
    height: float
    pitch: float
    ground: Color
    figure: Color
    fades_to: int


def star_points(center: Point, radius: float) -> list[Point]:
    """The sixteen corners of a khatam whose points touch a circle of `radius` mm."""
    return [
        _point_around(center, radius * (_INNER_SHARE if turn % 2 else 1), turn)
        for turn in range(16)
    ]


def _point_around(center: Point, radius: float, sixteenths: int) -> Point:
    angle = sixteenths * math.pi / 8
    return center[0] + radius * math.cos(angle), center[1] + radius * math.sin(angle)


def draw_star(center: Point, radius: float, color: Color) -> str:
    """One filled star."""
    return f"{fill_color(color)} {polygon(star_points(center, radius))} f"


def draw_lattice(lattice: Lattice) -> str:
    """Every star of the lattice, each a little fainter than its neighbour."""
    return " ".join(
        [line_width(lattice.pitch * 0.028)]
        + [_draw_figure(center, lattice) for center in _list_centers(lattice)]
    )


def _list_centers(lattice: Lattice) -> Iterator[Point]:
    """Star centres, the grid centred in the rectangle and reaching over its edges."""
    columns = math.ceil(lattice.width / lattice.pitch / 2)
    rows = math.ceil(lattice.height / lattice.pitch / 2)
    middle_x, middle_y = lattice.x + lattice.width / 2, lattice.y + lattice.height / 2
    for row in range(-rows, rows + 1):
        for column in range(-columns, columns + 1):
            yield middle_x + column * lattice.pitch, middle_y + row * lattice.pitch


def _draw_figure(center: Point, lattice: Lattice) -> str:
    """A star with its heart: outline, then a smaller star turned into its corners."""
    strength = _strength_at(center[0], lattice)
    if strength <= 0.02:
        return ""
    radius = lattice.pitch / 2
    line = lattice.ground.mix(lattice.figure, strength)
    body = lattice.ground.mix(lattice.figure, strength * 0.3)
    star, heart = star_points(center, radius), star_points(center, radius * 0.42)
    return " ".join([fill_color(body), line_color(line), polygon(star), "b", polygon(heart), "s"])


def _strength_at(x: float, lattice: Lattice) -> float:
    """1 at the strong end, 0 from a third of the way before the faint end."""
    share = (x - lattice.x) / lattice.width
    away = share if lattice.fades_to < 0 else 1 - share
    return float(min(1.0, max(0.0, (away - 0.25) / 0.75)) ** 1.4)
