"""How one badge looks: A6 upright, nothing printed nearer than 5 mm to an edge.

    header   ink panel, khatam lattice, edition and its dates
    name     as large as it goes, Latin first, Arabic under it
    middle   QR code (its dark modules 36 mm or wider) with the human code under it;
             beside it company and function
    band     the category in its colour, its name in words (a greyscale print still tells)

A badge whose only name is Arabic is the mirror image: it starts on the right. Lengths are mm.
"""

from server.printing.canvas import Canvas
from server.printing.colors import (
    BLACK,
    INK,
    LAGOON,
    SAFFRON,
    WHITE,
    Color,
    contrast,
    parse_color,
    pick_text_color,
)
from server.printing.faces import BadgeFace
from server.printing.fitting import TextBox
from server.printing.ornament import Lattice, draw_lattice, draw_star
from server.printing.paths import (
    fill_color,
    line_color,
    line_width,
    rectangles,
    rounded_rectangle,
)
from server.printing.placing import Paper, Row, Slot
from server.printing.qr import QUIET_MODULES, Matrix, make_qr_matrix, merge_modules
from server.printing.share_shapes import draw_share_shape
from server.printing.text import is_rtl_text
from server.printing.typeset import BOLD, REGULAR

WIDTH, HEIGHT = 105.0, 148.0
MARGIN = 6.5
INNER_WIDTH = WIDTH - 2 * MARGIN
HEADER_TOP, HEADER_HEIGHT = 6.5, 25.0
NAME_TOP, NAME_BOTTOM = 35.0, 77.5
# The code with its quiet zone; the dark modules of version 2 are 36 mm wide.
QR_BOX = 47.52
QR_LEFT, QR_TOP = 0.74, 77.6
SIDE_LEFT, SIDE_WIDTH = 50.0, WIDTH - MARGIN - 50.0
SIDE_TOP, SIDE_BOTTOM = QR_TOP + 5.76, QR_TOP + 5.76 + 36
CODE_BASELINE = 128.9
BAND_TOP, BAND_HEIGHT = 132.2, 9.8
CORNER = 2.6

EDITION_BOX = TextBox(width=62, largest=5.6, smallest=3.4)
DATES_BOX = TextBox(width=62, largest=3.3, smallest=2.4)
FIRST_NAME_BOX = TextBox(width=INNER_WIDTH, largest=14.5, smallest=5.6)
LAST_NAME_BOX = TextBox(width=INNER_WIDTH, largest=9.6, smallest=5.0)
ARABIC_NAME_BOX = TextBox(width=INNER_WIDTH, largest=9.6, smallest=5.0)
ONLY_NAME_BOX = TextBox(width=INNER_WIDTH, largest=14.5, smallest=5.6)
COMPANY_BOX = TextBox(width=SIDE_WIDTH, largest=5.6, smallest=2.9, line_count=3, patience=0.85)
JOB_BOX = TextBox(width=SIDE_WIDTH, largest=4.1, smallest=2.8, line_count=3, patience=0.9)
CODE_BOX = TextBox(width=36, largest=5.2, smallest=2.5, line_count=1)
BAND_BOX = TextBox(width=INNER_WIDTH - 10, largest=6.0, smallest=3.0, line_count=1)
SHARE_RADIUS = 4.6
SHARE_BOX = TextBox(width=1.5 * SHARE_RADIUS, largest=6.2, smallest=1.5, line_count=1)


