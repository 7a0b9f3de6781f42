"""Attendees: found by what people say of themselves, and their standing changed and taken back."""

from typing import Any

import pytest

from domain.badge_code import format_short_code
from domain.errors import AccueilError, ConflictError, NotFoundError
from server.services.attendee_index import AttendeeFilter
from server.services.attendees import (
    AttendeeSearch,
    Standing,
    change_standing,
    get_attendee_file,
    read_standing,
)
from server.services.audit import find_broken_link
from server.services.badges import issue_badge, reissue_badge, revoke_badge
from server.services.events import NewEvent, create_event, get_event
from tests.support.fair import Fair


def search(fair: Fair, words: str = "", **wanted: Any) -> list[str]:
    event = get_event(fair.database, fair.event_id)
    page = AttendeeSearch(fair.database).find(event, AttendeeFilter(words, **wanted))
    names = {attendee_id: key for key, attendee_id in fair.attendees.items()}
    assert page.total == len(page.found)
    return sorted(names[one.attendee.id] for one in page.found)


def test_it_works(fair: Fair) -> None:
    event = get_event(fair.database, fair.event_id)
    page = AttendeeSearch(fair.database).find(event, AttendeeFilter("diallo"))
    assert [one.attendee.first_name for one in page.found] == ["Imane"]
    assert page.found[0].badge == fair.badges["imane"]
    assert (page.total, page.number, page.page_count) == (1, 1, 1)


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("DIALLO imane", ["imane"]),
        ("atlas", ["imane"]),
        ("lefevre", ["lucie"]),
        ("LÉFÈVRE", ["lucie"]),
        ("احمد", ["ahmed"]),
        ("أَحْمَد العمراني", ["ahmed"]),
        ("o'brien_100%", ["tricky"]),
        ("OEuvre", ["tricky"]),
        ("œuvre", ["tricky"]),
        ("STRASSE", ["tricky"]),
        ("%", []),
        ("brien straße", ["tricky"]),
        ("o'brien_100%@example.com", ["tricky"]),
        ("nobody at all", []),
    ],
)
def test_spelling_does_not_matter(fair: Fair, words: str, keys: list[str]) -> None:
    tricky = {"email": "o'brien_100%@example.com", "company": "Straße Œuvre"}
    fair.add_attendee("tricky", last_name="Ünal", **tricky)
    assert search(fair, words) == keys


def test_a_badge_names_its_holder(fair: Fair) -> None:
    badge = fair.badges["imane"]
    fair.add_foreign_badge("omar", "7d9f0a2b4c")
    assert search(fair, badge.code) == ["imane"]
    assert search(fair, f"HTTPS://FAIR.EXAMPLE/B/{badge.code}") == ["imane"]
    assert search(fair, format_short_code(badge.short_code or "").lower()) == ["imane"]
    assert search(fair, "7d9f0a2b4c") == ["omar"]
    reissue_badge(fair.database, badge.id, "lost", fair.clock(), "command")
    assert search(fair, badge.code) == ["imane"]


def test_filters_restrict(fair: Fair) -> None:
    revoke_badge(fair.database, fair.badges["ahmed"].id, "lost", fair.clock(), "command")
    fair.change_attendee("imane", has_attention=True)
    assert search(fair, status="cancelled") == ["nadia"]
    assert search(fair, category_id=fair.press) == ["press_guest"]
    assert search(fair, status="registered", has_badge=False) == ["ahmed"]
    assert search(fair, needs_desk=True) == ["lucie"]
    assert search(fair, has_attention=True) == ["imane"]
    assert search(fair, "diallo", status="cancelled") == []


def test_long_lists_come_in_pages(local_fair: Fair) -> None:
    fair = local_fair
    for number in range(60):
        fair.add_attendee(f"x{number}", last_name=f"Zz {number:02}")
    event = get_event(fair.database, fair.event_id)
    pages = [AttendeeSearch(fair.database).find(event, AttendeeFilter("zz"), n) for n in (1, 2, 9)]
    assert [len(page.found) for page in pages] == [50, 10, 10]
    assert [page.number for page in pages] == [1, 2, 2]
    assert pages[0].found[0].attendee.last_name == "Zz 00"


