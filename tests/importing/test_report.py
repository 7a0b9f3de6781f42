"""The problems as a file a spreadsheet opens safely, in the organizer's language."""

import csv
import io

import pytest

from server.importing.attendees import RowProblem
from server.importing.report import count_left_out, write_problems_csv
from server.spreadsheet_cells import quote_formula
from tests.importing.planning import plan_lines


def in_capitals(text: str, **params: object) -> str:
    """A translation one can recognise."""
    return text.upper() if not params else text.replace("%", "%") % params


def read_back(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_it_works() -> None:
    plan = plan_lines(
        "Nom;Email", "Tazi;a@example.com", "TAZI;a@example.com", "Sow;awa at example.com"
    )
    rows = read_back(write_problems_csv(plan.problems, in_capitals))
    assert rows[0] == ["ROW", "OUTCOME", "COLUMN", "PROBLEM", "IN THE FILE"]
    assert rows[1] == [
        "3",
        "LEFT OUT",
        "E-MAIL",
        "Same e-mail as row 2 (Tazi): left out.",
        "a@example.com",
    ]
    assert "awa@example.com was meant?" in rows[2][3]
    assert count_left_out(plan.problems) == 1


@pytest.mark.parametrize("value", ["=1+1", "+212", "-2", "@x", "\t=1", " =1", "＝1", "\r=1"])
def test_no_cell_is_a_formula(value: str) -> None:
    problem = RowProblem(2, "warning", "bad_phone", "phone", value)
    cell = read_back(write_problems_csv([problem], in_capitals))[1][4]
    assert cell.startswith("'")


def test_a_name_with_a_formula_is_quoted_in_the_sentence_too() -> None:
    assert quote_formula("=cmd|' /C calc'!A0") == "'=cmd|' /C calc'!A0"


def test_odd_characters_do_not_break_the_file() -> None:
    problem = RowProblem(2, "warning", "bad_email", "email", 'a";\n\x00\ud800é')
    assert len(read_back(write_problems_csv([problem], in_capitals))) == 2


def test_the_report_is_plain_values() -> None:
    report = plan_lines("Nom;Catégorie", "Tazi;VIP", "", "Sow;VIP").report.as_dict()
    assert report["blank"] == 1
    assert report["new_categories"] == [{"code": "vip", "text": "VIP", "count": 2}]
