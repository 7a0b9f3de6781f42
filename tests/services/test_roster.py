"""The change feed: what a gate gets, when it moves, and what it never says."""

from typing import Any

import pytest

from domain.badge_code import short_code
from domain.sealed_roster import badge_token
from server.services.attendees import Standing, change_standing
from server.services.badges import reissue_badge, revoke_badge
from server.services.events import NewEvent, create_event
from server.services.ids import new_id
from server.services.recount import rebuild
from server.services.roster import Roster, start_feed
from server.storage.badges import add_badges
from server.storage.events import set_event
from server.storage.presence import set_presence
from tests.support.fair import Fair
from tests.support.roster_device import RosterDevice

OTHER_FAIR = NewEvent("SICCAM", "Rabat", "2024-06-01", "2024-06-02")
PRETIX_SECRET = "kgx7hg3bn2vq9mz4tw8c5dy6fr2ph7sj"


@pytest.fixture
def device(fair: Fair) -> RosterDevice:
    return RosterDevice(Roster(fair.database), fair.event_id)


def changed_entries(device: RosterDevice) -> int:
    """How many entries the next pull brings."""
    return sum(len(page["badges"]) for page in device.pull())


def test_it_works(fair: Fair, device: RosterDevice) -> None:
    page = device.pull_page()
    assert device.open_badge(fair.code("imane")) == {
        "a": fair.attendees["imane"],
        "c": fair.visitor,
        "s": "registered",
        "x": False,
        "d": None,
        "t": False,
        "l": "fr",
        "n": "Imane Diallo",
        "r": "",
        "o": "Atlas BPO",
    }
    assert (page["v"], page["server_time"], page["more"]) == (1, 7, False)
    assert page["roster"] == device.make_digest()
    assert page["roster"]["count"] == 2 * len(fair.badges)
    assert page["roster"]["badges"] == len(fair.badges)


def test_a_short_code_unlocks_no_name(fair: Fair, device: RosterDevice) -> None:
    device.pull()
    entry = device.open_text(short_code(badge_token(fair.code("ahmed"))))
    assert entry is not None
    assert set(entry) == set("acsxdtl")
    assert entry["a"] == fair.attendees["ahmed"]


@pytest.mark.parametrize(
    ("code", "letters"),
    [
        (PRETIX_SECRET, "acsxdtlnro"),
        ("9781234567890123456789012345", "acsxdtl"),
        ("VIP", "acsxdtl"),
    ],
)
def test_another_systems_code_unlocks_names_only_if_nobody_can_guess_it(
    fair: Fair, device: RosterDevice, code: str, letters: str
) -> None:
    fair.add_foreign_badge("imane", code)
    device.pull()
    entry = device.open_text(code)
    assert entry is not None
    assert set(entry) == set(letters)


def test_a_foreign_code_that_looks_like_a_short_code_goes_first(
    fair: Fair, device: RosterDevice
) -> None:
    short = short_code(badge_token(fair.code("ahmed")))
    late = RosterDevice(Roster(fair.database), fair.event_id)
    device.pull()
    fair.add_foreign_badge("imane", short)
    fair.change_attendee("ahmed", company="Atlas Telecom")
    for each in (device, late):
        complete = each.pull()[-1]["roster"]
        entry = each.open_text(short)
        assert entry is not None
        assert entry["a"] == fair.attendees["imane"]
        assert complete == each.make_digest()


def test_presence_of_every_list_of_the_edition_is_told(fair: Fair, device: RosterDevice) -> None:
    vip_list = fair.add_list("VIP")
    gate = fair.pair(fair.add_gate("Salon VIP", vip_list))
    fair.pair(fair.gate_a).scan(fair.code("imane"))
    gate.scan(fair.code("imane"))
    number = device.pull()[-1]["to"]
    assert device.presence[vip_list, fair.attendees["imane"]] == {
        "l": vip_list,
        "a": fair.attendees["imane"],
        "i": True,
        "e": 1,
        "x": 0,
        "ea": fair.clock(),
        "eg": gate.device.gate_id,
        "la": fair.clock(),
        "n": number,
    }
    assert (fair.list_id, fair.attendees["imane"]) in device.presence


