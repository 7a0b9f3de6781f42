"""What only the Python side has, and what a thief would try; the rest is in the vectors."""

import base64
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.badge_code import make_badge_code
from domain.sealed_roster import (
    SealedEntryError,
    badge_token,
    is_guessable,
    open_entry,
    seal_entry,
    text_token,
)

SECRET = bytes(range(12))
ENTRY = {"a": "attendee", "n": "Imane Diallo"}


def test_it_works() -> None:
    token = badge_token(make_badge_code(42, SECRET, b"key"))
    assert token == SECRET
    assert open_entry(token, seal_entry(token, ENTRY)) == ENTRY


def test_an_entry_says_nothing_without_the_badge() -> None:
    raw = base64.b64decode(seal_entry(SECRET, ENTRY))
    assert b"Imane" not in raw
    assert SECRET not in raw


@given(st.binary(max_size=20), st.integers(0, 10_000), st.integers(1, 255))
def test_no_changed_byte_is_overlooked(token: bytes, place: int, change: int) -> None:
    raw = bytearray(base64.b64decode(seal_entry(token, ENTRY)))
    raw[place % len(raw)] ^= change
    with pytest.raises(SealedEntryError):
        open_entry(token, base64.b64encode(raw).decode())


def test_another_entry_has_another_nonce() -> None:
    nonces = {seal_entry(SECRET, {"n": number})[:16] for number in range(100)}
    assert len(nonces) == 100


def test_lone_surrogates_are_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        seal_entry(SECRET, {"n": "\ud800"})
    with pytest.raises(ValueError, match="surrogates"):
        text_token("\ud800")


@pytest.mark.parametrize(
    "code",
    [
        "",
        "RW42J68D",
        "000123",
        "9" * 40,
        "1234567890123456789012345",
        "ORDER-2026-000123",
        "TICKET-CASABLANCA-2026-000000000123",
        "salon.visiteur.gratuit",
        "A3F9C2D1",
        "زائر ٢٠٢٦ ٠٠٠١٢٣",
    ],
)
def test_what_can_be_tried_out_is_guessable(code: str) -> None:
    assert is_guessable(code)


@pytest.mark.parametrize(
    "code",
    [
        "kgx7hg3bn2vq9mz4tw8c5dy6fr2ph7sj",
        str(UUID("018ed0a1-7b3c-4f2e-9d81-5c6a7e9b0f34")),
        "9f86d081884c7d659a2feaa0c55ad015",
        "qT4xB9-kL2mZ7wR8pV3nH6",
    ],
)
def test_random_codes_are_not_guessable(code: str) -> None:
    assert not is_guessable(code)
