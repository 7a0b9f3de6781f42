"""Visitors at the console: found, looked at, their standing and badges changed."""

from domain.entities import Attendee
from server.services.attendees import AttendeeFile, get_attendee_file
from tests.pages.console.organizer import Organizer, Page
from tests.support.fair import Fair

HOME = "/console/siccam-casablanca-2024"


def file_of(fair: Fair, key: str) -> AttendeeFile:
    return get_attendee_file(fair.database, fair.event_id, fair.attendees[key])


def stored(fair: Fair, key: str) -> Attendee:
    return file_of(fair, key).attendee


def address(fair: Fair, key: str) -> str:
    return f"{HOME}/attendees/{fair.attendees[key]}"


def names(page: Page) -> list[str]:
    return [n for n in ("Imane", "Nadia", "Omar", "Lucie", "Paul") if n in page.words]


def test_everybody_is_listed_and_found(organizer: Organizer, fair: Fair) -> None:
    assert organizer.open(f"{HOME}/attendees").part("total").startswith("6 visitors")
    page = organizer.open(f"{HOME}/attendees?q=DIALLO")
    assert names(page) == ["Imane"]
    short = fair.badges["imane"].short_code or ""
    assert f"{short[:4]}-{short[4:]}" in page.words
    assert names(organizer.open(f"{HOME}/attendees?q={fair.code('lucie')}")) == ["Lucie"]


def test_filters_live_in_the_address(organizer: Organizer, fair: Fair) -> None:
    for query, found in (
        ("standing=cancelled", ["Nadia"]),
        ("standing=desk", ["Lucie"]),
        (f"category={fair.press}", ["Paul"]),
        ("standing=registered&badge=no", []),
    ):
        assert names(organizer.open(f"{HOME}/attendees?{query}")) == found


def test_nobody_found_says_what_to_do(organizer: Organizer, fair: Fair) -> None:
    page = organizer.open(f"{HOME}/attendees?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "Nobody found" in page.words
    assert "<script>alert" not in page.source


def test_long_lists_have_pages_that_keep_the_filter(organizer: Organizer, fair: Fair) -> None:
    for number in range(51):
        fair.add_attendee(f"x{number}", last_name=f"Zz {number:02}")
    page = organizer.open(f"{HOME}/attendees?q=zz")
    following = page.find(r'rel="next" href="([^"]+)"')
    assert "Zz 50" in organizer.open(f"{HOME}/attendees{following}").words
    assert organizer.open(f"{HOME}/attendees?q=zz&page=nonsense").status == 200


def test_one_visitor_with_badges_and_scans(organizer: Organizer, fair: Fair) -> None:
    fair.pair(fair.gate_a).scan(fair.code("imane"))
    page = organizer.open(address(fair, "imane"))
    assert "Atlas BPO" in page.words
    assert "Porte A" in page.words
    assert "Let in" in page.words


def test_a_standing_is_changed_and_taken_back(organizer: Organizer, fair: Fair) -> None:
    fields = {"status": "blocked", "needs_desk": "", "has_attention": "1", "note": "Sécurité"}
    page = organizer.send(address(fair, "imane"), fields)
    blocked = stored(fair, "imane")
    assert (blocked.status, blocked.has_attention, blocked.note) == ("blocked", True, "Sécurité")
    assert fair.pair(fair.gate_a).scan(fair.code("imane"))["verdict"] == "blocked"
    form = page.find(r'(<form class="toast".*?</form>)')
    assert 'name="status" value="registered"' in form
    organizer.send(address(fair, "imane"), {"status": "registered", "needs_desk": "", "note": ""})
    assert stored(fair, "imane").status == "registered"


def test_the_undo_is_offered_once(organizer: Organizer, fair: Fair) -> None:
    fields = {"status": "cancelled", "needs_desk": "", "note": ""}
    assert "Undo" in organizer.send(address(fair, "imane"), fields).words
    assert "Undo" not in organizer.open(address(fair, "imane")).words


def test_an_unknown_standing_is_refused(organizer: Organizer, fair: Fair) -> None:
    page = organizer.send(address(fair, "imane"), {"status": "vanished", "note": "kept"})
    assert (page.status, page.error_of("status")) == (422, "This status does not exist.")
    assert "kept" in page.source
    assert stored(fair, "imane").status == "registered"


def test_a_lost_badge_gets_a_successor(organizer: Organizer, fair: Fair) -> None:
    badge = fair.badges["imane"]
    page = organizer.send(
        f"{address(fair, 'imane')}/badges/{badge.id}/reissue",
        {"reason": "lost", "words": "dans le train"},
        address(fair, "imane"),
    )
    assert "Lost – dans le train" in page.words
    fresh = file_of(fair, "imane").valid_badge
    assert fresh is not None
    assert fresh.replaces_badge_id == badge.id
    device = fair.pair(fair.gate_a)
    assert device.scan(badge.code)["verdict"] == "revoked"
    assert device.scan(fresh.code)["verdict"] == "admitted"


def test_a_badge_is_revoked_and_another_issued(organizer: Organizer, fair: Fair) -> None:
    badge, one = fair.badges["imane"], address(fair, "imane")
    organizer.send(f"{one}/badges/{badge.id}/revoke", {"reason": "stolen"}, one)
    assert file_of(fair, "imane").valid_badge is None
    page = organizer.send(f"{one}/badges", {}, one)
    assert "The badge was issued." in page.words
    assert file_of(fair, "imane").valid_badge is not None
    assert organizer.send(f"{one}/badges", {}, one).status == 409


def test_a_badge_is_not_revoked_without_a_reason(organizer: Organizer, fair: Fair) -> None:
    badge, one = fair.badges["imane"], address(fair, "imane")
    page = organizer.send(f"{one}/badges/{badge.id}/revoke", {"reason": " "}, one)
    assert page.status == 400
    assert file_of(fair, "imane").valid_badge == badge


def test_a_badge_belongs_to_its_visitor(organizer: Organizer, fair: Fair) -> None:
    badge, one = fair.badges["ahmed"], address(fair, "imane")
    page = organizer.send(f"{one}/badges/{badge.id}/revoke", {"reason": "lost"}, one)
    assert page.status == 404
    assert file_of(fair, "ahmed").valid_badge == badge
    assert organizer.open(f"{HOME}/attendees/nobody").status == 404
