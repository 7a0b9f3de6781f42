"""The set-up of an edition: overview, editions, categories, lists, gates, kiosks."""

import json
from typing import Any

import pytest
from flask import Flask

from domain.entities import ListSettings
from server.services.badges import revoke_badge
from server.services.events import EventSetup, get_event_setup, get_events
from server.services.kiosk_settings import stretch_pin
from tests.pages.console.organizer import Organizer
from tests.support.fair import Fair

HOME = "/console/siccam-casablanca-2024"
DAY = "2024-04-26"


def setup_of(fair: Fair) -> EventSetup:
    return get_event_setup(fair.database, fair.event_id)


def find_list(fair: Fair, name: str) -> ListSettings:
    return next(one for one in setup_of(fair).lists if one.name == name)


def steps(organizer: Organizer, address: str = HOME) -> dict[str, str]:
    page = organizer.open(address)
    names = ("attendees", "attendance_list", "gates", "badges", "devices", "pin")
    return {n: page.find(rf'data-testid="step-{n}" data-done="(\w+)"') for n in names}


def test_the_overview_counts_and_links(organizer: Organizer, fair: Fair) -> None:
    fair.pair(fair.gate_a)
    page = organizer.open(HOME)
    figures = {"registered": "4", "badges": "4", "gates": "2", "lists": "1", "devices": "1"}
    for name, value in figures.items():
        shown = page.find(rf'data-testid="figure-{name}".*?figure__value[^>]*>([^<]*)<')
        assert shown == value, name
        link = page.find(rf'href="([^"]+)" data-testid="figure-{name}"')
        assert organizer.open(link).status == 200


def test_the_checklist_knows_what_is_missing(organizer: Organizer, fair: Fair) -> None:
    done = {"attendees": "yes", "attendance_list": "yes", "gates": "yes", "badges": "yes"}
    assert steps(organizer) == done | {"devices": "no", "pin": "no"}
    revoke_badge(fair.database, fair.badges["imane"].id, "lost", fair.clock(), "command")
    fair.pair(fair.gate_a)
    assert steps(organizer) == done | {"badges": "no", "devices": "yes", "pin": "no"}
    assert "1 visitor has no badge yet." in organizer.open(HOME).words


def test_everything_ready_is_said(organizer: Organizer, fair: Fair) -> None:
    fair.pair(fair.gate_a)
    organizer.send(f"{HOME}/settings/pin", {"pin": "2468"}, f"{HOME}/settings")
    assert "Everything is ready for opening day" in organizer.open(HOME).words


def test_a_new_edition_starts_with_the_first_step(organizer: Organizer, fair: Fair) -> None:
    fields = {"name": "Salon du livre", "city": "Rabat", "starts_on": "2027-03-02"}
    fields |= {"ends_on": "", "timezone": "Africa/Casablanca", "default_country": "MA"}
    page = organizer.send("/console/new", fields)
    assert page.status == 200
    event = next(e for e in get_events(fair.database) if e.slug == "salon-du-livre-rabat-2027")
    assert (event.starts_on, event.ends_on) == ("2027-03-02", "2027-03-02")
    assert set(steps(organizer, f"/console/{event.slug}").values()) == {"no"}


def test_a_wrong_edition_keeps_what_was_typed(organizer: Organizer, fair: Fair) -> None:
    fields = {"name": "Salon", "city": "Rabat", "starts_on": "2027-03-02"}
    fields |= {"ends_on": "2027-03-01", "timezone": "Africa/Casablanca", "default_country": "MA"}
    page = organizer.send("/console/new", fields)
    assert page.status == 422
    assert page.error_of("ends_on").startswith("The dates are not right")
    assert 'value="Rabat"' in page.source
    assert len(get_events(fair.database)) == 1


def test_the_edition_is_corrected(organizer: Organizer, fair: Fair) -> None:
    fields = {"name": "SICCAM 2024", "city": "Rabat", "starts_on": DAY, "ends_on": "2024-04-28"}
    fields |= {"timezone": "Europe/Paris", "default_country": "FR"}
    assert "Saved." in organizer.send(f"{HOME}/settings", fields).words
    event = setup_of(fair).event
    assert (event.name, event.ends_on, event.timezone) == (
        "SICCAM 2024",
        "2024-04-28",
        "Europe/Paris",
    )


def test_the_pin_is_kept_stretched(organizer: Organizer, fair: Fair) -> None:
    address, source = f"{HOME}/settings/pin", f"{HOME}/settings"
    page = organizer.send(address, {"pin": "12"}, source)
    assert (page.status, page.error_of("pin")) == (422, "A PIN has 4 to 8 digits.")
    page = organizer.send(address, {"pin": "2468"}, source)
    assert page.part("pin-state") == "set"
    stored = json.loads(setup_of(fair).event.kiosk_pin or "")
    salt = bytes.fromhex(stored["salt"])
    assert stored == stretch_pin("2468", salt, stored["iterations"])
    page = organizer.send(address, {"remove": "1"}, source)
    assert page.part("pin-state") == "not set"


