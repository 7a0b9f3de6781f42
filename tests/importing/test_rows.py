"""A row becomes an attendee; every doubt about it is named, nothing else is lost."""

import pytest

from server.importing.attendees import ImportOptions
from server.importing.plan import fill_defaults
from tests.importing.planning import codes_of, plan_lines, read_person

HEADERS = "Nom;Prénom;Email;Téléphone;Pays;Catégorie;Partage;Langue;Statut;Barcode;Commentaire"


def test_it_works() -> None:
    row = (
        "AÏT Lahcen;Hélène;HELENE@EXAMPLE.COM;0612345678;Maroc;VIP;Oui;FR;Confirmé;0042;Arrive tard"
    )
    plan = plan_lines(HEADERS, row)
    (person,) = plan.attendees
    assert (person.last_name, person.first_name) == ("AÏT Lahcen", "Hélène")
    assert (person.email, person.phone, person.phone_raw) == (
        *("helene@example.com", "+212612345678", "0612345678"),
    )
    assert (person.country, person.category, person.language) == ("MA", "vip", "fr")
    assert (person.share_level, person.status, person.foreign_code) == ("all", "registered", "0042")
    assert (person.note, person.row_number) == ("Arrive tard", 2)
    assert plan.problems == ()
    assert plan.report.keeps_foreign_code_from == "Barcode"


def test_only_a_row_without_any_name_is_left_out() -> None:
    plan = plan_lines("Nom;Prénom;Email", ";;a@example.com", "-;.;b@example.com", ";Zoé;")
    assert codes_of(plan) == [(2, "no_name"), (3, "no_name")]
    assert plan.problems[0].severity == "error"
    assert plan.problems[0].value == "a@example.com"
    assert [person.first_name for person in plan.attendees] == ["Zoé"]


DOUBTS = [
    ("Email", "ada at example.com", "bad_email", "email", ""),
    ("Email", "a@example.com, b@example.com", "several_emails", "email", "a@example.com"),
    ("Téléphone", "appelez-moi", "bad_phone", "phone", ""),
    ("Téléphone", "0612345678/0522123456", "several_phones", "phone", "+212612345678"),
    ("Pays", "Atlantide", "unknown_country", "country", ""),
    ("Langue", "Klingon", "unknown_language", "language", ""),
    ("Partage", "peut-être", "unknown_choice", "share_level", "none"),
    ("Statut", "Complet", "unknown_status", "status", "registered"),
    ("Barcode", "1,00E+20", "code_rounded", "foreign_code", ""),
    ("Barcode", "9" * 300, "code_too_long", "foreign_code", ""),
    ("Société", "x" * 300, "text_cut", "company", "x" * 200),
    ("Société", "A\x00B", "control_characters", "company", "AB"),
    ("Société", "SociÃ©tÃ©", "text_repaired", "company", "Société"),
    ("Société", "Soci\ufffdt\ufffd", "lost_letters", "company", "Soci\ufffdt\ufffd"),
]


@pytest.mark.parametrize(("header", "cell", "code", "field", "kept"), DOUBTS)
def test_a_doubt_is_a_warning_and_the_row_stays(
    header: str, cell: str, code: str, field: str, kept: str
) -> None:
    plan = plan_lines(f"Nom;{header}", f"Tazi;{cell}")
    assert codes_of(plan) == [(2, code)]
    assert (plan.problems[0].severity, plan.problems[0].field) == ("warning", field)
    assert getattr(plan.attendees[0], field) == kept


def test_a_bad_phone_is_kept_as_typed() -> None:
    assert read_person("Nom;Tél", "Tazi;poste 12").phone_raw == "poste 12"


def test_arabic_names_go_where_they_belong() -> None:
    person = read_person("Nom;Prénom;Email", "العلوي;محمد;a@example.com")
    assert (person.first_name, person.first_name_ar) == ("", "محمد")
    assert person.whole_name == "محمد العلوي"


