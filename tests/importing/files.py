"""Files made for tests, and where the real ones are."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
import xlsxwriter

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "demo" / "registrations"
SHARED = ROOT.parent / "shared" / "data" / "registrations"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared/data/registrations is not on this machine"
)

HEADERS = ("Nom", "Prénom", "E-mail")
ROWS = (
    ("Aït Lahcen", "Hélène", "helene@example.com"),
    ("Béranger", "François", "francois@example.com"),
    ("Benchekroun", "Saïd", "said@example.com"),
)


def make_csv(rows: Iterable[Sequence[str]], separator: str = ";", encoding: str = "utf-8") -> bytes:
    """The rows as a spreadsheet would save them."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows(rows)
    return stream.getvalue().encode(encoding)


def make_xlsx(rows: Iterable[Sequence[object]], sheet: str = "Feuil1") -> bytes:
    """A workbook with one sheet."""
    return make_workbook({sheet: rows})


def make_workbook(sheets: dict[str, Iterable[Sequence[object]]], hidden: str = "") -> bytes:
    """A workbook; the sheet named `hidden` is not shown."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        if name == hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    workbook.close()
    return stream.getvalue()


def make_zip(entries: dict[str, bytes]) -> bytes:
    """A zip of these entries, compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def replace_entry(workbook: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with one entry exchanged."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    return make_zip(entries | {name: content})
