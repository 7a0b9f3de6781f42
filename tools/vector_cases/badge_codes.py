"""Badge codes of every kind, read and made."""

from typing import Any

from tools.vector_cases import Section, case, reference, section
from tools.vector_cases.keyboards import type_through

_TAG = 42
_KEY = bytes([7]) * 32
_EARLIER_KEY = bytes([8]) * 32
_OTHER_TAG, _OTHER_KEY = 41, bytes(range(32))
_SAME_TAG_KEY = b"another edition that has our tag"

KEYRING = {
    "edition": {"tag": _TAG, "keys": [_KEY.hex(), _EARLIER_KEY.hex()]},
    "others": [
        {"tag": _OTHER_TAG, "keys": [_OTHER_KEY.hex()]},
        {"tag": _TAG, "keys": [_SAME_TAG_KEY.hex()]},
    ],
}

CODE = "A580020G30G2GC1R81450PPH56WVJ"
"""Made with openssl and bc: tag 42, secret 00 01 .. 0b, key of 32 bytes 07."""
SHORT = "RW42J68D"
_SECRET = bytes(range(12))

_EARLIER = reference.badge_code(_TAG, bytes(12), _EARLIER_KEY)
_OTHER = reference.badge_code(_OTHER_TAG, bytes([255]) * 12, _OTHER_KEY)
_SAME_TAG = reference.badge_code(_TAG, b"twelve bytes", _SAME_TAG_KEY)
_STRANGER = reference.badge_code(_TAG, _SECRET, b"a key nobody here has, 32 bytes.")
_STRANGER_TAG = reference.badge_code(9, _SECRET, _KEY)
_MANY_B = reference.badge_code(_TAG, bytes.fromhex("d6b5cd607ec6ec22d55704b9"), _KEY)
_B_AND_GH = reference.badge_code(_TAG, bytes.fromhex("ef0a51710e611f0319bacd78"), _KEY)
_SEVEN_B = reference.badge_code(_TAG, bytes.fromhex("ed47019658c5f4ad805856b3"), _KEY)
"""In lower case on an Arabic keyboard, every B of these looks like G and H."""

_PRETIX = "k4q2wvz7xhy3m8r5t9b6n2c8p7d4f3g5"
_EVENTBRITE = "10829384756201938475001"


def make_sections() -> list[Section]:
    """Everything about badge codes."""
    return [
        section("parse_badge_code", _parse_cases(), {"keyring": KEYRING}),
        section("make_badge_code", _make_cases()),
        section("check_character", _check_cases()),
        section("format_short_code", [case("in two halves", {"short": SHORT}, "RW42-J68D")]),
        section("undo_layouts", _layout_cases()),
    ]


def _parse_cases() -> list[dict[str, Any]]:
    return [*_genuine(), *_through_keyboards(), *_shorts(), *_broken(), *_foreign(), *_nothing()]


def _read(
    name: str, text: str, kind: str, canonical: str, tag: int | None = None, as_read: str = ""
) -> dict[str, Any]:
    known = "" if kind == "nothing" else (as_read or text)
    return case(
        name, {"text": text}, {"kind": kind, "text": canonical, "tag": tag, "as_read": known}
    )


def _ours(name: str, text: str, code: str = CODE, as_read: str = "") -> dict[str, Any]:
    return _read(name, text, "ours", code, _TAG, as_read)


