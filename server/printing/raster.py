"""Badges as pictures, rendered from the same PDF that is printed."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from server.printing.faces import BadgeFace
from server.printing.reports import Layout
from server.printing.sheets import render_badges

Picture = NDArray[np.uint8]


def render_badge_image(face: BadgeFace, dpi: float, *, fonts_dir: Path | None = None) -> Picture:
    """One A6 badge as an array of shape (height, width, 3), 8 bits, blue-green-red as in OpenCV.

    Raises `BadgeError` like `render_badges`.
    """
    sheet = BytesIO()
    render_badges([face], Layout.A6, sheet, fonts_dir=fonts_dir)
    return rasterise_page(sheet.getvalue(), 0, dpi)


def rasterise_page(pdf: bytes, page_index: int, dpi: float) -> Picture:
    """One page of a PDF as an array like `render_badge_image` returns."""
    document: Any = pypdfium2.PdfDocument(pdf)
    try:
        bitmap = document[page_index].render(scale=dpi / 72)
        return np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        document.close()
