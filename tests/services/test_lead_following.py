"""Leads follow registrations, visitors' choices and withdrawals."""

import pytest

from domain.entities import Badge
from domain.errors import NotFoundError
from server.services.badges import reissue_badge
from server.services.lead_following import follow_registrations
from server.services.withdrawals import give_back, withdraw
from tests.support.booth import Booths

FOREIGN = "k3jv8q2mzt6w9x4c7b5n1h0gfdsapoiu"


def _follow(booths: Booths) -> list[str]:
    fair = booths.fair
    return follow_registrations(fair.database, fair.event_id, fair.clock())


def test_an_unknown_badge_resolves_once_it_is_registered(booths: Booths) -> None:
    booths.share("imane", "mail")
    phone = booths.join("atlas")
    capture = phone.capture(FOREIGN)
    assert capture["receipt"]["lead"]["verdict"] == "entry_code"
    phone.edit(capture, "note", "Said she has 200 agents")
    seen = phone.pull()
    assert [lead["badge_code"] for lead in seen["leads"]] == [FOREIGN]
    booths.fair.add_foreign_badge("imane", FOREIGN)
    page = phone.pull(since=seen["to"])
    (lead,) = page["leads"]
    assert lead["lead_id"] == capture["receipt"]["lead"]["lead_id"]
    assert lead["contact"]["last_name"] == "Diallo"
    assert [note["text"] for note in lead["notes"]] == ["Said she has 200 agents"]
    assert lead["badge_code"] is None


def test_a_resolved_badge_joins_the_lead_that_is_there(booths: Booths) -> None:
    code = booths.share("imane", "mail")
    phone = booths.join("atlas")
    known = phone.capture(code)
    unknown = phone.capture(FOREIGN)
    phone.edit(known, "rating", "cold")
    phone.edit(unknown, "rating", "hot")
    before = phone.pull()["to"]
    booths.fair.add_foreign_badge("imane", FOREIGN)
    leads = {lead["lead_id"]: lead for lead in phone.pull(since=before)["leads"]}
    gone = leads[unknown["receipt"]["lead"]["lead_id"]]
    kept = leads[known["receipt"]["lead"]["lead_id"]]
    assert (gone["state"], gone["merged_into"]) == ("merged", kept["lead_id"])
    assert gone["captures"] == []
    assert len(kept["captures"]) == 2
    assert kept["rating"] == "hot"


def test_a_resolved_badge_of_one_who_shares_nothing_leaves_a_tombstone(booths: Booths) -> None:
    phone = booths.join("atlas")
    phone.capture(FOREIGN)
    booths.share("imane", "none")
    booths.fair.add_foreign_badge("imane", FOREIGN)
    (lead,) = phone.leads().values()
    assert (lead["state"], lead["contact"], lead["captures"]) == ("withdrawn", None, [])


def test_a_lost_badge_stands_for_nobody(booths: Booths) -> None:
    code = booths.share("imane", "all")
    badge: Badge = booths.fair.badges["imane"]
    new_code = reissue_badge(booths.fair.database, badge.id, "lost", booths.fair.clock(), "test")
    phone = booths.join("atlas")
    lost = phone.capture(code)["receipt"]
    assert (lost["lead"]["verdict"], lost["reason"]) == ("unknown_badge", "badge_revoked")
    assert lost["lead"]["contact"] is None
    assert phone.capture(new_code)["receipt"]["lead"]["verdict"] == "lead"
    _follow(booths)
    assert {lead["state"] for lead in phone.leads().values()} == {"open"}


def test_changed_details_get_a_new_number(booths: Booths) -> None:
    code = booths.share("imane", "card")
    phone = booths.join("atlas")
    phone.capture(code)
    before = phone.pull()["to"]
    assert phone.pull(since=before)["leads"] == []
    booths.fair.change_attendee("imane", company="Noor Telecom")
    (lead,) = phone.pull(since=before)["leads"]
    assert lead["contact"]["company"] == "Noor Telecom"
    booths.share("imane", "none")
    assert phone.pull(since=lead["n"])["leads"][0]["contact"] is None


def test_following_twice_changes_nothing(booths: Booths) -> None:
    booths.join("atlas").capture(booths.share("imane", "card"))
    booths.share("imane", "all")
    assert _follow(booths) == [booths.ids["atlas"]]
    assert _follow(booths) == []


def test_a_withdrawal_reaches_one_booth(booths: Booths) -> None:
    code = booths.share("imane", "all")
    atlas, rival = booths.join("atlas"), booths.join("rival")
    capture = atlas.make_capture(code)
    atlas.send(capture)
    rival.capture(code)
    atlas.edit(capture, "note", "Her private number is 0600000000")
    before = atlas.pull()["to"]
    fair = booths.fair
    imane = fair.attendees["imane"]
    told = withdraw(fair.database, imane, booths.ids["atlas"], fair.clock())
    assert told == [booths.ids["atlas"]]
    (lead,) = atlas.pull(since=before)["leads"]
    assert (lead["state"], lead["contact"], lead["notes"]) == ("withdrawn", None, [])
    assert lead["withdrawn_at"] == fair.clock()
    assert atlas.send(capture)[0]["lead"]["contact"] is None
    assert atlas.capture(code)["receipt"]["lead"]["verdict"] == "refused_by_visitor"
    assert next(iter(rival.leads().values()))["contact"] is not None


def test_a_withdrawal_from_all_reaches_all_and_can_be_undone(booths: Booths) -> None:
    code = booths.share("imane", "all")
    phones = [booths.join("atlas"), booths.join("rival")]
    for phone in phones:
        phone.capture(code)
    fair = booths.fair
    imane = fair.attendees["imane"]
    assert withdraw(fair.database, imane, None, fair.clock()) == sorted(booths.ids.values())
    assert withdraw(fair.database, imane, None, fair.clock()) == []
    for phone in phones:
        assert [lead["state"] for lead in phone.leads().values()] == ["withdrawn"]
    give_back(fair.database, imane, None, fair.clock())
    for phone in phones:
        (lead,) = phone.leads().values()
        assert (lead["state"], lead["contact"]["last_name"]) == ("open", "Diallo")


def test_an_exhibitor_of_another_edition_is_unknown(booths: Booths) -> None:
    fair = booths.fair
    with pytest.raises(NotFoundError):
        withdraw(fair.database, fair.attendees["imane"], "nobody", fair.clock())
    with pytest.raises(NotFoundError):
        withdraw(fair.database, "nobody", None, fair.clock())
