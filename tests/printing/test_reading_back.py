"""What a person copies out of the PDF is what was put in, in Latin and in Arabic letters."""

import unicodedata
from dataclasses import replace

import pytest

from tests.printing.faces import MOHAMED, OMAR, YASMINE, print_faces, read_pages


def read_badge(**changes: str) -> list[str]:
    """The lines of a badge that starts as Yasmine's."""
    pdf = print_faces([replace(YASMINE, **changes)]).pdf
    text = unicodedata.normalize("NFC", read_pages(pdf)[0])
    return [line.strip() for line in text.splitlines()]


def test_a_badge_in_both_scripts_reads_back() -> None:
    lines = read_badge()

    assert {
        "SICCAM 2024",
        "Casablanca · 26–27 avril 2024",
        "Yasmine",
        "El Mansouri",
        "ياسمين المنصوري",
        "Intelcia Group",
        "Directrice des opérations",
        "7K3M-9QXD",
        "Visiteur",
    } == set(lines)


def test_an_arabic_badge_reads_back() -> None:
    text = read_pages(print_faces([MOHAMED]).pdf)[0]

    for words in ("محمد العلوي", "مدير مركز النداء", "زائر", "المعرض الدولي لمراكز النداء"):
        assert words in text


def test_a_mixed_line_keeps_every_word_whole() -> None:
    words = " ".join(read_badge(company="شركة ABC 2026 (المغرب)")).replace("(", " ").split()

    assert {"شركة", "ABC", "2026"} <= set(words)
    assert "المغرب" in " ".join(words)


@pytest.mark.parametrize(
    "name", ["مُحَمَّد العَلَوِيّ", "الإدارة لأحمد", "آية الله بن ثابت", "غزلان القيسي"]
)
def test_dots_and_vowel_signs_come_back_on_their_letters(name: str) -> None:
    assert unicodedata.normalize("NFC", name) in read_badge(name_ar=name)


@pytest.mark.parametrize(
    ("first_name", "last_name"),
    [("Zoé", "Œuvrard-Lütke"), ("Ümit", "Şahin"), ("Łukasz", "Žižek"), ("Nguyễn", "Văn Ất")],
)
def test_accents_come_back(first_name: str, last_name: str) -> None:
    assert {first_name, last_name} <= set(read_badge(first_name=first_name, last_name=last_name))


def test_a_name_in_one_field_is_the_name() -> None:
    assert "Cher" in read_badge(first_name="Cher", last_name="")
    assert "Adjani" in read_badge(first_name=" ", last_name="Adjani")


def test_an_arabic_name_in_the_latin_fields_is_the_name() -> None:
    assert "سلمى الفاسي" in read_badge(first_name="سلمى", last_name="الفاسي", name_ar="")


def test_a_badge_without_company_has_no_empty_lines() -> None:
    lines = read_pages(print_faces([OMAR]).pdf)[0].split()

    assert set(lines) == {"SICCAM", "2024", "Omar", "Ba", "A", "2222-2222", "Exposant"}


def test_emoji_and_nul_leave_the_rest_and_a_warning() -> None:
    printed = print_faces([replace(YASMINE, first_name="Yas\x00mine🎉", company="🚀")])

    assert "Yasmine" in read_pages(printed.pdf)[0].split()
    assert [(w.code, w.detail) for w in printed.report.warnings] == [
        ("characters_left_out", "🎉"),
        ("characters_left_out", "🚀"),
    ]


def test_a_name_of_which_nothing_can_be_printed_is_missed() -> None:
    printed = print_faces([replace(OMAR, first_name="王", last_name="小明")])

    assert [(w.code, w.detail) for w in printed.report.warnings] == [
        ("characters_left_out", "王"),
        ("characters_left_out", "小明"),
        ("name_missing", ""),
    ]
    assert OMAR.human_code in read_pages(printed.pdf)[0]
