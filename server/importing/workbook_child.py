"""Reads a workbook in a process of its own: stdin the file, stdout JSON. Run by `workbooks`.

A well-formed XLSX of 2 kB with two cells in opposite corners makes calamine reserve 550 GB, and
what follows is an abort, not an exception (github.com/tafia/calamine/issues/693). Here it may
abort: memory and time are limited, and the venue server only sees an exit code.
Imports nothing of the project, so that it starts in milliseconds.
"""

import datetime
import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

TOO_LARGE = 3
PROTECTED = 4
BROKEN = 5
_MOST_SHEETS = 20


def main(arguments: list[str]) -> int:
    """Arguments: bytes of memory, seconds, rows, columns and cells allowed."""
    memory, seconds, *bounds = (int(argument) for argument in arguments)
    _limit_process(memory, seconds)
    import python_calamine as calamine  # after the limits

    try:
        sheets = read_sheets(calamine, sys.stdin.buffer.read(), bounds)
        sys.stdout.write(json.dumps(sheets, ensure_ascii=True))
    except (OverflowError, MemoryError):
        return TOO_LARGE
    except calamine.PasswordError:
        return PROTECTED
    except BaseException as error:  # a Rust panic is no Exception; this process has one purpose
        sys.stderr.write(f"{type(error).__name__}: {error}")
        return PROTECTED if "password" in str(error).lower() else BROKEN
    return 0


def _limit_process(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def read_sheets(calamine: Any, content: bytes, bounds: list[int]) -> list[dict[str, Any]]:
    """Every visible sheet that has cells: its name and its rows of texts from row 1 on."""
    workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for index in list(visible_sheets(calamine, workbook))[:_MOST_SHEETS]:
        sheet = workbook.get_sheet_by_index(index)
        if sheet.start is not None:
            _check_bounds(sheet, bounds)
            sheets.append({"name": sheet.name, "rows": [_texts(row) for row in sheet.iter_rows()]})
    return sheets


def visible_sheets(calamine: Any, workbook: Any) -> Iterator[int]:
    """The positions of worksheets a person sees when opening the file."""
    for index, sheet in enumerate(workbook.sheets_metadata):
        is_worksheet = sheet.typ == calamine.SheetTypeEnum.WorkSheet
        if is_worksheet and sheet.visible == calamine.SheetVisibleEnum.Visible:
            yield index


def _check_bounds(sheet: Any, bounds: list[int]) -> None:
    rows, columns, cells = bounds
    if sheet.total_height > rows or sheet.width > columns:
        raise OverflowError
    if sheet.total_height * sheet.width > cells:
        raise OverflowError


def _texts(row: list[Any]) -> list[str]:
    return [cell_text(cell) for cell in row]


def cell_text(cell: Any) -> str:
    """A cell as a person would type it: whole numbers without `.0`, moments in ISO form.

    A number past 15 digits has lost digits in Excel already: it stays in its `1.0E+20` form, so
    that nobody takes it for an intact badge code.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, (datetime.datetime, datetime.date, datetime.time)):
        return cell.isoformat(" ") if isinstance(cell, datetime.datetime) else cell.isoformat()
    return str(cell)


def _number_text(number: float) -> str:
    if abs(number) >= 1e15:
        return f"{number:.14E}"
    return str(int(number)) if number.is_integer() else repr(number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
