"""Text before it is typeset: what can be printed of it, in which direction, in which order."""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection

# Zero-width non-joiner and joiner decide the form of an Arabic letter; elsewhere they are
# leftovers of an emoji.
_JOINERS = "\u200c\u200d"

HasGlyph = Callable[[str], bool]


class Cleaned(NamedTuple):
    """Printable text and the characters that had to be left out of it."""

    text: str
    left_out: str


class Run(NamedTuple):
    """Consecutive characters of one direction, in logical order."""

    text: str
    is_rtl: bool


def clean_text(text: str, has_glyph: HasGlyph) -> Cleaned:
    """Keep what can be printed: NFC, single spaces, no control or formatting characters.

    A character without a glyph gives way to its compatibility form (a full-width "Ａ" to "A")
    or is left out and named in `left_out`. Control characters vanish silently.
    """
    kept: list[str] = []
    left_out: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        printable = _to_printable(character, kept, has_glyph)
        if printable is None:
            left_out.append(character)
        else:
            kept.append(printable)
    return Cleaned(" ".join("".join(kept).split()), "".join(left_out))


def _to_printable(character: str, kept: list[str], has_glyph: HasGlyph) -> str | None:
    """The text to print for one character, "" to drop it silently, None if it has no glyph."""
    if character.isspace():
        return " "
    if character in _JOINERS:
        return character if kept and is_arabic(kept[-1][-1:]) else ""
    if _is_invisible(character):
        return ""
    if has_glyph(character):
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if all(map(has_glyph, plain)) else None


def _is_invisible(character: str) -> bool:
    """Controls (NUL), surrogates, direction overrides, soft hyphens, variation selectors."""
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return is_selector or unicodedata.category(character) in ("Cc", "Cf", "Cs")


def is_arabic(text: str) -> bool:
    """Whether any character is a letter of the Arabic script."""
    return any(unicodedata.bidirectional(character) == "AL" for character in text)


def is_rtl_text(text: str) -> bool:
    """Whether the first strong character runs from right to left (UAX #9, P2 and P3)."""
    return auto_detect_base_direction(text) == TextDirection.RTL


def order_runs(text: str, is_rtl: bool) -> list[Run]:
    """Directional runs of one line from left to right, as they stand on paper (UAX #9, L2)."""
    if not is_rtl and not _needs_bidi(text):
        return [Run(text, False)]
    base = TextDirection.RTL if is_rtl else TextDirection.LTR
    paragraph = BidiParagraph(text=text, base_direction=base, preserve_bn_chars=True)
    levels = [
        (character.character, character.embedding_level)
        for character in paragraph.get_characters_with_embedding_level()
    ]
    return [Run(piece, level % 2 == 1) for piece, level in _reorder(_join_levels(levels))]


def _needs_bidi(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text)


def _join_levels(levels: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Join neighbours of one embedding level."""
    joined: list[tuple[str, int]] = []
    for character, level in levels:
        if joined and joined[-1][1] == level:
            joined[-1] = (joined[-1][0] + character, level)
        else:
            joined.append((character, level))
    return joined


def _reorder(pieces: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """From the highest level down to 1, turn round every stretch at that level or above."""
    ordered = list(pieces)
    for level in range(max((level for _, level in pieces), default=0), 0, -1):
        start = 0
        while start < len(ordered):
            end = _end_of_stretch(ordered, start, level)
            ordered[start:end] = ordered[start:end][::-1]
            start = max(end, start + 1)
    return ordered


def _end_of_stretch(pieces: list[tuple[str, int]], start: int, level: int) -> int:
    end = start
    while end < len(pieces) and pieces[end][1] >= level:
        end += 1
    return end


def split_by_font(run: Run, choose_font: Callable[[str], str]) -> list[tuple[str, str]]:
    """Cut a run where the font changes; combining marks stay with their letter.

    Pieces come in the order they stand on paper, from left to right.
    """
    pieces: list[tuple[str, str]] = []
    for character in run.text:
        font = choose_font(character)
        if pieces and (font == pieces[-1][1] or _follows_letter(character)):
            pieces[-1] = (pieces[-1][0] + character, pieces[-1][1])
        else:
            pieces.append((character, font))
    return pieces[::-1] if run.is_rtl else pieces


def _follows_letter(character: str) -> bool:
    return bool(unicodedata.combining(character)) or character in _JOINERS


def split_unbreakable(text: str) -> list[str]:
    """The pieces a line may be broken between: words with their space, up to a hyphen or slash."""
    return re.findall(r"[^ –/-]*[ –/-]*", text)[:-1]
