"""What organizers see of leads, on both engines."""

import io
import json
import zipfile

from domain.booth_watch import STEALTH_BADGES
from server.services.audit import find_broken_link
from server.services.lead_archive import make_archive
from server.services.lead_exports import ExportOrder, count_selections, make_export
from server.services.lead_figures import BoothFigures, LeadFigures, read_lead_figures
from tests.support.booth import Booths


def _read(booths: Booths, day: str | None = None) -> LeadFigures:
    fair = booths.fair
    return read_lead_figures(fair.database, fair.event_id, fair.clock(), day)


def _booth(figures: LeadFigures, booths: Booths, key: str) -> BoothFigures:
    return next(b for b in figures.booths if b.exhibitor.id == booths.ids[key])


def test_leads_are_counted_by_exhibitor_and_hour(booths: Booths) -> None:
    phone = booths.join("atlas")
    phone.capture(booths.share("imane", "card"))
    phone.capture(booths.share("ahmed", "none"))
    phone.capture(booths.fair.code("imane"), scan_type="coffee")
    phone.capture(booths.fair.code("imane"), training=True)
    booths.fair.clock.pass_ms(3_600_000)
    phone.capture(booths.fair.code("imane"))

    figures = _read(booths)
    atlas, rival = _booth(figures, booths, "atlas"), _booth(figures, booths, "rival")
    assert (atlas.leads, atlas.scans, rival.leads, rival.scans) == (1, 4, 0, 0)
    assert (figures.day, figures.hours) == ("2024-04-26", [10, 11])
    assert atlas.by_hour == {10: 3, 11: 1}
    assert (atlas.is_silent, rival.is_silent, rival.has_codes) == (False, False, True)


def test_a_booth_falls_silent_while_the_fair_is_open(booths: Booths) -> None:
    booths.join("atlas").capture(booths.share("imane", "card"))
    booths.fair.clock.pass_ms(61 * 60_000)
    assert _booth(_read(booths), booths, "atlas").is_silent
    booths.fair.clock.pass_ms(7 * 86_400_000)
    assert not _booth(_read(booths), booths, "atlas").is_silent
    assert _read(booths).day == "2024-04-26"


def test_a_phone_that_scans_behind_visitors_backs_is_found(booths: Booths) -> None:
    phone, fair = booths.join("rival"), booths.fair
    codes = [fair.add_attendee(f"v{n}", share_level="card") for n in range(STEALTH_BADGES)]
    first = [phone.capture(code) for code in codes][0]
    ((booth, burst),) = _read(booths).alarms
    assert booth.exhibitor.id == booths.ids["rival"]
    assert (burst.device_id, burst.badge_count) == (phone.device.id, STEALTH_BADGES)
    phone.edit(first, "rating", "warm")
    assert _read(booths).alarms == []


def test_phones_that_hold_something_are_listed(booths: Booths) -> None:
    phone = booths.join("atlas")
    phone.make_capture(None)  # numbered, never sent
    phone.capture(booths.share("imane", "card"))
    ((booth, holding),) = _read(booths).holding
    assert booth.exhibitor.id == booths.ids["atlas"]
    assert (holding.device.id, holding.missing_count) == (phone.device.id, 1)


def test_the_archive_is_split_and_leaves_what_is_new_new(booths: Booths) -> None:
    fair = booths.fair
    booths.join("atlas").capture(booths.share("imane", "all"))
    archive = make_archive(fair.database, fair.event_id, fair.clock(), "organizer:1")
    assert (archive.exhibitor_count, archive.lead_count) == (1, 1)
    with zipfile.ZipFile(io.BytesIO(archive.content)) as files:
        names = files.namelist()
        manifest = json.loads(files.read("a1-atlas-bpo/manifest.json"))
        assert len(files.read(f"a1-atlas-bpo/{manifest['file']}")) == manifest["bytes"]
    assert len(names) == 2
    assert count_selections(fair.database, booths.ids["atlas"])["new"] == 1
    order = ExportOrder(selection="new")
    export = make_export(fair.database, booths.ids["atlas"], order, fair.clock(), "test")
    assert export.manifest["number"] == 1
    with fair.database.read() as connection:
        assert find_broken_link(connection) is None
