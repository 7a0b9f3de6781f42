"""What a column's cells look like, to check what its header promises."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from server.importing.choice_words import category_family, read_status
from server.importing.folding import has_arabic, has_latin, latin_digits

_EMAIL = re.compile(r"^\s*[^@\s]+@[^@\s]+\.[^@\s]{2,}\s*$")
_PHONE = re.compile(r"^\s*(\+|00|0)\d(?:[\s().-]*\d){6,13}\s*$")
_TELLING = 5


@dataclass(frozen=True)
class ColumnContents:
    """Shares (0-1) of the filled cells that look like something. Few cells tell little."""

    is_telling: bool
    email_share: float = 0.0
    phone_share: float = 0.0
    arabic_share: float = 0.0
    category_share: float = 0.0
    status_share: float = 0.0


def describe_column(cells: Sequence[str]) -> ColumnContents:
    """`cells` are the filled cells of a column, or the first few hundred of them."""
    if not cells:
        return ColumnContents(is_telling=False)
    return ColumnContents(
        is_telling=len(cells) >= _TELLING,
        email_share=_share(cells, is_email_like),
        phone_share=_share(cells, is_phone_like),
        arabic_share=_share(cells, lambda cell: has_arabic(cell) and not has_latin(cell)),
        category_share=_share(cells, lambda cell: category_family(cell) is not None),
        status_share=_share(cells, lambda cell: read_status(cell) is not None),
    )


def _share(cells: Sequence[str], is_like: Callable[[str], bool]) -> float:
    return sum(map(is_like, cells)) / len(cells)


def is_email_like(cell: str) -> bool:
    """Roughly an e-mail address."""
    return _EMAIL.match(cell) is not None


def is_phone_like(cell: str) -> bool:
    """Roughly a phone number with its prefix."""
    return _PHONE.match(latin_digits(cell)) is not None
