"""Headers are recognised in three languages and as ticketing systems write them."""

import pytest

from server.importing.headers import guess_mapping, is_identity_header
from server.importing.mapping import (
    ColumnMapping,
    MappingError,
    change_mapping,
    check_mapping,
    mapping_from_json,
    mapping_to_json,
)
from server.importing.table import Table, TableRow


def make_table(headers: str, *rows: str) -> Table:
    """Headers and rows with `;` between cells."""
    numbered = enumerate(rows or ("",), start=2)
    cells = tuple(TableRow(number, tuple(row.split(";"))) for number, row in numbered)
    return Table(tuple(headers.split(";")), cells, 1)


def guess(headers: str, *rows: str) -> dict[str, str]:
    """Header to field."""
    mapping = guess_mapping(make_table(headers, *rows))
    return {choice.header: choice.field for choice in mapping.choices if choice.field}


CASES = {
    "own form": (
        "Nom;Prénom;Société;Fonction;E-mail;Téléphone;Ville;Pays;Catégorie;Langue",
        "last_name first_name company job_title email phone city country category language",
    ),
    "capitals and stars": (
        "NOM *;PRENOM *;ENTREPRISE;GSM;ADRESSE MAIL *",
        "last_name first_name company phone email",
    ),
    "english": (
        "First Name;Last Name;Company Name;Job Title;Email Address;Mobile",
        "first_name last_name company job_title email phone",
    ),
    "arabic": (
        "الاسم;اللقب;الشركة;البريد الإلكتروني;الجوال;المدينة;البلد;الفئة;اللغة;الحالة",
        "first_name last_name company email phone city country category language status",
    ),
    "arabic whole name": ("الاسم الكامل;الهاتف;المؤسسة", "full_name phone company"),
    "mixed": ("Nom / الاسم;الهاتف - Téléphone;Société (الشركة)", "full_name phone company"),
    "only a name": ("Nom;Email", "full_name email"),
    "indico": (
        "ID;Name;Email Address;Affiliation;Position;Phone;Registration state",
        "external_ref full_name email company job_title phone status",
    ),
    "helloasso": (
        "Référence commande;Statut de la commande;Nom adhérent;Prénom adhérent;Nom payeur;"
        "Prénom payeur;Email payeur;Tarif",
        "order_code status last_name first_name - - email category",
    ),
    "ticketing": (
        "Code-barres;Nom;Prénom;Email;Tarif;Statut;Numéro de commande",
        "foreign_code last_name first_name email category status order_code",
    ),
    "google form": (
        "Horodateur;Adresse e-mail;Nom et prénom;Quel est le nom de votre entreprise ?;"
        "Votre numéro de téléphone (WhatsApp);Acceptez-vous le partage de vos coordonnées ?",
        "- email full_name company phone share_level",
    ),
    "buyer beside attendee": (
        "Attendee name;Attendee e-mail;Buyer email;Ticket code",
        "full_name email - foreign_code",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_headers_are_recognised(name: str) -> None:
    headers, fields = CASES[name]
    pairs = zip(headers.split(";"), fields.split(), strict=True)
    assert guess(headers) == {header: field for header, field in pairs if field != "-"}


def test_arabic_contents_go_to_arabic_fields() -> None:
    rows = ("أمينة بن جلون;Imane Sqalli", "رشيد الفاسي;Anaïs Alaoui")
    assert guess("الاسم الكامل;Nom complet", *rows) == {
        "الاسم الكامل": "full_name_ar",
        "Nom complet": "full_name",
    }


def test_contents_decide_what_a_vague_header_leaves_open() -> None:
    rows = ["Tazi;a@example.com;0612345678;VIP;Annulé"] * 6
    table = make_table("Nom;Contact;Divers;Statut;Remarque interne", *rows)
    fields = guess_mapping(table).as_fields()
    assert fields[1] == "email"
    assert fields[2] == "phone"
    assert fields[3] == "category"


def test_confidence_and_alternatives_are_told() -> None:
    choices = guess_mapping(make_table("Nom;Prénom;Votre adresse e-mail ?;Foo")).choices
    assert choices[0].confidence == 1.0
    assert "full_name" in choices[0].alternatives
    assert 0.3 < choices[2].confidence < 1.0
    assert (choices[3].field, choices[3].confidence) == (None, 0.0)


@pytest.mark.parametrize(
    ("header", "order"),
    [("Nom et prénom", "last_first"), ("Prénom et nom", "first_last"), ("Name", "first_last")],
)
def test_the_header_tells_which_name_comes_first(header: str, order: str) -> None:
    assert guess_mapping(make_table(f"{header};Email")).name_order == order


@pytest.mark.parametrize("header", ["CIN", "N° CIN", "رقم البطاقة الوطنية", "CIN / Passeport"])
def test_identity_numbers_are_known_for_what_they_are(header: str) -> None:
    assert is_identity_header(header)
    assert guess(f"Nom;{header}") == {"Nom": "full_name"}


def make_mapping() -> ColumnMapping:
    return guess_mapping(make_table("Nom;Prénom;Email;Foo"))


def test_a_correction_takes_the_field_from_the_other_column() -> None:
    changed = change_mapping(make_mapping(), {3: "email"}, "last_first")
    assert changed.as_fields() == {0: "last_name", 1: "first_name", 3: "email"}
    assert changed.name_order == "last_first"


def test_a_column_can_be_left_out() -> None:
    assert change_mapping(make_mapping(), {2: None}).columns_of("email") == ()


def test_a_mapping_survives_json() -> None:
    mapping = make_mapping()
    assert mapping_from_json(mapping_to_json(mapping)) == mapping


@pytest.mark.parametrize(
    "fields", [{0: "shoe_size"}, {9: "email"}, {0: "email", 1: "email"}], ids=str
)
def test_impossible_corrections_are_refused(fields: dict[int, str | None]) -> None:
    with pytest.raises(MappingError) as raised:
        change_mapping(make_mapping(), fields)
    assert raised.value.code == "mapping_invalid"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"columns": [1], "name_order": "first_last"}'])
def test_json_that_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(MappingError):
        mapping_from_json(text)


def test_several_columns_may_feed_the_note() -> None:
    changed = change_mapping(make_mapping(), {2: "note", 3: "note"})
    assert changed.columns_of("note") == (2, 3)


def test_without_a_name_column_nothing_can_be_imported() -> None:
    with pytest.raises(MappingError) as raised:
        check_mapping(guess_mapping(make_table("Email;Téléphone")))
    assert raised.value.code == "mapping_without_name"
