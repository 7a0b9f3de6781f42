"""The visitor's receipt: opened with the badge, names fields, obeys at once."""

import pytest

from domain.badge_code import format_short_code
from domain.errors import AccueilError, NotFoundError
from server.services import receipts
from server.services.badges import revoke_badge
from server.services.withdrawals import withdraw
from tests.support.booth import Booths


def _badge_id(booths: Booths, key: str) -> str:
    return booths.fair.badges[key].id


def _read(booths: Booths, key: str) -> receipts.Receipt:
    return receipts.read_receipt(booths.fair.database, _badge_id(booths, key))


def test_who_scanned_me_when_and_what_they_got(booths: Booths) -> None:
    atlas = booths.join("atlas")
    atlas.capture(booths.share("imane", "card"))
    atlas.capture(booths.fair.code("imane"), training=True)
    atlas.pull()
    (meeting,) = _read(booths, "imane").meetings
    assert (meeting.exhibitor_name, meeting.booth) == ("Atlas BPO", "A1")
    assert meeting.scanned_at == [booths.fair.clock()]
    assert {"first_name", "last_name", "company"} <= set(meeting.fields)
    assert not {"email", "phone"} & set(meeting.fields)
    assert {one.kind for one in meeting.accesses} == {"capture", "feed"}
    assert not meeting.is_counted_only


def test_a_coffee_is_counted_and_gave_nothing(booths: Booths) -> None:
    booths.join("atlas").capture(booths.share("imane", "all"), scan_type="coffee")
    (meeting,) = _read(booths, "imane").meetings
    assert (meeting.fields, meeting.is_counted_only) == ([], True)


def test_the_badge_is_found_by_either_code_in_any_case(local_booths: Booths) -> None:
    fair = local_booths.fair
    badge = fair.badges["imane"]
    short = format_short_code(badge.short_code or "")
    for text in (badge.code, badge.code.lower(), short, short.lower(), f" {short} "):
        assert receipts.find_receipt_badge(fair.database, text) == badge.id
    assert receipts.find_receipt_badge(fair.database, f"HTTPS://X.MA/B/{badge.code}") == badge.id


def test_other_codes_open_nothing(local_booths: Booths) -> None:
    fair = local_booths.fair
    fair.add_foreign_badge("ahmed", "1234567890")
    badge = fair.badges["imane"]
    revoke_badge(fair.database, badge.id, "lost", fair.clock(), "test")
    for text in (
        "",
        "1234567890",
        "AAAA-AAAA",
        badge.code,
        badge.short_code or "",
        "\x00",
        "é" * 99,
    ):
        assert receipts.find_receipt_badge(fair.database, text) is None
    with pytest.raises(NotFoundError):
        receipts.read_receipt(fair.database, badge.id)


def test_a_withdrawal_shows(booths: Booths) -> None:
    fair = booths.fair
    code = booths.share("imane", "all")
    for key in ("atlas", "rival"):
        booths.join(key).capture(code)
    withdraw(fair.database, fair.attendees["imane"], booths.ids["atlas"], fair.clock())
    shown = {m.exhibitor_name: m.is_withdrawn for m in _read(booths, "imane").meetings}
    assert shown == {"Atlas BPO": True, "Rival CRM": False}
    withdraw(fair.database, fair.attendees["imane"], None, fair.clock())
    receipt = _read(booths, "imane")
    assert receipt.is_all_withdrawn
    assert all(meeting.is_withdrawn for meeting in receipt.meetings)


def test_another_level_changes_the_leads_there_are(booths: Booths) -> None:
    fair, phone = booths.fair, booths.join("atlas")
    fair.change_attendee("imane", email="i@example.com")
    phone.capture(booths.share("imane", "all"))
    before = phone.pull()["to"]
    badge_id = _badge_id(booths, "imane")
    told = receipts.choose_share_level(fair.database, badge_id, "card", fair.clock())
    assert told == [booths.ids["atlas"]]
    (lead,) = phone.pull(since=before)["leads"]
    assert (lead["contact"]["last_name"], lead["contact"]["email"]) == ("Diallo", None)
    assert receipts.choose_share_level(fair.database, badge_id, "card", fair.clock()) == []
    with pytest.raises(AccueilError, match="level"):
        receipts.choose_share_level(fair.database, badge_id, "everything", fair.clock())


def test_another_address_and_a_call_reach_the_exhibitor(booths: Booths) -> None:
    fair, phone = booths.fair, booths.join("atlas")
    fair.change_attendee("imane", email="i@example.com")
    phone.capture(booths.share("imane", "mail"))
    badge_id = _badge_id(booths, "imane")
    receipts.share_as(fair.database, badge_id, "fair@example.com", fair.clock())
    fair.clock.pass_ms(1)
    receipts.ask_for_call(fair.database, badge_id, booths.ids["atlas"], True, fair.clock())
    (lead,) = phone.leads().values()
    assert lead["contact"]["email"] == "fair@example.com"
    assert lead["call_asked_at"] == fair.clock()
    assert _read(booths, "imane").meetings[0].wants_call
    fair.clock.pass_ms(1)
    receipts.ask_for_call(fair.database, badge_id, booths.ids["atlas"], False, fair.clock())
    receipts.share_as(fair.database, badge_id, "", fair.clock())
    (lead,) = phone.leads().values()
    assert (lead["contact"]["email"], lead["call_asked_at"]) == ("i@example.com", None)


@pytest.mark.parametrize("email", ["nobody", "a@b", "a b@c.ma", "a@b@c.ma", "@c.ma"])
def test_what_is_no_address_is_refused(local_booths: Booths, email: str) -> None:
    fair = local_booths.fair
    with pytest.raises(AccueilError) as caught:
        receipts.share_as(fair.database, fair.badges["imane"].id, email, fair.clock())
    assert caught.value.code == "bad_email"
