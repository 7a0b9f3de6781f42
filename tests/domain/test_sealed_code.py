"""What a device sealed, only the server opens; what JavaScript sealed too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sealed_code import (
    SealedCodeError,
    is_sealed,
    open_code,
    public_key_of,
    seal_code,
)
from tests.domain.javascript import run_javascript

SECRET, ONCE = b"\x22" * 32, b"\x11" * 32
CODE = "A8PZ5XWYZXAC0G2A34B9TB64BVXEW"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.integers(0, 1 << 50))
def test_it_works(text: str, number: int) -> None:
    sealed = seal_code(text, public_key_of(SECRET), ONCE, number)
    assert is_sealed(sealed)
    assert open_code(sealed, SECRET) == text


def test_the_code_is_not_to_be_seen() -> None:
    assert CODE not in seal_code(CODE, public_key_of(SECRET), ONCE, 0)


def test_what_javascript_seals_is_opened() -> None:
    shared = {"public_key": public_key_of(SECRET).hex()}
    with run_javascript() as javascript:
        case = {"text": "É🎫 بطاقة", "once": ONCE.hex(), "number": 3}
        assert open_code(javascript.ask("seal_code", case, shared), SECRET) == "É🎫 بطاقة"


def test_another_secret_opens_nothing() -> None:
    sealed = seal_code(CODE, public_key_of(SECRET), ONCE, 0)
    with pytest.raises(SealedCodeError):
        open_code(sealed, b"\x23" * 32)


@given(st.integers(0, 155), st.sampled_from(["", "A", "=", ".", "é", "\n"]))
def test_every_damage_is_noticed(place: int, letter: str) -> None:
    sealed = seal_code(CODE, public_key_of(SECRET), ONCE, 7)
    damaged = sealed[:place] + letter + sealed[place + 1 :]
    if damaged == sealed:
        return
    with pytest.raises(SealedCodeError):
        open_code(damaged, SECRET)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ACS1.",
        "ACS1.a.0.b",
        f"ACS1.{'A' * 87}=.0.AAAA",
        f"ACS1.{'A' * 87}=.99999999999999999.AA",
    ],
)
def test_no_sealed_code_at_all(text: str) -> None:
    with pytest.raises(SealedCodeError):
        open_code(text, SECRET)
