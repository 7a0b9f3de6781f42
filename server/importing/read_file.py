"""A registration file, whatever it is, to a `Table`; or a `BadFileError` that says what is wrong.

Nothing is written anywhere. The size is checked before and while reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from domain.errors import BadFileError
from server.importing.decoding import decode_text
from server.importing.delimited import read_delimited
from server.importing.file_kind import DELIMITED, find_file_kind
from server.importing.header_row import column_letters, find_header_row
from server.importing.headers import count_known
from server.importing.limits import DEFAULT_LIMITS, MIB, FileLimits
from server.importing.table import Progress, Table, TableRow, ignore_progress, is_blank
from server.importing.workbooks import Sheet, read_sheets

_PORTION = 256 * 1024


@dataclass(frozen=True)
class ReadingChoices:
    """What a person settled: Python's name of the encoding, the separator, the sheet's name.

    Empty means: find out. `header_row` is 1-based, 0 means find out, -1 means there is none.
    """

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header_row: int = 0


def read_table(
    source: bytes | Path | BinaryIO,
    choices: ReadingChoices = ReadingChoices(),
    limits: FileLimits = DEFAULT_LIMITS,
    progress: Progress = ignore_progress,
) -> Table:
    """The table in a CSV (any separator and encoding), XLSX, XLSB, XLS or ODS.

    Raises BadFileError; every code is in `texts.FILE_PROBLEMS`.
    """
    content = source if isinstance(source, bytes) else read_bounded(source, limits)
    _check_size(len(content), limits)
    kind = find_file_kind(content)
    if kind == DELIMITED:
        return _read_text(content, choices, limits, progress)
    return _read_workbook(read_sheets(content, kind, limits), choices, limits)


def read_bounded(source: Path | BinaryIO, limits: FileLimits = DEFAULT_LIMITS) -> bytes:
    """The whole file, reading no further than the limit. Raises BadFileError `file_too_large`,
    `file_missing`."""
    if not isinstance(source, Path):
        return _read_portions(source, limits)
    try:
        _check_size(source.stat().st_size, limits)
        with source.open("rb") as stream:
            return _read_portions(stream, limits)
    except OSError as error:
        raise BadFileError("file_missing", str(error)) from error


def _read_portions(stream: BinaryIO, limits: FileLimits) -> bytes:
    content = bytearray()
    while portion := stream.read(_PORTION):
        content += portion
        _check_size(len(content), limits)
    return bytes(content)


def _check_size(size: int, limits: FileLimits) -> None:
    if size > limits.file_bytes:
        raise BadFileError("file_too_large", limit_mb=limits.file_bytes // MIB)


def _read_text(
    content: bytes, choices: ReadingChoices, limits: FileLimits, progress: Progress
) -> Table:
    decoded = decode_text(content, choices.encoding)
    rows, separator = read_delimited(decoded.text, choices.separator, limits, progress)
    table = _make_table(rows, choices, limits)
    progress(len(rows), len(rows))
    return replace(table, encoding=decoded.encoding, separator=separator)


def _read_workbook(sheets: list[Sheet], choices: ReadingChoices, limits: FileLimits) -> Table:
    names = tuple(sheet.name for sheet in sheets)
    if choices.sheet and choices.sheet not in names:
        raise BadFileError("sheet_unknown", sheet=choices.sheet)
    wanted = [sheet for sheet in sheets if choices.sheet in ("", sheet.name)]
    sheet = max(wanted, key=_rate_sheet)
    table = _make_table(sheet.rows, choices, limits)
    return replace(table, sheet=sheet.name, sheets=names)


def _rate_sheet(sheet: Sheet) -> tuple[int, int]:
    """The sheet with the registrations has known headers and the most rows."""
    return max(map(count_known, sheet.rows[:40]), default=0), len(sheet.rows)


def _make_table(rows: Sequence[list[str]], choices: ReadingChoices, limits: FileLimits) -> Table:
    header_index = _settle_header_row(rows, choices)
    start = 0 if header_index is None else header_index + 1
    below = [
        TableRow(number, tuple(cells))
        for number, cells in enumerate(rows[start:], start=start + 1)
        if not is_blank(cells)
    ]
    if not below:
        raise BadFileError("no_rows")
    headers = _make_headers(rows, header_index, below)
    if len(headers) > limits.columns:
        raise BadFileError("too_many_columns", row=start, limit=limits.columns)
    blank = below[-1].number - start - len(below)
    return Table(headers, tuple(below), None if header_index is None else start, blank)


def _settle_header_row(rows: Sequence[list[str]], choices: ReadingChoices) -> int | None:
    if choices.header_row < 0:
        return None
    if choices.header_row == 0:
        return find_header_row(rows)
    if choices.header_row > len(rows):
        raise BadFileError("no_rows")
    return choices.header_row - 1


def _make_headers(
    rows: Sequence[list[str]], header_index: int | None, below: Sequence[TableRow]
) -> tuple[str, ...]:
    """The header cells; letters where a column has none but holds something."""
    stated = [] if header_index is None else [cell.strip() for cell in rows[header_index]]
    width = max(_filled_width(stated), *(_filled_width(row.cells) for row in below))
    headers = stated[:width]
    padded = headers + [""] * (width - len(headers))
    return tuple(
        header or letter for header, letter in zip(padded, column_letters(width), strict=True)
    )


def _filled_width(cells: Sequence[str]) -> int:
    return next((i for i in range(len(cells), 0, -1) if cells[i - 1].strip()), 0)
