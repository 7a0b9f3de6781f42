"""Access codes, members and devices of booths."""

import pytest

from domain.errors import AccueilError, NotFoundError, NotSignedInError
from server.services.booth_configuration import make_booth_configuration
from server.services.booth_join import NewBoothDevice, join_booth
from server.services.device_health import Health, note_health
from server.services.devices import authenticate_device, revoke_device
from server.services.exhibitor_access import (
    FULL,
    SCAN_ONLY,
    get_booth_devices,
    get_members,
    is_well_formed,
    make_access_codes,
    normalise_code,
    remove_member,
    revoke_booth_device,
    roll_access_code,
)
from server.services.lead_recount import find_wrong_leads
from server.services.qualifiers import add_pack, archive_qualifier, get_qualifiers, move_qualifier
from server.services.scan_types import add_counting_type, archive_scan_type, get_scan_types
from tests.support.booth import Booths


def test_every_exhibitor_gets_two_codes_once(booths: Booths) -> None:
    fair = booths.fair
    again = make_access_codes(fair.database, fair.event_id, fair.clock(), "test")
    assert {sheet.exhibitor.id: sheet.codes for sheet in again} == {
        booths.ids[key]: codes for key, codes in booths.codes.items()
    }
    codes = [code for sheet in again for code in sheet.codes.values()]
    assert len(set(codes)) == 4
    assert all(map(is_well_formed, codes))


def test_codes_are_read_as_people_type_them(local_booths: Booths) -> None:
    code = local_booths.codes["atlas"][FULL]
    typed = f" {code[:4].lower()}-{code[4:]} ".replace("0", "O").replace("1", "l")
    assert normalise_code(typed) == code


def test_a_phone_joins_and_is_known(booths: Booths) -> None:
    phone = booths.join("atlas", "Sara")
    device = authenticate_device(booths.fair.database, phone.token)
    assert (device.role, device.access, device.name) == ("booth", FULL, "Sara")
    assert device.exhibitor_id == booths.ids["atlas"]
    configured = make_booth_configuration(booths.fair.database, device)
    assert configured["exhibitor"] == {
        "id": booths.ids["atlas"],
        "name": "Atlas BPO",
        "booth": "A1",
    }
    assert [one["code"] for one in configured["scan_types"]] == ["lead", "coffee", "raffle"]
    assert configured["members"] == ["Sara"]


def test_the_same_name_is_the_same_member(booths: Booths) -> None:
    first, second = booths.join("atlas", "Sara"), booths.join("atlas", "  sara ")
    assert first.device.member_id == second.device.member_id
    assert second.device.name == "sara"
    assert booths.join("atlas", "Sara").device.name == "Sara 2"
    assert booths.join("rival", "Sara").device.member_id != first.device.member_id


@pytest.mark.parametrize("code", ["", "00000000", "x" * 99, "ABCD-1235"])
def test_wrong_codes_open_nothing(local_booths: Booths, code: str) -> None:
    with pytest.raises(NotFoundError, match="access code"):
        join_booth(local_booths.fair.database, NewBoothDevice(code, "Sara"), 0)
    code = local_booths.codes["atlas"][FULL]
    with pytest.raises(AccueilError) as caught:
        join_booth(local_booths.fair.database, NewBoothDevice(code, " "), 0)
    assert caught.value.code == "name_missing"


def test_a_rolled_code_is_dead_and_its_phones_live(booths: Booths) -> None:
    fair, old = booths.fair, booths.codes["atlas"][FULL]
    phone = booths.join("atlas")
    new = roll_access_code(fair.database, booths.ids["atlas"], FULL, fair.clock(), "test")
    with pytest.raises(NotFoundError):
        join_booth(fair.database, NewBoothDevice(old, "Ali"), fair.clock())
    assert join_booth(fair.database, NewBoothDevice(new.code, "Ali"), fair.clock())
    assert authenticate_device(fair.database, phone.token)
    scanning = NewBoothDevice(booths.codes["atlas"][SCAN_ONLY], "Ali")
    assert join_booth(fair.database, scanning, fair.clock()).device.access == SCAN_ONLY


