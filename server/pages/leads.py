"""Leads as organizers see them: numbers, warnings, access codes, everybody's files in one archive.
No names and no notes of leads stand here."""

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from domain.booth_watch import Burst
from domain.errors import NotFoundError
from server.auth import actor, organizer_required
from server.extensions import get_accueil
from server.pages.forms import go_to
from server.pages.handover_view import draw_qr
from server.pages.moments import format_moment
from server.pages.pairing_panel import address_for_devices
from server.services.events import get_event
from server.services.exhibitor_access import (
    FULL,
    SCAN_ONLY,
    AccessSheet,
    get_access_sheets,
    get_exhibitor,
    make_access_codes,
    roll_access_code,
)
from server.services.lead_archive import make_archive
from server.services.lead_figures import BoothFigures, read_lead_figures

bp = Blueprint("leads", __name__, url_prefix="/console")

_MINUTE_MS = 60_000


@bp.get("/<slug>/leads")
@organizer_required
def show(slug: str) -> ResponseReturnValue:
    """An organizer looks at how the booths do, in numbers."""
    accueil = get_accueil()
    now = accueil.clock()
    event = get_event(accueil.database, slug)
    figures = read_lead_figures(accueil.database, event.id, now, request.args.get("day"))
    booths = sorted(figures.booths, key=lambda booth: (-booth.scans, booth.exhibitor.name))
    return render_template(
        "console/leads.html",
        event=event,
        figures=figures,
        booths=booths,
        busiest=max((n for booth in booths for n in booth.by_hour.values()), default=0),
        silences=[(b, _describe_silence(b, now)) for b in booths if b.is_silent],
        without_codes=sum(not booth.has_codes for booth in booths),
        burst_began=lambda burst: _began(burst, event.timezone),
        minutes_since=lambda at: _minutes(at, now),
    )


def _describe_silence(booth: BoothFigures, now: int) -> str:
    since = booth.last_capture_at or min(phone.paired_at for phone in booth.phones)
    words = [gettext("no scan for %(minutes)s min", minutes=_minutes(since, now))]
    if booth.last_seen_at is not None:
        count, minutes = len(booth.phones), _minutes(booth.last_seen_at, now)
        words.append(
            ngettext(
                "%(num)s phone, last seen %(minutes)s min ago",
                "%(num)s phones, last seen %(minutes)s min ago",
                count,
                minutes=minutes,
            )
        )
    return " · ".join(words)


def _began(burst: Burst, timezone: str) -> str:
    return format_moment(burst.at, timezone)


def _minutes(at: int, now: int) -> int:
    return max(0, now - at) // _MINUTE_MS


@bp.post("/<slug>/leads/codes")
@organizer_required
def make_codes(slug: str) -> ResponseReturnValue:
    """An organizer gives every exhibitor the access codes it lacks."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    make_access_codes(accueil.database, event.id, accueil.clock(), actor())
    flash(
        gettext("Every exhibitor has access codes now. Print the sheets and hand them out."), "good"
    )
    return go_to(url_for("leads.show_sheets", slug=slug))


@bp.get("/<slug>/leads/sheets")
@organizer_required
def show_sheets(slug: str) -> ResponseReturnValue:
    """An organizer looks at the access sheets, one page an exhibitor, to print."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    base = address_for_devices(request.host_url, accueil.settings)
    sheets = [one for one in get_access_sheets(accueil.database, event.id) if one.codes]
    return render_template(
        "console/lead_sheets.html",
        event=event,
        sheets=sheets,
        booth_page=f"{base}booth",
        desk_page=f"{base}exhibitor",
        draw_code=lambda sheet, access: _draw_code(base, sheet, access),
        accesses=(FULL, SCAN_ONLY),
    )


def _draw_code(base: str, sheet: AccessSheet, access: str) -> str:
    """The code stands in the fragment: no server and no log ever sees it."""
    return draw_qr(f"{base}booth#join={sheet.codes[access]}")


@bp.post("/<slug>/leads/codes/<exhibitor_id>/<access>/roll")
@organizer_required
def roll(slug: str, exhibitor_id: str, access: str) -> ResponseReturnValue:
    """An organizer makes an exhibitor's code invalid and gives him another."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    exhibitor = get_exhibitor(accueil.database, exhibitor_id)
    if exhibitor.event_id != event.id:
        raise NotFoundError("exhibitor_unknown", "this edition has no such exhibitor")
    roll_access_code(accueil.database, exhibitor_id, access, accueil.clock(), actor())
    flash(
        gettext(
            "%(exhibitor)s has a new code. The old one opens nothing any more; phones that joined"
            " with it stay.",
            exhibitor=exhibitor.name,
        ),
        "good",
    )
    return go_to(url_for("leads.show_sheets", slug=slug, _anchor=f"sheet-{exhibitor_id}"))


@bp.post("/<slug>/leads/archive")
@organizer_required
def archive(slug: str) -> ResponseReturnValue:
    """An organizer takes all exhibitors' files, to hand each his own."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    who = actor()
    made = accueil.offload(lambda: make_archive(accueil.database, event.id, accueil.clock(), who))
    response = Response(made.content, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
