"""Files of leads: what is in them, what never is, and what proves them."""

import csv
import hashlib
import io
import json

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from domain.errors import AccueilError
from server.services.lead_exports import (
    CHANGED,
    CSV,
    NEW,
    VCARD_3,
    WITHDRAWN,
    ExportFile,
    ExportOrder,
    count_selections,
    list_exports,
    make_export,
    read_manifest,
)
from server.services.withdrawals import withdraw
from server.storage.schema import lead_accesses
from tests.support.booth import Booths


def export(booths: Booths, key: str = "atlas", **order: str) -> ExportFile:
    fair = booths.fair
    chosen = ExportOrder(**({"file_format": CSV} | order))
    return make_export(fair.database, booths.ids[key], chosen, fair.clock.pass_ms(1_000), "test")


def read(file: ExportFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))


def test_an_exhibitor_takes_a_qualified_lead_home(booths: Booths) -> None:
    phone = booths.join("atlas")
    capture = phone.capture(booths.share("imane", "card"))
    phone.edit(capture, "rating", "hot")
    phone.edit(capture, "answer:languages", ["fr", "ar"])
    phone.edit(capture, "note", "=HYPERLINK(1)")
    consent = {"given": True, "text_version": 2, "language": "ar"}
    phone.edit(capture, "consent:mailing", consent)

    file = export(booths)

    (row,) = read(file)
    assert (row["First name"], row["Company"], row["Rating"]) == ("Imane", "Atlas BPO", "hot")
    assert (row["Mailing consent"], row["Consent text version"]) == ("Yes", "2")
    assert row["Captured by"] == "Sara"
    assert "SICCAM Casablanca 2024" in row["Provenance"]
    assert file.manifest["leads"] == 1
    assert file.manifest["sha256"] == hashlib.sha256(file.content).hexdigest()


def test_a_workbook_and_cards_hold_the_same_lead(booths: Booths) -> None:
    booths.join("atlas").capture(booths.share("imane", "card"))

    book = export(booths, file_format="xlsx")
    cards = export(booths, file_format=VCARD_3)

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0)
    assert "Diallo" in sheet.to_python()[1]
    assert b"FN:Imane Diallo" in cards.content


def test_only_what_is_shared_leaves(booths: Booths) -> None:
    booths.fair.change_attendee("imane", email="imane@example.ma", phone="+212600000001")
    phone = booths.join("atlas")
    phone.capture(booths.share("imane", "card"))

    (row,) = read(export(booths))
    assert (row["Email"], row["Phone"], row["Shares"]) == ("", "", "card")
    booths.share("imane", "mail")
    (row,) = read(export(booths))
    assert (row["Email"], row["Phone"]) == ("imane@example.ma", "")


def test_new_and_changed_are_since_the_file_that_held_the_lead(booths: Booths) -> None:
    phone = booths.join("atlas")
    first = phone.capture(booths.share("imane", "card"))
    assert len(read(export(booths, selection=NEW))) == 1
    phone.capture(booths.share("ahmed", "card"))

    (fresh,) = read(export(booths, selection=NEW))
    assert fresh["First name"] == "أحمد"
    assert read(export(booths, selection=CHANGED)) == []
    phone.edit(first, "rating", "cold")
    (changed,) = read(export(booths, selection=CHANGED))
    assert (changed["First name"], changed["Rating"]) == ("Imane", "cold")
    assert read(export(booths, selection=NEW)) == []


def test_who_took_his_details_back_is_named_by_number_only_and_once(booths: Booths) -> None:
    fair = booths.fair
    phone = booths.join("atlas")
    lead_id = phone.capture(booths.share("imane", "all"))["receipt"]["lead"]["lead_id"]
    export(booths)
    withdraw(fair.database, fair.attendees["imane"], None, fair.clock.pass_ms(1_000))

    assert read(export(booths)) == []
    gone = export(booths, selection=WITHDRAWN)
    assert [row["Accueil Lead ID"] for row in read(gone)] == [lead_id]
    assert "Imane" not in gone.content.decode("utf-8-sig")
    assert read(export(booths, selection=WITHDRAWN)) == []


def test_who_was_in_no_file_is_not_named_as_withdrawn(booths: Booths) -> None:
    fair = booths.fair
    booths.join("atlas").capture(booths.share("imane", "all"))
    withdraw(fair.database, fair.attendees["imane"], booths.ids["atlas"], fair.clock.pass_ms(1))

    assert count_selections(fair.database, booths.ids["atlas"]) == {
        "all": 0,
        "new": 0,
        "changed": 0,
        "withdrawn": 0,
    }


def test_practice_and_counting_scans_are_in_no_file(booths: Booths) -> None:
    phone = booths.join("atlas")
    code = booths.share("imane", "all")
    phone.capture(code, training=True)
    phone.capture(code, scan_type="coffee")

    assert read(export(booths)) == []


def test_a_rival_takes_nothing_of_it(booths: Booths) -> None:
    booths.join("atlas").capture(booths.share("imane", "all"))

    assert read(export(booths, "rival")) == []
    assert list_exports(booths.fair.database, booths.ids["atlas"]) == []
    assert read_manifest(booths.fair.database, booths.ids["atlas"], 1) is None


def test_each_file_is_on_record_and_each_contact_in_the_access_log(booths: Booths) -> None:
    booths.join("atlas").capture(booths.share("imane", "card"))
    file = export(booths, layout="odoo")

    (stored,) = list_exports(booths.fair.database, booths.ids["atlas"])
    assert (stored.number, stored.lead_count, stored.sha256) == (1, 1, file.manifest["sha256"])
    manifest = read_manifest(booths.fair.database, booths.ids["atlas"], 1)
    assert manifest == json.loads(json.dumps(file.manifest))
    with booths.fair.database.read() as connection:
        query = select(lead_accesses.c.actor, lead_accesses.c.fields)
        logged = connection.execute(query.where(lead_accesses.c.kind == "export")).all()
    assert len(logged) == 1
    assert "email" not in logged[0].fields.split(",")


@pytest.mark.parametrize(
    "order",
    [
        {"layout": "sap"},
        {"file_format": "pdf"},
        {"selection": "some"},
        {"separator": "x"},
        {"file_format": VCARD_3, "selection": WITHDRAWN},
    ],
)
def test_a_file_there_is_not_is_refused(local_booths: Booths, order: dict[str, str]) -> None:
    with pytest.raises(AccueilError) as refused:
        export(local_booths, **order)
    assert refused.value.code == "export_not_possible"
    assert list_exports(local_booths.fair.database, local_booths.ids["atlas"]) == []
