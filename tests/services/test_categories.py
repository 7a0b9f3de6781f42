"""Categories: three names and a colour each, in the organizer's order."""

from dataclasses import replace

import pytest

from domain.errors import AccueilError, ConflictError, NotFoundError
from server.services.audit import find_broken_link
from server.services.categories import (
    USUAL_CATEGORIES,
    NewCategory,
    add_categories,
    add_category,
    change_category,
    move_category,
)
from server.services.events import get_event, get_event_setup
from tests.support.fair import Fair

STUDENT = NewCategory("Étudiant", "طالب", "Student", "#0D5C8C")


def codes(fair: Fair) -> list[str]:
    return [c.code for c in get_event_setup(fair.database, fair.event_id).categories]


def test_it_works(fair: Fair) -> None:
    before = get_event(fair.database, fair.event_id)
    category_id = add_category(fair.database, fair.event_id, STUDENT, fair.clock(), "organizer:x")
    setup = get_event_setup(fair.database, fair.event_id)
    added = setup.categories[-1]
    assert added.id == category_id
    assert (added.code, added.color, added.position) == ("student", "#0d5c8c", 2)
    assert added.names == {"fr": "Étudiant", "ar": "طالب", "en": "Student"}
    assert added.change_number == setup.event.change_number == before.change_number + 1
    assert setup.event.configuration_number == before.configuration_number + 1
    with fair.database.read() as connection:
        assert find_broken_link(connection) is None


def test_it_is_renamed_and_keeps_its_code(fair: Fair) -> None:
    renamed = NewCategory("Visiteur pro", "زائر مهني", "Trade visitor", "#000000", "other")
    before = change_category(fair.database, fair.visitor, renamed, fair.clock())
    assert before.name_en == "Visitor"
    after = get_event_setup(fair.database, fair.event_id).categories[0]
    assert (after.code, after.name_en, after.color) == ("visitor", "Trade visitor", "#000000")
    assert after.change_number > before.change_number


def test_the_organizer_decides_the_order(local_fair: Fair) -> None:
    fair = local_fair
    student = add_category(fair.database, fair.event_id, STUDENT, fair.clock())
    move_category(fair.database, student, -1, fair.clock())
    assert codes(fair) == ["visitor", "student", "press"]
    move_category(fair.database, student, -1, fair.clock())
    move_category(fair.database, student, -1, fair.clock())
    assert codes(fair) == ["student", "visitor", "press"]
    move_category(fair.database, student, 9, fair.clock())
    assert codes(fair) == ["visitor", "press", "student"]


def test_names_without_latin_letters_get_a_code_of_their_own(local_fair: Fair) -> None:
    fair = local_fair
    for _ in range(2):
        arabic = NewCategory("وفد", "وفد", "وفد", "#000000")
        add_category(fair.database, fair.event_id, arabic, fair.clock())
    assert codes(fair)[2:] == ["category", "category-2"]


def test_the_usual_ones_come_together_or_not_at_all(local_fair: Fair) -> None:
    fair = local_fair
    with pytest.raises(ConflictError) as caught:
        add_categories(fair.database, fair.event_id, USUAL_CATEGORIES, fair.clock())
    assert caught.value.code == "category_exists"
    assert codes(fair) == ["visitor", "press"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"color": "green"}, "bad_color", "color"),
        ({"name_ar": " \n\u0000 "}, "name_missing", "name_ar"),
        ({"name_fr": "é" * 81}, "name_too_long", "name_fr"),
        ({"code": "two words"}, "bad_category_code", "code"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(
    local_fair: Fair, changes: dict[str, str], code: str, field: str
) -> None:
    fair = local_fair
    wrong = replace(STUDENT, **changes)
    with pytest.raises(AccueilError) as caught:
        add_category(fair.database, fair.event_id, wrong, fair.clock())
    assert (caught.value.code, caught.value.params["field"]) == (code, field)
    assert codes(fair) == ["visitor", "press"]


def test_an_edition_or_category_that_does_not_exist(local_fair: Fair) -> None:
    fair = local_fair
    with pytest.raises(NotFoundError, match="no edition"):
        add_category(fair.database, "nowhere", STUDENT, fair.clock())
    with pytest.raises(NotFoundError, match="no category"):
        change_category(fair.database, "nobody", STUDENT, fair.clock())
