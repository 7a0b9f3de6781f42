"""Shaped glyphs as PDF text operators.

Noto Sans Arabic builds letters from a dotless body and separate dots. In a PDF such dots are
characters of their own, and readers copy "شركة" out as scattered signs. So only the bodies are
set as text, each carrying the characters of its whole letter with dots and vowel signs; what sits
above or below a body is drawn as a shape. It looks the same and reads back exactly.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from fontTools.pens.basePen import BasePen  # type: ignore[import-untyped]
from fpdf.enums import TextDirection

from server.printing.paths import num
from server.printing.text import Run

# Keeps the operators of a shape in the document once: (operators, bounding box) -> operators.
StoreForm = Callable[[str, tuple[float, float, float, float]], str]


@dataclass(frozen=True)
class Piece:
    """Glyphs of one font: a TJ array, and the marks as (operators, x, y) from its left end.

    Lengths are thousandths of an em, y upwards.
    """

    font_number: int
    glyphs: str
    marks: tuple[tuple[str, float, float], ...]
    advance: float


@dataclass(frozen=True)
class Line:
    """One shaped line: `width` is in em, so size and place can be decided later."""

    pieces: tuple[Piece, ...]
    width: float
    is_rtl: bool
    has_arabic: bool


class _Glyph(NamedTuple):
    """One glyph as HarfBuzz placed it: pen before it, offsets and advance in font units."""

    glyph_id: int
    cluster: int
    pen: int
    x_offset: int
    y_offset: int
    advance: int


class _Letter(NamedTuple):
    """A body with everything that sits on it, and the characters it stands for."""

    body: _Glyph
    marks: list[_Glyph]
    clusters: list[int]


class GlyphShaper:
    """Shapes runs with fpdf2's fonts and numbers the glyphs in the document's font subsets."""

    def __init__(self, store_form: StoreForm) -> None:
        self._store_form = store_form
        self._mark_forms: dict[tuple[int, int], str] = {}

    def shape_run(self, font: Any, run: Run) -> Piece:
        """One run set in one font (fpdf2's TTFFont)."""
        glyphs = _shape_with_harfbuzz(font, run)
        texts = _texts_by_cluster(run.text, glyphs)
        writer = _BodyWriter(font)
        marks: list[tuple[str, float, float]] = []
        letters = _gather_letters(glyphs[::-1] if run.is_rtl else glyphs)
        for letter in letters[::-1] if run.is_rtl else letters:
            text = "".join(texts.pop(at, "") for at in letter.clusters)
            # PDF readers turn right-to-left text round character by character.
            writer.add(letter.body, text[::-1] if run.is_rtl else text)
            marks += [self._place_mark(font, mark) for mark in letter.marks]
        advance = sum(glyph.advance for glyph in glyphs) * font.scale
        return Piece(font.i, writer.finish(advance), tuple(marks), advance)

    def _place_mark(self, font: Any, mark: _Glyph) -> tuple[str, float, float]:
        key = font.i, mark.glyph_id
        if key not in self._mark_forms:
            self._mark_forms[key] = self._store_form(*_outline_glyph(font, mark.glyph_id))
        x, y = (mark.pen + mark.x_offset) * font.scale, mark.y_offset * font.scale
        return self._mark_forms[key], x, y


def _shape_with_harfbuzz(font: Any, run: Run) -> list[_Glyph]:
    direction = TextDirection.RTL if run.is_rtl else TextDirection.LTR
    shaping = {"features": {}, "fragment_direction": direction}
    infos, positions = font.perform_harfbuzz_shaping(run.text, 10, shaping)
    glyphs: list[_Glyph] = []
    pen = 0
    for info, at in zip(infos, positions, strict=True):
        place = (pen, at.x_offset, at.y_offset, at.x_advance)
        glyphs.append(_Glyph(info.codepoint, info.cluster, *place))
        pen += at.x_advance
    return glyphs


def _texts_by_cluster(text: str, glyphs: list[_Glyph]) -> dict[int, str]:
    """The characters behind each cluster of glyphs."""
    starts = sorted({glyph.cluster for glyph in glyphs})
    ends = [*starts[1:], len(text)]
    return {start: text[start:end] for start, end in zip(starts, ends, strict=True)}


def _gather_letters(glyphs: list[_Glyph]) -> list[_Letter]:
    """Glyphs in reading order, each mark (no advance) with the body before it."""
    letters: list[_Letter] = []
    for glyph in glyphs:
        if letters and glyph.advance == 0:
            letters[-1].marks.append(glyph)
            letters[-1].clusters.append(glyph.cluster)
        else:
            letters.append(_Letter(glyph, [], [glyph.cluster]))
    return letters


class _BodyWriter:
    """Writes bodies from left to right into one TJ array."""

    def __init__(self, font: Any) -> None:
        self._font = font
        self._parts: list[str] = []
        self._pen = 0.0

    def add(self, body: _Glyph, text: str) -> None:
        code, width = _number_glyph(self._font, body.glyph_id, text)
        self._move_to((body.pen + body.x_offset) * self._font.scale)
        self._parts.append(f"<{code:04X}>")
        self._pen += width

    def finish(self, advance: float) -> str:
        self._move_to(advance)
        return "".join(self._parts).replace("><", "")

    def _move_to(self, target: float) -> None:
        """A number in a TJ array moves the pen left by so many thousandths of an em."""
        if abs(target - self._pen) > 0.01:
            self._parts.append(f"{self._pen - target:g}")
        self._pen = target


def _number_glyph(font: Any, glyph_id: int, text: str) -> tuple[int, int]:
    """Code in the document's subset of a glyph, and its width in thousandths of an em."""
    name = font.ttfont.getGlyphName(glyph_id)
    width = round(font.scale * font.ttfont["hmtx"].metrics[name][0])
    glyph = font.subset.get_glyph(
        glyph=glyph_id, unicode=tuple(map(ord, text)), glyph_name=name, glyph_width=width
    )
    return (font.subset.pick_glyph(glyph) if glyph else 0), width


def _outline_glyph(font: Any, glyph_id: int) -> tuple[str, tuple[float, float, float, float]]:
    """The filled outline of a glyph in thousandths of an em, y upwards, and its box."""
    outlines = font.ttfont.getGlyphSet()
    pen = _PathPen(outlines, font.scale)
    outlines[font.ttfont.getGlyphName(glyph_id)].draw(pen)
    head, scale = font.ttfont["head"], font.scale
    box = (head.xMin * scale, head.yMin * scale, head.xMax * scale, head.yMax * scale)
    return " ".join([*pen.operators, "f"]), box


class _PathPen(BasePen):  # type: ignore[misc]
    """Turns an outline into PDF path operators."""

    def __init__(self, outlines: Any, scale: float) -> None:
        super().__init__(outlines)
        self._scale = scale
        self.operators: list[str] = []

    def _write(self, operator: str, *points: tuple[float, float]) -> None:
        scaled = (num(value * self._scale) for point in points for value in point)
        self.operators.append(" ".join([*scaled, operator]))

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self._write("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._write("l", pt)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._write("c", *points)

    def _closePath(self) -> None:  # noqa: N802
        self._write("h")


def draw_line(line: Line, x: float, baseline: float, size: float) -> str:
    """PDF operators that draw a line from its left end at `x`; mm, y downwards."""
    return " ".join(_draw_pieces(line, x, baseline, size))


def _draw_pieces(line: Line, x: float, baseline: float, size: float) -> Iterator[str]:
    em = size / 1000
    yield f"BT 1 0 0 -1 {num(x)} {num(baseline)} Tm"
    for piece in line.pieces:
        yield f"/F{piece.font_number} {num(size)} Tf [{piece.glyphs}] TJ"
    yield "ET"
    for piece in line.pieces:
        for form, mark_x, mark_y in piece.marks:
            left, height = num(x + mark_x * em), num(baseline - mark_y * em)
            yield f"q {em:.6f} 0 0 -{em:.6f} {left} {height} cm {form} Q"
        x += piece.advance * em