def test_a_removed_member_leaves_his_leads(booths: Booths) -> None:
    code = booths.share("imane", "card")
    sara, ali = booths.join("atlas"), booths.join("atlas", "Ali")
    sara.edit(sara.capture(code), "note", "Call her")
    fair, member_id = booths.fair, sara.device.member_id or ""
    gone = remove_member(fair.database, booths.ids["atlas"], member_id, fair.clock(), "test")
    assert [device.id for device in gone] == [sara.device.id]
    with pytest.raises(NotSignedInError):
        authenticate_device(fair.database, sara.token)
    (lead,) = ali.leads().values()
    assert [(note["member"], note["text"]) for note in lead["notes"]] == [("Sara", "Call her")]
    members = get_members(fair.database, booths.ids["atlas"])
    assert [m.name for m in members if m.removed_at is None] == ["Ali"]


def test_nobody_touches_another_booth(booths: Booths) -> None:
    fair, sara = booths.fair, booths.join("atlas")
    rival = booths.ids["rival"]
    with pytest.raises(NotFoundError):
        revoke_booth_device(fair.database, rival, sara.device.id, fair.clock(), "test")
    with pytest.raises(NotFoundError):
        remove_member(fair.database, rival, sara.device.member_id or "", fair.clock(), "test")
    assert get_booth_devices(fair.database, rival) == []
    revoke_booth_device(fair.database, booths.ids["atlas"], sara.device.id, fair.clock(), "test")
    assert get_booth_devices(fair.database, booths.ids["atlas"])[0].revoked_at is not None


def test_missing_facts_are_named(booths: Booths) -> None:
    """Captures and edits share the numbers; what is parked has arrived."""
    code = booths.share("imane", "card")
    phone = booths.join("atlas")
    capture = phone.make_capture(code)
    lost = phone.make_edit(capture, "rating", "hot")
    late = phone.make_edit(capture, "rating", "warm")
    parked = phone.make_edit(capture, "rating", "boiling")
    phone.send(capture, late, parked)
    health = Health(unsent_count=0, clock_offset_ms=0, last_seq=4)
    database, now = booths.fair.database, booths.fair.clock()
    assert note_health(database, phone.device.id, health, now) == [(2, 2)]
    phone.send(lost)
    assert note_health(database, phone.device.id, health, now) == []
    (lead,) = phone.leads().values()
    assert lead["rating"] == "warm"
    assert find_wrong_leads(database, booths.fair.event_id) == []


def test_a_revoked_phones_facts_are_parked(booths: Booths) -> None:
    phone = booths.join("atlas")
    fair = booths.fair
    revoke_device(fair.database, phone.device.id, fair.clock(), "test")
    assert phone.capture("A BADGE")["receipt"]["reason"] == "device_revoked"


def test_scan_types_that_make_leads_stay(booths: Booths) -> None:
    fair, atlas = booths.fair, booths.ids["atlas"]
    names = {"fr": "Jeu", "ar": "لعبة", "en": "Game"}
    add_counting_type(fair.database, atlas, "game", names, fair.clock())
    types = {one.code: one for one in get_scan_types(fair.database, atlas)}
    assert not types["game"].gives_contact
    archive_scan_type(fair.database, atlas, types["raffle"].id, fair.clock())
    with pytest.raises(AccueilError) as caught:
        archive_scan_type(fair.database, atlas, types["lead"].id, fair.clock())
    assert caught.value.code == "last_scan_type"
    with pytest.raises(AccueilError) as caught:
        add_counting_type(fair.database, atlas, "game", names, fair.clock())
    assert caught.value.code == "code_taken"


def test_the_call_centre_pack_is_ready(booths: Booths) -> None:
    fair, atlas = booths.fair, booths.ids["atlas"]
    made = add_pack(fair.database, atlas, "bpo", fair.clock())
    assert add_pack(fair.database, atlas, "bpo", fair.clock()) == []
    asked = [one.qualifier for one in get_qualifiers(fair.database, atlas)]
    assert [one.code for one in asked][:2] == ["seats_wanted", "call_languages"]
    assert all(set(one.labels) == {"fr", "ar", "en"} for one in asked)
    archive_qualifier(fair.database, atlas, made[0], fair.clock())
    move_qualifier(fair.database, atlas, made[2], -1)
    codes = [one.qualifier.code for one in get_qualifiers(fair.database, atlas)]
    assert codes[:2] == ["call_direction", "call_languages"]
    with pytest.raises(NotFoundError):
        move_qualifier(fair.database, booths.ids["rival"], made[2], 1)
