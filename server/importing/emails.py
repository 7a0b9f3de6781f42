"""E-mail addresses as they are found in cells."""

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

_BETWEEN = re.compile(r"[;,/|\s]+(?=[^@\s;,/|]+@)")
_IN_BRACKETS = re.compile(r"<([^<>]+@[^<>]+)>")
_SPOKEN_AT = re.compile(
    r"\s*(?:\s+(?:at|chez|arobase)\s+|[(\[{]\s*(?:at|a|arobase|@)\s*[)\]}])\s*", re.I
)
_LONGEST = 254


@dataclass(frozen=True)
class FoundEmail:
    """`email` lower-case or empty; `others` further addresses in the same cell."""

    email: str
    others: tuple[str, ...] = ()


def read_email(raw: str) -> FoundEmail | None:
    """The (first) address in a cell, lower-case, or None when it is not an address.

    Nothing is asked of the network, and test domains (example.com, .test) are addresses too.
    """
    addresses = [_check(part) for part in _BETWEEN.split(_unwrap(raw)) if part.strip(" ;,/|")]
    if not addresses or None in addresses:
        return None
    first, *others = [address for address in addresses if address]
    return FoundEmail(first, tuple(others))


def suggest_email(raw: str) -> str:
    """What a wrong address probably meant ("name at example.ma"), or empty. Never applied."""
    joined = _SPOKEN_AT.sub("@", raw.strip())
    for candidate in (
        joined,
        joined.replace(" ", ""),
        joined.replace(",", "."),
        joined.rstrip("."),
    ):
        found = read_email(candidate) if candidate != raw.strip() else None
        if found:
            return found.email
    return ""


def _unwrap(raw: str) -> str:
    bracketed = _IN_BRACKETS.search(raw)
    text = bracketed[1] if bracketed else raw
    return text.strip().removeprefix("mailto:").strip(" <>;,'\"")


def _check(text: str) -> str | None:
    if len(text) > _LONGEST:
        return None
    try:
        found = validate_email(
            text.strip(" ;,/|"), check_deliverability=False, test_environment=True
        )
    except EmailNotValidError:
        return None
    return found.normalized.lower()
