"""A wrong file gets a name for what is wrong, quickly, and nothing is written."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from domain.errors import BadFileError
from server.importing.limits import MIB, FileLimits
from server.importing.read_file import read_table
from tests.importing.files import HEADERS, ROWS, make_csv, make_xlsx, make_zip, replace_entry

SHEET = "xl/worksheets/sheet1.xml"
SMALL = FileLimits(unpacked_bytes=8 * MIB, memory_bytes=512 * MIB, seconds=20)


def code_of(content: bytes | Path, limits: FileLimits = SMALL) -> str:
    with pytest.raises(BadFileError) as raised:
        read_table(content, limits=limits)
    return raised.value.code


WRONG = {
    "empty": (b"", "file_empty"),
    "blank": (b" \r\n\r\n", "file_empty"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "file_is_pdf"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(50), "file_is_image"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(50), "file_is_image"),
    "webp": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "file_is_image"),
    "gzip": (b"\x1f\x8b\x08" + bytes(50), "file_is_archive"),
    "html": (b"\xef\xbb\xbf <html><table><tr><td>Nom</td></tr></table>", "file_is_html"),
    "spreadsheetml": (b'<?xml version="1.0"?><Workbook/>', "file_is_html"),
    "json": (b'[{"nom": "Tazi"}]', "file_is_json"),
    "rtf": (b"{\\rtf1 Nom}", "file_is_document"),
    "program": (b"\x7fELF" + bytes(50), "file_is_binary"),
    "noise": (bytes(range(256)) * 40, "file_is_binary"),
    "headers only": (b"Nom;E-mail\r\n", "no_rows"),
    "headers only, workbook": (make_xlsx([HEADERS]), "no_rows"),
    "no cell at all": (make_xlsx([]), "no_rows"),
    "docx": (
        make_zip({"[Content_Types].xml": b"x", "word/document.xml": b"x"}),
        "file_is_document",
    ),
    "pptx": (
        make_zip({"[Content_Types].xml": b"x", "ppt/presentation.xml": b"x"}),
        "file_is_document",
    ),
    "zip of a csv": (make_zip({"liste.csv": b"Nom;E-mail\na;b"}), "file_is_archive"),
    "text": (
        make_zip({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        "file_is_document",
    ),
    "cut workbook": (make_xlsx([HEADERS, *ROWS])[:-300], "workbook_broken"),
    "zip start only": (b"PK\x03\x04" + bytes(100), "workbook_broken"),
    "xls start only": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "workbook_broken"),
    "sheet of noise": (replace_entry(make_xlsx([HEADERS]), SHEET, b"<x"), "workbook_broken"),
    "unclosed quote": (
        b'Nom;Ville;E-mail\nTazi;"Rabat;a@example.com\nSow;Fes;b@example.com\nBa;Fes;c@example.com\n',
        "unclosed_quote",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_file_has_its_code(name: str) -> None:
    content, code = WRONG[name]
    assert code_of(content) == code


def test_a_missing_file(tmp_path: Path) -> None:
    assert code_of(tmp_path / "absent.csv") == "file_missing"
    assert code_of(tmp_path) == "file_missing"


def test_200_megabytes_are_refused_by_their_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(200 * MIB)
    with pytest.raises(BadFileError) as raised:
        read_table(path)
    assert (raised.value.code, raised.value.params) == ("file_too_large", {"limit_mb": 64})


def test_a_zip_bomb_that_tells_its_size() -> None:
    bomb = replace_entry(make_xlsx([HEADERS]), SHEET, bytes(16 * MIB))
    assert len(bomb) < MIB
    assert code_of(bomb) == "zip_bomb"


def test_a_zip_bomb_that_lies_about_its_size() -> None:
    """Declared sizes of 1 kB; Python's reader stops there, so the check sees a broken archive."""
    bomb = bytearray(replace_entry(make_xlsx([HEADERS]), SHEET, bytes(16 * MIB)))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = bomb.find(mark)
        while place >= 0:
            if struct.unpack_from("<L", bomb, place + offset)[0] > MIB:
                struct.pack_into("<L", bomb, place + offset, 1024)
            place = bomb.find(mark, place + 4)
    assert code_of(bytes(bomb)) in ("zip_bomb", "workbook_broken")


def test_a_zip_bomb_by_ratio() -> None:
    bomb = replace_entry(make_xlsx([HEADERS]), SHEET, bytes(40 * MIB))
    assert code_of(bomb, FileLimits(unpacked_bytes=64 * MIB)) == "zip_bomb"


def test_a_zip_of_very_many_entries() -> None:
    many = make_zip({f"xl/{number}.xml": b"" for number in range(3000)} | {"xl/workbook.xml": b""})
    assert code_of(many) == "zip_bomb"


def test_a_directory_too_large_to_read() -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 900 * MIB, 0, 0)
    assert code_of(b"PK\x03\x04" + bytes(100) + end) == "zip_bomb"


def test_a_protected_zip() -> None:
    content = bytearray(make_xlsx([HEADERS, *ROWS]))
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    assert code_of(bytes(content)) == "workbook_protected"


def test_two_cells_in_opposite_corners_do_not_bring_the_server_down() -> None:
    """A well-formed sheet of which calamine makes 550 GB of cells, then aborts."""
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>'
    )
    assert code_of(replace_entry(make_xlsx([HEADERS]), SHEET, sheet)) == "workbook_too_large"


def test_too_many_columns_and_rows() -> None:
    wide = make_csv([["x"] * 1_000_000])[:MIB]
    assert code_of(b"Nom\n" + wide) == "too_many_columns"
    assert code_of(make_xlsx([["x"] * 600] * 2)) == "workbook_too_large"
    long = make_csv([HEADERS, *ROWS * 10])
    assert code_of(long, FileLimits(rows=20)) == "too_many_rows"


def test_one_line_of_fifty_megabytes() -> None:
    assert code_of(b"Nom;E-mail\n" + b"a" * (50 * MIB), FileLimits()) == "line_too_long"


def test_one_cell_of_half_a_megabyte() -> None:
    assert code_of(b'Nom;E-mail\nTazi;"' + b"ab \n" * 131_072 + b'"\n') == "cell_too_long"


def test_nul_bytes_do_not_stop_the_reading() -> None:
    table = read_table(b"Nom;E-mail\nTa\x00zi;a@example.com\nSow;b@example.com\n")
    assert len(table.rows) == 2


def test_a_bad_checksum() -> None:
    content = make_xlsx([HEADERS, *ROWS])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        offset = archive.getinfo(SHEET).header_offset
    broken = bytearray(content)
    broken[offset + 14] ^= 0xFF
    place = broken.find(b"PK\x01\x02")
    while struct.unpack_from("<L", broken, place + 42)[0] != offset:
        place = broken.find(b"PK\x01\x02", place + 4)
    broken[place + 16] ^= 0xFF
    assert code_of(bytes(broken)) == "workbook_broken"
