"""Badge codes: what is caught, what is never mistaken for ours."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.badge_code import (
    ALPHABET,
    CODE_LENGTH,
    SHORT_LENGTH,
    EditionKeys,
    Keyring,
    check_character,
    format_short_code,
    make_badge_code,
    parse_badge_code,
    secret_of,
    short_code,
)
from domain.messages import clip_badge_text
from tests.domain.text_strategies import texts

SECRET = bytes(range(12))
KEY = bytes([7]) * 32
KEYRING = Keyring(EditionKeys(42, (KEY,)), (EditionKeys(41, (b"k" * 32,)),))
CODE = make_badge_code(42, SECRET, KEY)
BODIES = [short_code(bytes([number]) * 12)[:-1] for number in range(8)]

secrets = st.binary(min_size=12, max_size=12)


def test_a_badge_is_read_back() -> None:
    code = parse_badge_code(CODE, KEYRING)

    assert (code.kind, code.text, code.tag, code.as_read) == ("ours", CODE, 42, CODE)
    assert secret_of(code.text) == SECRET


def test_a_code_fills_version_2_of_a_qr_at_level_q() -> None:
    """29 characters of the alphanumeric set; 30 would need version 3."""
    alphanumeric = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    assert len(CODE) == CODE_LENGTH == 29
    assert set(ALPHABET) <= alphanumeric


@given(tag=st.integers(0, 255), secret=secrets, key=st.binary(min_size=1, max_size=64))
def test_every_badge_is_ours_with_its_key(tag: int, secret: bytes, key: bytes) -> None:
    code = make_badge_code(tag, secret, key)
    keyring = Keyring(EditionKeys(tag, (b"an earlier key", key)))

    assert parse_badge_code(code, keyring).kind == "ours"
    assert secret_of(code) == secret


@given(secret=secrets, key=st.binary(min_size=1, max_size=64).filter(lambda key: key != KEY))
def test_another_key_never_makes_our_badge(secret: bytes, key: bytes) -> None:
    forged = make_badge_code(42, secret, key)
    assert parse_badge_code(forged, KEYRING).kind == "broken"


def test_no_single_wrong_character_passes() -> None:
    wrong = [
        CODE[:at] + letter + CODE[at + 1 :]
        for at in range(1, CODE_LENGTH)
        for letter in ALPHABET
        if letter != CODE[at]
    ]
    assert len(wrong) == 28 * 31
    assert {parse_badge_code(text, KEYRING).kind for text in wrong} == {"broken"}


def test_no_swap_of_neighbours_passes() -> None:
    swapped = {
        CODE[:at] + CODE[at + 1] + CODE[at] + CODE[at + 2 :] for at in range(1, CODE_LENGTH - 1)
    } - {CODE}
    assert {parse_badge_code(text, KEYRING).kind for text in swapped} == {"broken"}


def test_the_tag_is_signed_too() -> None:
    """The same key for two editions does not make their badges interchangeable."""
    twins = Keyring(EditionKeys(42, (KEY,)), (EditionKeys(43, (KEY,)),))
    other = parse_badge_code(make_badge_code(43, SECRET, KEY), twins)
    assert (other.kind, other.tag) == ("other_edition", 43)


def test_an_edition_without_keys_knows_no_badge() -> None:
    keyless = Keyring(EditionKeys(42, ()))
    assert parse_badge_code(CODE, keyless).kind == "broken"


@pytest.mark.parametrize(
    ("tag", "secret"), [(-1, SECRET), (256, SECRET), (1, b""), (1, SECRET[1:]), (1, SECRET + b"x")]
)
def test_a_tag_or_secret_out_of_range_is_refused(tag: int, secret: bytes) -> None:
    with pytest.raises(ValueError, match="tag of 0-255 and a secret of 12 bytes"):
        make_badge_code(tag, secret, KEY)


@pytest.mark.parametrize("body", BODIES)
def test_the_check_character_catches_every_single_slip(body: str) -> None:
    """Exhaustive: all positions, all letters, the check character included."""
    code = body + check_character(body)
    slips = [
        code[:at] + letter + code[at + 1 :]
        for at in range(SHORT_LENGTH)
        for letter in ALPHABET
        if letter != code[at]
    ]
    assert len(slips) == 8 * 31
    assert not [slip for slip in slips if check_character(slip[:-1]) == slip[-1]]


@pytest.mark.parametrize("at", range(SHORT_LENGTH - 1))
def test_the_check_character_catches_every_swap_of_neighbours(at: int) -> None:
    """Exhaustive: all pairs of letters at this place; the letters around do not matter, because
    the check of a sum is the sum of the checks."""
    for first in ALPHABET:
        for second in ALPHABET:
            body = ("0" * at + first + second).ljust(SHORT_LENGTH - 1, "0")[: SHORT_LENGTH - 1]
            code = body + check_character(body)
            swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            is_caught = check_character(swapped[:-1]) != swapped[-1]
            assert is_caught or swapped == code


def test_the_check_of_a_sum_is_the_sum_of_the_checks() -> None:
    dice = random.Random(1)
    for _ in range(200):
        left, right = ([dice.randrange(32) for _ in range(7)] for _ in range(2))
        both = [a ^ b for a, b in zip(left, right, strict=True)]
        checks = [ALPHABET.index(check_character(_spell(values))) for values in (left, right, both)]
        assert checks[0] ^ checks[1] == checks[2]


def _spell(values: list[int]) -> str:
    return "".join(ALPHABET[value] for value in values)


@given(secrets)
def test_a_short_code_is_read_back_as_printed(secret: bytes) -> None:
    short = short_code(secret)
    printed = format_short_code(short)

    assert len(printed) == SHORT_LENGTH + 1
    assert parse_badge_code(printed, KEYRING).text == short
    assert parse_badge_code(printed.lower(), KEYRING).kind == "short"


def test_short_codes_rarely_collide() -> None:
    """35 bits: of editions with 20,000 badges, one in about 170 has a pair that shares one."""
    shorts = {short_code(number.to_bytes(12)) for number in range(20_000)}
    assert len(shorts) == 20_000


@given(texts)
def test_whatever_comes_is_told_apart_and_can_be_stored(family: list[str]) -> None:
    for text in family:
        code = parse_badge_code(text, KEYRING)
        assert code.kind in ("ours", "short", "other_edition", "foreign", "broken", "nothing")
        assert "\0" not in code.text + code.as_read
        assert code.as_read.encode().decode() == code.as_read
        assert (code.tag is None) == (code.kind not in ("ours", "other_edition"))


@given(texts)
def test_what_is_kept_of_a_text_means_the_same(family: list[str]) -> None:
    """A recount of the log reads the stored text; it must come to the gate's answer."""
    for text in family:
        kept = clip_badge_text(text)
        assert parse_badge_code(kept, KEYRING) == parse_badge_code(text, KEYRING)


@given(texts)
def test_a_canonical_text_is_read_as_itself(family: list[str]) -> None:
    for text in family:
        code = parse_badge_code(text, KEYRING)
        if code.kind in ("ours", "short", "other_edition", "foreign"):
            assert parse_badge_code(code.text, KEYRING) == replace(code, as_read=code.text)
