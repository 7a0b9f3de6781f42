"""Every text in code and templates is in the catalogues."""

from pathlib import Path

import pytest

from tests.tools.conftest import WritePo
from tools.check_texts import main

GATE = 'msgid "Gate"\nmsgstr "{}"\n\n'
VISITORS = 'msgid "%(num)s visitor"\nmsgid_plural "%(num)s visitors"\n'


@pytest.fixture
def root(tmp_path: Path, write_po: WritePo) -> Path:
    """A project whose catalogues know `Gate` and the visitors' plural."""
    forms = {"fr": ["Entrée", 2], "en": ["Gate", 2], "ar": ["بوابة", 6]}
    for language, (gate, count) in forms.items():
        plural = [f'msgstr[{n}] "%(num)s {gate}"' for n in range(int(count))]
        write_po(language, "kiosk", GATE.format(gate) + VISITORS + "\n".join(plural) + "\n")
    return tmp_path


def write_source(root: Path, path: str, content: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")


def refusal(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main([], root) == 1
    return capsys.readouterr().err


def test_known_texts_pass_in_every_kind_of_source(root: Path) -> None:
    write_source(root, "server/pages/a.py", '_("Gate")\nN_("Gate")\n_(name)\n')
    write_source(root, "templates/a.html", '{{ _("Gate") }}{% trans %}Gate{% endtrans %}')
    write_source(root, "static/js/a.js", 'texts.tn("%(num)s visitor", "%(num)s visitors", n);')

    assert main([], root) == 0


def test_a_project_without_code_passes(tmp_path: Path) -> None:
    assert main([], tmp_path) == 0


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("server/pages/a.py", 'x = gettext("Door")'),
        ("templates/a.html", '<p title="{{ _("Door") }}">'),
        ("static/js/views/a.js", 'show(t("Door", { n: 1 }));'),
        ("static/js/views/a.js", "const a = `<${texts.t('Door')}>`;"),
    ],
)
def test_an_unknown_text_is_named_with_its_place(
    root: Path, capsys: pytest.CaptureFixture[str], path: str, source: str
) -> None:
    write_source(root, path, "\n" + source)

    said = refusal(root, capsys)
    assert path in said
    assert "not in the catalogues: 'Door'" in said


def test_another_plural_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_source(root, "static/js/a.js", 'tn("%(num)s visitor", "%(num)s people", n);')

    assert "another plural: '%(num)s visitor'" in refusal(root, capsys)


def test_texts_that_no_code_names_can_be_listed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_source(root, "server/a.py", '_("Gate")')

    assert main(["--unused"], root) == 0
    assert capsys.readouterr().out == "%(num)s visitor\n"


def test_faulty_catalogues_are_reported_too(
    root: Path, write_po: WritePo, capsys: pytest.CaptureFixture[str]
) -> None:
    write_po("fr", "console", 'msgid "Exit"\nmsgstr ""\n')

    assert "fr/console: 'Exit' is not translated" in refusal(root, capsys)


def test_a_broken_template_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_source(root, "templates/a.html", "<p>\n{% if %}")

    assert "templates/a.html:2: " in refusal(root, capsys)
