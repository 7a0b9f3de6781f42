"""Sheets of badges: which badge goes where on which page, and the file they become."""

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from server.printing.canvas import Canvas
from server.printing.colors import INK
from server.printing.design import HEIGHT, WIDTH, BadgeArtist
from server.printing.errors import BadgeError
from server.printing.faces import BadgeFace
from server.printing.fonts import find_fonts
from server.printing.paths import Point, line_color, segment
from server.printing.reports import BadgeWarning, Layout, ReportProgress, SheetReport


@dataclass(frozen=True)
class _Page:
    """Page size, the upper left corner of each badge on it, and crop marks; mm."""

    size: tuple[float, float]
    corners: tuple[Point, ...]
    crop_marks: tuple[tuple[Point, Point], ...] = ()


# Four A6 badges fill A4 but for 0.5 mm above and below: two cuts, no waste between them.
_A4_WIDTH, _A4_HEIGHT = 210.0, 297.0
_CUT_X, _CUT_Y = _A4_WIDTH / 2, _A4_HEIGHT / 2
_MARK = 9.0

_PAGES = {
    Layout.A6: _Page((WIDTH, HEIGHT), ((0.0, 0.0),)),
    Layout.A4X4: _Page(
        (_A4_WIDTH, _A4_HEIGHT),
        tuple((_CUT_X - x, _CUT_Y - y) for y in (HEIGHT, 0.0) for x in (WIDTH, 0.0)),
        (
            ((_CUT_X, 0.0), (_CUT_X, _MARK)),
            ((_CUT_X, _A4_HEIGHT - _MARK), (_CUT_X, _A4_HEIGHT)),
            ((0.0, _CUT_Y), (_MARK, _CUT_Y)),
            ((_A4_WIDTH - _MARK, _CUT_Y), (_A4_WIDTH, _CUT_Y)),
            ((_CUT_X - _MARK / 2, _CUT_Y), (_CUT_X + _MARK / 2, _CUT_Y)),
            ((_CUT_X, _CUT_Y - _MARK / 2), (_CUT_X, _CUT_Y + _MARK / 2)),
        ),
    ),
}


def render_badges(
    faces: Iterable[BadgeFace],
    layout: Layout,
    out: Path | BinaryIO,
    progress: ReportProgress | None = None,
    *,
    fonts_dir: Path | None = None,
) -> SheetReport:
    """Write a PDF with one badge per face, in their order, row by row.

    A path is replaced in one step when the sheet is complete. Raises `BadgeError` (see there);
    nothing is written then. CPU-bound: a server calls `render_badges_in_subprocess`.
    """
    listed = list(faces)
    if not listed:
        raise BadgeError("no_badges")
    with Canvas(_PAGES[layout].size, find_fonts(fonts_dir)) as canvas:
        canvas.set_title(listed[0].edition_name)
        warnings = _draw_faces(canvas, listed, _PAGES[layout], progress)
        _write(canvas.to_bytes(), out)
        return SheetReport(len(listed), canvas.page_count, tuple(warnings))


def _draw_faces(
    canvas: Canvas, faces: list[BadgeFace], page: _Page, progress: ReportProgress | None
) -> list[BadgeWarning]:
    artist = BadgeArtist(canvas)
    warnings: list[BadgeWarning] = []
    for number, face in enumerate(faces, start=1):
        place = (number - 1) % len(page.corners)
        if place == 0:
            canvas.add_page()
            canvas.paint(_draw_crop_marks(page))
        warnings += _draw_face(artist, face, number, page.corners[place])
        if progress:
            progress(number, len(faces))
    return warnings


def _draw_face(
    artist: BadgeArtist, face: BadgeFace, number: int, corner: Point
) -> list[BadgeWarning]:
    try:
        warnings = artist.draw_badge(face, *corner)
    except BadgeError as error:
        place = {"number": number, "human_code": face.human_code}
        raise BadgeError(error.code, error.message, **place, **error.params) from error
    return [BadgeWarning(number, face.human_code, code, detail) for code, detail in warnings]


def _draw_crop_marks(page: _Page) -> str:
    lines = [segment(start, end) for start, end in page.crop_marks]
    return " ".join([line_color(INK), "0.09 w 0 J", *lines, "S"]) if lines else ""


def _write(content: bytes, out: Path | BinaryIO) -> None:
    if not isinstance(out, Path):
        out.write(content)
        return
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
