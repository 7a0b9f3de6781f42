"""Workbooks (XLSX, XLSB, XLS, ODS) to sheets of texts, through a process with limits."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from domain.errors import BadFileError
from server.importing import workbook_child
from server.importing.file_kind import ZIP
from server.importing.limits import FileLimits
from server.importing.zip_safety import check_workbook_zip

_CHILD = Path(workbook_child.__file__)
_CODES = {
    workbook_child.PROTECTED: "workbook_protected",
    workbook_child.BROKEN: "workbook_broken",
}


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows[0]` is row 1 of the sheet."""

    name: str
    rows: list[list[str]]


def read_sheets(content: bytes, kind: str, limits: FileLimits) -> list[Sheet]:
    """The visible sheets that hold anything.

    Raises BadFileError with the codes of `check_workbook_zip`, `workbook_too_large`, `no_rows`.
    """
    if kind == ZIP:
        check_workbook_zip(content, limits)
    answer = _run_child(content, limits)
    sheets = [Sheet(sheet["name"], sheet["rows"]) for sheet in json.loads(answer)]
    if not sheets:
        raise BadFileError("no_rows")
    return sheets


def _run_child(content: bytes, limits: FileLimits) -> bytes:
    bounds = (limits.memory_bytes, limits.seconds, limits.rows, limits.columns, limits.cells)
    command = [sys.executable, "-P", str(_CHILD), *map(str, bounds)]
    try:
        done = subprocess.run(  # noqa: S603 (our own file, numbers only)
            command, input=content, capture_output=True, timeout=limits.seconds * 2, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BadFileError("workbook_too_large", "reading took too long") from error
    if done.returncode:
        # Killed by a signal (abort on memory, CPU limit) counts as too large.
        code = _CODES.get(done.returncode, "workbook_too_large")
        raise BadFileError(code, done.stderr.decode(errors="replace")[-300:])
    return done.stdout
