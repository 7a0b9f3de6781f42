"""Rows in the order of their last change, each key once: what a device pulls page by page."""

from bisect import bisect_right
from dataclasses import dataclass

_FEWEST_TO_TIDY = 1_000


@dataclass(frozen=True)
class FeedRow:
    """One row as it goes over the wire: `texts` are JSON objects of the array `kind`."""

    key: tuple[str, ...]
    kind: str
    number: int
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """Rows in order; `to` is the last number that is complete with them, `more` whether others
    follow."""

    rows: list[FeedRow]
    to: int
    more: bool


class NumberedRows:
    """Changed rows go to the end, their old place stays empty until there are many such."""

    def __init__(self) -> None:
        self._rows: list[FeedRow | None] = []
        self._numbers: list[int] = []
        self._places: dict[tuple[str, ...], int] = {}

    def put(self, row: FeedRow) -> None:
        """Add or replace a row. Its number is not below any number put before."""
        old = self._places.get(row.key)
        if old is not None:
            self._rows[old] = None
        self._places[row.key] = len(self._rows)
        self._rows.append(row)
        self._numbers.append(row.number)
        if len(self._rows) > _FEWEST_TO_TIDY + 2 * len(self._places):
            self._tidy()

    def _tidy(self) -> None:
        kept = [row for row in self._rows if row is not None]
        self._rows = list(kept)
        self._numbers = [row.number for row in kept]
        self._places = {row.key: place for place, row in enumerate(kept)}

    @property
    def slot_count(self) -> int:
        """How many places there are, empty ones included."""
        return len(self._rows)

    def read(self, since: int, limit: int, last: int) -> Page:
        """The rows above `since`: `limit` of them, and those that share the last one's number.

        `last` is the highest number given out: what `to` is once nothing follows.
        """
        rows: list[FeedRow] = []
        for row in self._rows[bisect_right(self._numbers, since) :]:
            if row is None:
                continue
            if len(rows) >= limit and row.number != rows[-1].number:
                return Page(rows, rows[-1].number, True)
            rows.append(row)
        return Page(rows, last, False)
