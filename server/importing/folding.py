"""Texts without what does not tell words apart: case, accents, Arabic spelling variants."""

import re
import unicodedata
from functools import lru_cache

_ARABIC = str.maketrans("أإآٱىةؤئ", "اااايهوي", "ـ")
_DIGITS = {ord(c): str(unicodedata.digit(c)) for c in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
_NOT_WORD = re.compile(r"[\W_]+")
_ARABIC_LETTER = re.compile(r"[\u0621-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


@lru_cache(maxsize=20_000)
def fold_text(text: str) -> str:
    """Lower-case words without accents or punctuation, one blank between: for comparing only."""
    plain = unicodedata.normalize("NFKD", text.translate(_ARABIC))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    letters = letters.replace("œ", "oe").replace("æ", "ae").translate(_ARABIC).translate(_DIGITS)
    return _NOT_WORD.sub(" ", letters).strip()


def latin_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as 0-9; everything else as it is."""
    return text.translate(_DIGITS)


def has_arabic(text: str) -> bool:
    """At least one Arabic letter."""
    return _ARABIC_LETTER.search(text) is not None


def has_latin(text: str) -> bool:
    """At least one Latin letter."""
    return _LATIN_LETTER.search(text) is not None
