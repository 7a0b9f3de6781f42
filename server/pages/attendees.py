"""Attendees ("visitors" in texts): found, looked at, their standing and badges changed."""

from urllib.parse import urlencode

from flask import Blueprint, current_app, flash, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from domain.entities import Badge, Event
from domain.errors import AccueilError, NotFoundError
from server.auth import actor, organizer_required
from server.extensions import Accueil, get_accueil
from server.pages.forms import REFUSED, Form, go_to, offer_undo, refuse, sent
from server.services.attendee_index import AttendeeFilter
from server.services.attendees import (
    AttendeeFile,
    AttendeeSearch,
    Standing,
    change_standing,
    get_attendee_file,
    read_standing,
)
from server.services.badges import issue_badge, reissue_badge, revoke_badge
from server.services.events import get_event, get_event_setup

bp = Blueprint("attendees", __name__, url_prefix="/console")

_SEARCH = "attendee_search"
_FILTERS = ("q", "standing", "category", "badge")
_BADGE = {"yes": True, "no": False}


@bp.record_once
def _set_up_search(state: BlueprintSetupState) -> None:
    accueil: Accueil = state.app.extensions["accueil"]
    state.app.extensions[_SEARCH] = AttendeeSearch(accueil.database, accueil.offload)


def _search() -> AttendeeSearch:
    search: AttendeeSearch = current_app.extensions[_SEARCH]
    return search


@bp.get("/<slug>/attendees")
@organizer_required
def show(slug: str) -> ResponseReturnValue:
    """An organizer looks for somebody, or at everybody of one kind."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    number = request.args.get("page", 1, type=int)
    page = _search().find(setup.event, _read_filter(), number)
    asked = {name: request.args.get(name, "") for name in _FILTERS}
    kept = urlencode({name: text for name, text in asked.items() if text})
    return render_template("console/attendees.html", setup=setup, page=page, asked=asked, kept=kept)


def _read_filter() -> AttendeeFilter:
    standing = request.args.get("standing", "")
    return AttendeeFilter(
        words=request.args.get("q", "").strip(),
        status=standing if standing in ("registered", "cancelled", "blocked") else "",
        category_id=request.args.get("category", ""),
        has_badge=_BADGE.get(request.args.get("badge", "")),
        needs_desk=standing == "desk",
        has_attention=standing == "attention",
    )


@bp.get("/<slug>/attendees/<attendee_id>")
@organizer_required
def show_one(slug: str, attendee_id: str) -> ResponseReturnValue:
    """An organizer looks at one visitor: standing, badges, where they were."""
    event = get_event(get_accueil().database, slug)
    file = get_attendee_file(get_accueil().database, event.id, attendee_id)
    return _show_file(event, file, Form(vars(read_standing(file.attendee))))


@bp.post("/<slug>/attendees/<attendee_id>")
@organizer_required
def change(slug: str, attendee_id: str) -> ResponseReturnValue:
    """An organizer changes a visitor's standing, and can take it back on the next page."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    file = get_attendee_file(accueil.database, event.id, attendee_id)
    standing = _read_standing()
    try:
        before = change_standing(accueil.database, attendee_id, standing, accueil.clock(), actor())
    except AccueilError as error:
        return _show_file(event, file, refuse(sent(), error)), REFUSED
    if before != standing:
        accueil.broadcasts.announce_change(event.id)
        address = url_for("attendees.change", slug=slug, attendee_id=attendee_id)
        offer_undo(gettext("Saved. Every gate knows now."), address, _to_fields(before))
    return _back(slug, attendee_id)


def _read_standing() -> Standing:
    form = request.form
    note = form.get("note", "").replace("\r\n", "\n").strip()
    return Standing(
        status=form.get("status", ""),
        needs_desk=form.get("needs_desk") or None,
        has_attention="has_attention" in form,
        note=note,
    )


def _to_fields(standing: Standing) -> dict[str, str]:
    fields = {"status": standing.status, "needs_desk": standing.needs_desk or ""}
    flag = {"has_attention": "1"} if standing.has_attention else {}
    return fields | {"note": standing.note} | flag


@bp.post("/<slug>/attendees/<attendee_id>/badges")
@organizer_required
def issue(slug: str, attendee_id: str) -> ResponseReturnValue:
    """An organizer gives one visitor a badge."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    get_attendee_file(accueil.database, event.id, attendee_id)
    issue_badge(accueil.database, attendee_id, accueil.clock(), actor())
    accueil.broadcasts.announce_change(event.id)
    flash(gettext("The badge was issued. It can be printed now."), "good")
    return _back(slug, attendee_id)


@bp.post("/<slug>/attendees/<attendee_id>/badges/<badge_id>/revoke")
@organizer_required
def revoke(slug: str, attendee_id: str, badge_id: str) -> ResponseReturnValue:
    """An organizer revokes a badge for good, saying why."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    badge = _find_badge(event, attendee_id, badge_id)
    revoke_badge(accueil.database, badge.id, _reason(), accueil.clock(), actor())
    accueil.broadcasts.announce_change(event.id)
    flash(gettext("The badge opens no gate any more."), "good")
    return _back(slug, attendee_id)


@bp.post("/<slug>/attendees/<attendee_id>/badges/<badge_id>/reissue")
@organizer_required
def reissue(slug: str, attendee_id: str, badge_id: str) -> ResponseReturnValue:
    """A visitor lost a badge: the organizer gives a new one, the old one opens no gate."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    badge = _find_badge(event, attendee_id, badge_id)
    reissue_badge(accueil.database, badge.id, _reason(), accueil.clock(), actor())
    accueil.broadcasts.announce_change(event.id)
    flash(gettext("A new badge was issued; the old one opens no gate any more."), "good")
    return _back(slug, attendee_id)


def _reason() -> str:
    """The reason chosen, with the words that explain it."""
    parts = (request.form.get("reason", ""), request.form.get("words", ""))
    return ": ".join(part.strip() for part in parts if part.strip())


def _find_badge(event: Event, attendee_id: str, badge_id: str) -> Badge:
    file = get_attendee_file(get_accueil().database, event.id, attendee_id)
    badge = next((badge for badge in file.badges if badge.id == badge_id), None)
    if badge is None:
        raise NotFoundError("badge_unknown", "this attendee has no such badge")
    return badge


def _show_file(event: Event, file: AttendeeFile, form: Form) -> str:
    setup = get_event_setup(get_accueil().database, event.id)
    category = next(c for c in setup.categories if c.id == file.attendee.category_id)
    return render_template(
        "console/attendee.html", setup=setup, file=file, category=category, form=form
    )


def _back(slug: str, attendee_id: str) -> ResponseReturnValue:
    return go_to(url_for("attendees.show_one", slug=slug, attendee_id=attendee_id))
