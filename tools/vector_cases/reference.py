"""Badge codes and sealed entries made a second way, by slow and obvious means, to have answers that
do not come from the implementation: binary digits as text, the check character by its textbook
formula, HKDF and GCM from their own building blocks."""

import base64
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def badge_code(tag: int, secret: bytes, key: bytes) -> str:
    """`A`, then tag, secret and the first 9 hex digits of the MAC, 5 bits a letter."""
    message = b"accueil badge 1" + bytes([tag]) + secret
    mac = hmac.new(key, message, hashlib.sha256).hexdigest()[:9]
    return "A" + _in_letters(f"{tag:02x}{secret.hex()}{mac}", 140)


def short_code(secret: bytes) -> str:
    """The first 35 bits of the hash, and the check character."""
    body = _in_letters(hashlib.sha256(b"accueil short 1" + secret).hexdigest(), 35)
    return body + check_character(body)


def check_character(body: str) -> str:
    """The sum over letters of value times x^(distance from the end), in GF(32)."""
    total = 0
    for position, letter in enumerate(body):
        total ^= _multiply(_LETTERS.index(letter), _power_of_x(len(body) - position))
    return _LETTERS[total]


def roster_index(token: str) -> str:
    """The first 16 digits of a hash; `token` in hexadecimal digits, as below."""
    return hashlib.sha256(b"accueil index" + bytes.fromhex(token)).hexdigest()[:16]


def sealed_entry(token: str, text: str) -> str:
    """A sealed JSON text, whatever it says."""
    key = HKDF(SHA256(), 32, None, b"accueil roster 1").derive(bytes.fromhex(token))
    nonce = hmac.new(key, b"nonce" + text.encode(), hashlib.sha256).digest()[:12]
    encryptor = Cipher(AES(key), GCM(nonce)).encryptor()
    sealed = encryptor.update(text.encode()) + encryptor.finalize()
    return base64.b64encode(nonce + sealed + encryptor.tag).decode("ascii")


def roster_digest(entries: list[list[str]]) -> str:
    """Digit by digit, 4 bits at a time."""
    digest = [0] * 32
    for entry in entries:
        digits = hashlib.sha256("".join(entry).encode()).hexdigest()[:32]
        digest = [have ^ int(digit, 16) for have, digit in zip(digest, digits, strict=True)]
    return "".join(f"{value:x}" for value in digest)


def _in_letters(digits: str, bits: int) -> str:
    binary = "".join(f"{int(digit, 16):04b}" for digit in digits)[:bits]
    return "".join(_LETTERS[int(binary[at : at + 5], 2)] for at in range(0, bits, 5))


def _multiply(left: int, right: int) -> int:
    product = 0
    for bit in range(5):
        if left >> bit & 1:
            product ^= right << bit
    for bit in range(8, 4, -1):
        if product >> bit & 1:
            product ^= 0b100101 << (bit - 5)
    return product


def _power_of_x(exponent: int) -> int:
    power = 1
    for _ in range(exponent):
        power = _multiply(power, 2)
    return power