def _genuine() -> list[dict[str, Any]]:
    dashed = "-".join(CODE[at : at + 4] for at in range(0, 29, 4))
    return [
        _ours("as it is in the QR", CODE),
        _ours("signed with the edition's earlier key", _EARLIER, _EARLIER),
        _ours("lower case", CODE.lower()),
        _ours("with dashes", dashed),
        _ours("with en dashes and spaces", dashed.replace("-", " \u2013 ")),
        _ours("O for 0, I and L for 1", CODE.replace("0", "O").replace("1", "l", 1)),
        _ours("spaces and a line end around", f"  {CODE}\r\n", as_read=CODE),
        _ours("no-break spaces around", f"\u00a0{CODE}\u202f", as_read=CODE),
        _ours("byte order mark in front", f"\ufeff{CODE}", as_read=CODE),
        _ours("NUL behind", f"{CODE}\0", as_read=CODE),
        _ours("NUL kept as a replacement character", f"{CODE}\ufffd", as_read=CODE),
        _ours("a lone surrogate behind", f"{CODE}\ud800", as_read=CODE),
        _ours("GS1 group separator in front", f"\x1d{CODE}", as_read=CODE),
        _ours("right-to-left marks around", f"\u200f{CODE}\u200f"),
        _ours("isolated by a chat program", f"\u2068{CODE}\u2069"),
        _ours("URL", f"HTTPS://ACCUEIL.EXAMPLE/B/{CODE}"),
        _ours("URL in lower case", f"https://accueil.example/b/{CODE.lower()}"),
        _ours("URL with a slash at the end", f"HTTPS://ACCUEIL.EXAMPLE/B/{CODE}/"),
        _ours("URL with query and fragment", f"https://accueil.example/b/{CODE}?from=mail#top"),
        _ours("URL with a fragment that has a question", f"https://x.example/{CODE}#a?b"),
        _ours("URL without a scheme", f"accueil.example/b/{CODE}"),
        _ours("256 characters with blanks", CODE + " " * 227, as_read=CODE),
        _read("another edition's", _OTHER, "other_edition", _OTHER, _OTHER_TAG),
        _read("another edition with our tag", _SAME_TAG, "other_edition", _SAME_TAG, _TAG),
        _read("another edition's, lower case", _OTHER.lower(), "other_edition", _OTHER, 41),
    ]


def _through_keyboards() -> list[dict[str, Any]]:
    url = "HTTPS://ACCUEIL-2024.LOCAL/B/" + CODE
    accents = str.maketrans("éèçà", "ÉÈÇÀ")
    typed = type_through
    return [
        _ours("AZERTY, scanner sends upper case", typed("azerty", CODE)),
        _ours("AZERTY, scanner sends lower case", typed("azerty", CODE.lower())),
        _ours("AZERTY with caps lock", typed("azerty, caps lock", CODE)),
        _ours("AZERTY with caps lock, lower case", typed("azerty, caps lock", CODE.lower())),
        _ours("AZERTY with caps lock on Linux", typed("azerty", CODE.lower()).translate(accents)),
        _ours("AZERTY, a URL", typed("azerty", url)),
        _ours("AZERTY, dashes", typed("azerty", CODE[:5] + "-" + CODE[5:])),
        _ours("Arabic 101, upper case", typed("arabic 101", CODE)),
        _ours("Arabic 101, lower case", typed("arabic 101", CODE.lower())),
        _ours("Arabic 101, a URL", typed("arabic 101", url)),
        _ours("Arabic 101, six B", typed("arabic 101", _MANY_B.lower()), _MANY_B),
        _ours("Arabic 101, B and GH", typed("arabic 101", _B_AND_GH.lower()), _B_AND_GH),
        _ours("Arabic 101, B and GH shifted", typed("arabic 101", _B_AND_GH), _B_AND_GH),
        _ours("Arabic 101, seven B", typed("arabic 101", _SEVEN_B.lower()), _SEVEN_B),
        _ours("Arabic on Linux", typed("arabic 101", _MANY_B).replace("لآ", "\ufef5"), _MANY_B),
        _ours("Arabic 102 AZERTY, upper case", typed("arabic 102 azerty", CODE)),
        _ours("Arabic 102 AZERTY, lower case", typed("arabic 102 azerty", CODE.lower())),
        _ours("Arabic 102 AZERTY, a URL", typed("arabic 102 azerty", url)),
        _read("AZERTY, another edition's", typed("azerty", _OTHER), "other_edition", _OTHER, 41),
    ]


def _short(name: str, text: str, as_read: str = "") -> dict[str, Any]:
    return _read(name, text, "short", SHORT, as_read=as_read)