def test_a_scan_moves_presence_and_no_badge(fair: Fair, device: RosterDevice) -> None:
    device.pull()
    fair.pair(fair.gate_a).scan(fair.code("imane"))
    page = device.pull_page()
    assert (len(page["badges"]), len(page["presence"])) == (0, 1)
    assert page["roster"] == device.make_digest()


def test_nothing_new_is_an_empty_page(device: RosterDevice) -> None:
    device.pull()
    page = device.pull_page()
    assert (page["badges"], page["presence"], page["more"]) == ([], [], False)
    assert page["to"] == page["since"]


def _revoke(fair: Fair) -> None:
    revoke_badge(fair.database, fair.badges["imane"].id, "lost", fair.clock(), "test")


def _cancel(fair: Fair) -> None:
    place = (fair.database, fair.attendees["imane"])
    change_standing(*place, Standing("cancelled"), fair.clock(), "test")


def _rename(fair: Fair) -> None:
    fair.change_attendee("imane", last_name="El Amrani")


@pytest.mark.parametrize(
    ("change", "letter", "value"),
    [(_revoke, "x", True), (_cancel, "s", "cancelled"), (_rename, "n", "Imane El Amrani")],
)
def test_a_change_moves_the_feed(
    fair: Fair, device: RosterDevice, change: Any, letter: str, value: object
) -> None:
    device.pull()
    change(fair)
    # A short code's entry has no name, and yet it comes again: its number must move.
    assert changed_entries(device) == 2
    entry = device.open_badge(fair.code("imane"))
    assert entry is not None
    assert entry[letter] == value
    assert device.complete == device.make_digest()


def test_a_badge_issued_again_brings_two_badges(fair: Fair, device: RosterDevice) -> None:
    device.pull()
    code = reissue_badge(fair.database, fair.badges["imane"].id, "lost", fair.clock(), "test")
    assert changed_entries(device) == 4
    old, new = device.open_badge(fair.code("imane")), device.open_badge(code)
    assert old is not None
    assert new is not None
    assert (old["x"], new["x"], new["n"]) == (True, False, "Imane Diallo")


def test_another_editions_badges_and_presence_stay_there(fair: Fair, device: RosterDevice) -> None:
    device.pull()
    other_event = create_event(fair.database, OTHER_FAIR, fair.clock())
    other = RosterDevice(device.roster, other_event)
    assert other.pull_page()["badges"] == []
    assert other.entries == other.presence == {}
    fair.pair(fair.gate_a).scan(fair.code("imane"))
    assert other.pull_page()["presence"] == []


def test_pages_neither_lose_nor_double_nor_split_a_number(fair: Fair, device: RosterDevice) -> None:
    gate = fair.pair(fair.gate_a)
    for key in ("imane", "ahmed", "press_guest"):
        gate.scan(fair.code(key))
    fair.add_foreign_badge("imane", PRETIX_SECRET)
    fair.change_attendee("imane", company="Casa Contact")  # two badges under one number
    pages = device.pull(limit=1)
    indexes = [row["i"] for page in pages for row in page["badges"]]
    assert len(indexes) == len(set(indexes)) == 2 * len(fair.badges) + 1
    numbers = [{r["n"] for r in page["badges"] + page["presence"]} for page in pages]
    assert all(len(of_page) == 1 for of_page in numbers)
    assert numbers == sorted(numbers, key=min)
    assert device.complete == device.make_digest()


def test_many_rows_under_one_number_come_together(fair: Fair, device: RosterDevice) -> None:
    gate = fair.pair(fair.gate_a)
    for key in ("imane", "ahmed", "press_guest"):
        gate.scan(fair.code(key))
    fair.database.write(lambda c: c.exec_driver_sql("UPDATE presence SET entry_count = 9"))
    rebuild(fair.database, fair.event_id)
    assert [len(page["presence"]) for page in device.pull(limit=2)][-1] == 3


