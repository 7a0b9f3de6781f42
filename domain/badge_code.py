"""The text in a badge's QR: made, read back, and told apart from everything else.

Ours is `A` + Crockford base32 of 140 bits (edition tag 8, secret 96, MAC 36): 29 characters of
the QR alphanumeric set, which is just what version 2 holds at level Q.
The JavaScript twin is `static/js/domain/badge-code.js`; both run on `tests/vectors/`.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.keyboard_layouts import undo_layouts

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "A"
CODE_LENGTH = 29
SECRET_BYTES = 12
MAC_BITS = 36
SHORT_LENGTH = 8
MAX_TEXT_LENGTH = 256
"""Longest QR text taken for a badge code, in characters; the longest foreign code seen has 64."""

_MAC_CONTEXT = b"accueil badge 1"
_SHORT_CONTEXT = b"accueil short 1"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_BLANKS = " \u00a0\u202f\ufeff"
"""Named, because the languages' own trim functions differ on what is blank."""
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SEPARATORS = dict.fromkeys(map(ord, _BLANKS + _DASHES + _INVISIBLE))
_UPPER = {ord(letter): letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"}
"""ASCII only: beyond it the languages' tables differ, and a code has nothing there."""


@dataclass(frozen=True)
class EditionKeys:
    """What is needed to recognise one edition's badges: its tag (0-255) and every valid key."""

    tag: int
    keys: tuple[bytes, ...]


@dataclass(frozen=True)
class Keyring:
    """This edition's keys, and those of the other editions this server knows."""

    edition: EditionKeys
    others: tuple[EditionKeys, ...] = ()


@dataclass(frozen=True)
class BadgeCode:
    """What a text turned out to be.

    `kind` is one of `ours`, `short` (typed human code), `other_edition`, `foreign` (another
    ticketing system's, to be matched as it is), `broken` (meant to be ours, misread), `nothing`.
    `text` is the canonical text to look up: the 29 characters, the 8, or the trimmed original.
    `as_read` is always the trimmed original: another system's code can look like a short or a
    broken one of ours, so what is not found under `text` is to be looked up as it was read.
    """

    kind: str
    text: str
    tag: int | None = None
    as_read: str = ""


def make_badge_code(tag: int, secret: bytes, key: bytes) -> str:
    """The 29 characters of a badge: `tag` 0-255, `secret` 12 random bytes, `key` the edition's.

    Raises ValueError on a tag or secret out of range.
    """
    if not 0 <= tag <= 255 or len(secret) != SECRET_BYTES:
        raise ValueError("a badge code needs a tag of 0-255 and a secret of 12 bytes")
    bits = (tag << 132) | (int.from_bytes(secret) << 36) | _mac(tag, secret, key)
    return PREFIX + _encode(bits, CODE_LENGTH - 1)


def short_code(secret: bytes) -> str:
    """The 8 characters printed under the QR for typing: 35 bits of the secret's hash, 1 check."""
    digest = hashlib.sha256(_SHORT_CONTEXT + secret).digest()
    body = _encode(int.from_bytes(digest[:5]) >> 5, SHORT_LENGTH - 1)
    return body + check_character(body)


def format_short_code(short: str) -> str:
    """`ABCD1234` as people read it: `ABCD-1234`."""
    return f"{short[:4]}-{short[4:]}"


def check_character(body: str) -> str:
    """One Crockford character that catches every single slip and every swap of neighbours.

    A weighted sum over GF(32): weights are successive powers of x modulo x^5 + x^2 + 1, so any
    two neighbours have different non-zero weights.
    """
    total = 0
    for letter in body:
        total = _times_x(total) ^ _VALUES[letter]
    return ALPHABET[_times_x(total)]


def secret_of(code: str) -> bytes:
    """The 12 secret bytes inside one of our 29-character codes."""
    return ((_decode(code[1:]) >> MAC_BITS) & ((1 << 96) - 1)).to_bytes(SECRET_BYTES)


def parse_badge_code(text: str, keyring: Keyring) -> BadgeCode:
    """Tell what a scanned or typed text is. Never raises, whatever the text.

    Case, spaces, dashes, a URL in front, and a French or Arabic keyboard layout between a HID
    scanner and us are undone first; the MAC (or the check character) then decides which of the
    readings was meant.
    """
    trimmed = _printable(text[: MAX_TEXT_LENGTH + 1]).strip(_BLANKS)
    if not trimmed or len(text) > MAX_TEXT_LENGTH:
        return BadgeCode("nothing", "")
    readings = [_canonical(_last_segment(reading)) for reading in undo_layouts(trimmed)]
    found = (
        _find_genuine(readings, keyring)
        or _find_short(readings)
        or _find_broken(readings[0], trimmed)
        or BadgeCode("foreign", trimmed)
    )
    return replace(found, as_read=trimmed)


def _find_genuine(readings: Sequence[str], keyring: Keyring) -> BadgeCode | None:
    for reading in readings:
        if not _is_shaped(reading):
            continue
        if _is_signed(reading, keyring.edition):
            return BadgeCode("ours", reading, keyring.edition.tag)
        for other in keyring.others:
            if _is_signed(reading, other):
                return BadgeCode("other_edition", reading, other.tag)
    return None


def _find_short(readings: Sequence[str]) -> BadgeCode | None:
    for reading in readings:
        if len(reading) != SHORT_LENGTH or not _is_crockford(reading):
            continue
        if check_character(reading[:-1]) == reading[-1]:
            return BadgeCode("short", reading)
    return None


def _find_broken(reading: str, trimmed: str) -> BadgeCode | None:
    """One of ours with characters lost or wrong. Lower case is left to other systems: pretix
    secrets are lower case and about as long."""
    is_near = CODE_LENGTH - 4 <= len(reading) <= CODE_LENGTH + 2
    is_upper = trimmed.translate(_UPPER) == trimmed
    is_meant = reading.startswith(PREFIX) and _is_crockford(reading) and is_upper
    if is_meant and is_near:
        return BadgeCode("broken", reading)
    return None


def _is_signed(code: str, edition: EditionKeys) -> bool:
    bits = _decode(code[1:])
    if bits >> 132 != edition.tag:
        return False
    mac = (bits & ((1 << MAC_BITS) - 1)).to_bytes(5)
    secret = secret_of(code)
    return any(
        hmac.compare_digest(mac, _mac(edition.tag, secret, key).to_bytes(5)) for key in edition.keys
    )


def _mac(tag: int, secret: bytes, key: bytes) -> int:
    digest = hmac.digest(key, _MAC_CONTEXT + bytes([tag]) + secret, "sha256")
    return int.from_bytes(digest[:5]) >> 4


def _printable(text: str) -> str:
    """Without what no badge has and no database takes: control characters, lone surrogates, and
    the U+FFFD that stands for them in a stored text."""
    return "".join(letter for letter in text if _is_printable(letter))


def _is_printable(letter: str) -> bool:
    is_control = letter < " " or letter == "\x7f"
    return not is_control and not "\ud800" <= letter <= "\udfff" and letter != "\ufffd"


def _last_segment(text: str) -> str:
    segment = text.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    return segment or text


def _canonical(text: str) -> str:
    letters = text.translate(_SEPARATORS).translate(_UPPER)
    return "".join(ALPHABET[_VALUES[c]] if c in _VALUES else c for c in letters)


def _is_shaped(text: str) -> bool:
    return len(text) == CODE_LENGTH and text[0] == PREFIX and _is_crockford(text)


def _is_crockford(text: str) -> bool:
    return all(letter in _VALUES for letter in text)


def _encode(bits: int, length: int) -> str:
    return "".join(ALPHABET[(bits >> 5 * i) & 31] for i in reversed(range(length)))


def _decode(letters: str) -> int:
    bits = 0
    for letter in letters:
        bits = bits << 5 | _VALUES[letter]
    return bits


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled
