"""Generated sealed entries: whole ones, damaged ones, and those of another badge."""

from typing import Any

from hypothesis import strategies as st

from domain.sealed_roster import seal_entry
from tests.domain.combining import hex_digits, weigh
from tests.domain.text_strategies import texts as _texts

Cases = st.SearchStrategy[list[dict[str, Any]]]

_names = st.text(alphabet='aZé\0\n\x1f\x7f"\\/<ز\u2028🎫 ', max_size=8)
_scalars = st.none() | st.booleans() | st.integers(-(1 << 53) + 1, (1 << 53) - 1) | _names
_keys = st.sampled_from(["a", "B", "b", "a1", "a-", "_", "zz", "n"])
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_keys, inner, max_size=2),
    max_leaves=3,
)
_entries = st.dictionaries(_keys, _values, max_size=5)
_tokens = hex_digits(12) | st.binary(max_size=70).map(bytes.hex)
_indexes = st.text(alphabet="0123456789abcdef", min_size=16, max_size=16)
_base64 = st.text(alphabet="AZaz09+/=", max_size=40)


def _is_storable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _damage(token: str, other: str, entry: dict[str, Any], at: int, letter: str) -> Any:
    sealed = seal_entry(bytes.fromhex(token), entry)
    place = at % len(sealed)
    return [
        {"token": token, "sealed": sealed},
        {"token": other, "sealed": sealed},
        {"token": token, "sealed": sealed[:place] + letter + sealed[place + 1 :]},
        {"token": token, "sealed": sealed[:place]},
    ]


texts: Cases = _texts.map(
    lambda family: [{"text": text} for text in family if _is_storable(text)] or [{"text": ""}]
)
tokens: Cases = _tokens.map(lambda token: [{"token": token}])
sealings: Cases = st.builds(
    lambda token, entry: [{"token": token, "entry": entry}], _tokens, _entries
)
_damaged = st.builds(
    _damage,
    _tokens,
    _tokens,
    _entries,
    st.integers(0, 200),
    st.sampled_from(["A", "/", "=", " ", "\n", "-", "é", "", "AA"]),
)
_garbage = st.builds(lambda token, text: [{"token": token, "sealed": text}], _tokens, _base64)
openings: Cases = weigh((9, _damaged), (1, _garbage))
codes: Cases = st.builds(
    lambda family, once, number: (
        [{"text": text, "once": once, "number": number} for text in family if _is_storable(text)]
        or [{"text": "", "once": once, "number": number}]
    ),
    _texts,
    hex_digits(32),
    st.integers(0, (1 << 53) - 1),
)
digests: Cases = st.lists(st.tuples(_indexes, _base64), max_size=5).map(
    lambda entries: [{"entries": [list(entry) for entry in entries]}]
)
