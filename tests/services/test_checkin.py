"""Recording scans: what is decided, what is stored, what is answered."""

import json
import threading
from typing import Any

import pytest

from domain.badge_code import make_badge_code
from domain.errors import ConflictError
from domain.sealed_code import public_key_of, seal_code
from server.services.badges import reissue_badge, revoke_badge
from server.services.conflicts import Stamp
from server.services.devices import revoke_device
from server.services.events import NewEvent, create_event
from server.services.events import get_event as get_event_of
from server.services.recount import recount
from server.services.undo import UndoRequest, undo_scan
from server.storage.attendance import get_event_counts
from server.storage.events import get_event, get_event_keys
from server.storage.presence import find_presence, get_event_visits
from server.storage.scans import count_parked_scans, count_scans, read_log
from tests.support.fair import Fair

NOBODYS_CODE = "A" + "0" * 28


def log_of(fair: Fair) -> list[dict[str, Any]]:
    with fair.database.read() as connection:
        return list(read_log(connection, fair.event_id))


def presence_of(fair: Fair, key: str) -> Any:
    ids = (fair.list_id, fair.attendees[key])
    with fair.database.read() as connection:
        return find_presence(connection, [ids[0]], [ids[1]]).get(ids)


def test_it_works(fair: Fair) -> None:
    receipt = fair.pair(fair.gate_a).scan(fair.code("imane"))
    assert (receipt["status"], receipt["verdict"], receipt["reason"]) == (
        "accepted",
        "admitted",
        "",
    )
    assert receipt["card"]["display_name"] == "Imane Diallo"
    assert receipt["card"]["company"] == "Atlas BPO"
    assert [row["verdict"] for row in log_of(fair)] == ["admitted"]
    presence = presence_of(fair, "imane")
    assert presence.is_inside
    assert presence.entered_gate_id == fair.gate_a
    with fair.database.read() as connection:
        assert get_event_visits(connection, fair.event_id) == {
            (fair.list_id, "2024-04-26", fair.attendees["imane"])
        }
        assert list(get_event_counts(connection, fair.event_id).values()) == [1]


