"""Generated badge texts: codes that are almost right, in every disguise."""

import random
from collections.abc import Callable
from itertools import product
from typing import Any

from hypothesis import strategies as st

from domain.badge_code import ALPHABET, make_badge_code, short_code
from tests.domain.combining import VARIANTS, shuffle, weigh
from tools.vector_cases.badge_codes import KEYRING
from tools.vector_cases.keyboards import LAYOUTS, type_through

_dice = random.Random(20240426)
_EDITIONS: list[Any] = [KEYRING["edition"], *KEYRING["others"]]
_STRANGER = {"tag": 42, "keys": ["ab" * 32]}


def _roll_code(edition: Any) -> str:
    key = bytes.fromhex(_dice.choice(edition["keys"]))
    return make_badge_code(edition["tag"], _dice.randbytes(12), key)


CODES = [_roll_code(edition) for edition in (*_EDITIONS, _STRANGER) for _ in range(100)]
SHORTS = [short_code(_dice.randbytes(12)) for _ in range(100)]
FOREIGN = [
    "k4q2wvz7xhy3m8r5t9b6n2c8p7d4f3g5",
    "10829384756201938475001",
    "https://www.example.com/menu?table=4",
    "A0B1C2D3E4F5G6H7J8K9M0N1P2",
    "مرحبا بكم لالالا",
    "لا" * 6,
    "لا" * 7,
    "🎫" * 130,
    "X" * 250,
]
_LETTERS = (
    ALPHABET
    + "abcoilOILU -/?#.:&é'(لا–٤ßıſ🎫\0\n\x7f"
    + "\u0650\ufef5\ufef7\ufef9\ufefb\u00a0\u200f\ufeff\ufffd\ud800\udc00"
)
_AROUND = ["", "", "", "", " ", "\0", "\r\n", "\ufeff", "\u200f", "\ud800", "\u202f", " " * 230]


def _in_groups(text: str) -> str:
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


_DISGUISES: list[Callable[[str], str]] = [
    lambda text: text,
    lambda text: text,
    str.lower,
    str.swapcase,
    _in_groups,
    lambda text: _in_groups(text).replace("-", " \u2013 "),
    lambda text: text.replace("0", "o").replace("1", "L"),
    lambda text: f"HTTPS://ACCUEIL.EXAMPLE/B/{text}",
    lambda text: f"https://accueil.example/b/{text.lower()}/?from=mail#{text}",
    *(lambda text, name=name: type_through(name, text) for name in LAYOUTS),
    *(lambda text, name=name: type_through(name, text.lower()) for name in LAYOUTS),
    *(
        lambda text, name=name: type_through(name, f"HTTPS://X.EXAMPLE/B/{text}")
        for name in LAYOUTS
    ),
]
_WRAPPINGS = shuffle(product(_DISGUISES, _AROUND, _AROUND))
_MUTATIONS = shuffle(product(range(7), range(40), _LETTERS))
_POOLS = (CODES, FOREIGN, CODES, SHORTS)


@st.composite
def _disguised_codes(draw: st.DrawFn) -> list[str]:
    text = draw(st.sampled_from(draw(st.sampled_from(_POOLS))))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2]))):
        text = _mutate(draw, text)
    first = draw(st.integers(0, len(_WRAPPINGS) - 1))
    wrapped = [_wrap(text, first + number) for number in range(VARIANTS)]
    if draw(st.sampled_from([False, False, True])):
        wrapped[0] = _mutate(draw, wrapped[0])
    return wrapped


def _wrap(text: str, number: int) -> str:
    disguise, before, behind = _WRAPPINGS[number % len(_WRAPPINGS)]
    return f"{before}{disguise(text)}{behind}"


def _mutate(draw: st.DrawFn, text: str) -> str:
    kind, at, letter = draw(st.sampled_from(_MUTATIONS))
    at %= len(text) + 1
    return (
        text[:at] + text[at + 1 :],
        text[:at] + letter + text[at + 1 :],
        text[:at] + letter + text[at:],
        text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
        text[at:] + text[:at],
        text + text[:at],
        text[: len(text) - at % 7],
    )[kind]


crockford_text = st.text(alphabet=ALPHABET + "OIL", min_size=6, max_size=32)
crockford_texts = crockford_text.map(lambda text: [text, "A" + text])
_any_texts = st.text(alphabet=st.characters(exclude_categories=()), max_size=40).map(
    lambda text: [text, text[1:], text[::-1]]
)
texts = weigh((8, _disguised_codes()), (1, crockford_texts), (1, _any_texts))
"""Lists of texts that have something in common."""