def test_what_is_kept_in_memory_follows_every_change(fair: Fair) -> None:
    event = get_event(fair.database, fair.event_id)
    search = AttendeeSearch(fair.database)
    assert search.find(event, AttendeeFilter("diallo")).total == 1
    assert search.find(event, AttendeeFilter(status="blocked")).total == 1
    fair.add_attendee("fatou", last_name="Diallo")
    assert search.find(event, AttendeeFilter("diallo")).total == 2
    blocked = Standing("blocked")
    change_standing(fair.database, fair.attendees["imane"], blocked, fair.clock(), "x")
    assert search.find(event, AttendeeFilter("diallo", status="blocked")).total == 1
    assert search.find(event, AttendeeFilter(status="blocked")).total == 2


def test_another_editions_attendees_stay_there(local_fair: Fair) -> None:
    fair = local_fair
    new = NewEvent("SICCAM", "Fès", "2025-05-02", "2025-05-03")
    other = get_event(fair.database, create_event(fair.database, new, fair.clock()))
    for words in ("diallo", fair.code("imane")):
        assert AttendeeSearch(fair.database).find(other, AttendeeFilter(words)).total == 0
    with pytest.raises(NotFoundError):
        get_attendee_file(fair.database, other.id, fair.attendees["imane"])


def test_a_file_tells_badges_and_passages(fair: Fair) -> None:
    fair.pair(fair.gate_a).scan(fair.code("imane"))
    code = reissue_badge(
        fair.database, fair.badges["imane"].id, "lost", fair.clock(), "organizer:x"
    )
    file = get_attendee_file(fair.database, fair.event_id, fair.attendees["imane"])
    assert [badge.code for badge in file.badges] == [code, fair.code("imane")]
    assert file.valid_badge is not None
    assert file.valid_badge.code == code
    assert [(p["gate_name"], p["verdict"]) for p in file.passages] == [("Porte A", "admitted")]


def test_a_standing_is_changed_and_taken_back(fair: Fair) -> None:
    device, imane = fair.pair(fair.gate_a), fair.attendees["imane"]
    number = get_event(fair.database, fair.event_id).change_number
    blocked = Standing("blocked", None, True, "Voir la sécurité")
    before = change_standing(fair.database, imane, blocked, fair.clock(), "organizer:x")
    file = get_attendee_file(fair.database, fair.event_id, imane)
    assert read_standing(file.attendee) == blocked
    assert file.attendee.change_number == number + 1
    assert device.scan(fair.code("imane"))["verdict"] == "blocked"
    change_standing(fair.database, imane, before, fair.clock(), "organizer:x")
    assert device.scan(fair.code("imane"))["verdict"] == "admitted"
    with fair.database.read() as connection:
        assert find_broken_link(connection) is None


def test_the_same_standing_again_changes_nothing(local_fair: Fair) -> None:
    fair = local_fair
    number = get_event(fair.database, fair.event_id).change_number
    change_standing(
        fair.database, fair.attendees["imane"], Standing("registered"), fair.clock(), "x"
    )
    assert get_event(fair.database, fair.event_id).change_number == number


@pytest.mark.parametrize(
    ("standing", "code"),
    [
        (Standing("vanished"), "bad_status"),
        (Standing("registered", "bribe"), "bad_desk_reason"),
        (Standing("registered", None, False, "x" * 501), "note_too_long"),
    ],
)
def test_an_unknown_standing_is_refused(local_fair: Fair, standing: Standing, code: str) -> None:
    fair = local_fair
    with pytest.raises(AccueilError) as caught:
        change_standing(fair.database, fair.attendees["imane"], standing, fair.clock(), "x")
    assert caught.value.code == code


def test_one_badge_is_issued_to_who_has_none(fair: Fair) -> None:
    imane = fair.attendees["imane"]
    with pytest.raises(ConflictError, match="valid badge"):
        issue_badge(fair.database, imane, fair.clock(), "x")
    revoke_badge(fair.database, fair.badges["imane"].id, "misprint", fair.clock(), "x")
    code = issue_badge(fair.database, imane, fair.clock(), "x")
    assert fair.pair(fair.gate_a).scan(code)["verdict"] == "admitted"
    with pytest.raises(ConflictError, match="does not stand"):
        issue_badge(fair.database, fair.attendees["nadia"], fair.clock(), "x")
    with pytest.raises(NotFoundError):
        issue_badge(fair.database, "nobody", fair.clock(), "x")


def test_a_badge_is_not_revoked_without_a_reason(local_fair: Fair) -> None:
    fair = local_fair
    with pytest.raises(AccueilError) as caught:
        revoke_badge(fair.database, fair.badges["imane"].id, " \x00 ", fair.clock(), "x")
    assert caught.value.code == "reason_missing"
