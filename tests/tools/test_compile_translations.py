"""Texts of all areas become one catalogue per language, or nothing is written."""

import json
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel import Locale

from tests.tools.conftest import WritePo
from tools.catalogues import LANGUAGES
from tools.compile_translations import main

WELCOME = {"fr": "Bienvenue %(name)s", "ar": "مرحبًا %(name)s", "en": ""}
# The customary Arabic header of gettext's manual; Babel's has the last two the other way round.
CUSTOMARY_ARABIC = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);"
)
ARABIC_FORMS = {
    "zero": "لا زائر",
    "one": "زائر واحد",
    "two": "زائران",
    "few": "%(num)s زوار",
    "many": "%(num)s زائرًا",
    "other": "%(num)s زائر",
}
VISITORS = {
    "fr": {0: "0 visiteur", 1: "1 visiteur", 2: "2 visiteurs", 11: "11 visiteurs"},
    "en": {0: "0 visitors", 1: "1 visitor", 2: "2 visitors", 11: "11 visitors"},
    "ar": {
        0: "لا زائر",
        1: "زائر واحد",
        2: "زائران",
        3: "3 زوار",
        11: "11 زائرًا",
        100: "100 زائر",
    },
}


def entry(msgid: str, msgstr: str) -> str:
    return f'msgid "{msgid}"\nmsgstr "{msgstr}"\n\n'


def plural_entry(forms: list[str]) -> str:
    lines = ['msgid "%(num)s visitor"', 'msgid_plural "%(num)s visitors"']
    lines += [f'msgstr[{index}] "{form}"' for index, form in enumerate(forms)]
    return "\n".join(lines) + "\n\n"


def write_welcome(write_po: WritePo, **changed: str) -> None:
    for language, text in {**WELCOME, **changed}.items():
        write_po(language, "kiosk", entry("Welcome %(name)s", text))


def write_visitors(write_po: WritePo, arabic: list[str], arabic_header: str = "") -> None:
    write_po("fr", "console", plural_entry(["%(num)s visiteur", "%(num)s visiteurs"]))
    write_po("en", "console", plural_entry(["", ""]))
    write_po("ar", "console", plural_entry(arabic), arabic_header)


def read_json(root: Path, language: str) -> dict[str, object]:
    messages = json.loads((root / "static" / "i18n" / f"{language}.json").read_text("utf-8"))
    return dict(messages["messages"])


def read_mo(root: Path, language: str) -> GNUTranslations:
    path = root / "translations" / language / "LC_MESSAGES" / "messages.mo"
    with path.open("rb") as compiled:
        return GNUTranslations(compiled)


