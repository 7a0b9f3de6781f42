"""Phones, e-mails, countries, names and choices as people type them."""

import pytest

from server.importing.choice_words import read_language, read_status, read_yes_no
from server.importing.cleaning import clean_text
from server.importing.countries import read_country
from server.importing.emails import FoundEmail, read_email, suggest_email
from server.importing.names import is_same_name, split_full_name, split_scripts
from server.importing.phones import FoundPhone, read_phone

MOBILE = "+212612345678"


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("0612345678", MOBILE),
        ("06 12 34 56 78", MOBILE),
        ("06.12.34.56.78", MOBILE),
        ("06-12-34-56-78", MOBILE),
        ("612345678", MOBILE),
        ("+212 6 12 34 56 78", MOBILE),
        ("+212 (0)6 12 34 56 78", MOBILE),
        ("00212612345678", MOBILE),
        ("212612345678", MOBILE),
        ("٠٦١٢٣٤٥٦٧٨", MOBILE),
        ("Tél : 0612345678", MOBILE),
        ("0749883195", "+212749883195"),
        ("+221 777828830", "+221777828830"),
        ("+222 21212652", "+22221212652"),
        ("+33 6 93538512", "+33693538512"),
    ],
)
def test_phones_become_e164(typed: str, phone: str) -> None:
    assert read_phone(typed, ("MA",)) == FoundPhone(phone)


@pytest.mark.parametrize("typed", ["", "-", "néant", "12345", "2,12613E+11", "a@example.com"])
def test_what_cannot_be_dialled_is_no_phone(typed: str) -> None:
    assert read_phone(typed, ("MA",)) is None


def test_the_rows_country_comes_before_the_default_one() -> None:
    assert read_phone("06 39 98 00 01", ("FR", "MA")) == FoundPhone("+33639980001")
    assert read_phone("21212652", ("MR", "MA")) == FoundPhone("+22221212652")


def test_two_numbers_in_one_cell() -> None:
    found = read_phone("0612345678 / 05 22 12 34 56", ("MA",))
    assert found == FoundPhone(MOBILE, ("+212522123456",))


@pytest.mark.parametrize(
    ("typed", "email"),
    [
        ("  Ada.L@EXAMPLE.com ", "ada.l@example.com"),
        ("mailto:ada@example.org", "ada@example.org"),
        ("Ada <ada@example.org>", "ada@example.org"),
        ("ada@fair.test", "ada@fair.test"),
        ("ada+fair@example.net;", "ada+fair@example.net"),
    ],
)
def test_emails_are_found_in_their_cells(typed: str, email: str) -> None:
    assert read_email(typed) == FoundEmail(email)


def test_two_emails_in_one_cell() -> None:
    found = read_email("a@example.com; b@example.com")
    assert found == FoundEmail("a@example.com", ("b@example.com",))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ada at example.com", "ada@example.com"),
        ("ada (at) example.com", "ada@example.com"),
        ("ada@example,com", "ada@example.com"),
        ("ada.example.com", ""),
        ("néant", ""),
        ("@", ""),
        ("x" * 300 + "@example.com", ""),
    ],
)
def test_wrong_emails_are_refused_and_guessed_at(typed: str, meant: str) -> None:
    assert read_email(typed) is None
    assert suggest_email(typed) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *[("Maroc", "MA"), ("MAROC", "MA"), ("المغرب", "MA"), ("Morocco", "MA"), ("ma", "MA")],
        *[("Sénégal", "SN"), ("senegal", "SN"), ("موريتانيا", "MR"), ("Côte d'Ivoire", "CI")],
        *[("USA", "US"), ("Royaume-Uni", "GB"), ("FRA", "FR"), ("Atlantide", None), ("", None)],
    ],
)
def test_countries_in_three_languages(typed: str, code: str | None) -> None:
    assert read_country(typed) == code