def _shorts() -> list[dict[str, Any]]:
    return [
        _short("short code", SHORT),
        _short("short code with its dash", "RW42-J68D"),
        _short("short code in lower case", "rw42-j68d"),
        _short("short code with spaces", "  RW 42 J6 8D ", as_read="RW 42 J6 8D"),
        _short("short code, Arabic digits", "RW٤٢-J٦٨D"),
        _short("short code through AZERTY", type_through("azerty", "RW42J68D")),
        _short("short code through AZERTY, dash", type_through("azerty", "RW42-J68D")),
        _short("short code through AZERTY, caps lock", "rz42j68d"),
        _short("short code through Arabic 101", type_through("arabic 101", "rw42-j68d")),
        _short("short code through Arabic 102", type_through("arabic 102 azerty", "RW42J68D")),
        _short("short code in a URL", "https://accueil.example/b/RW42J68D"),
        _read("short code, O I L typed for 0 1 1", "oooo-oooo", "short", "00000000"),
        _read("another system's that passes for a short one", "00000000", "short", "00000000"),
        _read("short code, check character wrong", "RW42-J68E", "foreign", "RW42-J68E"),
        _read("short code, one letter wrong", "RW42-J69D", "foreign", "RW42-J69D"),
        _read("short code, neighbours swapped", "RW24-J68D", "foreign", "RW24-J68D"),
        _read("short code, one missing", "RW42-J68", "foreign", "RW42-J68"),
    ]


def _broken() -> list[dict[str, Any]]:
    url = "HTTPS://ACCUEIL.EXAMPLE/B/"
    return [
        _read(
            "one character wrong", CODE[:9] + "Z" + CODE[10:], "broken", f"{CODE[:9]}Z{CODE[10:]}"
        ),
        _read("last character lost", CODE[:-1], "broken", CODE[:-1]),
        _read("four characters lost", CODE[:-4], "broken", CODE[:-4]),
        _read("two characters too many", CODE + "00", "broken", CODE + "00"),
        _read("broken behind a URL", url + CODE[:-1], "broken", CODE[:-1]),
        _read("signed with a key nobody has", _STRANGER, "broken", _STRANGER),
        _read("tag of an unknown edition", _STRANGER_TAG, "broken", _STRANGER_TAG),
        _read("all zeros", "A" + "0" * 28, "broken", "A" + "0" * 28),
        _read(
            "another system's that looks broken",
            "A0B1C2D3E4F5G6H7J8K9M0N1P2",
            "broken",
            "A0B1C2D3E4F5G6H7J8K9M0N1P2",
        ),
        _left_alone("five characters lost", CODE[:-5]),
        _left_alone("three characters too many", CODE + "000"),
        _left_alone("first character lost", CODE[1:]),
        _left_alone("wrong in lower case", CODE[:-1].lower()),
        _left_alone("wrong behind AZERTY", type_through("azerty", CODE[:-1])),
    ]


def _left_alone(name: str, text: str, as_read: str = "") -> dict[str, Any]:
    return _read(name, text, "foreign", as_read or text, as_read=as_read)


def _foreign() -> list[dict[str, Any]]:
    return [
        _left_alone("pretix secret", _PRETIX),
        _left_alone("pretix secret starting with a", "a" + _PRETIX[1:29]),
        _left_alone("pretix secret with blanks", f" {_PRETIX} ", as_read=_PRETIX),
        _left_alone("Eventbrite barcode", _EVENTBRITE),
        _left_alone("URL to elsewhere", "https://www.example.com/"),
        _left_alone("URL to elsewhere with a path", "HTTP://EXAMPLE.COM/MENU?TABLE=4"),
        _left_alone("only a slash", "/"),
        _left_alone("only a question", "?"),
        _left_alone("only dashes", "---"),
        _left_alone("vCard", "BEGIN:VCARD VERSION:3.0 N:Alaoui;Salma END:VCARD"),
        _left_alone("Wi-Fi QR", "WIFI:T:WPA;S:SICCAM;P:bienvenue;;"),
        _left_alone("Arabic words", "مرحبا بكم في المعرض"),
        _left_alone("emoji", "🎫"),
        _left_alone("256 emoji are 256 characters", "🎫" * 256),
        _left_alone("family of emoji joined", "👩\u200d👩\u200d👧"),
        _left_alone("dotless i is not I", CODE.replace("1", "ı", 1)),
        _left_alone("full-width letters are not ours", "Ａ" + CODE[1:]),
        _left_alone("sharp s", "ß" * 29),
        _left_alone("U is not in our alphabet", CODE[:-1] + "U"),
        _left_alone("256 characters", "X" * 256),
    ]


