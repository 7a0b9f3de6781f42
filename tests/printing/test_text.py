"""Names as people write them: both scripts, both directions, and what no font has."""

import pytest

from server.printing.text import Run, clean_text, order_runs, split_unbreakable


def has_glyph(character: str) -> bool:
    """A font of Latin, Latin with accents and Arabic."""
    return character < "\u024f" or "\u0600" <= character <= "\u06ff" or character == "–"


@pytest.mark.parametrize(
    ("text", "is_rtl", "pieces"),
    [
        ("Yasmine", False, ["Yasmine"]),
        ("محمد العلوي", True, ["محمد العلوي"]),
        ("شركة ABC 2026 (المغرب)", True, [" (المغرب)", "ABC 2026", "شركة "]),
        ("Stand شارع 12 الرباط", False, ["Stand ", " الرباط", "12", "شارع "]),
        ("OCP (المكتب) SA", False, ["OCP (", "المكتب", ") SA"]),
        ("+212 522", True, ["522", " ", "212", "+"]),
        ("", False, [""]),
    ],
)
def test_runs_stand_in_reading_order_of_paper(text: str, is_rtl: bool, pieces: list[str]) -> None:
    assert [run.text for run in order_runs(text, is_rtl)] == pieces


def test_runs_know_their_direction() -> None:
    assert order_runs("د. Amal 3", True) == [Run("Amal 3", False), Run("د. ", True)]


@pytest.mark.parametrize(
    ("text", "cleaned", "left_out"),
    [
        ("  Fatima \t Zahra\n", "Fatima Zahra", ""),
        ("Ya\x00smine\x1b", "Yasmine", ""),
        ("Omar 🎉👩🏽‍💻", "Omar", "🎉👩🏽💻"),
        ("❤️ Salma", "Salma", "❤"),
        ("Ｓａｌｍａ", "Salma", ""),
        ("Zoe\u0301", "Zoé", ""),
        ("\u202eevil\u202c", "evil", ""),
        ("می\u200cخواهم", "می\u200cخواهم", ""),
        ("王小明", "", "王小明"),
        ("\ud800x", "x", ""),
        ("A\u00ad-\u200bB", "A-B", ""),
    ],
)
def test_only_what_can_be_printed_is_kept(text: str, cleaned: str, left_out: str) -> None:
    assert clean_text(text, has_glyph) == (cleaned, left_out)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Jean-Paul de Rabat", ["Jean-", "Paul ", "de ", "Rabat"]),
        ("Ventes / Support", ["Ventes / ", "Support"]),
        ("Casablanca", ["Casablanca"]),
        ("محمد العلوي", ["محمد ", "العلوي"]),
    ],
)
def test_lines_break_at_spaces_and_after_hyphens(text: str, pieces: list[str]) -> None:
    assert split_unbreakable(text) == pieces
