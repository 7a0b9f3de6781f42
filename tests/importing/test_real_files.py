"""The files organizers sent, and the demo's in the same shapes, give what `expected.json` says."""

import json
from pathlib import Path

import pytest

from server.importing.attendees import ImportOptions
from server.importing.headers import guess_mapping
from server.importing.plan import FileFacts, ImportPlan, make_plan
from server.importing.read_file import read_table
from tests.importing.files import DEMO, SHARED, needs_shared

NAMES = (
    "siccam-inscriptions.csv",
    "pretix-checkin-list.csv",
    "eventbrite-attendees.csv",
    "delegation-nouakchott.xlsx",
)


DEFAULTS = ImportOptions()


def plan_file(path: Path, options: ImportOptions = DEFAULTS) -> ImportPlan:
    table = read_table(path)
    facts = FileFacts(len(table.rows), table.blank_rows, table.header_row)
    return make_plan(table.rows, facts, guess_mapping(table), options)


def check_expected(folder: Path, name: str) -> None:
    expected = json.loads((folder / "expected.json").read_text())[name]
    report = plan_file(folder / name).report.as_dict()
    assert {key: report[key] for key in expected} == expected


@pytest.mark.parametrize("name", NAMES)
def test_demo_files_give_what_is_expected(name: str) -> None:
    check_expected(DEMO, name)


@needs_shared
@pytest.mark.parametrize("name", NAMES)
def test_shared_files_give_what_is_expected(name: str) -> None:
    check_expected(SHARED, name)


@needs_shared
def test_cancelled_rows_are_imported_as_cancelled_by_choice() -> None:
    path = SHARED / "eventbrite-attendees.csv"
    plan = plan_file(path, ImportOptions(cancelled="import"))
    assert plan.report.attendees == 400
    assert plan.report.not_attending == 18
    assert sum(person.status == "cancelled" for person in plan.attendees) == 18


@needs_shared
def test_windows_1252_names_come_through() -> None:
    people = {p.row_number: p for p in plan_file(SHARED / "siccam-inscriptions.csv").attendees}
    assert people[2].last_name == "MINT SIDI"
    assert people[2].phone == "+221777828830"
    assert people[8].last_name == "AÏT BEN HADDOU"
    assert (people[3].company, people[3].country) == ("Banque du Détroit", "SN")
    assert (people[5].share_level, people[2].share_level) == ("all", "none")
    assert people[31].email == "mohamed.ba.29@example.ma"


@needs_shared
def test_every_number_in_the_shared_files_can_be_dialled() -> None:
    for name in NAMES:
        assert "bad_phone" not in plan_file(SHARED / name).report.problem_counts


@needs_shared
def test_bad_email_rows_are_kept_without_it() -> None:
    plan = plan_file(SHARED / "siccam-inscriptions.csv")
    bad = [problem for problem in plan.problems if problem.code == "bad_email"]
    people = {person.row_number: person for person in plan.attendees}
    assert [people[problem.row_number].email for problem in bad] == [""] * 8
    assert bad[0].row_number == 193
    assert bad[0].params["suggestion"] == "nadia.alaoui.189@example.ma"


@needs_shared
def test_duplicates_name_the_row_they_repeat() -> None:
    plan = plan_file(SHARED / "siccam-inscriptions.csv")
    first = next(problem for problem in plan.problems if problem.code == "duplicate_email")
    assert (first.row_number, first.params["row"]) == (57, 56)


@needs_shared
def test_pretix_secrets_and_attention_are_kept() -> None:
    people = plan_file(SHARED / "pretix-checkin-list.csv").attendees
    assert people[0].foreign_code == "s9n9dm78ztyvd864jdzlcszde2qka6cw"
    assert people[0].external_ref == "98G9Q"
    assert sum(bool(person.has_attention) for person in people) == 8


@needs_shared
def test_the_delegation_has_names_in_both_scripts() -> None:
    plan = plan_file(SHARED / "delegation-nouakchott.xlsx")
    first = plan.attendees[0]
    assert (first.first_name, first.last_name) == ("Imane", "Sqalli")
    assert (first.first_name_ar, first.last_name_ar) == ("أمينة", "بن جلون")
    assert first.note == "Délégation: CGEM"
    assert plan.problems == ()
