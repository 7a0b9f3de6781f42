"""Facts of booths become captures, edits and leads; receipts say what was made of them."""

import json
from typing import Any

from sqlalchemy import func, select

from server.services.leads import read_exhibitor_leads
from server.storage.schema import captures, lead_accesses, lead_edits, leads, parked_scans
from tests.support.booth import Booths

CONTACT = {"first_name": "Imane", "last_name": "Diallo", "company": "Atlas BPO"}


def _count(booths: Booths, table: Any) -> int:
    with booths.fair.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_scan_is_a_lead(booths: Booths) -> None:
    code = booths.share("imane", "card")
    phone = booths.join("atlas")
    receipt = phone.capture(code)["receipt"]
    assert receipt["status"] == "accepted"
    assert receipt["lead"]["verdict"] == "lead"
    assert receipt["lead"]["contact"].items() >= CONTACT.items()
    assert receipt["lead"]["contact"]["email"] is None
    (lead,) = phone.leads().values()
    assert lead["lead_id"] == receipt["lead"]["lead_id"]
    assert lead["contact"] == receipt["lead"]["contact"]
    assert [c["member"] for c in lead["captures"]] == ["Sara"]
    assert _count(booths, captures) == 1


def test_the_same_fact_gets_the_same_receipt_word_for_word(booths: Booths) -> None:
    code = booths.share("imane", "all")
    phone = booths.join("atlas")
    fact = phone.make_capture(code)
    edit = phone.make_edit(fact, "rating", "hot")
    first = phone.send(fact, edit)
    assert phone.send(fact, edit) == first
    assert phone.send(edit, fact, fact) == [first[1], first[0], first[0]]
    assert _count(booths, captures) == 1
    assert _count(booths, lead_edits) == 1


def test_edits_are_folded_into_the_lead(booths: Booths) -> None:
    code = booths.share("imane", "card")
    phone = booths.join("atlas")
    capture = phone.capture(code)
    phone.edit(capture, "rating", "hot")
    phone.edit(capture, "tag:CRM", True)
    phone.edit(capture, "note", "Wants 50 seats")
    phone.edit(capture, "answer:seats_wanted", "from_50_to_199")
    phone.edit(capture, "next_action", {"what": "Call", "due_on": "2024-05-02"})
    (lead,) = phone.leads().values()
    assert lead["rating"] == "hot"
    assert lead["tags"] == ["CRM"]
    assert [note["text"] for note in lead["notes"]] == ["Wants 50 seats"]
    assert lead["answers"] == {"seats_wanted": "from_50_to_199"}
    assert lead["next_action"] == {"what": "Call", "due_on": "2024-05-02"}


def test_an_edit_may_arrive_before_its_capture(booths: Booths) -> None:
    code = booths.share("imane", "card")
    phone = booths.join("atlas")
    capture = phone.make_capture(code)
    edit = phone.make_edit(capture, "rating", "warm")
    phone.send(edit)
    assert phone.leads() == {}
    phone.send(capture)
    (lead,) = phone.leads().values()
    assert lead["rating"] == "warm"


def test_colleagues_share_one_lead_and_hear_who_was_first(booths: Booths) -> None:
    code = booths.share("imane", "card")
    sara, ali = booths.join("atlas"), booths.join("atlas", "Ali")
    first = sara.capture(code)
    met_at = booths.fair.clock()
    booths.fair.clock.pass_ms(60_000)
    second = ali.capture(code)["receipt"]["lead"]
    assert second["lead_id"] == first["receipt"]["lead"]["lead_id"]
    assert second["already"] == {"member": "Sara", "at": met_at}
    ali.edit(first, "rating", "cold")
    sara.edit(first, "rating", "hot")
    (lead,) = sara.leads().values()
    assert {(r["member"], r["value"]) for r in lead["ratings"]} == {
        ("Sara", "hot"),
        ("Ali", "cold"),
    }


def test_types_that_only_count_give_nothing(booths: Booths) -> None:
    code = booths.share("imane", "all")
    phone = booths.join("atlas")
    said = phone.capture(code, scan_type="coffee")["receipt"]["lead"]
    assert said == {"lead_id": None, "verdict": "counted", "contact": None, "already": None}
    assert phone.capture(code, scan_type="invented")["receipt"]["lead"]["verdict"] == "counted"
    assert phone.leads() == {}
    assert _count(booths, leads) == 0


def test_who_shares_nothing_is_counted_and_stays_unknown(booths: Booths) -> None:
    code = booths.share("imane", "none")
    phone = booths.join("atlas")
    said = phone.capture(code)["receipt"]["lead"]
    assert said["verdict"] == "refused_by_visitor"
    assert (said["contact"], said["lead_id"], said["already"]) == (None, None, None)
    assert phone.leads() == {}
    assert _count(booths, captures) == 1


