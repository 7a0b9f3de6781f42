"""How pages write days, in the reader's language, with Latin digits."""

from datetime import date

from babel.dates import format_interval
from flask_babel import get_locale


def format_days(starts_on: str, ends_on: str) -> str:
    """`2024-04-26`, `2024-04-27` as "26–27 avr. 2024"."""
    first, last = date.fromisoformat(starts_on), date.fromisoformat(ends_on)
    return str(format_interval(first, last, "yMMMd", locale=get_locale()))