def test_no_digits_at_all_do_not_remove_the_pin(organizer: Organizer, fair: Fair) -> None:
    address, source = f"{HOME}/settings/pin", f"{HOME}/settings"
    organizer.send(address, {"pin": "2468"}, source)
    assert organizer.send(address, {"pin": ""}, source).status == 422
    assert setup_of(fair).event.kiosk_pin is not None


def test_the_volume_is_taken_back(organizer: Organizer, fair: Fair) -> None:
    page = organizer.send(f"{HOME}/settings/volume", {"volume": "20"}, f"{HOME}/settings")
    assert setup_of(fair).event.kiosk_volume == 20
    before = page.find(r'data-testid="undo".*?name="volume" value="(\d+)"')
    organizer.send(f"{HOME}/settings/volume", {"volume": before}, f"{HOME}/settings")
    assert setup_of(fair).event.kiosk_volume == 70
    page = organizer.send(f"{HOME}/settings/volume", {"volume": "loud"}, f"{HOME}/settings")
    assert page.status == 422


def test_a_refused_forms_address_can_be_loaded(organizer: Organizer, fair: Fair) -> None:
    assert organizer.open(f"{HOME}/settings/pin?lang=fr").status == 200


def test_a_category_is_added_renamed_and_moved(organizer: Organizer, fair: Fair) -> None:
    fields = {"name_fr": "Étudiant", "name_ar": "طالب", "name_en": "Student", "color": "#0d5c8c"}
    assert "The category was added." in organizer.send(f"{HOME}/categories/new", fields).words
    student = setup_of(fair).categories[-1]
    one = f"{HOME}/categories/{student.id}"
    organizer.send(one, fields | {"name_en": "Young visitor"})
    organizer.send(f"{one}/move", {"step": "up"}, f"{HOME}/categories")
    assert [c.name_en for c in setup_of(fair).categories] == ["Visitor", "Young visitor", "Press"]


def test_a_wrong_category_is_shown_again(organizer: Organizer, fair: Fair) -> None:
    fields = {"name_fr": "Étudiant", "name_ar": " ", "name_en": "Student", "color": "#0d5c8c"}
    page = organizer.send(f"{HOME}/categories/new", fields)
    assert (page.status, page.error_of("name_ar")) == (422, "A name is missing.")
    assert 'value="Étudiant"' in page.source
    assert len(setup_of(fair).categories) == 2


def test_the_usual_categories_start_an_edition(organizer: Organizer, fair: Fair) -> None:
    fields = {"name": "Salon", "city": "Rabat", "starts_on": "2027-03-02"}
    fields |= {"timezone": "Africa/Casablanca", "default_country": "MA"}
    organizer.send("/console/new", fields)
    home = "/console/salon-rabat-2027"
    page = organizer.send(f"{home}/categories/usual", {}, f"{home}/categories")
    assert "Exposant" in page.words
    codes = [c.code for c in get_event_setup(fair.database, "salon-rabat-2027").categories]
    assert codes[:3] == ["visitor", "exhibitor", "speaker"]


LIST: dict[str, Any] = {
    "name": "Formation",
    "entry_rule": "once",
    "admits": "some",
    "opening": "hours",
    "day": [DAY, DAY, "2024-04-27"],
    "opens": ["10:30", "14:30", ""],
    "closes": ["13:00", "17:00", ""],
    "capacity": " 1 200 ",
}


def test_a_list_is_added_with_all_its_rules(organizer: Organizer, fair: Fair) -> None:
    page = organizer.send(f"{HOME}/lists/new", LIST | {"category_ids": [fair.press]})
    assert "The check-in list was added." in page.words
    added, setup = find_list(fair, "Formation"), setup_of(fair)
    assert (added.entry_rule, added.capacity, added.counts_attendance) == ("once", 1200, False)
    assert setup.allowed[added.id] == {fair.press}
    assert [(h.day, h.opens, h.closes) for h in setup.hours] == [
        (DAY, "10:30", "13:00"),
        (DAY, "14:30", "17:00"),
    ]


