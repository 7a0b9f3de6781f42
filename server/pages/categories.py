"""Categories: the kinds of visitors of an edition, with the colours of their badges."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from domain.entities import Category
from domain.errors import AccueilError, NotFoundError
from server.auth import actor, organizer_required
from server.extensions import get_accueil
from server.pages.forms import REFUSED, Form, go_to, refuse, sent
from server.services.categories import (
    USUAL_CATEGORIES,
    NewCategory,
    add_categories,
    add_category,
    change_category,
    move_category,
)
from server.services.events import EventSetup, get_event_setup
from server.services.overview import count_registered

bp = Blueprint("categories", __name__, url_prefix="/console")

COLORS = tuple(dict.fromkeys(c.color for c in USUAL_CATEGORIES)) + ("#b3261e", "#57606a")
"""Colours that stay apart on paper and for the colour-blind; white text reads on each."""


@bp.get("/<slug>/categories")
@organizer_required
def show(slug: str) -> ResponseReturnValue:
    """An organizer looks at the categories."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    registered = count_registered(accueil.database, setup.event.id)
    usual = USUAL_CATEGORIES
    return render_template(
        "console/categories.html", setup=setup, registered=registered, usual=usual
    )


@bp.post("/<slug>/categories/usual")
@organizer_required
def add_usual(slug: str) -> ResponseReturnValue:
    """An organizer starts with the categories most fairs have."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    now = accueil.clock()
    add_categories(accueil.database, setup.event.id, USUAL_CATEGORIES, now, actor())
    return _done(setup, gettext("The usual categories were added. Change them as you like."))


@bp.get("/<slug>/categories/new")
@organizer_required
def show_new(slug: str) -> ResponseReturnValue:
    """An organizer is about to add a category."""
    setup = get_event_setup(get_accueil().database, slug)
    taken = {category.color for category in setup.categories}
    free = next((color for color in COLORS if color not in taken), COLORS[0])
    return _show_form(setup, Form({"color": free}))


@bp.post("/<slug>/categories/new")
@organizer_required
def add(slug: str) -> ResponseReturnValue:
    """An organizer adds a category."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    try:
        add_category(accueil.database, setup.event.id, _read_category(), accueil.clock(), actor())
    except AccueilError as error:
        return _show_form(setup, refuse(sent(), error)), REFUSED
    return _done(setup, gettext("The category was added."))


@bp.get("/<slug>/categories/<category_id>")
@organizer_required
def show_one(slug: str, category_id: str) -> ResponseReturnValue:
    """An organizer looks at one category."""
    setup = get_event_setup(get_accueil().database, slug)
    category = _find(setup, category_id)
    return _show_form(setup, Form(vars(category)), category)


@bp.post("/<slug>/categories/<category_id>")
@organizer_required
def change(slug: str, category_id: str) -> ResponseReturnValue:
    """An organizer gives a category other names or another colour."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    category = _find(setup, category_id)
    try:
        change_category(accueil.database, category.id, _read_category(), accueil.clock(), actor())
    except AccueilError as error:
        return _show_form(setup, refuse(sent(), error), category), REFUSED
    return _done(setup, gettext("Saved."))


@bp.post("/<slug>/categories/<category_id>/move")
@organizer_required
def move(slug: str, category_id: str) -> ResponseReturnValue:
    """An organizer moves a category up or down the list."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    step = 1 if request.form.get("step") == "down" else -1
    category = _find(setup, category_id)
    move_category(accueil.database, category.id, step, accueil.clock(), actor())
    accueil.broadcasts.announce_configuration(setup.event.id)
    return go_to(url_for("categories.show", slug=slug, _anchor=f"category-{category.id}"))


def _find(setup: EventSetup, category_id: str) -> Category:
    category = next((c for c in setup.categories if c.id == category_id), None)
    if category is None:
        raise NotFoundError("category_unknown", "this edition has no such category")
    return category


def _read_category() -> NewCategory:
    form = request.form
    names = {name: form.get(name, "") for name in ("name_fr", "name_ar", "name_en")}
    return NewCategory(**names, color=form.get("color", ""))


def _show_form(setup: EventSetup, form: Form, category: Category | None = None) -> str:
    return render_template(
        "console/category.html", setup=setup, form=form, category=category, colors=COLORS
    )


def _done(setup: EventSetup, text: str) -> ResponseReturnValue:
    get_accueil().broadcasts.announce_configuration(setup.event.id)
    flash(text, "good")
    return go_to(url_for("categories.show", slug=setup.event.slug))