@pytest.mark.parametrize(
    ("typed", "order", "parts"),
    [
        ("Karim Alaoui", "first_last", ("Karim", "Alaoui")),
        ("Alaoui Karim", "last_first", ("Karim", "Alaoui")),
        ("ALAOUI Karim", "first_last", ("Karim", "ALAOUI")),
        ("Karim EL ALAOUI", "last_first", ("Karim", "EL ALAOUI")),
        ("Fatima Zahra El Idrissi", "first_last", ("Fatima Zahra", "El Idrissi")),
        ("Karim Aït Ben Haddou", "first_last", ("Karim", "Aït Ben Haddou")),
        ("Aït Ben Haddou Karim", "last_first", ("Karim", "Aït Ben Haddou")),
        ("Mohamed Ould Cheikh Ould Ahmed", "first_last", ("Mohamed", "Ould Cheikh Ould Ahmed")),
        ("Mme Salma Fassi Fihri", "first_last", ("Salma", "Fassi Fihri")),
        ("Tazi, Omar", "first_last", ("Omar", "Tazi")),
        ("Prince", "first_last", ("", "Prince")),
        ("يوسف ولد عبد الله", "first_last", ("يوسف", "ولد عبد الله")),
        ("عبد الله العلوي", "first_last", ("عبد الله", "العلوي")),
    ],
)
def test_whole_names_are_split_sensibly(typed: str, order: str, parts: tuple[str, str]) -> None:
    assert split_full_name(typed, order) == parts


def test_two_scripts_in_one_cell() -> None:
    assert split_scripts("أمينة بن جلون / Amina Benjelloun") == (
        *("Amina Benjelloun", "أمينة بن جلون"),
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jérôme BA", "Ba Jerome", True),
        ("Ghita Zniber", "Ghita Zniber Alami", True),
        ("Ahmed Alaoui", "Ahmed Alaoi", True),
        ("Karim Alaoui", "Nadia Alaoui", False),
    ],
)
def test_names_of_one_person(one: str, other: str, same: bool) -> None:
    assert is_same_name(one, other) is same


@pytest.mark.parametrize(
    ("raw", "text", "problems"),
    [
        ("  Aïcha \t\n El\xa0Idrissi ", "Aïcha El Idrissi", ()),
        ("E\u0301lodie", "Élodie", ()),
        ("Ta\x00zi\x07", "Tazi", ("control_characters",)),
        ("FranÃ§ois", "François", ("text_repaired",)),
        ("Ø£Ø­Ù…Ø¯", "أحمد", ("text_repaired",)),
        ("Fran\ufffdois", "Fran\ufffdois", ("lost_letters",)),
        ("\u202bأحمد\u202c\u200f", "أحمد", ()),
        ("Zoé 👩‍💼🎉", "Zoé 👩‍💼🎉", ()),
        ("AÏT BEN HADDOU", "AÏT BEN HADDOU", ()),
        ("\ud800Tazi", "Tazi", ("control_characters",)),
        ("x" * 60, "x" * 50, ("text_cut",)),
    ],
)
def test_texts_are_cleaned_not_changed(raw: str, text: str, problems: tuple[str, ...]) -> None:
    cleaned = clean_text(raw, longest=50)
    assert (cleaned.text, cleaned.problems) == (text, problems)


@pytest.mark.parametrize(
    ("typed", "means"),
    [("Oui", True), ("نعم", True), ("x", True), ("NON", False), ("لا", False), ("peut-être", None)],
)
def test_yes_and_no(typed: str, means: bool | None) -> None:
    assert read_yes_no(typed) is means


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        *[("Attending", "registered"), ("Not Attending", "cancelled"), ("Refunded", "cancelled")],
        *[("Annulé", "cancelled"), ("ملغى", "cancelled"), ("en attente", "approval")],
        *[("Non payé", "unpaid"), ("blocked", "blocked"), ("Complet", None)],
    ],
)
def test_statuses(typed: str, status: str | None) -> None:
    assert read_status(typed) == status


@pytest.mark.parametrize(
    ("typed", "language"), [("FR", "fr"), ("Arabe", "ar"), ("الإنجليزية", "en"), ("Klingon", None)]
)
def test_languages(typed: str, language: str | None) -> None:
    assert read_language(typed) == language
