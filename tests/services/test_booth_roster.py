"""What booths' devices carry: sealed apart from the gates, and only what is shared."""

import json
from typing import Any

import pytest

from domain.sealed_roster import (
    BOOTH_ROSTER,
    SealedEntryError,
    badge_token,
    open_entry,
    roster_index,
    text_token,
)
from server.services.booth_roster import make_booth_roster
from server.services.roster import FeedPosition, Roster
from server.services.withdrawals import withdraw
from tests.support.booth import Booths


def _read(booths: Booths) -> dict[str, str]:
    fair = booths.fair
    text = make_booth_roster(fair.database).read_changes(
        fair.event_id, FeedPosition(0), 1_000, fair.clock()
    )
    page = json.loads(text)
    assert page["presence"] == []
    return {row["i"]: row["s"] for row in page["badges"]}


def _open(entries: dict[str, str], token: bytes) -> dict[str, Any]:
    return open_entry(token, entries[roster_index(token)], BOOTH_ROSTER)


def test_a_level_opens_its_fields(local_booths: Booths) -> None:
    booths = local_booths
    booths.fair.change_attendee(
        "imane", email="i@atlas.ma", phone="+212600000001", job_title="CEO", city="Rabat"
    )
    token = badge_token(booths.fair.code("imane"))
    common = {"n": "Imane Diallo", "o": "Atlas BPO", "j": "CEO", "ci": "Rabat"}
    for level, more in (
        ("card", {}),
        ("mail", {"m": "i@atlas.ma"}),
        ("all", {"m": "i@atlas.ma", "p": "+212600000001"}),
    ):
        booths.share("imane", level)
        head = {"a": booths.fair.attendees["imane"], "k": level}
        assert _open(_read(booths), token) == head | common | more


def test_who_shares_nothing_has_no_name_in_it(local_booths: Booths) -> None:
    booths = local_booths
    token = badge_token(booths.share("imane", "none"))
    assert _open(_read(booths), token) == {"a": booths.fair.attendees["imane"], "k": "none"}


def test_who_withdrew_from_all_has_no_name_in_it(local_booths: Booths) -> None:
    booths = local_booths
    token = badge_token(booths.share("imane", "all"))
    withdraw(booths.fair.database, booths.fair.attendees["imane"], None, booths.fair.clock())
    assert _open(_read(booths), token)["k"] == "none"


def test_codes_that_can_be_guessed_open_no_details(local_booths: Booths) -> None:
    booths = local_booths
    booths.share("imane", "all")
    booths.fair.add_foreign_badge("imane", "12345678")
    entries = _read(booths)
    short = booths.fair.badges["imane"].short_code or ""
    for token in (text_token("12345678"), text_token(short)):
        assert _open(entries, token) == {"a": booths.fair.attendees["imane"], "k": "all"}


def test_a_cancelled_registration_stands_for_nobody(local_booths: Booths) -> None:
    token = badge_token(local_booths.share("nadia", "all"))
    assert _open(_read(local_booths), token) == {"x": True}


def test_gates_and_booths_open_nothing_of_each_other(local_booths: Booths) -> None:
    booths = local_booths
    token = badge_token(booths.share("imane", "all"))
    index = roster_index(token)
    with pytest.raises(SealedEntryError):
        open_entry(token, _read(booths)[index])
    fair = booths.fair
    page = json.loads(Roster(fair.database).read_changes(fair.event_id, FeedPosition(0), 1_000, 0))
    gates = {row["i"]: row["s"] for row in page["badges"]}
    with pytest.raises(SealedEntryError):
        open_entry(token, gates[index], BOOTH_ROSTER)
