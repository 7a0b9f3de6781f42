"""Rows of leads as a spreadsheet or as text, safe to open."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter

from server.exporting.columns import LAYOUTS, Column, Layout
from server.exporting.lead_rows import LeadRow, Origin
from server.spreadsheet_cells import quote_formula

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_MOST_CELL = 32_767
"""Characters in one cell of a workbook (Excel's own limit)."""
_PHONE = re.compile(r"\+[0-9]{6,15}")
_WIDEST = 48
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ")


@dataclass(frozen=True)
class CsvStyle:
    """How a text file is written: `separator` is a key of SEPARATORS; Excel wants the `bom`."""

    separator: str = "semicolon"
    has_bom: bool = True


@dataclass(frozen=True)
class Table:
    """Headers and cells, and how many leads could not go in."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    left_out: int = 0


def make_table(layout_code: str, leads: Iterable[LeadRow], origin: Origin) -> Table:
    """The cells of a layout of `columns.LAYOUTS`. Raises KeyError for another layout's name."""
    layout: Layout = LAYOUTS[layout_code]
    columns: Sequence[Column] = layout.columns(origin)
    rows: list[list[str]] = []
    left_out = 0
    for lead in leads:
        if not layout.takes(lead):
            left_out += 1
            continue
        rows.append([_printable(column.cell(lead, origin)) for column in columns])
    return Table([column.header for column in columns], rows, left_out)


def write_csv(table: Table, style: CsvStyle | None = None) -> bytes:
    """UTF-8, every cell quoted, CRLF. A cell that a spreadsheet would run as a formula gets an
    apostrophe in front; a phone number in international form does not: it runs nothing, and the
    apostrophe would make it another number."""
    chosen = style or CsvStyle()
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=SEPARATORS[chosen.separator], quoting=csv.QUOTE_ALL)
    writer.writerow(table.headers)
    writer.writerows([make_formula_safe(cell) for cell in row] for row in table.rows)
    return stream.getvalue().encode("utf-8-sig" if chosen.has_bom else "utf-8")


def make_formula_safe(text: str) -> str:
    """The text as a spreadsheet shows it and does not run it; a phone number stays one."""
    return text if _PHONE.fullmatch(text) else quote_formula(text)


def write_xlsx(table: Table, sheet_name: str = "Leads") -> bytes:
    """A workbook in which every cell is text: a phone keeps its plus and its zeros, and nothing
    is a formula or a link."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(sheet_name)
        text_style = book.add_format({"num_format": "@", "valign": "top"})
        head_style = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
        for number, header in enumerate(table.headers):
            sheet.set_column(number, number, _width(table, number), text_style)
            sheet.write_string(0, number, header, head_style)
        for line, row in enumerate(table.rows, start=1):
            for number, cell in enumerate(row):
                sheet.write_string(line, number, cell[:_MOST_CELL], text_style)
        sheet.freeze_panes(1, 0)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.headers) - 1)
    return stream.getvalue()


def _width(table: Table, number: int) -> int:
    cells = [table.headers[number], *(row[number] for row in table.rows[:500])]
    longest = max(len(line) for cell in cells for line in cell.split("\n"))
    return min(_WIDEST, longest + 2)


def _printable(text: str) -> str:
    """Without control characters: workbooks refuse them, and text files break on them."""
    return text.replace("\r\n", "\n").translate(_CONTROL)
