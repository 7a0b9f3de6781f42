"""Live attendance: who may see it, and that page and endpoint show what is stored."""

import json
import re

from tests.pages.browser import Browser, visible_text
from tests.support.fair import Fair, SetClock

PAGE = "/console/siccam-casablanca-2024/attendance"
JSON = PAGE + ".json"


def read_embedded(text: str):  # type: ignore[no-untyped-def]
    found = re.search(r'<script type="application/json" id="snapshot">(.*?)</script>', text, re.S)
    assert found
    return json.loads(found[1])


def test_it_works(organizer: Browser, venue: Fair, clock: SetClock) -> None:
    gate = venue.pair(venue.gate_a)
    gate.scan(venue.code("imane"))
    gate.scan(venue.code("imane"))
    snapshot = organizer.get(JSON).json
    assert snapshot["inside"] == snapshot["visitors_today"] == 1
    assert [scan["verdict"] for scan in snapshot["last_scans"]] == ["already_inside", "admitted"]
    assert snapshot["last_scans"][0]["display_name"] == "Imane Diallo"
    assert sum(count for _, count in snapshot["arrivals"]) == 1
    by_gate = {g["id"]: (g["entries"], g["exits"], g["refused"]) for g in snapshot["gates"]}
    assert by_gate == {venue.gate_a: (1, 0, 1), venue.gate_b: (0, 0, 0)}


def test_the_page_is_loaded_with_the_same_snapshot(organizer: Browser, venue: Fair) -> None:
    venue.pair(venue.gate_a).scan(venue.code("imane"))
    assert read_embedded(organizer.get(PAGE).text) == organizer.get(JSON).json


def test_a_name_cannot_end_the_snapshot_early(organizer: Browser, venue: Fair) -> None:
    evil = '</script><script src="//evil.example"></script><!--'
    code = venue.add_attendee("evil", first_name=evil)
    venue.pair(venue.gate_a, name=evil).scan(code)
    page = organizer.get(PAGE).text
    assert read_embedded(page)["last_scans"][0]["display_name"] == evil
    assert "evil.example" not in re.sub(r'<script type="application/json".*?</script>', "", page)


def test_strangers_see_nothing(stranger: Browser) -> None:
    assert stranger.get(PAGE).location.startswith("/sign-in?next=")
    answer = stranger.get(JSON)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "sign_in_required"


def test_an_edition_that_is_none(organizer: Browser) -> None:
    page = organizer.get("/console/siccam-atlantis-2024/attendance")
    assert page.status_code == 404
    assert "This edition does not exist." in visible_text(page)
    answer = organizer.get("/console/siccam-atlantis-2024/attendance.json")
    assert (answer.status_code, answer.json["code"]) == (404, "event_unknown")


def test_the_wall_has_the_numbers_and_no_list_of_names(organizer: Browser, venue: Fair) -> None:
    page = organizer.get(PAGE + "?wall=1").text
    assert 'data-testid="inside-now"' in page
    assert 'data-testid="last-scan"' not in page


def test_today_is_the_venues_day(stranger: Browser, venue: Fair, clock: SetClock) -> None:
    clock.at = 1_714_172_400_000  # 2024-04-26 23:00 UTC: midnight in Casablanca
    stranger.sign_in()
    organizer = stranger
    assert organizer.get(JSON).json["day"] == "2024-04-27"
    clock.pass_ms(-1)
    assert organizer.get(JSON).json["day"] == "2024-04-26"
