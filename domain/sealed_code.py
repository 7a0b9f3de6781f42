"""Badge codes that only the server reads again, for scans that wait on a device.

Whoever has a badge's code can open its entry in a roster (`domain.sealed_roster`). So a device
encrypts the code of a scan to the edition's public key as soon as it has judged it, under a key
pair of its own that lives in the page's memory only: nothing on its disk opens what is there.
The JavaScript twin is `static/js/domain/sealed-code.js`; both run on `tests/vectors/`.
"""

import base64
import re
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PREFIX = "ACS1."
"""What a sealed code begins with; no badge of ours does."""
KEY_BYTES = 32
MOST_NUMBER = (1 << 53) - 1

_CONTEXT = b"accueil code 1"
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SHAPE = re.compile(r"ACS1\.([A-Za-z0-9+/]{87}=)\.(0|[1-9][0-9]{0,15})\.([A-Za-z0-9+/]+={0,2})")
_NONCE_BYTES = 12
_KEYS_KEPT = 4_096
"""One per page opened at some gate: a backlog costs one exchange of keys, not one a scan."""


class SealedCodeError(ValueError):
    """The text is damaged, or was sealed for another key."""


def public_key_of(secret: bytes) -> bytes:
    """The public key (an uncompressed point of P-256, 65 bytes) of 32 secret bytes."""
    public = _private_key(secret).public_key()
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def is_sealed(text: str) -> bool:
    """Whether a text says that it is a sealed code."""
    return text.startswith(PREFIX)


def seal_code(text: str, public_key: bytes, once: bytes, number: int) -> str:
    """`text` for whoever has the secret behind `public_key`.

    `once` are 32 secret bytes that a device makes anew whenever it starts and never writes down;
    with them, no `number` (0 to 2^53 - 1) may be used twice. Raises ValueError on lone surrogates.
    """
    own = public_key_of(once)
    key = _derive_key(once, public_key, own + public_key)
    cipher = AESGCM(key).encrypt(_nonce(number), text.encode("utf-8"), None)
    return f"{PREFIX}{_base64(own)}.{number}.{_base64(cipher)}"


def open_code(sealed: str, secret: bytes) -> str:
    """What was sealed for the public key of `secret`. Raises SealedCodeError."""
    parts = _SHAPE.fullmatch(sealed)
    if parts is None:
        raise SealedCodeError("this is no sealed code")
    try:
        theirs = base64.b64decode(parts[1], validate=True)
        key = _derive_key(secret, theirs, theirs + public_key_of(secret))
        cipher = base64.b64decode(parts[3], validate=True)
        return AESGCM(key).decrypt(_nonce(int(parts[2])), cipher, None).decode("utf-8")
    except (InvalidTag, ValueError, OverflowError) as error:
        raise SealedCodeError("this code is damaged or was sealed for another key") from error


@lru_cache(maxsize=16)
def _private_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(secret) % (_ORDER - 1) + 1, _CURVE)


@lru_cache(maxsize=_KEYS_KEPT)
def _derive_key(secret: bytes, public_key: bytes, both: bytes) -> bytes:
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public_key)
    shared = _private_key(secret).exchange(ec.ECDH(), theirs)
    return HKDF(hashes.SHA256(), 32, salt=None, info=_CONTEXT + both).derive(shared)


def _nonce(number: int) -> bytes:
    return number.to_bytes(_NONCE_BYTES)


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
