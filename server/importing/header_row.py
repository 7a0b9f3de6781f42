"""Where the headers are: under title rows, or nowhere."""

from collections.abc import Sequence

from server.importing.column_contents import is_email_like, is_phone_like
from server.importing.headers import count_known
from server.importing.table import is_blank

_LOOKED_AT = 40


def find_header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The index (0-based) of the header row, or None when the file starts with people.

    The row with the most words that head columns; else the first row as wide as the table, if it
    does not hold a person itself.
    """
    known = [count_known(row) for row in rows[:_LOOKED_AT]]
    best = max(known, default=0)
    if best >= 2 or (best == 1 and _widest(rows) == 1):
        return known.index(best)
    first = _first_wide_row(rows)
    if first is None or _holds_person(rows[first]):
        return None
    return first


def _widest(rows: Sequence[Sequence[str]]) -> int:
    return max((_filled(row) for row in rows[:_LOOKED_AT]), default=0)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _first_wide_row(rows: Sequence[Sequence[str]]) -> int | None:
    widest = _widest(rows)
    for index, row in enumerate(rows[:_LOOKED_AT]):
        if not is_blank(row) and _filled(row) >= max(1, widest * 0.6):
            return index
    return None


def _holds_person(row: Sequence[str]) -> bool:
    return any(is_email_like(cell) or is_phone_like(cell) for cell in row)


def column_letters(count: int) -> tuple[str, ...]:
    """A, B ... Z, AA ...: stand-ins for headers, as a spreadsheet shows them."""
    return tuple(_letters(index) for index in range(count))


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