def _nothing() -> list[dict[str, Any]]:
    texts = {
        "empty": "",
        "blanks": " \u00a0\u202f\ufeff ",
        "control characters": "\0\t\r\n\x1d\x7f",
        "lone surrogates": "\udfff\udfff\ud800",
        "replacement characters": "\ufffd\ufffd",
        "257 characters": "X" * 257,
        "257 emoji": "🎫" * 257,
        "a code with 4 kB behind it": CODE + "0" * 4096,
        "a code among 257 characters": CODE + " " * 228,
        "a code behind 4 kB of blanks": " " * 4096 + CODE,
    }
    return [_read(name, text, "nothing", "") for name, text in texts.items()]


def _make_cases() -> list[dict[str, Any]]:
    def made(name: str, tag: int, secret: bytes, key: bytes) -> dict[str, Any]:
        expected = {
            "code": reference.badge_code(tag, secret, key),
            "short": reference.short_code(secret),
            "secret": secret.hex(),
        }
        return case(name, {"tag": tag, "secret": secret.hex(), "key": key.hex()}, expected)

    def refused(name: str, tag: int, secret: bytes) -> dict[str, Any]:
        given = {"tag": tag, "secret": secret.hex(), "key": _KEY.hex()}
        return case(name, given, {"error": "out_of_range"})

    anchor = {"code": CODE, "short": SHORT, "secret": _SECRET.hex()}
    return [
        case(
            "made with openssl", {"tag": _TAG, "secret": _SECRET.hex(), "key": _KEY.hex()}, anchor
        ),
        made("nothing but zeros", 0, bytes(12), _KEY),
        made("nothing but ones", 255, bytes([255]) * 12, _KEY),
        made("a key of one byte", 1, _SECRET, b"k"),
        made("a key longer than a block", 1, _SECRET, bytes(range(200))),
        refused("tag too large", 256, _SECRET),
        refused("tag negative", -1, _SECRET),
        refused("secret too short", 1, bytes(11)),
        refused("secret too long", 1, bytes(13)),
    ]


def _check_cases() -> list[dict[str, Any]]:
    """x is 2, x^2 is 4, x^7 is x^4 + x^2, that is 20, that is M."""
    answers = {"": "0", "0000000": "0", "0000001": "2", "0000010": "4", "1000000": "M"}
    answers |= {"0000011": "6", "RW42J68": "D"}
    return [case(body or "empty", {"body": body}, answer) for body, answer in answers.items()]


def _layout_cases() -> list[dict[str, Any]]:
    readings = {
        "": [],
        "A": ["Q"],
        "m": [";"],
        "&": ["1"],
        "-": ["6"],
        ")": ["-"],
        "É": ["2"],
        "]": ["D"],
        "\\": ["A"],
        "٠١٩": ["019"],
        "ش": ["A"],
        "\u0650": ["A", "C"],
        "لأ": ["G"],
        "لإ": ["T"],
        "لآ": ["B"],
        "\ufefb": ["B"],
        "\ufef5\ufef7\ufef9": ["BGT"],
        "لا": ["B", "GH"],
        "لالا": ["BB", "BGH", "GHB", "GHGH"],
        "لا" * 7: ["BBBBBBB"],
        "zلا&": ["Wلا1", "zB&", "zGH&", "zB1", "zGH1"],
        "🎫": [],
    }
    return [
        case(text or "empty", {"text": text}, [text, *others]) for text, others in readings.items()
    ]
