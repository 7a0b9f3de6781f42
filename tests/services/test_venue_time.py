"""Days and hours of a venue, by the time zone tables we ship."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfoNotFoundError

import pytest

from server.services.time_zones import find_zone
from server.services.venue_time import day_span, hours_span, local_day

CASABLANCA = "Africa/Casablanca"


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def test_it_works() -> None:
    assert local_day(at("2024-04-26T22:59:59"), CASABLANCA) == "2024-04-26"
    assert local_day(at("2024-04-26T23:00:00"), CASABLANCA) == "2024-04-27"


def test_the_tables_are_newer_than_the_machines() -> None:
    """tzdata 2026: Morocco stays on UTC from autumn 2026; an older table says UTC+1."""
    assert local_day(at("2026-11-22T23:30:00"), CASABLANCA) == "2026-11-22"


def test_a_day_has_23_hours_when_clocks_go_forward() -> None:
    span = day_span(date(2025, 3, 30), "Europe/Paris")
    assert span.ends_at - span.starts_at == 23 * 3_600_000


def test_closing_after_midnight_belongs_to_the_evening() -> None:
    span = hours_span("2024-04-26", "20:00", "01:00", CASABLANCA)
    assert span.contains(at("2024-04-26T23:30:00"))
    assert not span.contains(at("2024-04-27T00:30:00"))


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Africa", "/", "zone.tab"])
def test_there_is_no_such_zone(name: str) -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        find_zone(name)


def test_a_moment_out_of_this_world_still_has_a_day() -> None:
    assert local_day(1 << 60, CASABLANCA).startswith("9999")
    assert local_day(-(1 << 60), CASABLANCA).startswith("0001")
