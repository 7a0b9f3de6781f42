"""How pages write moments and counts: the venue's clock, Latin digits."""

from datetime import date

from babel.dates import format_date, format_datetime
from flask_babel import get_locale, gettext, ngettext

from domain.entities import Event
from server.services.venue_time import local_day, local_time

_THIN_SPACE = "\u202f"


def format_count(number: int) -> str:
    """`12345` as "12 345" in every language: a comma would be a decimal comma to many readers."""
    return f"{number:,}".replace(",", _THIN_SPACE)


def format_moment(at: int, timezone: str) -> str:
    """A moment (ms UTC) by the venue's clock: "26 avr. 2024, 10:05"."""
    return str(format_datetime(local_time(at, timezone), "d MMM y, HH:mm", locale=get_locale()))


def format_day(day: str, is_short: bool = False) -> str:
    """`2024-04-26` as "vendredi 26 avril", or "ven. 26 avr."."""
    pattern = "EEE d MMM" if is_short else "EEEE d MMMM"
    return str(format_date(date.fromisoformat(day), pattern, locale=get_locale()))


def describe_distance(event: Event, now: int) -> str:
    """How far opening day is: "in 12 days", "today is a day of it", "over"."""
    today = date.fromisoformat(local_day(now, event.timezone))
    first, last = date.fromisoformat(event.starts_on), date.fromisoformat(event.ends_on)
    if today > last:
        return str(gettext("Over"))
    if today >= first:
        return str(gettext("Open today"))
    days = (first - today).days
    return str(ngettext("Opens tomorrow", "Opens in %(num)s days", days))
