"""A registration file as a table of texts, before anything is understood of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Progress = Callable[[int, int], None]
"""Called with (done, total) during long steps; `total` may be an estimate until the last call."""

PROGRESS_STEP = 200


def ignore_progress(_done: int, _total: int) -> None:
    """The progress of those who do not watch."""


@dataclass(frozen=True)
class TableRow:
    """One row that is not blank. `number` is its row in the file, 1-based, as Excel shows it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headers and rows of a file.

    `header_row` is the 1-based row of the headers, None when the file has none (the headers are
    then the letters A, B, C ...). `blank_rows` counts empty rows below the headers.
    `encoding` and `separator` are empty for workbooks, `sheet` for text files.
    """

    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]
    header_row: int | None
    blank_rows: int = 0
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def column(self, index: int, most: int = 200) -> list[str]:
        """The first `most` filled cells of a column."""
        cells = (row.cells[index] for row in self.rows if index < len(row.cells))
        return [cell for cell, _ in zip((c for c in cells if c.strip()), range(most), strict=False)]


def is_blank(cells: Sequence[str]) -> bool:
    """Nothing but blanks in any cell."""
    return not any(cell.strip() for cell in cells)
