"""One PDF document to paint on. The only module that reaches into fpdf2's insides.

Why it does: badges of one category share their whole background, which belongs into the file
once (a form XObject), and lines are shaped before their size is known. fpdf2 has no public call
for either; its version is pinned by the lock file and the tests render what comes out.
"""

from pathlib import Path
from typing import Self

from fpdf import FPDF, ViewerPreferences
from fpdf.syntax import Name, PDFArray, PDFContentStream

from server.printing.typeset import Typesetter

POINTS_PER_MM = 72 / 25.4


class Canvas:
    """Pages of one size, open as a context. Operators painted on it count in mm, y downwards."""

    def __init__(
        self, page_size: tuple[float, float], font_paths: dict[tuple[str, str], Path]
    ) -> None:
        self._page_height = page_size[1]
        self._pdf = FPDF(unit="mm", format=page_size)
        self._pdf.set_auto_page_break(False)
        self._pdf.single_resources_object = True
        self._pdf.allow_images_transparency = False
        # A printer that "fits to page" would shrink the QR codes and shift the cuts.
        self._pdf.viewer_preferences = ViewerPreferences(print_scaling="None")
        self.typesetter = Typesetter(self._pdf, font_paths, self.store_form)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # The fonts are read lazily and keep their files open.
        for font in self._pdf.fonts.values():
            font.close()  # type: ignore[union-attr]

    @property
    def page_count(self) -> int:
        """Pages so far."""
        return self._pdf.pages_count

    def set_title(self, title: str) -> None:
        """Title shown by viewers and print queues."""
        self._pdf.set_title(title)

    def add_page(self) -> None:
        """Start the next page; everything painted goes there."""
        self._pdf.add_page()

    def paint(self, operators: str, x: float = 0, y: float = 0) -> None:
        """Run operators on the current page with the origin at (x, y)."""
        scale = f"{POINTS_PER_MM:.5f}"
        left, top = x * POINTS_PER_MM, (self._page_height - y) * POINTS_PER_MM
        self._pdf._out(f"q {scale} 0 0 -{scale} {left:.3f} {top:.3f} cm {operators} Q")

    def store_form(self, operators: str, box: tuple[float, float, float, float]) -> str:
        """Keep paths once for the whole document; returns the operators that show them."""
        catalog = self._pdf._resource_catalog
        form = PDFContentStream(operators.encode("latin-1"), compress=True)
        form.type = Name("XObject")  # type: ignore[attr-defined]
        form.subtype = Name("Form")  # type: ignore[attr-defined]
        form.b_box = PDFArray(box)  # type: ignore[attr-defined]
        index = catalog.next_xobject_index
        catalog.next_xobject_index += 1
        catalog.form_xobjects.append((index, form))
        return f"/I{index} Do"

    def to_bytes(self) -> bytes:
        """The finished document; nothing can be painted afterwards."""
        return bytes(self._pdf.output())
