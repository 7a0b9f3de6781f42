"""People's names: split, told apart by script, compared. Never re-spelt: capitals stay as typed."""

import difflib
import re
from dataclasses import dataclass

from server.importing.folding import fold_text, has_arabic, has_latin
from server.importing.mapping import LAST_FIRST

_PARTICLES = frozenset(
    [
        "el",
        "al",
        "ben",
        "bent",
        "bint",
        "bin",
        "ibn",
        "ould",
        "mint",
        "ait",
        "aït",
        "abou",
        "abu",
        "bou",
        "bel",
        "la",
        "le",
        "les",
        "de",
        "du",
        "des",
        "da",
        "di",
        "dos",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "o",
        "oulad",
        "ouled",
        "awlad",
        "banou",
        "mc",
        "mac",
        "st",
        "saint",
        "n",
        "m",
        "d",
    ]
) | frozenset(["بن", "ابن", "بنت", "ولد", "منت", "آل", "أبو", "ابو", "بو", "آيت", "ايت", "بل"])
_COMPOUND_STARTS = frozenset(
    [
        "mohamed",
        "mohammed",
        "mohamad",
        "muhammad",
        "med",
        "fatima",
        "fatma",
        "lalla",
        "moulay",
        "sidi",
        "abdel",
        "abd",
        "jean",
        "marie",
        "anne",
        "nour",
        "oum",
        "oumou",
        "cheikh",
        "chaikh",
        "sid",
        "ahmed",
        "mly",
        "my",
        "sidati",
        "fatimetou",
        "pierre",
        "el",
    ]
) | frozenset(
    ["محمد", "فاطمة", "عبد", "مولاي", "سيدي", "للا", "لالة", "نور", "أم", "ام", "شيخ", "الشيخ"]
)
_SERVANT = frozenset(("عبد", "abd", "abdel"))
_FOLDED_PARTICLES = frozenset(map(fold_text, _PARTICLES))
_FOLDED_STARTS = frozenset(map(fold_text, _COMPOUND_STARTS))
_TITLES = re.compile(
    r"^(?:(?:m|mr|mme|mlle|mrs|ms|dr|pr|prof|me|ing|monsieur|madame|mademoiselle|docteur)\.?\s+"
    r"|(?:السيدة|السيد|الدكتورة|الدكتور|الأستاذة|الأستاذ|د\.|ذ\.)\s+)(?=\S)",
    re.IGNORECASE,
)
_BETWEEN_SCRIPTS = " -–—/|()،,"


@dataclass(frozen=True)
class PersonName:
    """Given and family name in Latin and in Arabic letters; any part may be empty."""

    first: str = ""
    last: str = ""
    first_ar: str = ""
    last_ar: str = ""

    @property
    def is_empty(self) -> bool:
        """No name in any script."""
        return not (self.first or self.last or self.first_ar or self.last_ar)

    @property
    def whole(self) -> str:
        """Latin, or else Arabic, on one line."""
        latin = f"{self.first} {self.last}".strip()
        return latin or f"{self.first_ar} {self.last_ar}".strip()


def split_scripts(text: str) -> tuple[str, str]:
    """The Latin and the Arabic part of a name; what has neither letters counts as Latin."""
    if not has_arabic(text):
        return text, ""
    if not has_latin(text):
        return "", text
    words = text.split()
    arabic = " ".join(word for word in words if has_arabic(word))
    latin = " ".join(word for word in words if not has_arabic(word))
    return latin.strip(_BETWEEN_SCRIPTS), arabic.strip(_BETWEEN_SCRIPTS)


def split_full_name(text: str, name_order: str) -> tuple[str, str]:
    """(given, family) of a whole name in one script. One word is a family name.

    Capitals decide when only a part is in them (ALAOUI Karim); else `name_order`, particles
    (El, Ben, Ould, Aït ...) and usual compound given names (Fatima Zahra, عبد الله) guide the cut.
    """
    text = _TITLES.sub("", text)
    if "," in text:
        family, given = (part.strip() for part in text.split(",", 1))
        return given, family
    words = text.split()
    if len(words) < 2:
        return "", text
    return _split_by_capitals(words) or _split_by_order(words, name_order)


def _split_by_capitals(words: list[str]) -> tuple[str, str] | None:
    loud = [_is_loud(word) for word in words]
    if all(loud) or not any(loud):
        return None
    count = sum(loud)
    if all(loud[:count]):
        return " ".join(words[count:]), " ".join(words[:count])
    if all(loud[-count:]):
        return " ".join(words[:-count]), " ".join(words[-count:])
    return None


def _is_loud(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)


def _split_by_order(words: list[str], name_order: str) -> tuple[str, str]:
    if name_order == LAST_FIRST:
        cut = _family_length(words)
        return " ".join(words[cut:]), " ".join(words[:cut])
    cut = _given_length(words)
    return " ".join(words[:cut]), " ".join(words[cut:])


def _given_length(words: list[str]) -> int:
    """How many words from the left are the given name; at least one stays for the family."""
    if len(words) == 2:
        return 1
    folded = [fold_text(word) for word in words]
    start = 2 if folded[0] in _SERVANT or folded[0] in _FOLDED_PARTICLES else 1
    for place in range(start, len(words)):
        if folded[place] in _FOLDED_PARTICLES:
            return place
    if folded[0] in _FOLDED_STARTS:
        return min(2, len(words) - 1)
    return min(start, len(words) - 1)


def _family_length(words: list[str]) -> int:
    """How many words from the left are the family name; at least one stays for the given name."""
    length = 1
    while length < len(words) - 1 and fold_text(words[length - 1]) in _FOLDED_PARTICLES | _SERVANT:
        length += 1
    return length


def name_key(name: str) -> str:
    """A name as its folded words in alphabetical order: the same person's names compare equal."""
    return " ".join(sorted(fold_text(name).split()))


def is_same_name(one: str, other: str) -> bool:
    """Probably the same person: equal words, one within the other, or a slip of the keyboard."""
    first, second = name_key(one), name_key(other)
    if not first or not second:
        return True
    ours, theirs = set(first.split()), set(second.split())
    if ours <= theirs or theirs <= ours:
        return True
    return difflib.SequenceMatcher(None, first, second).ratio() >= 0.85
