"""Check-in lists: rules, hours, capacity, and that exactly one of them counts attendance."""

from dataclasses import replace
from typing import Any

import pytest

from domain.entities import ListSettings
from domain.errors import AccueilError, ConflictError, NotFoundError
from server.services.categories import NewCategory, add_category
from server.services.check_in_lists import (
    NewList,
    add_list,
    change_list,
    count_attendance_at,
)
from server.services.events import NewEvent, create_event, get_event_setup
from tests.support.fair import Fair

FIRST_DAY = "2024-04-26"
HALL = NewList("Conférences", "once_a_day", 120, hours=[(FIRST_DAY, "09:00", "18:00")])


def counting(fair: Fair) -> list[str]:
    setup = get_event_setup(fair.database, fair.event_id)
    return [one.name for one in setup.lists if one.counts_attendance]


def find_list(fair: Fair, list_id: str) -> ListSettings:
    setup = get_event_setup(fair.database, fair.event_id)
    return next(one for one in setup.lists if one.id == list_id)


def test_it_works(fair: Fair) -> None:
    hall = replace(HALL, category_ids=[fair.press])
    list_id = add_list(fair.database, fair.event_id, hall, fair.clock())
    setup = get_event_setup(fair.database, fair.event_id)
    added = find_list(fair, list_id)
    assert (added.name, added.entry_rule, added.capacity) == ("Conférences", "once_a_day", 120)
    assert added.change_number == setup.event.change_number
    assert setup.allowed[list_id] == {fair.press}
    assert [(h.day, h.opens, h.closes) for h in setup.hours] == [(FIRST_DAY, "09:00", "18:00")]


def test_new_rules_replace_the_old_ones_and_take_effect(fair: Fair) -> None:
    changed = NewList("Presse seulement", "unlimited", None, category_ids=[fair.press])
    before = change_list(fair.database, fair.list_id, changed, fair.clock())
    assert before.entry_rule == "reentry"
    device = fair.pair(fair.gate_a)
    assert device.scan(fair.code("imane"))["verdict"] == "not_here"
    assert device.scan(fair.code("press_guest"))["verdict"] == "admitted"
    assert find_list(fair, fair.list_id).change_number > before.change_number


def test_exactly_one_list_counts_attendance(local_fair: Fair) -> None:
    fair = local_fair
    other = add_list(fair.database, fair.event_id, HALL, fair.clock())
    assert counting(fair) == ["Salon"]
    count_attendance_at(fair.database, other, fair.clock())
    assert counting(fair) == ["Conférences"]
    change_list(fair.database, other, replace(HALL, counts_attendance=False), fair.clock())
    assert counting(fair) == ["Conférences"]
    third = NewList("Hall 2", counts_attendance=True)
    add_list(fair.database, fair.event_id, third, fair.clock())
    assert counting(fair) == ["Hall 2"]


def test_the_first_list_counts_without_being_told(local_fair: Fair) -> None:
    fair = local_fair
    new = NewEvent("SICCAM", "Fès", "2025-05-02", "2025-05-03")
    event_id = create_event(fair.database, new, fair.clock())
    add_list(fair.database, event_id, NewList("Salon"), fair.clock())
    assert get_event_setup(fair.database, event_id).lists[0].counts_attendance


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": ""}, "name_missing", "name"),
        ({"entry_rule": "twice"}, "bad_entry_rule", "entry_rule"),
        ({"capacity": 0}, "bad_capacity", "capacity"),
        ({"capacity": 10**12}, "bad_capacity", "capacity"),
        ({"hours": [("2024-02-30", "09:00", "18:00")]}, "bad_hours", "hours"),
        ({"hours": [(FIRST_DAY, "9h", "18:00")]}, "bad_hours", "hours"),
        ({"hours": [(FIRST_DAY, "09:00", "12:00")] * 2}, "hours_twice", "hours"),
        ({"category_ids": ["nobody"]}, "category_unknown", "category_ids"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(
    local_fair: Fair, changes: dict[str, Any], code: str, field: str
) -> None:
    fair = local_fair
    wrong = replace(HALL, **changes)
    for write in (
        lambda: add_list(fair.database, fair.event_id, wrong, fair.clock()),
        lambda: change_list(fair.database, fair.list_id, wrong, fair.clock()),
    ):
        with pytest.raises(AccueilError) as caught:
            write()
        assert (caught.value.code, caught.value.params["field"]) == (code, field)
    setup = get_event_setup(fair.database, fair.event_id)
    assert [one.name for one in setup.lists] == ["Salon"]
    assert setup.hours == []


def test_a_category_of_another_edition_is_refused(local_fair: Fair) -> None:
    fair = local_fair
    new = NewEvent("SICCAM", "Fès", "2025-05-02", "2025-05-03")
    event_id = create_event(fair.database, new, fair.clock())
    guest = NewCategory("Invité", "ضيف", "Guest", "#123456")
    category_id = add_category(fair.database, event_id, guest, fair.clock())
    wrong = replace(HALL, category_ids=[category_id])
    with pytest.raises(NotFoundError):
        change_list(fair.database, fair.list_id, wrong, fair.clock())


def test_a_taken_name_is_a_conflict(fair: Fair) -> None:
    other = add_list(fair.database, fair.event_id, HALL, fair.clock())
    with pytest.raises(ConflictError) as caught:
        change_list(fair.database, other, replace(HALL, name="Salon"), fair.clock())
    assert (caught.value.code, caught.value.params["field"]) == ("list_exists", "name")
    assert find_list(fair, other).name == "Conférences"
