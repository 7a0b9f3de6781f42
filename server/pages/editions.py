"""Editions: a new one, one's name, days and place corrected, and what all its kiosks share."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from domain.errors import AccueilError
from server.auth import actor, organizer_required
from server.extensions import get_accueil
from server.pages.forms import REFUSED, Form, go_to, offer_undo, read_number, refuse, sent
from server.services.events import (
    EventSetup,
    NewEvent,
    change_event,
    create_event,
    get_event,
    get_event_setup,
)
from server.services.kiosk_settings import set_kiosk_pin, set_kiosk_volume

bp = Blueprint("editions", __name__, url_prefix="/console")

_FIRST_GUESS = {"timezone": "Africa/Casablanca", "default_country": "MA"}


@bp.get("/new")
@organizer_required
def show_new() -> ResponseReturnValue:
    """An organizer is about to create an edition."""
    return _show_new(Form(_FIRST_GUESS))


@bp.post("/new")
@organizer_required
def add() -> ResponseReturnValue:
    """An organizer creates an edition."""
    accueil = get_accueil()
    try:
        event_id = create_event(accueil.database, _read_event(), accueil.clock(), actor())
    except AccueilError as error:
        return _show_new(refuse(sent(), error)), REFUSED
    flash(gettext("The edition was created. Here is what opening day needs."), "good")
    slug = get_event(accueil.database, event_id).slug
    return go_to(url_for("console.show_event", slug=slug))


@bp.get("/<slug>/settings")
@organizer_required
def show_settings(slug: str) -> ResponseReturnValue:
    """An organizer looks at an edition's settings."""
    return _show_settings(get_event_setup(get_accueil().database, slug))


@bp.post("/<slug>/settings")
@organizer_required
def change(slug: str) -> ResponseReturnValue:
    """An organizer corrects an edition's name, place, days or time zone."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    try:
        change_event(accueil.database, setup.event.id, _read_event(), accueil.clock(), actor())
    except AccueilError as error:
        return _show_settings(setup, form=refuse(sent(), error)), REFUSED
    flash(gettext("Saved. The kiosks know already."), "good")
    return _done(setup)


@bp.get("/<slug>/settings/<part>")
@organizer_required
def show_part(slug: str, part: str) -> ResponseReturnValue:
    """Somebody loads the address of a refused form again (or in another language)."""
    return redirect(url_for("editions.show_settings", slug=slug, _anchor=part))


@bp.post("/<slug>/settings/pin")
@organizer_required
def change_pin(slug: str) -> ResponseReturnValue:
    """An organizer sets the PIN that opens the kiosks' staff menu, or takes it away."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    pin = "" if "remove" in request.form else request.form.get("pin", "").strip() or " "
    now = accueil.clock()
    try:
        set_kiosk_pin(accueil.database, setup.event.id, pin, now, actor(), offload=accueil.offload)
    except AccueilError as error:
        return _show_settings(setup, pin_form=refuse({}, error)), REFUSED
    flash(gettext("The PIN was set.") if pin else gettext("The PIN was removed."), "good")
    return _done(setup)


@bp.post("/<slug>/settings/volume")
@organizer_required
def change_volume(slug: str) -> ResponseReturnValue:
    """An organizer sets how loud the kiosks are."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    address = url_for("editions.change_volume", slug=slug)
    try:
        percent = read_number(request.form.get("volume", ""), "bad_volume", "volume")
        volume = -1 if percent is None else percent
        before = set_kiosk_volume(
            accueil.database, setup.event.id, volume, accueil.clock(), actor()
        )
    except AccueilError as error:
        return _show_settings(setup, volume_form=refuse({}, error)), REFUSED
    text = gettext("The kiosks play at %(percent)s %%.", percent=volume)
    offer_undo(text, address, {"volume": str(before.kiosk_volume)})
    return _done(setup)


def _read_event() -> NewEvent:
    form = request.form
    return NewEvent(
        name=form.get("name", ""),
        city=form.get("city", ""),
        starts_on=form.get("starts_on", ""),
        ends_on=form.get("ends_on") or form.get("starts_on", ""),
        timezone=form.get("timezone", "").strip(),
        default_country=form.get("default_country", ""),
    )


def _show_new(form: Form) -> str:
    return render_template("console/event_new.html", form=form, **_choices())


def _show_settings(
    setup: EventSetup,
    form: Form | None = None,
    pin_form: Form | None = None,
    volume_form: Form | None = None,
) -> str:
    return render_template(
        "console/event_settings.html",
        setup=setup,
        form=form or Form(vars(setup.event)),
        pin_form=pin_form or Form({}),
        volume_form=volume_form or Form({}),
        **_choices(),
    )


def _choices() -> dict[str, Any]:
    return {"countries": list_countries(str(get_locale())), "timezones": list_timezones()}


@cache
def list_countries(language: str) -> list[tuple[str, str]]:
    """ISO 3166 code and name of every country, by name in `language`."""
    names = Locale.parse(language).territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    return sorted(((c, n) for c, n in found if c not in _NO_COUNTRIES), key=lambda one: one[1])


_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


@cache
def list_timezones() -> list[str]:
    """Time zones that are named after a place."""
    return sorted(zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone)


def _done(setup: EventSetup) -> ResponseReturnValue:
    get_accueil().broadcasts.announce_configuration(setup.event.id)
    return go_to(url_for("editions.show_settings", slug=setup.event.slug))
