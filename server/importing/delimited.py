"""Delimited text (CSV and its relatives) to rows of texts; the separator is found, not assumed."""

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator

from domain.errors import BadFileError
from server.importing.limits import FileLimits
from server.importing.table import Progress, is_blank

SEPARATORS = (";", ",", "\t", "|", "\x1f", "^", "~", "§", "¦", ":")
"""Tried in this order; the first wins a tie."""

_SAMPLE_CHARS = 100_000
_SAMPLE_ROWS = 300
_PROGRESS_ROWS = 1_000


def read_delimited(
    text: str, separator: str, limits: FileLimits, progress: Progress
) -> tuple[list[list[str]], str]:
    """All rows, blank ones included, and the separator (empty for a single column).

    `separator` empty means: find it. Raises BadFileError `line_too_long`, `too_many_columns`,
    `too_many_rows`, `unclosed_quote` or `cell_too_long`, each with the row where it is.
    """
    _check_line_lengths(text, limits.line_chars)
    text, stated = _take_stated_separator(text)
    separator = separator or stated or find_separator(text)
    rows = []
    for row in _parse(text, separator or ";", limits):
        rows.append(row)
        if len(rows) % _PROGRESS_ROWS == 0:
            progress(len(rows), max(len(rows), text.count("\n")))
    return rows, separator


def _check_line_lengths(text: str, most: int) -> None:
    start = 0
    while len(text) - start > most:
        portion = text[start : start + most + 1]
        end = max(portion.rfind("\n"), portion.rfind("\r"))
        if end < 0:
            raise BadFileError("line_too_long", row=_line_number(text, start), limit=most)
        start += end + 1


def _line_number(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _take_stated_separator(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;` names the separator; it stays as a row, to keep numbers."""
    first = text[:20].splitlines()[0].strip().strip('"') if text else ""
    if first.lower().startswith("sep=") and len(first) == 5:
        return text, first[4]
    return text, ""


def find_separator(text: str) -> str:
    """The separator that cuts most rows into the same number of columns; empty when none does."""
    sample = text[:_SAMPLE_CHARS]
    if len(text) > _SAMPLE_CHARS:
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, best_score = "", 0.0
    for separator in SEPARATORS:
        score = _score_separator(sample, separator)
        if score > best_score + 1e-9:
            best, best_score = separator, score
    return best


def _score_separator(sample: str, separator: str) -> float:
    if separator not in sample:
        return 0.0
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    widths: Counter[int] = Counter()
    try:
        for _, row in zip(range(_SAMPLE_ROWS), reader, strict=False):
            widths[len(row)] += not is_blank(row)
    except csv.Error:
        return 0.0
    wide = {width: count for width, count in widths.items() if width > 1 and count}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda found: (found[1], found[0]))
    return count / widths.total() * math.log2(width + 1)


def _parse(text: str, separator: str, limits: FileLimits) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 0
    width = 0
    try:
        for number, row in enumerate(reader, start=1):
            _check_row(row, number, limits)
            width = max(width, len(row))
            _check_quotes(row, number, separator, width)
            yield row
    except csv.Error as error:
        code = "cell_too_long" if "field larger" in str(error) else "unclosed_quote"
        raise BadFileError(code, str(error), row=number + 1) from error


def _check_row(row: list[str], number: int, limits: FileLimits) -> None:
    if len(row) > limits.columns:
        raise BadFileError("too_many_columns", row=number, limit=limits.columns)
    if number > limits.rows:
        raise BadFileError("too_many_rows", limit=limits.rows)


def _check_quotes(row: list[str], number: int, separator: str, width: int) -> None:
    """A quote never closed swallows the rows below: a cell then holds lines full of separators."""
    for cell in row:
        if "\n" not in cell and "\r" not in cell:
            continue
        swallowed = [
            line for line in cell.splitlines() if line.count(separator) >= max(width - 1, 2)
        ]
        if swallowed:
            raise BadFileError("unclosed_quote", row=number)
