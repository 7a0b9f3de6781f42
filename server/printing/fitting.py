"""Text into the room it has: shrink first, then break into lines, shorten as a last resort."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise

from server.printing.glyphs import Line
from server.printing.text import is_rtl_text, split_unbreakable

# So many places are tried; a text with more of them does not fit its box anyway.
_MOST_BREAKS = 24

# A line shaped at no particular size: text, weight, whether its base direction is right to left.
ShapeLine = Callable[[str, str, bool], Line]


@dataclass(frozen=True)
class TextBox:
    """Room for a text: width and em sizes in mm."""

    width: float
    largest: float
    smallest: float
    line_count: int = 2
    # Lines shrink to this share of the largest size before one more line is opened.
    patience: float = 0.72


@dataclass(frozen=True)
class FittedText:
    """The lines a text became, at one size in mm; `is_shortened` when some of it is gone."""

    lines: tuple[Line, ...]
    size: float
    is_shortened: bool = False


@dataclass(frozen=True)
class Fitter:
    """Sets clean texts of one weight and base direction into a box."""

    shape_line: ShapeLine
    weight: str
    box: TextBox
    is_rtl: bool

    def fit(self, text: str) -> FittedText:
        """The text on as few lines as keep it large, else as large as it gets, else shortened."""
        best = self._set_lines((text,))
        for line_count in range(2, self.box.line_count + 1):
            if best.size >= self.box.largest * self.box.patience:
                break
            broken = self._set_lines(self._break_evenly(text, line_count))
            best = max(best, broken, key=lambda fitted: fitted.size)
        return best if best.size >= self.box.smallest else self._shorten(text)

    def _shape(self, text: str) -> Line:
        return self.shape_line(text, self.weight, self.is_rtl)

    def _set_lines(self, texts: tuple[str, ...]) -> FittedText:
        lines = tuple(map(self._shape, texts))
        widest = max(line.width for line in lines)
        too_wide = widest * self.box.largest > self.box.width
        return FittedText(lines, self.box.width / widest if too_wide else self.box.largest)

    def _break_evenly(self, text: str, line_count: int) -> tuple[str, ...]:
        """The lines whose widest is least wide; fewer when there is no place to break."""
        words = split_unbreakable(text)
        ends = [0.0, *accumulate(self._shape(word).width for word in words)]
        choices = combinations(range(1, len(words))[:_MOST_BREAKS], line_count - 1)
        cuts = min(
            ((0, *inner, len(words)) for inner in choices),
            key=lambda cuts: max(ends[end] - ends[start] for start, end in pairwise(cuts)),
            default=(0, len(words)),
        )
        return tuple("".join(words[start:end]).strip() for start, end in pairwise(cuts))

    def _shorten(self, text: str) -> FittedText:
        """Fill the lines at the smallest size and end with an ellipsis."""
        lines: list[Line] = []
        for _ in range(self.box.line_count - 1):
            cut = self._step_back_to_space(text, self._find_cut(text, ""))
            lines.append(self._shape(text[:cut].rstrip()))
            text = text[cut:].lstrip()
        cut = self._find_cut(text, "…")
        lines.append(self._shape(text[:cut].rstrip() + "…"))
        return FittedText(tuple(lines), self.box.smallest, is_shortened=True)

    def _find_cut(self, text: str, ending: str) -> int:
        """How many characters fit on one line at the smallest size, with their ending."""
        low, high = 1, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            line = self._shape(text[:middle].rstrip() + ending)
            fits = line.width * self.box.smallest <= self.box.width
            low, high = (middle, high) if fits else (low, middle - 1)
        return low

    def _step_back_to_space(self, text: str, cut: int) -> int:
        return max(text.rfind(" ", 0, cut), 0) or cut


def fit_text(shape_line: ShapeLine, text: str, weight: str, box: TextBox) -> FittedText:
    """Set a clean, not empty text as large as its box allows. No line is wider than the box."""
    return Fitter(shape_line, weight, box, is_rtl_text(text)).fit(text)
