"""Text as searches see it: without case, accents and the variants of Arabic letters.

SQLite calls the Python function, PostgreSQL gets the same table for its own `translate`, so both
find the same people.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

_LATIN = range(0x00C0, 0x0250)
_SPECIAL_LATIN = {"ß": "s", "æ": "a", "œ": "o", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "’": "'"}
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ئ": "ي", "ؤ": "و"}
_DROPPED = (0x0640, 0x0670, *range(0x064B, 0x0653), *range(0x0300, 0x0370))
"""Tatweel, vowel signs and combining accents: written by some, left out by most."""


def _list_pairs() -> Iterator[tuple[str, str]]:
    for letter in map(chr, _LATIN):
        base = unicodedata.normalize("NFKD", letter)[0]
        if base.isascii() and base.isalpha():
            yield letter, base.lower()
    for letter, base in (_SPECIAL_LATIN | _ARABIC).items():
        yield letter, base
        if letter.upper() != letter and len(letter.upper()) == 1:
            yield letter.upper(), base


_PAIRS = dict(_list_pairs())
_FROM = "".join(_PAIRS) + "".join(map(chr, _DROPPED))
_TO = "".join(_PAIRS.values())
_TABLE = str.maketrans(_PAIRS) | dict.fromkeys(_DROPPED)

SQLITE_NAME = "accueil_fold"


def fold_text(text: str) -> str:
    """`Éric EL-FÀSSI` as `eric el-fassi`, `أحمد` as `احمد`."""
    return text.lower() if text.isascii() else text.translate(_TABLE).lower()


class folded(GenericFunction[str]):  # noqa: N801 - used in queries like a function
    """The same in SQL: `folded(column)`."""

    type = String()
    name = SQLITE_NAME
    inherit_cache = True


@compiles(folded, "postgresql")
def _compile_for_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    inner = compiler.process(element.clauses, **options)
    literals = [compiler.render_literal_value(text, String()) for text in (_FROM, _TO)]
    return f"lower(translate({inner}, {', '.join(literals)}))"
