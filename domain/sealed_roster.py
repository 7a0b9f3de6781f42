"""Roster entries that only somebody with the badge in front of them can open.

A device may carry every attendee and still leak none: an entry is found by a hash of the badge's
token and encrypted under a key derived from that token, so it takes the badge to read it.
The JavaScript twin is `static/js/domain/sealed-roster.js`; both run on `tests/vectors/`.
"""

import base64
import hashlib
import hmac
import json
import re
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.badge_code import secret_of

EMPTY_FINGERPRINT = 0

_INDEX_CONTEXT = b"accueil index"
GATE_ROSTER = b"accueil roster 1"
BOOTH_ROSTER = b"accueil booth roster 1"
"""What a key is derived for: gates cannot open what is sealed for booths, nor booths the gates'."""
_NONCE_CONTEXT = b"nonce"
_TEXT_PREFIX = b"text:"
_NONCE_BYTES = 12
_NO_SALT = bytes(32)
"""HKDF's salt when there is none: as many zeros as the hash is long (RFC 5869, 2.2)."""

_CANONICAL_JSON = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
"""Made once: making it costs as much as sealing does."""

_BITS_NEEDED = 64
_CHUNKS = re.compile(r"[A-Z]{3,}|[a-z]{3,}|[0-9]+|[A-Za-z]")
_BITS_PER_DIGIT = 3.3
_BITS_PER_LETTER = 4.7
_MOST_BITS_PER_NUMBER = 20.0
"""However long it is: serial numbers run to a million and are padded, moments begin alike."""
_BITS_PER_WORD = 12.0
"""Three letters of one case or more may be a word; a list of words gives 12.9 bits each."""


class SealedEntryError(ValueError):
    """The entry is damaged, or was sealed for another badge."""


def badge_token(code: str) -> bytes:
    """The token of one of our 29-character badge codes: its 12 secret bytes."""
    return secret_of(code)


def text_token(text: str) -> bytes:
    """The token of another system's code as it is, or of a short code's 8 characters.

    Raises ValueError on lone surrogates, which no stored code has.
    """
    return _TEXT_PREFIX + text.encode("utf-8")


def roster_index(token: bytes) -> str:
    """Under what an entry is kept: 16 hexadecimal digits."""
    return hashlib.sha256(_INDEX_CONTEXT + token).hexdigest()[:16]


def seal_entry(token: bytes, entry: dict[str, Any], context: bytes = GATE_ROSTER) -> str:
    """The entry for whoever has the badge: base64 of nonce, ciphertext and tag.

    The same entry gives the same text, so it can be kept and compared. `entry` is what JSON can
    say, keys in ASCII; raises ValueError on lone surrogates.
    """
    key = _derive_key(token, context)
    plain = _CANONICAL_JSON.encode(entry).encode("utf-8")
    nonce = hmac.digest(key, _NONCE_CONTEXT + plain, "sha256")[:_NONCE_BYTES]
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, None)).decode("ascii")


def open_entry(token: bytes, sealed: str, context: bytes = GATE_ROSTER) -> dict[str, Any]:
    """What was sealed. Raises SealedEntryError on any damage and with another badge's token."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        cipher = AESGCM(_derive_key(token, context))
        plain = cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None)
        entry = json.loads(plain)
    except (InvalidTag, ValueError) as error:  # ValueError: no base64, too short, no JSON
        raise SealedEntryError("the entry is damaged or of another badge") from error
    if not isinstance(entry, dict):
        raise SealedEntryError("an entry is a JSON object")
    return entry


def entry_fingerprint(index: str, sealed: str) -> int:
    """An entry's share in the roster's digest: 128 bits, combined by XOR, so that the order does
    not matter and what goes is taken out as it came in."""
    return int.from_bytes(hashlib.sha256((index + sealed).encode("ascii")).digest()[:16])


def format_digest(fingerprint: int) -> str:
    """The XOR of all fingerprints as 32 hexadecimal digits."""
    return f"{fingerprint:032x}"


def is_guessable(text: str) -> bool:
    """Whether a foreign code may have under 64 bits of chance, estimated with suspicion: numbers
    and words count little. Its entry must not hold personal data: whoever steals a device can try
    all such codes."""
    return sum(map(_estimate_bits, _CHUNKS.findall(text))) < _BITS_NEEDED


def _estimate_bits(chunk: str) -> float:
    if chunk.isdigit():
        return min(_BITS_PER_DIGIT * len(chunk), _MOST_BITS_PER_NUMBER)
    return _BITS_PER_LETTER if len(chunk) == 1 else _BITS_PER_WORD


def _derive_key(token: bytes, context: bytes) -> bytes:
    """HKDF-SHA256 (RFC 5869) of 32 bytes without salt: one round, two HMACs."""
    extracted = hmac.digest(_NO_SALT, token, "sha256")
    return hmac.digest(extracted, context + b"\x01", "sha256")