def test_a_list_is_changed_back_to_always_and_everybody(organizer: Organizer, fair: Fair) -> None:
    organizer.send(f"{HOME}/lists/new", LIST | {"category_ids": [fair.press]})
    added = find_list(fair, "Formation")
    page = organizer.open(f"{HOME}/lists/{added.id}")
    assert 'value="14:30"' in page.source
    fields = {"name": "Formation", "entry_rule": "unlimited", "admits": "all"}
    organizer.send(f"{HOME}/lists/{added.id}", fields | {"opening": "always", "capacity": ""})
    setup = setup_of(fair)
    assert (find_list(fair, "Formation").capacity, setup.hours, setup.allowed) == (None, [], {})


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": "Salon"}, "name", "There is a check-in list with this name already."),
        ({"capacity": "many"}, "capacity", "A capacity is 1 or more, or empty."),
        ({"capacity": "0"}, "capacity", "A capacity is 1 or more, or empty."),
        ({"category_ids": []}, "category_ids", "Nobody could enter: choose a category"),
        ({"opens": ["", "", ""], "closes": ["", "", ""]}, "hours", "Nobody could enter on any day"),
        ({"opens": ["10:30", "10:30", ""]}, "hours", "Two opening times of one day begin together"),
        ({"entry_rule": "twice"}, "entry_rule", "This entry rule does not exist."),
    ],
)
def test_a_wrong_list_is_shown_again(
    organizer: Organizer, fair: Fair, changes: dict[str, Any], field: str, words: str
) -> None:
    fields = LIST | {"category_ids": [fair.press]} | changes
    page = organizer.send(f"{HOME}/lists/new", fields)
    assert page.status == 422
    assert page.error_of(field).startswith(words)
    assert 'value="17:00"' in page.source or field == "hours"
    assert [one.name for one in setup_of(fair).lists] == ["Salon"]


def test_one_list_counts_the_attendance(organizer: Organizer, fair: Fair) -> None:
    organizer.send(f"{HOME}/lists/new", LIST | {"category_ids": [fair.press]})
    added = find_list(fair, "Formation")
    page = organizer.send(f"{HOME}/lists/{added.id}/count", {}, f"{HOME}/lists")
    assert "Attendance is now counted at “Formation”." in page.words
    assert page.source.count('data-testid="counts"') == 1
    assert [one.name for one in setup_of(fair).lists if one.counts_attendance] == ["Formation"]


def test_a_gate_is_added_changed_and_moved(organizer: Organizer, fair: Fair) -> None:
    fields = {"name": "Sortie", "direction": "exit", "list_id": fair.list_id}
    assert "The gate was added." in organizer.send(f"{HOME}/gates/new", fields).words
    gate = setup_of(fair).gates[-1]
    one = f"{HOME}/gates/{gate.id}"
    organizer.send(one, fields | {"name": "Sortie nord"})
    organizer.send(f"{one}/move", {"step": "up"}, f"{HOME}/gates")
    assert [g.name for g in setup_of(fair).gates] == ["Porte A", "Sortie nord", "Porte B"]


def test_a_wrong_gate_is_shown_again(organizer: Organizer, fair: Fair) -> None:
    fields = {"name": "Porte A", "direction": "entry", "list_id": fair.list_id}
    page = organizer.send(f"{HOME}/gates/new", fields)
    assert page.error_of("name") == "There is a gate with this name already."
    page = organizer.send(f"{HOME}/gates/new", fields | {"name": "C", "list_id": "nowhere"})
    assert page.error_of("list_id") == "This check-in list does not exist."
    assert len(setup_of(fair).gates) == 2


def test_pages_of_another_edition_do_not_reach_here(organizer: Organizer, fair: Fair) -> None:
    fields = {"name": "Salon", "city": "Rabat", "starts_on": "2027-03-02"}
    fields |= {"timezone": "Africa/Casablanca", "default_country": "MA"}
    organizer.send("/console/new", fields)
    other = "/console/salon-rabat-2027"
    for path in (f"gates/{fair.gate_a}", f"lists/{fair.list_id}", f"categories/{fair.press}"):
        assert organizer.open(f"{other}/{path}").status == 404
    assert organizer.open("/console/nowhere/gates").status == 404


def test_nobody_changes_anything_without_signing_in(app: Flask, fair: Fair) -> None:
    client = app.test_client()
    pages = ("gates/new", "lists/new", "categories/new", "settings", "attendees", "badges")
    for path in pages:
        assert "/sign-in" in client.get(f"{HOME}/{path}").headers["Location"]
        assert client.post(f"{HOME}/{path}", data={}).status_code in (400, 401, 405)
    assert [gate.name for gate in setup_of(fair).gates] == ["Porte A", "Porte B"]


def test_errors_and_pages_speak_the_readers_language(organizer: Organizer, fair: Fair) -> None:
    organizer.open(f"{HOME}?lang=ar")
    page = organizer.open(f"{HOME}/lists")
    assert 'dir="rtl"' in page.source
    assert "قوائم الدخول" in page.words
    fields = {"name": "", "direction": "entry", "list_id": fair.list_id}
    organizer.open(f"{HOME}?lang=fr")
    page = organizer.send(f"{HOME}/gates/new", fields)
    assert "Rien n’est encore enregistré." in page.words


def test_exhibitors_and_sessions_are_listed(organizer: Organizer, fair: Fair) -> None:
    for path in ("exhibitors", "sessions"):
        assert organizer.open(f"{HOME}/{path}").status == 200
