"""Local days and hours of a venue as spans of milliseconds, so that rules need no time zones."""

from datetime import date, datetime, time, timedelta

from domain.admission import Span
from domain.entities import Event
from server.services.time_zones import find_zone


def local_moment(day: date, at: time, timezone: str) -> int:
    """The moment (ms UTC) when clocks at the venue show `at` on `day`."""
    return int(datetime.combine(day, at, find_zone(timezone)).timestamp() * 1000)


def local_day(at: int, timezone: str) -> str:
    """The day `YYYY-MM-DD` at the venue when it is `at` (ms UTC)."""
    return local_time(at, timezone).date().isoformat()


def local_time(at: int, timezone: str) -> datetime:
    """What clocks at the venue show at `at` (ms UTC); clamped to the years a datetime can hold."""
    seconds = min(max(at / 1000, -62_135_000_000), 253_402_000_000)
    return datetime.fromtimestamp(seconds, find_zone(timezone))


def day_span(day: date, timezone: str) -> Span:
    """From midnight to midnight at the venue (23 or 25 hours when clocks change)."""
    midnight = time(0, 0)
    return Span(
        local_moment(day, midnight, timezone),
        local_moment(day + timedelta(days=1), midnight, timezone),
    )


def event_days(event: Event) -> tuple[Span, ...]:
    """The edition's days in order."""
    days = map(date.fromisoformat, list_days(event))
    return tuple(day_span(day, event.timezone) for day in days)


def list_days(event: Event) -> list[str]:
    """The edition's days in order, as `YYYY-MM-DD`."""
    first, last = date.fromisoformat(event.starts_on), date.fromisoformat(event.ends_on)
    count = (last - first).days + 1
    return [(first + timedelta(days=n)).isoformat() for n in range(count)]


def hours_span(day: str, opens: str, closes: str, timezone: str) -> Span:
    """Opening hours on a day; a closing time not after the opening one is past midnight."""
    on = date.fromisoformat(day)
    starts, ends = time.fromisoformat(opens), time.fromisoformat(closes)
    ends_on = on if ends > starts else on + timedelta(days=1)
    return Span(local_moment(on, starts, timezone), local_moment(ends_on, ends, timezone))