def refusal(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a compilation that must fail says; nothing may have been written."""
    assert main([], root) == 1
    assert not (root / "static").exists()
    assert not list(root.rglob("*.mo"))
    return capsys.readouterr().err


def test_areas_become_one_catalogue_for_server_and_browser(
    tmp_path: Path, write_po: WritePo
) -> None:
    write_welcome(write_po)
    for language, text in {"fr": "Entrée", "ar": "دخول", "en": "Entry"}.items():
        write_po(language, "console", entry("Entry", text))

    assert main([], tmp_path) == 0

    assert read_json(tmp_path, "fr") == {"Entry": "Entrée", "Welcome %(name)s": WELCOME["fr"]}
    assert read_json(tmp_path, "en")["Welcome %(name)s"] == "Welcome %(name)s"
    assert read_mo(tmp_path, "ar").gettext("Entry") == "دخول"
    assert read_mo(tmp_path, "fr").gettext("Welcome %(name)s") == WELCOME["fr"]


@pytest.mark.parametrize("header", ["", CUSTOMARY_ARABIC])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_gets_its_form_whatever_the_header(
    tmp_path: Path, write_po: WritePo, language: str, header: str
) -> None:
    last = ["many", "other"] if header else ["other", "many"]
    ordered = [ARABIC_FORMS[name] for name in ["zero", "one", "two", "few", *last]]
    write_visitors(write_po, ordered, header)

    assert main([], tmp_path) == 0

    forms = read_json(tmp_path, language)["%(num)s visitor"]
    translations = read_mo(tmp_path, language)
    for number, expected in VISITORS[language].items():
        category = Locale.parse(language).plural_form(number)
        assert isinstance(forms, dict)
        assert forms[category] % {"num": number} == expected
        text = translations.ngettext("%(num)s visitor", "%(num)s visitors", number)
        assert text % {"num": number} == expected


def test_a_project_without_texts_compiles(tmp_path: Path) -> None:
    assert main([], tmp_path) == 0
    assert read_json(tmp_path, "ar") == {}


def test_check_alone_writes_nothing(tmp_path: Path, write_po: WritePo) -> None:
    write_welcome(write_po)

    assert main(["--check"], tmp_path) == 0
    assert not (tmp_path / "static").exists()


def test_the_same_text_twice_is_fine_when_it_is_the_same(tmp_path: Path, write_po: WritePo) -> None:
    write_welcome(write_po)
    for language, text in WELCOME.items():
        write_po(language, "console", entry("Welcome %(name)s", text))

    assert main([], tmp_path) == 0


def test_two_areas_that_translate_differently_are_refused(
    tmp_path: Path, write_po: WritePo, capsys: pytest.CaptureFixture[str]
) -> None:
    write_welcome(write_po)
    write_po("fr", "console", entry("Welcome %(name)s", "Bonjour %(name)s"))

    said = refusal(tmp_path, capsys)
    assert "fr/console and kiosk translate differently: 'Welcome %(name)s'" in said


def test_a_missing_translation_is_refused(
    tmp_path: Path, write_po: WritePo, capsys: pytest.CaptureFixture[str]
) -> None:
    write_welcome(write_po, ar="")

    assert "ar/kiosk: 'Welcome %(name)s' is not translated" in refusal(tmp_path, capsys)


def test_a_guess_of_the_merging_tool_is_not_a_translation(
    tmp_path: Path, write_po: WritePo, capsys: pytest.CaptureFixture[str]
) -> None:
    write_welcome(write_po)
    write_po("fr", "kiosk", "#, fuzzy\n" + entry("Welcome %(name)s", WELCOME["fr"]))

    assert "fr/kiosk: 'Welcome %(name)s' is not translated" in refusal(tmp_path, capsys)


def test_a_missing_arabic_form_is_refused(
    tmp_path: Path, write_po: WritePo, capsys: pytest.CaptureFixture[str]
) -> None:
    write_visitors(write_po, ["", *list(ARABIC_FORMS.values())[1:]])

    assert "ar/console: '%(num)s visitor' [zero] is not" in refusal(tmp_path, capsys)


@pytest.mark.parametrize(
    "text", ["Bienvenue", "Bienvenue %(nom)s", "Bienvenue %(name)s à 100 %", "%(name)s %(gate)s"]
)
def test_other_placeholders_are_refused(
    tmp_path: Path, write_po: WritePo, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    write_welcome(write_po, fr=text)

    assert "fr/kiosk: 'Welcome %(name)s' has other placeholders" in refusal(tmp_path, capsys)


def test_forms_for_many_may_not_leave_the_number_out(
    tmp_path: Path, write_po: WritePo, capsys: pytest.CaptureFixture[str]
) -> None:
    write_visitors(write_po, ["لا زائر", "زائر", "زائران", "زوار", "%(num)s زائر", "%(num)s زائر"])

    assert "ar/console: '%(num)s visitor' [few] has other" in refusal(tmp_path, capsys)


def test_a_text_that_one_language_lacks_is_refused(
    tmp_path: Path, write_po: WritePo, capsys: pytest.CaptureFixture[str]
) -> None:
    write_welcome(write_po)
    write_po("fr", "console", entry("Gate", "Entrée"))

    said = refusal(tmp_path, capsys)
    assert "ar/console: 'Gate' is absent" in said
    assert "en/console: 'Gate' is absent" in said


def test_french_without_its_narrow_space_is_refused(
    tmp_path: Path, write_po: WritePo, capsys: pytest.CaptureFixture[str]
) -> None:
    write_welcome(write_po, fr="Bienvenue %(name)s !")

    assert "narrow no-break space missing" in refusal(tmp_path, capsys)


def test_a_time_needs_no_narrow_space(tmp_path: Path, write_po: WritePo) -> None:
    write_welcome(write_po, fr="Bienvenue %(name)s, à 10:40\u202f?!")

    assert main([], tmp_path) == 0


def test_arabic_indic_digits_are_refused(
    tmp_path: Path, write_po: WritePo, capsys: pytest.CaptureFixture[str]
) -> None:
    write_welcome(write_po, ar="مرحبًا %(name)s ١٢")

    assert "Latin digits wanted" in refusal(tmp_path, capsys)


def test_a_header_that_does_not_fit_the_language_is_refused(
    tmp_path: Path, write_po: WritePo, capsys: pytest.CaptureFixture[str]
) -> None:
    write_po("ar", "kiosk", entry("Gate", "بوابة"), "nplurals=2; plural=(n != 1);")

    assert "Plural-Forms does not fit ar" in refusal(tmp_path, capsys)


@pytest.mark.parametrize("body", ['msgid "Gate\n', "nonsense\n", 'msgctxt "a"\n' + entry("a", "b")])
def test_a_file_that_is_no_catalogue_is_refused(
    tmp_path: Path, write_po: WritePo, capsys: pytest.CaptureFixture[str], body: str
) -> None:
    write_po("fr", "kiosk", body)

    assert "kiosk" in refusal(tmp_path, capsys)
