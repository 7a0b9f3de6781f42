"""Check-in lists: who may enter where, when and how often."""

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from domain.entities import ListSettings
from domain.errors import AccueilError, NotFoundError
from server.auth import actor, organizer_required
from server.extensions import get_accueil
from server.pages.forms import REFUSED, Form, go_to, read_number, refuse, sent
from server.services.check_in_lists import (
    NewList,
    add_list,
    change_list,
    count_attendance_at,
)
from server.services.events import EventSetup, get_event_setup
from server.services.venue_time import list_days

bp = Blueprint("lists", __name__, url_prefix="/console")

_HOURS = ("day", "opens", "closes")


@bp.get("/<slug>/lists")
@organizer_required
def show(slug: str) -> ResponseReturnValue:
    """An organizer looks at the check-in lists."""
    setup = get_event_setup(get_accueil().database, slug)
    return render_template("console/lists.html", setup=setup, days=list_days(setup.event))


@bp.get("/<slug>/lists/new")
@organizer_required
def show_new(slug: str) -> ResponseReturnValue:
    """An organizer is about to add a list."""
    setup = get_event_setup(get_accueil().database, slug)
    return _show_form(setup, Form({"entry_rule": "reentry"}))


@bp.post("/<slug>/lists/new")
@organizer_required
def add(slug: str) -> ResponseReturnValue:
    """An organizer adds a list."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    try:
        add_list(accueil.database, setup.event.id, _read_list(), accueil.clock(), actor())
    except AccueilError as error:
        return _show_form(setup, refuse(_sent_values(), error)), REFUSED
    return _done(setup, gettext("The check-in list was added. Give it a gate next."))


@bp.get("/<slug>/lists/<list_id>")
@organizer_required
def show_one(slug: str, list_id: str) -> ResponseReturnValue:
    """An organizer looks at one list's rules."""
    setup = get_event_setup(get_accueil().database, slug)
    found = _find(setup, list_id)
    return _show_form(setup, Form(_stored_values(setup, found)), found)


@bp.post("/<slug>/lists/<list_id>")
@organizer_required
def change(slug: str, list_id: str) -> ResponseReturnValue:
    """An organizer changes a list's rules; the next scan is decided by them."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    found = _find(setup, list_id)
    try:
        change_list(accueil.database, found.id, _read_list(), accueil.clock(), actor())
    except AccueilError as error:
        return _show_form(setup, refuse(_sent_values(), error), found), REFUSED
    return _done(setup, gettext("Saved. The next scan is decided by the new rules."))


@bp.post("/<slug>/lists/<list_id>/count")
@organizer_required
def count_here(slug: str, list_id: str) -> ResponseReturnValue:
    """An organizer says that this list, and no other, counts the attendance."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    found = _find(setup, list_id)
    count_attendance_at(accueil.database, found.id, accueil.clock(), actor())
    return _done(setup, gettext("Attendance is now counted at “%(name)s”.", name=found.name))


def _find(setup: EventSetup, list_id: str) -> ListSettings:
    found = next((one for one in setup.lists if one.id == list_id), None)
    if found is None:
        raise NotFoundError("list_unknown", "this edition has no such list")
    return found


def _read_list() -> NewList:
    form = request.form
    is_for_all = form.get("admits") != "some"
    category_ids = [] if is_for_all else form.getlist("category_ids")
    if not is_for_all and not category_ids:
        raise AccueilError("no_category_chosen", "nobody could enter", field="category_ids")
    return NewList(
        name=form.get("name", ""),
        entry_rule=form.get("entry_rule", ""),
        capacity=read_number(form.get("capacity", ""), "bad_capacity", "capacity"),
        counts_attendance="counts_attendance" in form,
        category_ids=category_ids,
        hours=_read_hours(),
    )


def _read_hours() -> list[tuple[str, str, str]]:
    """Rows of day, opening and closing time; a row left empty is a day (or half of it) closed."""
    if request.form.get("opening") != "hours":
        return []
    rows = [row for row in _sent_hours() if row[1] or row[2]]
    if not rows:
        raise AccueilError("no_hours", "nobody could enter on any day", field="hours")
    return rows


def _sent_hours() -> list[tuple[str, str, str]]:
    columns = (request.form.getlist(name) for name in _HOURS)
    return [(day, opens[:5], closes[:5]) for day, opens, closes in zip(*columns, strict=False)]


def _sent_values() -> dict[str, Any]:
    return sent("category_ids") | {"hours": _sent_hours()}


def _stored_values(setup: EventSetup, found: ListSettings) -> dict[str, Any]:
    allowed = setup.allowed.get(found.id, frozenset())
    hours = [(h.day, h.opens, h.closes) for h in setup.hours if h.list_id == found.id]
    return vars(found) | {
        "capacity": found.capacity or "",
        "admits": "some" if allowed else "all",
        "category_ids": allowed,
        "opening": "hours" if hours else "always",
        "hours": hours,
    }


def _show_form(setup: EventSetup, form: Form, shown: ListSettings | None = None) -> str:
    hours = form.values.get("hours", [])
    named = {day for day, _, _ in hours} | set(list_days(setup.event))
    days = [
        (day, [(opens, closes) for on, opens, closes in hours if on == day] or [("", "")])
        for day in sorted(named)
    ]
    return render_template("console/list.html", setup=setup, form=form, list=shown, days=days)


def _done(setup: EventSetup, text: str) -> ResponseReturnValue:
    get_accueil().broadcasts.announce_configuration(setup.event.id)
    flash(text, "good")
    return go_to(url_for("lists.show", slug=setup.event.slug))
