"""Cells as they should have been typed: normal form, no invisible characters, nothing garbled."""

import re
import unicodedata
from dataclasses import dataclass

CONTROL_CHARACTERS = "control_characters"
LOST_LETTERS = "lost_letters"
TEXT_REPAIRED = "text_repaired"
TEXT_CUT = "text_cut"

_BLANKS = re.compile(r"[ \t\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_LINES = re.compile(r"\s*[\r\n\x0b\x0c\x85\u2028\u2029]+\s*")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = re.compile(r"[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_GARBLED = re.compile(r"[ÃÂØÙ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_JOINERS = re.compile(r"^[\u200c\u200d]+|[\u200c\u200d]+$")


@dataclass(frozen=True)
class CleanText:
    """The text and the codes of what had to be done to it."""

    text: str
    problems: tuple[str, ...] = ()


def clean_text(raw: str, longest: int = 0, keeps_lines: bool = False) -> CleanText:
    """`raw` trimmed, in NFC, without control or direction characters, blanks single.

    `longest` (characters, 0 for any) cuts; `keeps_lines` leaves line ends (notes). Letters are
    otherwise as typed. Problems: `control_characters`, `lost_letters`, `text_repaired`, `text_cut`.
    """
    if raw.isascii() and raw.isprintable():
        return _cut(" ".join(raw.split()), longest, ())
    problems = []
    text = _repair(raw)
    if text != raw:
        problems.append(TEXT_REPAIRED)
    visible = _CONTROLS.sub("", text)
    if visible != text:
        problems.append(CONTROL_CHARACTERS)
    if "\ufffd" in visible:
        problems.append(LOST_LETTERS)
    visible = _LINES.sub("\n" if keeps_lines else " ", visible)
    visible = _BLANKS.sub(" ", _INVISIBLE.sub("", visible)).strip()
    text = unicodedata.normalize("NFC", _JOINERS.sub("", visible))
    return _cut(text, longest, tuple(problems))


def _cut(text: str, longest: int, problems: tuple[str, ...]) -> CleanText:
    if not longest or len(text) <= longest:
        return CleanText(text, problems)
    return CleanText(text[:longest].rstrip(), (*problems, TEXT_CUT))


def _repair(raw: str) -> str:
    """Undo UTF-8 that was once read as Windows-1252 ("FranÃ§ois"), when that gives sound text."""
    if not _GARBLED.search(raw):
        return raw
    for encoding in ("cp1252", "latin-1"):
        try:
            return raw.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return raw
