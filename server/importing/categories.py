"""Category cells to the edition's category codes; what it does not have is listed, not lost."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.importing.attendees import ImportedAttendee
from server.importing.choice_words import category_family
from server.importing.folding import fold_text

_LONGEST_CODE = 40


@dataclass(frozen=True)
class NewCategory:
    """A category the file names and the edition lacks: its code, the text in the file, rows."""

    code: str
    text: str
    count: int


class CategoryBook:
    """Finds the code of a category cell. `known` is every name and code to its code."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._codes = {fold_text(name): code for name, code in known.items()}
        self._codes |= {fold_text(code): code for code in known.values()}
        families = ((category_family(name), code) for name, code in self._codes.items())
        self._by_family = {family: code for family, code in families if family}
        self._known = frozenset(known.values())

    def find_code(self, text: str) -> str:
        """The edition's code, or the one a new category of this name gets; empty stays empty."""
        folded = fold_text(text)
        if not folded:
            return ""
        family = category_family(text)
        known = self._codes.get(folded) or self._by_family.get(family or "")
        return known or family or make_category_code(text)

    def list_new(self, attendees: Iterable[ImportedAttendee]) -> tuple[NewCategory, ...]:
        """The categories that must be created before these attendees can be stored."""
        found = Counter(
            person.category for person in attendees if person.category not in {"", *self._known}
        )
        texts: dict[str, str] = {}
        for person in attendees:
            texts.setdefault(person.category, person.category_text)
        return tuple(NewCategory(code, texts[code], count) for code, count in found.most_common())


def make_category_code(text: str) -> str:
    """A readable code: folded words joined by hyphens, at most 40 characters."""
    return re.sub(r"\s+", "-", fold_text(text))[:_LONGEST_CODE].strip("-")