def test_the_same_scan_gets_the_same_receipt_word_for_word(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    scan = device.make_scan(fair.code("imane"))
    first = device.send(scan)
    fair.clock.pass_ms(60_000)
    fair.change_attendee("imane", company="Somebody else's")
    assert device.send(scan) == first
    assert device.send(scan, scan) == first * 2
    assert len(log_of(fair)) == 1


def test_a_second_scan_of_a_badge_tells_where_and_when_it_came_in(fair: Fair) -> None:
    fair.pair(fair.gate_a).scan(fair.code("imane"))
    came_at = fair.clock()
    fair.clock.pass_ms(90_000)
    receipt = fair.pair(fair.gate_b).scan(fair.code("imane"))
    assert receipt["verdict"] == "already_inside"
    assert receipt["earlier"] == {"gate_name": "Porte A", "at": came_at}


def test_leaving_lets_come_in_again(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    verdicts = []
    for direction in ("entry", "exit", "exit", "entry"):
        fair.clock.pass_ms(1_000)
        verdicts.append(device.scan(fair.code("imane"), direction=direction)["verdict"])
    assert verdicts == ["admitted", "exited", "exited", "admitted"]
    assert presence_of(fair, "imane").entry_count == 2


@pytest.mark.parametrize(
    ("key", "verdict", "reason"),
    [
        ("nadia", "cancelled", "registration_cancelled"),
        ("omar", "blocked", "attendee_blocked"),
        ("lucie", "needs_desk", "unpaid"),
    ],
)
def test_standing_decides(fair: Fair, key: str, verdict: str, reason: str) -> None:
    receipt = fair.pair(fair.gate_a).scan(fair.code(key))
    assert (receipt["verdict"], receipt["reason"]) == (verdict, reason)
    assert presence_of(fair, key) is None


@pytest.mark.parametrize("key", ["nadia", "omar"])
def test_who_is_refused_is_not_named_at_the_gate(fair: Fair, key: str) -> None:
    assert fair.pair(fair.gate_a).scan(fair.code(key))["card"] is None


def test_a_revoked_badge_is_refused_and_its_successor_admitted(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    new_code = reissue_badge(
        fair.database, fair.badges["imane"].id, "lost", fair.clock(), "command"
    )
    assert device.scan(fair.code("imane"))["verdict"] == "revoked"
    assert device.scan(new_code)["verdict"] == "admitted"


def test_a_successor_does_not_let_the_same_person_in_twice(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    device.scan(fair.code("imane"))
    new_code = reissue_badge(
        fair.database, fair.badges["imane"].id, "lost", fair.clock(), "command"
    )
    assert device.scan(new_code)["verdict"] == "already_inside"


def test_a_revoked_badge_still_gets_out(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    device.scan(fair.code("imane"))
    revoke_badge(fair.database, fair.badges["imane"].id, "stolen", fair.clock(), "command")
    assert device.scan(fair.code("imane"), direction="exit")["verdict"] == "exited"


def test_the_short_code_typed_by_hand_is_the_badge(fair: Fair) -> None:
    short = fair.badges["imane"].short_code or ""
    typed = f"{short[:4].lower()}-{short[4:].lower()}"
    assert fair.pair(fair.gate_a).scan(typed, source="typed")["verdict"] == "admitted"


@pytest.mark.parametrize("code", ["s9n9dm78ztyvd864jdzlcszde2qka6cw", "100000000000000000001"])
def test_another_systems_code_is_matched_as_it_is(fair: Fair, code: str) -> None:
    fair.add_foreign_badge("imane", code)
    device = fair.pair(fair.gate_a)
    assert device.scan(code)["verdict"] == "admitted"
    assert device.scan(fair.code("imane"))["verdict"] == "already_inside"


@pytest.mark.parametrize("code", ["nq1t06yw", "AOBCDEFGHJKMNPQRSTVWXYZ012"])
def test_another_systems_code_may_look_like_ours(fair: Fair, code: str) -> None:
    """The first passes for a short code typed through AZERTY, the second for a misread badge."""
    fair.add_foreign_badge("imane", code)
    assert fair.pair(fair.gate_a).scan(code)["verdict"] == "admitted"


def test_a_badge_of_another_edition_is_named(fair: Fair) -> None:
    new = NewEvent("SICCAM", "Fès", "2023-05-10", "2023-05-10")
    other_id = create_event(fair.database, new, fair.clock())
    with fair.database.read() as connection:
        other = get_event(connection, other_id)
        key = get_event_keys(connection)[other_id][0]
    assert other is not None
    receipt = fair.pair(fair.gate_a).scan(make_badge_code(other.badge_tag, b"\x07" * 12, key))
    assert receipt["verdict"] == "other_edition"
    assert receipt["edition"] == {"name": "SICCAM", "city": "Fès", "year": "2023"}


def test_a_genuine_badge_nobody_listed_goes_to_the_desk(fair: Fair) -> None:
    receipt = fair.pair(fair.gate_a).scan(unlisted_code(fair))
    assert (receipt["verdict"], receipt["reason"]) == ("needs_desk", "genuine_not_listed")


def test_a_genuine_badge_nobody_listed_gets_out(fair: Fair) -> None:
    gate = fair.pair(fair.gate_a)
    receipt = gate.scan(unlisted_code(fair), direction="exit")
    assert (receipt["verdict"], receipt["reason"]) == ("exited", "genuine_not_listed")
    assert receipt["card"] is None
    assert recount(fair.database, fair.event_id).differences == ()
    request = UndoRequest(gate.make_scan("")["scan_id"], receipt["scan_id"], "test")
    with pytest.raises(ConflictError, match="nobody"):
        undo_scan(fair.database, fair.event_id, request, Stamp(fair.clock(), "command"))


def unlisted_code(fair: Fair) -> str:
    """Of this edition by its key, and on no list."""
    with fair.database.read() as connection:
        event = get_event(connection, fair.event_id)
        key = get_event_keys(connection)[fair.event_id][0]
    assert event is not None
    return make_badge_code(event.badge_tag, b"\x07" * 12, key)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("https://example.com/menu", "unknown_badge"),
        (NOBODYS_CODE, "bad_code"),
        ("", "bad_code"),
        ("x" * 4_096, "bad_code"),
        ("NUL\x00 and \ud800 and 🦊", "unknown_badge"),
    ],
)
def test_whatever_was_held_up_is_a_fact(fair: Fair, text: str, verdict: str) -> None:
    assert fair.pair(fair.gate_a).scan(text)["verdict"] == verdict
    assert [row["verdict"] for row in log_of(fair)] == [verdict]


def test_a_code_that_a_device_sealed_is_the_badge(fair: Fair) -> None:
    gate = fair.pair(fair.gate_a)
    code = fair.code("imane")
    scan = gate.make_scan(seal_code(code, _public_key(fair), b"\x11" * 32, 0))
    (receipt,) = gate.send(scan)
    assert receipt["verdict"] == "admitted"
    assert gate.send(scan) == [receipt]
    with fair.database.read() as connection:
        codes = connection.exec_driver_sql("SELECT badge_code FROM scans").scalars()
        assert list(codes) == [code]


def test_a_code_sealed_for_another_key_is_parked_with_its_number(fair: Fair) -> None:
    gate = fair.pair(fair.gate_a)
    sealed = seal_code(fair.code("imane"), public_key_of(b"\x01" * 32), b"\x11" * 32, 0)
    receipt = gate.scan(sealed)
    assert (receipt["status"], receipt["reason"]) == ("parked", "malformed_scan:badge_code")
    with fair.database.read() as connection:
        numbers = connection.exec_driver_sql("SELECT device_seq FROM parked_scans").scalars()
        assert list(numbers) == [1]


def test_a_sealed_code_within_a_sealed_code_is_just_a_text(fair: Fair) -> None:
    once, public_key = b"\x11" * 32, _public_key(fair)
    inner = seal_code(fair.code("imane"), public_key, once, 0)
    receipt = fair.pair(fair.gate_a).scan(seal_code(inner, public_key, once, 1))
    assert (receipt["status"], receipt["verdict"]) == ("accepted", "unknown_badge")


def test_the_longest_text_can_be_sealed(fair: Fair) -> None:
    sealed = seal_code("🎫" * 257, _public_key(fair), b"\x11" * 32, (1 << 53) - 1)
    assert fair.pair(fair.gate_a).scan(sealed)["status"] == "accepted"


def _public_key(fair: Fair) -> bytes:
    return public_key_of(get_event_of(fair.database, fair.event_id).sealing_key)


def test_categories_decide_where_people_may_go(fair: Fair) -> None:
    list_id = fair.add_list("Espace presse", category_ids=[fair.press])
    device = fair.pair(fair.add_gate("Salle de presse", list_id))
    assert device.scan(fair.code("imane"))["verdict"] == "not_here"
    assert device.scan(fair.code("press_guest"))["verdict"] == "admitted"


def test_opening_hours_are_the_venues(fair: Fair) -> None:
    hours = [("2024-04-26", "10:30", "11:30")]
    device = fair.pair(fair.add_gate("Atelier", fair.add_list("Atelier", hours=hours)))
    early = device.scan(fair.code("imane"))
    assert (early["verdict"], early["reason"]) == ("not_today", "not_open_yet")
    assert early["opens_at"] == fair.clock() + 30 * 60_000
    fair.clock.pass_ms(30 * 60_000)
    assert device.scan(fair.code("imane"))["verdict"] == "admitted"
    fair.clock.pass_ms(60 * 60_000)
    assert device.scan(fair.code("ahmed"))["reason"] == "closed"


def test_a_full_room_admits_when_somebody_leaves(fair: Fair) -> None:
    list_id = fair.add_list("Salle 1", capacity=1)
    device = fair.pair(fair.add_gate("Salle 1", list_id))
    assert device.scan(fair.code("imane"))["verdict"] == "admitted"
    assert device.scan(fair.code("ahmed"))["verdict"] == "full"
    fair.clock.pass_ms(1_000)
    device.scan(fair.code("imane"), direction="exit")
    assert device.scan(fair.code("ahmed"))["verdict"] == "admitted"


def test_capacity_holds_within_one_batch(fair: Fair) -> None:
    list_id = fair.add_list("Salle 1", capacity=1)
    device = fair.pair(fair.add_gate("Salle 1", list_id))
    scans = [device.make_scan(fair.code(key)) for key in ("imane", "ahmed")]
    assert [r["verdict"] for r in device.send(*scans)] == ["admitted", "full"]


@pytest.mark.parametrize(
    ("rule", "same_day", "next_day"),
    [
        ("once", "already_inside", "already_inside"),
        ("once_a_day", "already_inside", "admitted"),
        ("unlimited", "admitted", "admitted"),
    ],
)
def test_entry_rules_over_two_days(fair: Fair, rule: str, same_day: str, next_day: str) -> None:
    device = fair.pair(fair.add_gate("Déjeuner", fair.add_list("Déjeuner", entry_rule=rule)))
    assert device.scan(fair.code("imane"))["verdict"] == "admitted"
    fair.clock.pass_ms(3_600_000)
    assert device.scan(fair.code("imane"))["verdict"] == same_day
    fair.clock.pass_ms(23 * 3_600_000)
    assert device.scan(fair.code("imane"))["verdict"] == next_day


def test_a_good_scan_is_not_lost_beside_bad_ones(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    good = device.make_scan(fair.code("imane"))
    receipts = device.send(
        42,
        device.make_scan(fair.code("ahmed"), gate_id="nowhere"),
        device.make_scan(fair.code("ahmed"), direction="sideways"),
        good,
        {"scan_id": "\ud800\x00"},
    )
    assert [r["status"] for r in receipts] == ["parked"] * 3 + ["accepted", "parked"]
    assert [r["reason"] for r in receipts[:3]] == [
        "malformed_scan:scan",
        "unknown_gate",
        "malformed_scan:direction",
    ]
    with fair.database.read() as connection:
        assert count_parked_scans(connection, fair.event_id) == 4


def test_a_parked_message_sent_again_is_kept_once(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    bad = device.make_scan(fair.code("imane"), gate_id="nowhere")
    assert device.send(bad) == device.send(bad)
    with fair.database.read() as connection:
        assert count_parked_scans(connection, fair.event_id) == 1


def test_two_scans_with_one_number_are_never_both_taken(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    first = device.make_scan(fair.code("imane"))
    second = device.make_scan(fair.code("ahmed"), device_seq=first["device_seq"])
    assert [r["status"] for r in device.send(first, second)] == ["accepted", "parked"]
    assert device.send(second)[0]["reason"] == "sequence_number_reused"


def test_a_revoked_devices_scans_are_parked(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    revoke_device(fair.database, device.device.id, fair.clock(), "command")
    receipt = device.scan(fair.code("imane"))
    assert (receipt["status"], receipt["reason"]) == ("parked", "device_revoked")
    assert log_of(fair) == []


def test_an_exhibitors_device_admits_nobody(fair: Fair) -> None:
    booth = fair.pair(None, role="booth")
    receipt = booth.scan(fair.code("imane"), gate_id=fair.gate_a)
    assert receipt["reason"] == "role_may_not_admit"


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_ten_years_off_counts_as_the_moment_of_arrival(fair: Fair, years: int) -> None:
    wrong = fair.clock() + years * 31_557_600_000
    receipt = fair.pair(fair.gate_a).scan(fair.code("imane"), device_time=wrong)
    assert receipt["verdict"] == "admitted"
    assert log_of(fair)[0]["corrected_at"] == fair.clock()


def test_a_measured_offset_gives_an_old_scan_its_time(fair: Fair) -> None:
    ten_minutes = 600_000
    device = fair.pair(fair.gate_a)
    device.scan(
        fair.code("imane"), device_time=fair.clock() - ten_minutes + 5_000, clock_offset_ms=-5_000
    )
    assert log_of(fair)[0]["corrected_at"] == fair.clock() - ten_minutes


def test_change_numbers_have_no_gap_and_no_repeat(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    before = device.scan("x")["change_number"]
    numbers = [r["change_number"] for r in device.send(*(device.make_scan("y") for _ in range(5)))]
    assert numbers == [before + n for n in range(1, 6)]


def test_thirty_two_gates_race_for_one_badge(fair: Fair) -> None:
    devices = [fair.pair(fair.gate_a, f"Tablette {n}") for n in range(32)]
    verdicts: list[str] = []
    threads = [
        threading.Thread(target=lambda d=d: verdicts.append(d.scan(fair.code("imane"))["verdict"]))
        for d in devices
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(verdicts) == ["admitted"] + ["already_inside"] * 31
    assert recount(fair.database, fair.event_id).differences == ()


def test_a_scan_is_the_property_of_its_edition(fair: Fair) -> None:
    scan = fair.pair(fair.gate_a).make_scan(fair.code("imane"))
    fair.pair(fair.gate_a).send(scan)
    other = Fair.__new__(Fair)
    other_id = create_event(
        fair.database, NewEvent("SICCAM", "Oujda", "2024-06-01", "2024-06-01"), fair.clock()
    )
    other.__dict__ = fair.__dict__ | {"event_id": other_id}
    stranger = other.pair(None)
    receipt = stranger.send(scan)[0]
    assert (receipt["status"], receipt["card"]) == ("parked", None)


def test_the_log_keeps_both_verdicts(fair: Fair) -> None:
    fair.pair(fair.gate_a).scan(fair.code("nadia"), local_verdict="admitted", local_reason="stale")
    with fair.database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT local_verdict, local_reason, verdict, receipt FROM scans"
        ).one()
        assert count_scans(connection, fair.event_id) == 1
    assert tuple(row[:3]) == ("admitted", "stale", "cancelled")
    assert json.loads(row[3])["verdict"] == "cancelled"
