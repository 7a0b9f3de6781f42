"""Phone numbers as they are typed, to E.164."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from server.importing.folding import latin_digits

_BETWEEN = re.compile(r"\s*(?:/|;|,|\||\bou\b|\bet\b|\bor\b|\band\b|أو)\s*")
_NOISE = re.compile(r"(?i)^\s*(?:tel|tél|gsm|mob|mobile|whatsapp|phone)?\s*[.:]*\s*")
_OPTIONAL_ZERO = re.compile(r"\(\s*0\s*\)")
_LEAST_DIGITS = 7
_LONGEST = 50


@dataclass(frozen=True)
class FoundPhone:
    """`phone` in E.164; `others` further numbers in the same cell, also in E.164."""

    phone: str
    others: tuple[str, ...] = ()


def read_phone(raw: str, countries: tuple[str, ...]) -> FoundPhone | None:
    """The (first) number in a cell, or None when none can be dialled.

    `countries` (ISO alpha-2, tried in order) complete numbers without a country code: 06 12 34 ...
    Number plans grow faster than libraries: international numbers, and national ones with their
    leading 0, are taken when their length is possible. Others must be valid in a country.
    """
    if not raw or len(raw) > 4 * _LONGEST:
        return None
    whole = _parse(raw, countries)
    if whole:
        return FoundPhone(whole)
    parts = [part for part in _BETWEEN.split(raw) if sum(map(str.isdigit, part)) >= _LEAST_DIGITS]
    found = [phone for phone in (_parse(part, countries) for part in parts) if phone]
    return FoundPhone(found[0], tuple(found[1:])) if found else None


@lru_cache(maxsize=10_000)
def _parse(raw: str, countries: tuple[str, ...]) -> str | None:
    text = _OPTIONAL_ZERO.sub("", _NOISE.sub("", latin_digits(raw), count=1))
    if re.search(r"[^\W\d_]{2,}", text) or len(text) > _LONGEST:
        return None
    if text.startswith("00"):
        text = "+" + text[2:]
    if text.startswith("+"):
        return _parse_international(text)
    for country in countries:
        number = _parse_national(text, country)
        if number and (phonenumbers.is_valid_number(number) or _is_dialled_from_home(number)):
            return _format(number)
    return _parse_international("+" + text)


def _parse_international(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return _format(number)


def _parse_national(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, country, keep_raw_input=True)
    except phonenumbers.NumberParseException:
        return None


def _is_dialled_from_home(number: phonenumbers.PhoneNumber) -> bool:
    """Right length, and with the leading 0 of a country that dials one: a range too new to know."""
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return False
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    prefix = phonenumbers.ndd_prefix_for_region(region, True)
    typed = (number.raw_input or "").strip(" (")
    return prefix is not None and prefix != "" and typed.startswith(prefix)


def _format(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
