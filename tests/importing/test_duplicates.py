"""One person twice in a file is imported once; two people are never taken for one silently."""

from server.importing.attendees import ImportOptions
from tests.importing.planning import codes_of, plan_lines

HEADERS = "Nom;Prénom;Email;Téléphone;Barcode;Référence;Statut"


def test_the_same_email_and_name_is_a_duplicate() -> None:
    plan = plan_lines("Nom;Prénom;Email", "TAZI;Omar;o@example.com", "Tazi;Omar; O@Example.com ")
    (problem,) = plan.problems
    assert (problem.code, problem.severity) == ("duplicate_email", "error")
    assert (problem.row_number, problem.params) == (3, {"row": 2, "name": "Omar TAZI"})
    assert plan.report.attendees == 1


def test_colleagues_registered_under_one_address_are_all_kept() -> None:
    rows = ("Tazi;Omar;office@example.com", "Sow;Awa;office@example.com")
    plan = plan_lines("Nom;Prénom;Email", *rows)
    assert codes_of(plan) == [(3, "shared_email")]
    assert plan.report.attendees == 2


def test_one_address_one_person_by_choice() -> None:
    rows = ("Tazi;Omar;office@example.com", "Sow;Awa;office@example.com")
    options = ImportOptions(shared_email="leave_out")
    assert codes_of(plan_lines("Nom;Prénom;Email", *rows, options=options)) == [
        (3, "duplicate_email")
    ]


def test_a_group_order_keeps_every_badge() -> None:
    rows = ("Tazi;Omar;o@example.com;;111", "Tazi;Omar;o@example.com;;222")
    plan = plan_lines(HEADERS, *rows)
    assert codes_of(plan) == [(3, "shared_email")]
    assert [person.foreign_code for person in plan.attendees] == ["111", "222"]


def test_one_code_twice() -> None:
    plan = plan_lines(HEADERS, "Tazi;Omar;;;111", "Sow;Awa;;;111")
    assert codes_of(plan) == [(3, "duplicate_code")]


def test_one_reference_twice_for_one_person_and_for_two() -> None:
    assert codes_of(plan_lines("Nom;Référence", "Tazi;7", "TAZI;7")) == [(3, "duplicate_ref")]
    plan = plan_lines("Nom;Référence", "Tazi;7", "Benchekroun;7")
    assert codes_of(plan) == [(3, "shared_ref")]
    assert [person.external_ref for person in plan.attendees] == ["7", ""]


def test_same_phone_and_name_without_email() -> None:
    rows = ("Tazi;Omar;o@example.com;0612345678", "Tazi;Omar;;+212612345678")
    assert codes_of(plan_lines(HEADERS, *rows)) == [(3, "duplicate_person")]


def test_a_family_phone_is_no_duplicate() -> None:
    plan = plan_lines(HEADERS, "Tazi;Omar;;0612345678", "Tazi;Salma;;0612345678")
    assert plan.report.attendees == 2


def test_who_registered_again_after_cancelling_is_registered() -> None:
    rows = ("Tazi;Omar;o@example.com;;;;Annulé", "Tazi;Omar;o@example.com;;;;Confirmé")
    plan = plan_lines(HEADERS, *rows)
    assert [person.status for person in plan.attendees] == ["registered"]
    assert codes_of(plan) == [(2, "duplicate_email")]


def test_cancelled_rows_left_out_are_told_and_hide_nobody() -> None:
    rows = ("Tazi;Omar;o@example.com;;;;Annulé", "Tazi;Omar;o@example.com;;;;Confirmé")
    plan = plan_lines(HEADERS, *rows, options=ImportOptions(cancelled="leave_out"))
    assert codes_of(plan) == [(2, "not_attending")]
    assert (plan.report.attendees, plan.report.not_attending) == (1, 1)
