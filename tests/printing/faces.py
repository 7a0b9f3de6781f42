"""The cast on paper, and how a printed page is read: by decoder, by text, by pixel."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pyzbar import pyzbar

from server.printing import BadgeFace, Layout, SheetReport
from server.printing.sheets import render_badges

DPI = 150
PIXELS_PER_MM = DPI / 25.4

# A visitor with a name in both scripts.
YASMINE = BadgeFace(
    first_name="Yasmine",
    last_name="El Mansouri",
    name_ar="ياسمين المنصوري",
    company="Intelcia Group",
    job_title="Directrice des opérations",
    human_code="7K3M-9QXD",
    code_text="A0123456789ABCDEFGHJKMNPQRSTV",
    category_name="Visiteur",
    category_color="#137a3e",
    edition_name="SICCAM 2024",
    edition_place_dates="Casablanca · 26–27 avril 2024",
)
# A visitor whose only name is Arabic, of a company with both scripts and a number.
MOHAMED = replace(
    YASMINE,
    first_name="",
    last_name="",
    name_ar="محمد العلوي",
    company="شركة ABC 2026 (المغرب)",
    job_title="مدير مركز النداء",
    human_code="4HTE-ZZ8W",
    code_text="AZZZZZZZZZZZZZZZZZZZZZZZZZZZZ",
    category_name="زائر",
    category_color="#e39a1c",
    edition_name="المعرض الدولي لمراكز النداء",
)
# An exhibitor with next to nothing on the badge.
OMAR = replace(
    YASMINE,
    first_name="Omar",
    last_name="Ba",
    name_ar="",
    company="",
    job_title="",
    human_code="2222-2222",
    code_text="A" + "8" * 28,
    category_name="Exposant",
    category_color="#6b3fa0",
    edition_place_dates="",
    share_letter="A",
    share_shape="star",
)
CAST = [YASMINE, MOHAMED, OMAR]


class Printed(NamedTuple):
    """A sheet with what the printer said about it."""

    pdf: bytes
    report: SheetReport


def print_faces(faces: list[BadgeFace], layout: Layout = Layout.A6) -> Printed:
    out = BytesIO()
    report = render_badges(faces, layout, out)
    return Printed(out.getvalue(), report)


def read_pages(pdf: bytes | Path) -> list[str]:
    """The text of every page, as a reader would copy it."""
    document: Any = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def read_page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in mm."""
    document: Any = pypdfium2.PdfDocument(pdf)
    sizes = [tuple(round(side / 72 * 25.4, 2) for side in page.get_size()) for page in document]
    document.close()
    return sizes


def decode(picture: NDArray[np.uint8]) -> list[tuple[str, tuple[float, float]]]:
    """Text and centre (mm from the upper left corner) of every code in a picture."""
    found = pyzbar.decode(picture[:, :, 0], symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [(code.data.decode(), _center(code.polygon)) for code in found]


def _center(polygon: list[Any]) -> tuple[float, float]:
    xs, ys = [point.x for point in polygon], [point.y for point in polygon]
    return (min(xs) + max(xs)) / 2 / PIXELS_PER_MM, (min(ys) + max(ys)) / 2 / PIXELS_PER_MM


def measure_ink(picture: NDArray[np.uint8]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of everything that is not paper, in mm."""
    rows, columns = np.nonzero(picture.min(axis=2) < 200)
    edges = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    left, top, right, bottom = (float(edge) / PIXELS_PER_MM for edge in edges)
    return left, top, right, bottom
