"""Lead files, read back with the readers of others."""

import csv
import io
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from server.exporting.columns import LAYOUTS, NOT_PROVIDED, OWN
from server.exporting.lead_rows import LeadRow, Note, Origin
from server.exporting.tables import CsvStyle, Table, make_table, write_csv, write_xlsx

ORIGIN = Origin("SICCAM 2024", "Atlas Câbles", ("seats", "languages"))
AMINA = LeadRow(
    lead_id="0190aa00-0000-7000-8000-000000000001",
    captured_at="2024-04-26T10:40:00+01:00",
    first_name="Amina",
    last_name="El Fassi",
    company='Relation "Client" ; Maroc',
    job_title="Directrice, opérations",
    email="amina@example.ma",
    phone="+212600000001",
    country="MA",
    rating="hot",
    tags=("urgent", "devis"),
    answers={"seats": "50_99", "languages": "fr; ar"},
    notes=(Note("2024-04-26T10:41", "Youssef", "Rappeler lundi\nأمينة"),),
    is_mailing_allowed=True,
    consent_version="2",
    consent_at="2024-04-26T10:42:00+01:00",
    provenance="SICCAM 2024, stand B12",
)
UNKNOWN = LeadRow(lead_id="0190aa00-0000-7000-8000-000000000002", captured_at="2024-04-26T11:00")
REQUIRED = {
    "salesforce": {"LastName", "Company"},
    "hubspot": {"First name", "Last name", "Email"},
    "zoho": {"Last Name", "Company"},
    "dynamics": {"Topic", "Last Name"},
    "odoo": {"id", "name"},
}


def read_csv(content: bytes, separator: str = ";") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=separator))


def test_a_lead_comes_back_from_csv_as_it_was() -> None:
    content = write_csv(make_table(OWN, [AMINA], ORIGIN))

    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    (row,) = read_csv(content)
    assert row["Company"] == 'Relation "Client" ; Maroc'
    assert row["Phone"] == "+212600000001"
    assert row["answer:seats"] == "50_99"
    assert row["answer:languages"] == "fr; ar"
    assert row["Notes"].endswith("Rappeler lundi\nأمينة")
    assert row["Mailing consent"] == "Yes"


@pytest.mark.parametrize(("separator", "sign"), [("comma", ","), ("semicolon", ";"), ("tab", "\t")])
def test_separator_and_mark_are_chosen(separator: str, sign: str) -> None:
    content = write_csv(make_table(OWN, [AMINA], ORIGIN), CsvStyle(separator, has_bom=False))

    assert not content.startswith(b"\xef\xbb\xbf")
    assert read_csv(content, sign)[0]["Last name"] == "El Fassi"


@pytest.mark.parametrize(
    "evil", ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", "＝1", " =1", "+212 600"]
)
def test_no_cell_is_a_formula(evil: str) -> None:
    (row,) = read_csv(write_csv(make_table(OWN, [replace(AMINA, company=evil)], ORIGIN)))

    assert row["Company"].startswith("'")


def test_a_workbook_holds_text_only() -> None:
    evil = replace(AMINA, company="=1+1", job_title="https://example.com", city="0033")
    content = write_xlsx(make_table(OWN, [evil], ORIGIN))

    head, row = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    cells = dict(zip(head, row, strict=True))
    assert cells["Company"] == "=1+1"
    assert cells["Phone"] == "+212600000001"
    assert cells["City"] == "0033"
    assert cells["Scans"] == "1"


def test_control_characters_and_long_texts_break_no_workbook() -> None:
    noisy = replace(AMINA, company="A\x00B\x1b", notes=(Note("", "", "x" * 40_000),))

    content = write_xlsx(make_table(OWN, [noisy], ORIGIN))

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert "A B " in sheet.to_python()[1]


@pytest.mark.parametrize("layout", sorted(REQUIRED))
def test_every_crm_finds_its_required_fields_filled(layout: str) -> None:
    nameless = replace(AMINA, first_name="", last_name="", company="")
    table = make_table(layout, [AMINA, nameless], ORIGIN)

    assert set(table.headers) >= REQUIRED[layout]
    assert len(set(table.headers)) == len(table.headers)
    for row in read_csv(write_csv(table)):
        filled = {header for header in REQUIRED[layout] if row[header]}
        assert filled == REQUIRED[layout] or (layout == "hubspot" and "Email" in filled)


@pytest.mark.parametrize("layout", sorted(REQUIRED))
def test_a_lead_without_contact_is_left_out_and_counted(layout: str) -> None:
    table = make_table(layout, [AMINA, UNKNOWN], ORIGIN)

    assert (len(table.rows), table.left_out) == (1, 1)
    assert make_table(OWN, [AMINA, UNKNOWN], ORIGIN).left_out == 0


def test_no_cell_is_longer_than_the_crm_takes() -> None:
    long = replace(AMINA, first_name="é" * 90, last_name="é" * 200, company="é" * 300)
    for layout in LAYOUTS.values():
        table = make_table(layout.code, [long], ORIGIN)
        for column, cell in zip(layout.columns(ORIGIN), table.rows[0], strict=True):
            assert column.most is None or len(cell) <= column.most


def test_who_did_not_tick_is_marked_as_not_to_be_mailed() -> None:
    silent = replace(AMINA, is_mailing_allowed=False)
    cells = {code: _cells(make_table(code, [silent], ORIGIN)) for code in LAYOUTS}

    assert cells["salesforce"]["HasOptedOutOfEmail"] == "TRUE"
    assert cells["zoho"]["Email Opt-out"] == "TRUE"
    assert cells["dynamics"]["Do not allow Emails"] == "Yes"
    assert all(row["Mailing consent"] == "No" for row in cells.values())
    assert "mailing consent: no" in cells["odoo"]["description"]


def test_only_one_name_is_enough_for_salesforce() -> None:
    cells = _cells(make_table("salesforce", [replace(AMINA, last_name="")], ORIGIN))

    assert (cells["FirstName"], cells["LastName"]) == ("", "Amina")
    without_company = _cells(make_table("salesforce", [replace(AMINA, company="")], ORIGIN))
    assert without_company["Company"] == NOT_PROVIDED


def test_odoo_gets_a_stable_id_without_dots_inside() -> None:
    cells = _cells(make_table("odoo", [AMINA], ORIGIN))

    assert cells["id"] == "accueil.lead_0190aa00000070008000000000000001"
    assert cells["priority"] == "3"


def _cells(table: Table) -> dict[str, str]:
    return dict(zip(table.headers, table.rows[0], strict=True))