def test_a_device_ahead_of_a_restored_server_starts_again(fair: Fair, device: RosterDevice) -> None:
    device.pull()
    device.cursor += 1_000
    page = device.pull_page()
    assert page["since"] == 0
    assert page["roster"] == device.make_digest()


def test_a_long_lived_feed_notices_that_the_database_is_an_older_one(
    fair: Fair, device: RosterDevice
) -> None:
    fair.add_gate("Porte C")  # a number without badge or presence
    device.pull()
    older = {"change_number": device.cursor - 1}
    fair.database.write(lambda connection: set_event(connection, fair.event_id, **older))
    assert device.pull_page()["since"] == 0


def test_a_badge_without_a_number_is_told_once(fair: Fair, device: RosterDevice) -> None:
    row = {"id": new_id(fair.clock()), "event_id": fair.event_id, "kind": "foreign", "code": "VIP"}
    row |= {"attendee_id": fair.attendees["imane"], "issued_at": fair.clock()}
    fair.database.write(lambda connection: add_badges(connection, [row]))
    pages = device.pull(limit=1)
    assert device.open_text("VIP") is not None
    assert len(pages) == len(fair.badges) + 1


def set_number(fair: Fair, number: int) -> None:
    """The database as it was, or as it will be: what a restored backup looks like."""
    fair.database.write(lambda c: set_event(c, fair.event_id, change_number=number))


def test_what_a_restored_database_does_not_know_is_dropped(fair: Fair) -> None:
    """Somebody came in after the backup was made, and no device has that scan any more."""
    roster = Roster(fair.database)
    ahead, behind = RosterDevice(roster, fair.event_id), RosterDevice(roster, fair.event_id)
    number = ahead.pull()[-1]["to"]
    behind.pull()
    fair.pair(fair.gate_a).scan(fair.code("imane"))
    for device in (ahead, behind):
        device.pull()
        assert device.presence
    fair.database.write(lambda c: c.exec_driver_sql("DELETE FROM presence"))
    set_number(fair, number)
    pages = ahead.pull()  # has a number that is not there any more: the proof
    assert (pages[0]["since"], ahead.presence) == (0, {})
    set_number(fair, number + 50)  # meanwhile the numbers have overtaken the other device
    assert (behind.pull()[0]["since"], behind.presence) == (0, {})
    assert behind.complete == behind.make_digest()
    assert ahead.pull()[0]["since"] == number


def test_a_new_feed_is_loaded_anew_by_every_device(fair: Fair, device: RosterDevice) -> None:
    before = device.pull()[-1]
    start_feed(fair.database, fair.event_id, fair.clock())
    after = device.pull()[-1]
    assert (after["since"], after["to"]) == (0, before["to"])
    assert after["feed"] != before["feed"]
    assert after["roster"] == before["roster"]


def test_presence_that_was_mended_is_told(fair: Fair, device: RosterDevice) -> None:
    gate = fair.pair(fair.gate_a)
    gate.scan(fair.code("imane"))
    gate.scan(fair.code("ahmed"))
    device.pull()
    nobodys = {"list_id": fair.list_id, "attendee_id": fair.attendees["lucie"], "exit_count": 0}
    nobodys |= {"is_inside": True, "entry_count": 1}
    fair.database.write(lambda connection: set_presence(connection, [nobodys]))
    rebuild(fair.database, fair.event_id)
    (page,) = device.pull()
    assert [(row["a"], row["i"]) for row in page["presence"]] == [(fair.attendees["lucie"], False)]


def test_the_first_device_finds_the_roster_sealed(fair: Fair, device: RosterDevice) -> None:
    device.roster.warm_up(fair.event_id)
    assert device.pull()[-1]["roster"] == device.make_digest()
