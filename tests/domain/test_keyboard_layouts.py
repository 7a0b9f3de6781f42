"""HID scanners on computers with a French or Arabic keyboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.badge_code import ALPHABET, make_badge_code
from domain.keyboard_layouts import undo_layouts
from tools.vector_cases.keyboards import LAYOUTS, type_through

SHIFTLESS = {"arabic 102 azerty": "S"}
"""The one letter of ours that one layout does not type with shift."""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_character_of_a_code_is_recovered(layout: str) -> None:
    for letter in ALPHABET.replace(SHIFTLESS.get(layout, "-"), ""):
        assert letter in undo_layouts(type_through(layout, letter))
        assert letter in undo_layouts(type_through(layout, letter.lower()))


@pytest.mark.parametrize("layout", LAYOUTS)
@given(secret=st.binary(min_size=12, max_size=12))
def test_whole_codes_are_recovered(layout: str, secret: bytes) -> None:
    code = make_badge_code(42, secret, b"key").replace(SHIFTLESS.get(layout, "-"), "T")
    assert code in undo_layouts(type_through(layout, code))


@given(secret=st.binary(min_size=12, max_size=12))
def test_lower_case_arabic_is_recovered_unless_very_ambiguous(secret: bytes) -> None:
    code = make_badge_code(42, secret, b"key")
    lam_alefs = code.count("B") + code.count("GH")
    is_among = code in undo_layouts(type_through("arabic 101", code.lower()))
    assert is_among or (lam_alefs > 6 and "GH" in code)


def test_the_text_itself_is_the_first_reading() -> None:
    for text in ("", "A", "لا", "&é\"'(", "🎫"):
        assert undo_layouts(text)[0] == text


def test_readings_stay_few_for_hostile_texts() -> None:
    assert len(undo_layouts("لا" * 6)) == 2**6 + 1
    assert len(undo_layouts("لا" * 128)) == 2


@given(st.text(max_size=30))
def test_no_reading_comes_twice(text: str) -> None:
    readings = undo_layouts(text)
    assert len(readings) == len(set(readings))
