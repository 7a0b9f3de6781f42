"""Sealed entries: the JSON that goes in is written by hand, what comes out is computed a second
way; damage of every kind."""

from typing import Any

from tools.vector_cases import Section, case, reference, section

_BADGE = "000102030405060708090a0b"
_OTHER = "0b0a09080706050403020100"
_SHORT = b"text:RW42J68D".hex()
_ID = "018ed0a1-0000-7000-8000-000000000001"

_GATE_ENTRY = {
    "s": "registered",
    "a": _ID,
    "x": False,
    "d": None,
    "t": True,
    "l": "ar",
    "n": "Zoé Diallo",
    "r": "زهرة",
    "o": 'Atlas "BPO" & Fils',
    "c": "visitor",
}
_GATE_JSON = (
    f'{{"a":"{_ID}","c":"visitor","d":null,"l":"ar","n":"Zoé Diallo",'
    '"o":"Atlas \\"BPO\\" & Fils","r":"زهرة","s":"registered","t":true,"x":false}'
)
_WEAK_ENTRY = {"x": True, "s": "cancelled"}
_WEAK_JSON = '{"s":"cancelled","x":true}'


def make_sections() -> list[Section]:
    """From a token to what a complete device compares with the server."""
    return [
        section("text_token", _token_cases()),
        section("roster_index", _index_cases()),
        section("seal_entry", _seal_cases()),
        section("open_entry", _open_cases()),
        section("roster_digest", _digest_cases()),
    ]


def _token_cases() -> list[dict[str, Any]]:
    return [
        case("short code", {"text": "RW42J68D"}, "746578743a525734324a363844"),
        case("no text", {"text": ""}, "746578743a"),
        case("beyond ASCII", {"text": "é🎫"}, "746578743ac3a9f09f8eab"),
        case("case and blanks stay", {"text": "a B"}, "746578743a612042"),
    ]


def _index_cases() -> list[dict[str, Any]]:
    """Checked by hand: `printf 'accueil indextext:RW42J68D' | sha256sum`."""
    return [
        case("own badge", {"token": _BADGE}, reference.roster_index(_BADGE)),
        case("short code", {"token": _SHORT}, "7b60e8aa123530f7"),
        case("no token", {"token": ""}, "8afcc4e7fad146ed"),
    ]


def _seal_cases() -> list[dict[str, Any]]:
    def sealed(name: str, token: str, entry: object, text: str) -> dict[str, Any]:
        given = {"token": token, "entry": entry}
        return case(name, given, reference.sealed_entry(token, text))

    return [
        sealed("what a gate gets", _BADGE, _GATE_ENTRY, _GATE_JSON),
        sealed("keys in another order", _BADGE, dict(sorted(_GATE_ENTRY.items())), _GATE_JSON),
        sealed("another badge", _OTHER, _GATE_ENTRY, _GATE_JSON),
        sealed("a short code's", _SHORT, _WEAK_ENTRY, _WEAK_JSON),
        sealed("nothing", _BADGE, {}, "{}"),
        sealed("control characters", _BADGE, {"n": "a\0\n\t\x1f\x7f"}, _CONTROLS),
        sealed("what HTML would escape", _BADGE, {"n": "</a>\u2028/"}, '{"n":"</a>\u2028/"}'),
        sealed("nested", _BADGE, {"b": [1, {"z": 0, "y": -7}], "B": {}}, _NESTED),
    ]


_CONTROLS = '{"n":"a\\u0000\\n\\t\\u001f\x7f"}'
_NESTED = '{"B":{},"b":[1,{"y":-7,"z":0}]}'


def _open_cases() -> list[dict[str, Any]]:
    sealed = reference.sealed_entry(_BADGE, _GATE_JSON)
    damaged = {"error": "damaged"}

    def opened(name: str, text: str, expected: object, token: str = _BADGE) -> dict[str, Any]:
        return case(name, {"token": token, "sealed": text}, expected)

    return [
        opened("as sealed", sealed, _GATE_ENTRY),
        opened("blanks in the JSON", reference.sealed_entry(_BADGE, '{ "a": 1 }'), {"a": 1}),
        opened("another badge", sealed, damaged, _OTHER),
        opened("no token", sealed, damaged, ""),
        opened("nonce changed", _swap(sealed, 0), damaged),
        opened("text changed", _swap(sealed, 40), damaged),
        opened("tag changed", _swap(sealed, len(sealed) - 5), damaged),
        opened("end missing", sealed[:-4], damaged),
        opened("beginning missing", sealed[4:], damaged),
        opened("nonce only", sealed[:16], damaged),
        opened("part of a nonce", sealed[:8], damaged),
        opened("nothing", "", damaged),
        opened("no base64", "!" + sealed[1:], damaged),
        opened("blank inside", sealed[:8] + " " + sealed[8:], damaged),
        opened("line end behind", sealed + "\n", damaged),
        opened("padding too much", sealed + "====", damaged),
        opened("beyond ASCII", "é" + sealed[1:], damaged),
        opened("a list", reference.sealed_entry(_BADGE, "[1]"), damaged),
        opened("null", reference.sealed_entry(_BADGE, "null"), damaged),
        opened("no JSON", reference.sealed_entry(_BADGE, '{"a":'), damaged),
    ]


def _swap(text: str, place: int) -> str:
    other = "B" if text[place] == "A" else "A"
    return text[:place] + other + text[place + 1 :]


def _digest_cases() -> list[dict[str, Any]]:
    first, second = ["0123456789abcdef", "AAAA"], ["fedcba9876543210", "QUFB"]

    def digest(name: str, entries: list[list[str]]) -> dict[str, Any]:
        return case(name, {"entries": entries}, reference.roster_digest(entries))

    return [
        case("no entry", {"entries": []}, "0" * 32),
        case(
            "checked by hand with sha256sum",
            {"entries": [first]},
            "5f170d18d3d02958e15915d5704291a6",
        ),
        digest("two", [first, second]),
        digest("the same two", [second, first]),
        case("in and out again", {"entries": [first, second, first, second]}, "0" * 32),
        digest("one taken out", [first, second, first]),
    ]
