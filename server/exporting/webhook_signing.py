"""Messages to an exhibitor's own system, signed as Standard Webhooks 1.0.0 says."""

import base64
import binascii
import hashlib
import hmac

SECRET_PREFIX = "whsec_"  # noqa: S105 - what secrets begin with
SECRET_BYTES = 32
_FEWEST_BYTES, _MOST_BYTES = 24, 64

RETRY_AFTER_SECONDS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Waits after the first, second … failed attempt: 75 h 35 min in all, then it is given up."""


def format_secret(random_bytes: bytes) -> str:
    """A secret as receivers' libraries read it: `whsec_` and base64 of 24 to 64 bytes."""
    return SECRET_PREFIX + base64.b64encode(random_bytes).decode("ascii")


def sign_message(secret: str, message_id: str, sent_at_seconds: int, body: bytes) -> dict[str, str]:
    """The headers of one attempt. Raises ValueError when `secret` is not one of `format_secret`."""
    signed = f"{message_id}.{sent_at_seconds}.".encode() + body
    digest = hmac.digest(_read_secret(secret), signed, hashlib.sha256)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(sent_at_seconds),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode('ascii')}",
    }


def _read_secret(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a secret is base64") from error
    if not secret.startswith(SECRET_PREFIX) or not _FEWEST_BYTES <= len(key) <= _MOST_BYTES:
        raise ValueError("a secret is whsec_ and 24 to 64 bytes")
    return key


def retry_at(attempt_count: int, failed_at: int, retry_after_seconds: int | None) -> int | None:
    """When to try again, in milliseconds; None when it is given up.

    `attempt_count` includes the one that just failed; a receiver may ask for a longer wait.
    """
    if attempt_count > len(RETRY_AFTER_SECONDS):
        return None
    usual = RETRY_AFTER_SECONDS[attempt_count - 1]
    longest = RETRY_AFTER_SECONDS[-1]
    return failed_at + 1_000 * max(usual, min(retry_after_seconds or 0, longest))
