"""The retention clock: people and words go, numbers stay, and nothing comes back."""

import json

import pytest
from sqlalchemy import select

from domain.errors import AccueilError
from server.services.closing import make_closing_receipt
from server.services.lead_exports import ExportOrder, count_selections, make_export
from server.services.lead_figures import read_lead_figures
from server.services.lead_recount import find_wrong_leads
from server.services.receipts import ask_for_call
from server.services.retention import find_expired, purge_expired, purge_leads, set_leads_kept_until
from server.storage.schema import metadata
from tests.support.booth import BoothPhone, Booths

SECRETS = ("Diallo", "SECRETNOTE", "SECRETTAG", "typed@example.com", "UNKNOWN-BADGE")
TABLES = ("captures", "lead_edits", "leads", "lead_accesses", "visitor_wishes", "lead_exports")
DAY_MS = 86_400_000


def _fill(booths: Booths) -> tuple[BoothPhone, list[dict[str, object]]]:
    fair, phone = booths.fair, booths.join("atlas")
    met = phone.make_capture(booths.share("imane", "all"))
    manual = phone.make_capture(
        None, source="manual", manual={"last_name": "Diallo", "email": "typed@example.com"}
    )
    unknown = phone.make_capture("UNKNOWN-BADGE-1")
    note = phone.make_edit(met, "note", "SECRETNOTE")
    tag = phone.make_edit(met, "tag:SECRETTAG", True)
    facts = [met, manual, unknown, note, tag]
    phone.send(*facts)
    phone.pull()
    make_export(fair.database, booths.ids["atlas"], ExportOrder(), fair.clock(), "test")
    ask_for_call(fair.database, fair.badges["imane"].id, booths.ids["atlas"], True, fair.clock())
    return phone, facts


def _dump(booths: Booths) -> str:
    with booths.fair.database.read() as connection:
        return "\n".join(
            str(list(connection.execute(select(metadata.tables[name])))) for name in TABLES
        )


def test_people_and_words_go_and_numbers_stay(booths: Booths) -> None:
    fair = booths.fair
    phone, _ = _fill(booths)
    assert any(secret in _dump(booths) for secret in SECRETS)
    figures = read_lead_figures(fair.database, fair.event_id, fair.clock())
    proof = make_closing_receipt(fair.database, booths.ids["atlas"])

    purge = purge_leads(fair.database, fair.event_id, fair.clock(), "test")
    assert (purge.lead_count, purge.fact_count) == (3, 5)
    assert purge.accesses["export"] == 1
    dump = _dump(booths)
    assert [secret for secret in SECRETS if secret in dump] == []
    assert fair.attendees["imane"] not in dump
    after = read_lead_figures(fair.database, fair.event_id, fair.clock())
    counts = [[(b.leads, b.scans, b.by_hour) for b in f.booths] for f in (figures, after)]
    assert counts[0] == counts[1]
    assert make_closing_receipt(fair.database, booths.ids["atlas"]) == proof
    assert count_selections(fair.database, booths.ids["atlas"])["all"] == 0
    assert find_wrong_leads(fair.database, fair.event_id) == []


def test_phones_hear_that_leads_are_gone_and_can_bring_nothing_back(booths: Booths) -> None:
    fair = booths.fair
    phone, facts = _fill(booths)
    before = phone.pull()["to"]
    purge = purge_leads(fair.database, fair.event_id, fair.clock(), "test")
    page = phone.pull(since=before)
    assert {lead["state"] for lead in page["leads"]} == {"withdrawn"}
    assert page["to"] == purge.exhibitor_numbers[booths.ids["atlas"]]
    receipts = phone.send(*facts)
    assert [r["fact_id"] for r in receipts] == [f["fact_id"] for f in facts]
    assert {(r["status"], r["reason"], json.dumps(r["lead"])) for r in receipts} == {
        ("accepted", "purged", "null")
    }
    assert purge_leads(fair.database, fair.event_id, fair.clock(), "test").is_empty


def test_what_comes_late_goes_at_the_next_look(booths: Booths) -> None:
    fair = booths.fair
    phone, _ = _fill(booths)
    set_leads_kept_until(fair.database, fair.event_id, "2024-05-31", fair.clock(), "test")
    fair.clock.pass_ms(60 * DAY_MS)
    assert [p.lead_count for p in purge_expired(fair.database, fair.clock())] == [3]
    phone.capture(fair.code("imane"))
    assert [p.lead_count for p in purge_expired(fair.database, fair.clock())] == [1]
    assert purge_expired(fair.database, fair.clock()) == []


def test_the_last_day_itself_still_counts(booths: Booths) -> None:
    fair = booths.fair
    set_leads_kept_until(fair.database, fair.event_id, "2024-04-27", fair.clock(), "test")
    fair.clock.pass_ms(DAY_MS)
    assert find_expired(fair.database, fair.clock()) == []
    fair.clock.pass_ms(DAY_MS)
    assert [event.id for event in find_expired(fair.database, fair.clock())] == [fair.event_id]
    set_leads_kept_until(fair.database, fair.event_id, "", fair.clock(), "test")
    assert find_expired(fair.database, fair.clock()) == []


@pytest.mark.parametrize("day", ["2024-04-26", "soon", "2024-13-01"])
def test_no_day_before_the_end(local_booths: Booths, day: str) -> None:
    fair = local_booths.fair
    with pytest.raises(AccueilError) as caught:
        set_leads_kept_until(fair.database, fair.event_id, day, fair.clock(), "test")
    assert caught.value.code == "bad_retention_day"