def test_codes_of_others_are_named(booths: Booths) -> None:
    phone = booths.join("atlas")
    verdicts = {
        "k3jv8q2mzt6w9x4c": "entry_code",
        "https://example.com/menu": "bad_code",
        "5012345678900": "bad_code",
        "A" + "0" * 20: "unknown_badge",
    }
    for text, verdict in verdicts.items():
        assert phone.capture(text)["receipt"]["lead"]["verdict"] == verdict, text


def test_a_person_without_a_badge_is_a_lead(booths: Booths) -> None:
    phone = booths.join("atlas")
    manual = {"first_name": "Aya", "last_name": "Benali", "phone": "+212600000000"}
    receipt = phone.capture(None, source="manual", manual=manual)["receipt"]
    assert receipt["lead"]["verdict"] == "lead"
    (lead,) = phone.leads().values()
    assert lead["own_contact"] == manual
    assert lead["contact"] is None


def test_practice_gives_nobodys_details_and_counts_nowhere(booths: Booths) -> None:
    code = booths.share("imane", "all")
    phone = booths.join("atlas")
    said = phone.capture(code, training=True)["receipt"]["lead"]
    assert (said["verdict"], said["contact"]) == ("lead", None)
    (lead,) = phone.leads().values()
    assert (lead["is_training"], lead["attendee_id"], lead["contact"]) == (True, None, None)
    fair = booths.fair
    _, shown = read_exhibitor_leads(fair.database, booths.ids["atlas"], fair.event_id, fair.clock())
    assert shown == []


def test_a_phone_that_only_scans_learns_nothing(booths: Booths) -> None:
    code = booths.share("imane", "all")
    booths.join("atlas").capture(code)
    scanner = booths.join("atlas", "Extra", "scan_only")
    receipt = scanner.capture(code)["receipt"]
    assert receipt["status"] == "accepted"
    assert receipt["lead"] is None
    assert receipt["change_number"] is None
    assert receipt["reason"] == ""
    assert "Imane" not in json.dumps(receipt)


def test_what_is_no_fact_is_parked_and_blocks_nothing(booths: Booths) -> None:
    code = booths.share("imane", "card")
    phone = booths.join("atlas")
    bad = phone.make_edit(phone.make_capture(code), "rating", "boiling")
    receipts = phone.send(bad, "nonsense", phone.make_capture(code))
    assert [r["status"] for r in receipts] == ["parked", "parked", "accepted"]
    assert receipts[0]["reason"] == "malformed_fact:value"
    assert _count(booths, parked_scans) == 2


def test_a_number_is_given_once(booths: Booths) -> None:
    code = booths.share("imane", "card")
    phone = booths.join("atlas")
    phone.capture(code)
    again = phone.make_capture(code, device_seq=1)
    edit = phone.make_edit(again, "rating", "hot", device_seq=1)
    assert {r["reason"] for r in phone.send(again, edit)} == {"sequence_number_reused"}


def test_gates_make_no_leads(booths: Booths) -> None:
    code = booths.share("imane", "card")
    gate = booths.fair.pair(booths.fair.gate_a)
    phone = booths.join("atlas")
    phone.device = gate.device
    assert phone.capture(code)["receipt"]["reason"] == "role_may_not_capture"


def test_another_booths_fact_id_gives_nothing_away(booths: Booths) -> None:
    code = booths.share("imane", "all")
    capture = booths.join("atlas").capture(code)
    rival = booths.join("rival")
    stolen = rival.make_capture(code) | {"fact_id": capture["fact_id"]}
    receipt = rival.send(stolen)[0]
    assert receipt["reason"] == "fact_of_another_device"
    assert receipt["lead"] is None
    edit = rival.make_edit(capture, "note", "spy")
    assert rival.send(edit)[0]["status"] == "accepted"
    (lead,) = booths.join("atlas", "Ali").leads().values()
    assert lead["notes"] == []


def test_details_handed_out_are_logged(booths: Booths) -> None:
    code = booths.share("imane", "mail")
    phone = booths.join("atlas")
    phone.capture(code)
    phone.leads()
    phone.leads()
    with booths.fair.database.read() as connection:
        rows = connection.execute(select(lead_accesses).order_by(lead_accesses.c.kind)).mappings()
        logged = [(row["kind"], row["actor"]) for row in rows]
    actor = f"device:{phone.device.id}"
    assert logged == [("capture", actor), ("feed", actor)]