def test_both_scripts_in_one_cell() -> None:
    person = read_person("Nom complet;Email", "Amina Benjelloun أمينة بن جلون;a@example.com")
    assert (person.first_name, person.last_name) == ("Amina", "Benjelloun")
    assert (person.first_name_ar, person.last_name_ar) == ("أمينة", "بن جلون")


def test_given_and_family_name_win_over_the_whole_name() -> None:
    headers = "Attendee name;Attendee name: Given name;Attendee name: Family name;E-mail"
    person = read_person(headers, "Salma Vall;Salma;Vall;a@example.com")
    assert (person.first_name, person.last_name) == ("Salma", "Vall")
    person = read_person(headers, "Salma Vall;;;a@example.com")
    assert (person.first_name, person.last_name) == ("Salma", "Vall")


@pytest.mark.parametrize(
    ("cell", "status", "needs_desk"),
    [
        ("Annulé", "cancelled", None),
        ("Non payé", "registered", "unpaid"),
        ("En attente", "registered", "approval"),
        ("Bloqué", "blocked", None),
    ],
)
def test_statuses_become_what_the_gate_needs(
    cell: str, status: str, needs_desk: str | None
) -> None:
    person = read_person("Nom;Statut", f"Tazi;{cell}")
    assert (person.status, person.needs_desk) == (status, needs_desk)


def test_flags() -> None:
    person = read_person("Nom;Requires special attention;Needs desk", "Tazi;Yes;oui")
    assert (person.has_attention, person.needs_desk) == (True, "question")


def test_silence_in_the_file_is_filled_for_new_attendees_only() -> None:
    person = read_person("Nom;Email", "Tazi;a@example.com")
    assert (person.language, person.share_level, person.status) == ("", "", "")
    filled = fill_defaults(person, ImportOptions(default_language="ar", default_category="press"))
    assert (filled.language, filled.share_level, filled.status) == ("ar", "none", "registered")
    assert (filled.category, filled.has_attention) == ("press", False)


def test_categories_find_the_editions_own_codes() -> None:
    options = ImportOptions(categories={"Visiteur": "v", "زائر": "v", "Presse": "p"})
    rows = ["A;Visitor", "B;زائر", "C;presse", "D;Mécène d'honneur", "E;Mecene d’honneur"]
    plan = plan_lines("Nom;Catégorie", *rows, options=options)
    assert [person.category for person in plan.attendees] == [
        *("v", "v", "p", "mecene-d-honneur", "mecene-d-honneur"),
    ]
    (new,) = plan.report.new_categories
    assert (new.code, new.text, new.count) == ("mecene-d-honneur", "Mécène d'honneur", 2)


def test_an_order_of_one_is_a_reference_an_order_of_two_is_not() -> None:
    plan = plan_lines("Nom;Order code", "Tazi;AAA", "Sow;BBB", "Ba;BBB")
    assert [person.external_ref for person in plan.attendees] == ["AAA", "", ""]


def test_several_note_columns_keep_their_headers() -> None:
    person = read_person("Nom;Commentaire;Délégation", "Tazi;Arrive tard;CGEM")
    assert person.note == "Arrive tard\nDélégation: CGEM"


def test_emoji_and_right_to_left_marks_in_names() -> None:
    person = read_person("Nom;Prénom;Email", "Tazi 🎉;\u200fZoé\u202c;a@example.com")
    assert (person.last_name, person.first_name) == ("Tazi 🎉", "Zoé")


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("carte", "card"),
        ("Carte de visite", "card"),
        ("بطاقة", "card"),
        ("E-mail", "mail"),
        ("البريد الإلكتروني", "mail"),
        ("TOUT", "all"),
        ("الكل", "all"),
        ("rien", "none"),
        ("oui", "all"),
        ("N", "none"),
    ],
)
def test_share_levels_in_words(word: str, level: str) -> None:
    (person,) = plan_lines("Nom;Partage", f"Tazi;{word}").attendees
    assert person.share_level == level
