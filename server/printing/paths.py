"""PDF path operators for shapes; lengths in mm, y downwards (the canvas turns the page over)."""

from collections.abc import Iterable, Sequence

from server.printing.colors import Color

Point = tuple[float, float]
# How far the handles of a cubic curve reach to draw a quarter circle.
_ROUND = 0.5523


def num(value: float) -> str:
    """A number with at most three decimals, as short as it goes."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def fill_color(color: Color) -> str:
    """Colour of the fills and texts that follow."""
    return f"{num(color.red)} {num(color.green)} {num(color.blue)} rg"


def line_color(color: Color) -> str:
    """Colour of the strokes that follow."""
    return f"{num(color.red)} {num(color.green)} {num(color.blue)} RG"


def line_width(width: float) -> str:
    """Width in mm of the strokes that follow, with round joins."""
    return f"{num(width)} w 1 j"


def polygon(points: Sequence[Point]) -> str:
    """A closed outline."""
    first, *others = [f"{num(x)} {num(y)}" for x, y in points]
    return " ".join([f"{first} m", *(f"{point} l" for point in others), "h"])


def segment(start: Point, end: Point) -> str:
    """A straight line."""
    return f"{num(start[0])} {num(start[1])} m {num(end[0])} {num(end[1])} l"


def rectangles(boxes: Iterable[tuple[int, int, int, int]]) -> str:
    """Rectangles (x, y, width, height) in whole units as one path."""
    return " ".join(f"{x} {y} {width} {height} re" for x, y, width, height in boxes)


def rounded_rectangle(x: float, y: float, width: float, height: float, radius: float) -> str:
    """A rectangle with round corners."""
    right, bottom, handle = x + width, y + height, radius * (1 - _ROUND)
    return " ".join(
        [
            f"{num(x + radius)} {num(y)} m {num(right - radius)} {num(y)} l",
            _curve((right - handle, y), (right, y + handle), (right, y + radius)),
            f"{num(right)} {num(bottom - radius)} l",
            _curve((right, bottom - handle), (right - handle, bottom), (right - radius, bottom)),
            f"{num(x + radius)} {num(bottom)} l",
            _curve((x + handle, bottom), (x, bottom - handle), (x, bottom - radius)),
            f"{num(x)} {num(y + radius)} l",
            _curve((x, y + handle), (x + handle, y), (x + radius, y)),
            "h",
        ]
    )


def circle(center: Point, radius: float) -> str:
    """A circle."""
    x, y = center[0] - radius, center[1] - radius
    return rounded_rectangle(x, y, 2 * radius, 2 * radius, radius)


def _curve(*points: Point) -> str:
    return " ".join(f"{num(x)} {num(y)}" for x, y in points) + " c"
