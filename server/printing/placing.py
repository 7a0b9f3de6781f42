"""One badge in the making: fitted lines get their places, mirrored when it starts on the right."""

from typing import NamedTuple

from server.printing.fitting import TextBox
from server.printing.glyphs import Line, draw_line
from server.printing.typeset import Typesetter

# Letters of Noto Sans rise this many em above the line. Arabic needs more room around it.
CAP_HEIGHT = 0.714
_ASCENT = {False: 0.90, True: 1.00}
_LINE_HEIGHT = {False: 1.14, True: 1.42}


class Row(NamedTuple):
    """A line and its em size in mm."""

    line: Line
    size: float

    @property
    def width(self) -> float:
        return self.line.width * self.size

    @property
    def height(self) -> float:
        return _LINE_HEIGHT[self.line.has_arabic] * self.size

    @property
    def ascent(self) -> float:
        return _ASCENT[self.line.has_arabic] * self.size


class Slot(NamedTuple):
    """A rectangle of a badge that starts on the left; mm, y downwards."""

    x: float
    y: float
    width: float
    height: float


class Paper:
    """Collects the operators of one badge, and warnings as (code, detail)."""

    def __init__(self, typesetter: Typesetter, width: float, *, is_rtl: bool) -> None:
        self.is_rtl = is_rtl
        self.warnings: list[tuple[str, str]] = []
        self._typesetter = typesetter
        self._width = width
        self._operators: list[str] = []

    @property
    def operators(self) -> str:
        """Everything drawn so far."""
        return " ".join(self._operators)

    def add(self, operators: str) -> None:
        """Draw something."""
        self._operators.append(operators)

    def warn(self, code: str, detail: str = "") -> None:
        """Note something a person should look at."""
        self.warnings.append((code, detail))

    def mirror(self, x: float, width: float) -> float:
        """Left edge of something `width` wide that stands at `x` on a badge from the left."""
        return self._width - x - width if self.is_rtl else x

    def fit(self, text: str, weight: str, box: TextBox) -> list[Row]:
        """The rows a text takes in a box, none when nothing of it can be printed."""
        cleaned = self._typesetter.clean_text(text)
        if cleaned.left_out:
            self.warn("characters_left_out", cleaned.left_out)
        if not cleaned.text:
            return []
        fitted = self._typesetter.fit_text(cleaned.text, weight, box)
        if fitted.is_shortened:
            self.warn("text_shortened", cleaned.text)
        return [Row(line, fitted.size) for line in fitted.lines]

    def stack(
        self,
        texts: list[list[Row]],
        slot: Slot,
        *,
        middle: float,
        gap: float = 0,
        own_sides: bool = False,
    ) -> None:
        """Set texts under each other, `gap` apart, smaller if they are too high together.

        `middle` is the share of the spare height left above them. They start where the badge
        starts, or, with `own_sides`, where their own script does.
        """
        present = [rows for rows in texts if rows]
        gaps = gap * (len(present) - 1)
        height = sum(row.height for rows in present for row in rows)
        shrink = min(1.0, (slot.height - gaps) / height) if present else 1.0
        y = slot.y + max(0.0, slot.height - height - gaps) * middle
        for rows in present:
            for row in rows:
                y = self._set_row(Row(row.line, row.size * shrink), slot, y, own_sides)
            y += gap

    def _set_row(self, row: Row, slot: Slot, y: float, own_sides: bool) -> float:
        """Set one row with its upper edge at `y`; returns its lower edge."""
        from_right = row.line.is_rtl if own_sides else self.is_rtl
        left = self.mirror(slot.x, slot.width)
        x = left + slot.width - row.width if from_right else left
        self.add(draw_line(row.line, x, y + row.ascent, row.size))
        return y + row.height

    def center(self, rows: list[Row], x: float, y: float, *, on_middle: bool = False) -> None:
        """Set one row around `x` with its baseline, or the middle of its capitals, at `y`."""
        for row in rows:
            drop = row.size * CAP_HEIGHT / 2 if on_middle else 0
            self.add(draw_line(row.line, x - row.width / 2, y + drop, row.size))