class BadgeArtist:
    """Draws faces on one canvas; what badges have in common is drawn once and kept."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._grounds: dict[tuple[Color, bool], str] = {}

    def draw_badge(self, face: BadgeFace, x: float, y: float) -> list[tuple[str, str]]:
        """Draw one badge with its upper left corner at (x, y) of the current page.

        Returns what a person should look at as (code, detail), see `BadgeWarning`.
        Raises `BadgeError` when its code cannot be drawn.
        """
        paper = Paper(self._canvas.typesetter, WIDTH, is_rtl=_starts_right(face))
        matrix = make_qr_matrix(face.code_text)
        color = parse_color(face.category_color)
        if color is None:
            paper.warn("color_unreadable", face.category_color)
        paper.add(self._draw_ground(color or INK, paper.is_rtl))
        _set_header(paper, face)
        _set_name(paper, face)
        _draw_code(paper, matrix, face.human_code)
        _set_side(paper, face)
        _set_band(paper, face, color or INK)
        self._canvas.paint(paper.operators, x, y)
        return paper.warnings

    def _draw_ground(self, color: Color, is_rtl: bool) -> str:
        """Header panel and band of a category: the same for thousands of badges."""
        key = color, is_rtl
        if key not in self._grounds:
            shapes = f"{_draw_header_panel(is_rtl)} {_draw_band(color)}"
            self._grounds[key] = self._canvas.store_form(shapes, (0, 0, WIDTH, HEIGHT))
        return self._grounds[key]


def _starts_right(face: BadgeFace) -> bool:
    latin_or_only = f"{face.first_name} {face.last_name}".strip()
    return is_rtl_text(latin_or_only or face.name_ar)


def _draw_header_panel(is_rtl: bool) -> str:
    panel = rounded_rectangle(MARGIN, HEADER_TOP, INNER_WIDTH, HEADER_HEIGHT, CORNER)
    pitch = HEADER_HEIGHT / 3
    lattice = Lattice(
        MARGIN,
        HEADER_TOP,
        INNER_WIDTH,
        HEADER_HEIGHT,
        pitch,
        ground=INK,
        figure=LAGOON,
        fades_to=1 if is_rtl else -1,
    )
    side = -1 if is_rtl else 1
    seed = WIDTH / 2 + side * pitch * 4, HEADER_TOP + HEADER_HEIGHT / 2
    seed_stars = f"{draw_star(seed, pitch * 0.5, SAFFRON)} {draw_star(seed, pitch * 0.2, INK)}"
    stars = f"{draw_lattice(lattice)} {seed_stars}"
    return f"q {fill_color(INK)} {panel} f {panel} W n {stars} Q"


def _draw_band(color: Color) -> str:
    band = rounded_rectangle(MARGIN, BAND_TOP, INNER_WIDTH, BAND_HEIGHT, CORNER)
    # A pale band would end nowhere on white paper.
    outline = INK if contrast(color, WHITE) < 1.6 else color
    return f"{fill_color(color)} {line_color(outline)} 0.3 w {band} b"


def _set_header(paper: Paper, face: BadgeFace) -> None:
    rows = [
        paper.fit(face.edition_name, BOLD, EDITION_BOX),
        paper.fit(face.edition_place_dates, REGULAR, DATES_BOX),
    ]
    slot = Slot(MARGIN + 6, HEADER_TOP, EDITION_BOX.width, HEADER_HEIGHT)
    paper.add(fill_color(WHITE))
    paper.stack(rows, slot, middle=0.5, gap=0.9)


def _set_name(paper: Paper, face: BadgeFace) -> None:
    rows = _list_name_rows(paper, face)
    if not any(rows):
        paper.warn("name_missing")
    slot = Slot(MARGIN, NAME_TOP, INNER_WIDTH, NAME_BOTTOM - NAME_TOP)
    paper.add(fill_color(INK))
    paper.stack(rows, slot, middle=0.45, own_sides=True)


def _list_name_rows(paper: Paper, face: BadgeFace) -> list[list[Row]]:
    """First and last name on lines of their own, the Arabic name under them."""
    latin = f"{face.first_name} {face.last_name}".strip()
    if is_rtl_text(latin) or not latin:
        return [paper.fit(face.name_ar or latin, BOLD, ONLY_NAME_BOX)]
    arabic = paper.fit(face.name_ar, BOLD, ARABIC_NAME_BOX)
    if not (face.first_name.strip() and face.last_name.strip()):
        return [paper.fit(latin, BOLD, ONLY_NAME_BOX), arabic]
    first = paper.fit(face.first_name, BOLD, FIRST_NAME_BOX)
    return [first, paper.fit(face.last_name, REGULAR, LAST_NAME_BOX), arabic]


def _draw_code(paper: Paper, matrix: Matrix, human_code: str) -> None:
    module = QR_BOX / (len(matrix) + 2 * QUIET_MODULES)
    left, top = paper.mirror(QR_LEFT, QR_BOX) + QUIET_MODULES * module, QR_TOP + 4 * module
    bars = rectangles(merge_modules(matrix))
    paper.add(f"q {module:.5f} 0 0 {module:.5f} {left:.4f} {top:.4f} cm")
    paper.add(f"{fill_color(BLACK)} {bars} f Q")
    rows = paper.fit(human_code, BOLD, CODE_BOX)
    center = paper.mirror(QR_LEFT, QR_BOX) + QR_BOX / 2
    paper.add(fill_color(INK))
    paper.center(rows, center, CODE_BASELINE)


def _set_share_letter(paper: Paper, letter: str, shape: str) -> None:
    """The letter in its shape: told apart in greyscale, from two metres, and by who sees no
    colours."""
    x = paper.mirror(SIDE_LEFT, 2 * SHARE_RADIUS) + SHARE_RADIUS
    y = SIDE_BOTTOM - SHARE_RADIUS
    outline = draw_share_shape(shape, (x, y), SHARE_RADIUS)
    paper.add(f"{line_color(INK)} {line_width(0.7)} {outline} S")
    paper.center(paper.fit(letter, BOLD, SHARE_BOX), x, y, on_middle=True)


def _set_side(paper: Paper, face: BadgeFace) -> None:
    company = paper.fit(face.company, BOLD, COMPANY_BOX)
    job = paper.fit(face.job_title, REGULAR, JOB_BOX)
    # The function of a person never outgrows the company's name.
    largest = company[0].size if company else JOB_BOX.largest
    rows = [company, [Row(row.line, min(row.size, largest)) for row in job]]
    slot = Slot(SIDE_LEFT, SIDE_TOP, SIDE_WIDTH, SIDE_BOTTOM - SIDE_TOP - 2 * SHARE_RADIUS)
    paper.add(fill_color(INK))
    paper.stack(rows, slot, middle=0, gap=1.0)
    if face.share_letter.strip():
        _set_share_letter(paper, face.share_letter, face.share_shape)


def _set_band(paper: Paper, face: BadgeFace, color: Color) -> None:
    rows = paper.fit(face.category_name, BOLD, BAND_BOX)
    paper.add(fill_color(pick_text_color(color)))
    paper.center(rows, WIDTH / 2, BAND_TOP + BAND_HEIGHT / 2, on_middle=True)
