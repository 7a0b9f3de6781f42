"""Every shape a table of people comes in."""

import io
from pathlib import Path

import pytest

from domain.errors import BadFileError
from server.importing.headers import guess_mapping
from server.importing.limits import FileLimits
from server.importing.read_file import ReadingChoices, read_table
from server.importing.table import Table
from tests.importing.files import HEADERS, ROWS, make_csv, make_workbook, make_xlsx


def cells_of(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def test_it_works(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(make_csv([HEADERS, *ROWS], encoding="cp1252"))
    steps: list[tuple[int, int]] = []
    table = read_table(path, progress=lambda done, total: steps.append((done, total)))
    assert table.headers == HEADERS
    assert cells_of(table) == list(ROWS)
    assert [row.number for row in table.rows] == [2, 3, 4]
    assert (table.header_row, table.encoding, table.separator) == (1, "cp1252", ";")
    assert steps[-1] == (4, 4)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|", "^", "~"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_any_separator_in_any_encoding(separator: str, encoding: str) -> None:
    table = read_table(make_csv([HEADERS, *ROWS], separator, encoding))
    assert (table.headers, cells_of(table)) == (HEADERS, list(ROWS))
    assert table.separator == separator


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_end(line_end: str) -> None:
    text = line_end.join(";".join(row) for row in (HEADERS, *ROWS))
    assert cells_of(read_table(text.encode())) == list(ROWS)


def test_stated_separator_line_of_excel() -> None:
    content = b"sep=|\r\nNom|E-mail\r\nTazi, Omar|a@example.com\r\n"
    table = read_table(content)
    assert table.headers == ("Nom", "E-mail")
    assert table.rows[0].number == 3


def test_quoted_line_ends_quotes_and_separators() -> None:
    content = 'Nom;Société\r\nTazi;"Agence ""Écoute""; Rabat\r\n2e étage"\r\nSow;B\r\n'.encode()
    table = read_table(content)
    assert table.rows[0].cells[1] == 'Agence "Écoute"; Rabat\r\n2e étage'
    assert table.rows[1].number == 3


def test_headers_under_title_rows_and_a_blank() -> None:
    rows = [("Salon SICCAM",), ("Édition 2024", "", ""), (), HEADERS, *ROWS]
    for content in (make_csv(rows), make_xlsx(rows)):
        table = read_table(content)
        assert (table.header_row, table.headers) == (4, HEADERS)
        assert table.rows[0].number == 5


def test_blank_rows_are_counted_and_keep_the_numbers() -> None:
    rows = [HEADERS, ROWS[0], ("", " ", ""), (), ROWS[1], (), ()]
    table = read_table(make_csv(rows))
    assert (table.blank_rows, [row.number for row in table.rows]) == (2, [2, 5])


def test_ragged_rows_are_taken_as_they_are() -> None:
    table = read_table(b"Nom;E-mail\nTazi\nSow;a@example.com;extra\n")
    assert table.headers == ("Nom", "E-mail", "C")
    assert cells_of(table)[0] == ("Tazi",)


def test_no_header_row_at_all() -> None:
    table = read_table(make_csv([*ROWS, *ROWS, *ROWS]))
    assert (table.header_row, table.headers, len(table.rows)) == (None, ("A", "B", "C"), 9)
    assert guess_mapping(table).columns_of("email") == (2,)


def test_the_organizer_says_which_row_holds_the_headers() -> None:
    rows = [("Nom", "Prénom"), ("Foo", "Bar"), *ROWS]
    assert read_table(make_csv(rows), ReadingChoices(header_row=2)).headers[:2] == ("Foo", "Bar")
    assert read_table(make_csv(rows), ReadingChoices(header_row=-1)).header_row is None


def test_a_single_column_of_addresses() -> None:
    table = read_table(b"E-mail\na@example.com\nb@example.com\n")
    assert (table.separator, table.headers) == ("", ("E-mail",))


def test_numbers_and_days_in_a_workbook_are_texts_people_know() -> None:
    rows = [("Nom", "GSM", "Barcode", "Oui"), ("Tazi", 612345678, 1e20, True)]
    assert read_table(make_xlsx(rows)).rows[0].cells == (
        *("Tazi", "612345678", "1.00000000000000E+20", "true"),
    )


def test_the_sheet_with_the_registrations_is_found() -> None:
    sheets = {
        "Lisez-moi": [("Bonjour",)],
        "Inscrits": [HEADERS, *ROWS],
        "Old": [HEADERS, *ROWS * 3],
    }
    table = read_table(make_workbook(sheets, hidden="Old"))
    assert (table.sheet, table.sheets) == ("Inscrits", ("Lisez-moi", "Inscrits"))


def test_the_organizer_chooses_the_sheet() -> None:
    content = make_workbook({"A": [HEADERS, *ROWS], "B": [HEADERS, ROWS[0]]})
    assert len(read_table(content, ReadingChoices(sheet="B")).rows) == 1
    with pytest.raises(BadFileError) as raised:
        read_table(content, ReadingChoices(sheet="C"))
    assert raised.value.code == "sheet_unknown"


def test_a_stream_is_read_no_further_than_the_limit() -> None:
    stream = io.BytesIO(b"x" * 10_000_000)
    with pytest.raises(BadFileError) as raised:
        read_table(stream, limits=FileLimits(file_bytes=1_000_000))
    assert raised.value.code == "file_too_large"
    assert stream.tell() < 2_000_000
