"""Editions: made with a badge tag and key of their own, corrected later."""

from dataclasses import replace

import pytest

from domain.errors import AccueilError, ConflictError, NotFoundError
from server.services.events import NewEvent, change_event, create_event, get_event, get_events
from server.storage.database import Database
from tests.support.fair import OPENING, Fair

FES = NewEvent("SICCAM", "Fès", "2025-05-02", "2025-05-03")


def test_it_works(database: Database) -> None:
    event_id = create_event(database, FES, OPENING, "organizer:x")
    event = get_event(database, "siccam-fes-2025")
    assert event.id == event_id
    assert (event.name, event.city, event.year) == ("SICCAM", "Fès", "2025")
    assert (event.timezone, event.default_country) == ("Africa/Casablanca", "MA")


def test_two_editions_have_two_badge_tags(database: Database) -> None:
    for year in (2024, 2025):
        new = replace(FES, starts_on=f"{year}-05-02", ends_on=f"{year}-05-03")
        create_event(database, new, OPENING)
    assert len({event.badge_tag for event in get_events(database)}) == 2


def test_names_in_arabic_letters_get_addresses_too(sqlite_database: Database) -> None:
    fair = NewEvent("معرض الكتاب", "الرباط", "2025-05-02", "2025-05-03")
    create_event(sqlite_database, fair, OPENING)
    create_event(sqlite_database, replace(fair, name="معرض الفلاحة"), OPENING)
    slugs = {event.slug for event in get_events(sqlite_database)}
    assert slugs == {"edition-2025", "edition-2025-2"}


def test_the_same_edition_twice_is_a_conflict(sqlite_database: Database) -> None:
    create_event(sqlite_database, FES, OPENING)
    with pytest.raises(ConflictError) as caught:
        create_event(sqlite_database, FES, OPENING)
    assert (caught.value.code, caught.value.params["field"]) == ("event_exists", "name")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": ""}, "name_missing", "name"),
        ({"city": "\u0000"}, "name_missing", "city"),
        ({"starts_on": "2 mai"}, "bad_dates", "starts_on"),
        ({"ends_on": "2025-05-01"}, "bad_dates", "ends_on"),
        ({"ends_on": "2035-05-01"}, "bad_dates", "ends_on"),
        ({"timezone": "Africa"}, "unknown_timezone", "timezone"),
        ({"timezone": "../../etc/passwd"}, "unknown_timezone", "timezone"),
        ({"default_country": "Maroc"}, "unknown_country", "default_country"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(
    sqlite_database: Database, changes: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(AccueilError) as caught:
        create_event(sqlite_database, replace(FES, **changes), OPENING)
    assert (caught.value.code, caught.value.params["field"]) == (code, field)
    assert get_events(sqlite_database) == []


def test_it_is_corrected_and_keeps_its_address(fair: Fair) -> None:
    before = change_event(
        fair.database,
        fair.event_id,
        NewEvent("SICCAM 2024", "Rabat", "2024-04-26", "2024-04-28", "Europe/Paris"),
        fair.clock(),
    )
    after = get_event(fair.database, fair.event_id)
    assert (before.city, after.city) == ("Casablanca", "Rabat")
    assert after.slug == before.slug
    assert after.configuration_number > before.configuration_number
    with pytest.raises(NotFoundError):
        change_event(fair.database, "nowhere", FES, fair.clock())
