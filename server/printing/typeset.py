"""The letters of one document: which fonts it has, which characters they cover, shaped lines."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from fpdf import FPDF

from server.printing.fitting import FittedText, TextBox, fit_text
from server.printing.glyphs import GlyphShaper, Line, StoreForm
from server.printing.text import (
    Cleaned,
    Run,
    clean_text,
    is_arabic,
    order_runs,
    split_by_font,
)

REGULAR = ""
BOLD = "B"
_LATIN, _ARABIC = _SCRIPTS = ("latin", "arabic")
# Companies, categories and the edition come again and again; names mostly do not.
_CACHED_TEXTS = 4096


class Typesetter:
    """Cleans, shapes and fits texts with the fonts of one PDF document."""

    def __init__(
        self, pdf: FPDF, font_paths: dict[tuple[str, str], Path], store_form: StoreForm
    ) -> None:
        self._pdf = pdf
        self._shaper = GlyphShaper(store_form)
        self._font_paths = font_paths
        self._coverage = {script: self._load_font(script, REGULAR).cmap for script in _SCRIPTS}
        self.clean_text = lru_cache(_CACHED_TEXTS)(self._clean_text)
        self.fit_text = lru_cache(_CACHED_TEXTS)(self._fit_text)

    def shape_line(self, text: str, weight: str, is_rtl: bool) -> Line:
        """One line of clean text as glyphs in the order they stand on paper."""
        has_arabic = is_arabic(text)
        scripts = (_ARABIC, _LATIN) if has_arabic else (_LATIN, _ARABIC)
        pieces = tuple(
            self._shaper.shape_run(self._load_font(script, weight), Run(part, run.is_rtl))
            for run in order_runs(text, is_rtl)
            for part, script in split_by_font(run, self._choose_script(scripts))
        )
        return Line(pieces, sum(piece.advance for piece in pieces) / 1000, is_rtl, has_arabic)

    def _clean_text(self, text: str) -> Cleaned:
        return clean_text(text, lambda character: self._find_script(character, _SCRIPTS) != "")

    def _fit_text(self, text: str, weight: str, box: TextBox) -> FittedText:
        return fit_text(self.shape_line, text, weight, box)

    def _choose_script(self, scripts: tuple[str, str]) -> Any:
        return lambda character: self._find_script(character, scripts) or scripts[0]

    def _find_script(self, character: str, scripts: tuple[str, ...]) -> str:
        """The first of the scripts whose font has the character, "" if none has."""
        covering = (script for script in scripts if ord(character) in self._coverage[script])
        return next(covering, "")

    def _load_font(self, script: str, weight: str) -> Any:
        key = f"{script}{weight}"
        if key not in self._pdf.fonts:
            self._pdf.add_font(script, weight, self._font_paths[script, weight])
        return self._pdf.fonts[key]
