"""Gates: the entrances and room doors of an edition, in the organizer's order."""

from collections import Counter

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from domain.entities import Gate
from domain.errors import AccueilError, NotFoundError
from server.auth import actor, organizer_required
from server.extensions import get_accueil
from server.pages.forms import REFUSED, Form, go_to, refuse, sent
from server.services.devices import get_devices
from server.services.events import EventSetup, get_event_setup
from server.services.gates import NewGate, add_gate, change_gate, move_gate

bp = Blueprint("gates", __name__, url_prefix="/console")


@bp.get("/<slug>/gates")
@organizer_required
def show(slug: str) -> ResponseReturnValue:
    """An organizer looks at the gates."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    devices = get_devices(accueil.database, setup.event.id)
    paired = Counter(device.gate_id for device in devices if device.revoked_at is None)
    return render_template("console/gates.html", setup=setup, paired=paired)


@bp.get("/<slug>/gates/new")
@organizer_required
def show_new(slug: str) -> ResponseReturnValue:
    """An organizer is about to add a gate."""
    setup = get_event_setup(get_accueil().database, slug)
    counting = next((one.id for one in setup.lists if one.counts_attendance), "")
    chosen = request.args.get("list", counting)
    return _show_form(setup, Form({"direction": "entry", "list_id": chosen}))


@bp.post("/<slug>/gates/new")
@organizer_required
def add(slug: str) -> ResponseReturnValue:
    """An organizer adds a gate."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    try:
        add_gate(accueil.database, setup.event.id, _read_gate(), accueil.clock(), actor())
    except AccueilError as error:
        return _show_form(setup, refuse(sent(), error)), REFUSED
    return _done(setup, gettext("The gate was added."))


@bp.get("/<slug>/gates/<gate_id>")
@organizer_required
def show_one(slug: str, gate_id: str) -> ResponseReturnValue:
    """An organizer looks at one gate's settings."""
    setup = get_event_setup(get_accueil().database, slug)
    gate = find_gate(setup, gate_id)
    return _show_form(setup, Form(vars(gate)), gate)


@bp.post("/<slug>/gates/<gate_id>")
@organizer_required
def change(slug: str, gate_id: str) -> ResponseReturnValue:
    """An organizer changes a gate; its devices hear of it at once."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    gate = find_gate(setup, gate_id)
    try:
        change_gate(accueil.database, gate.id, _read_gate(), accueil.clock(), actor())
    except AccueilError as error:
        return _show_form(setup, refuse(sent(), error), gate), REFUSED
    return _done(setup, gettext("Saved. The devices at this gate know already."))


@bp.post("/<slug>/gates/<gate_id>/move")
@organizer_required
def move(slug: str, gate_id: str) -> ResponseReturnValue:
    """An organizer moves a gate up or down the list."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    step = 1 if request.form.get("step") == "down" else -1
    gate = find_gate(setup, gate_id)
    move_gate(accueil.database, gate.id, step, accueil.clock(), actor())
    accueil.broadcasts.announce_configuration(setup.event.id)
    return go_to(url_for("gates.show", slug=slug, _anchor=f"gate-{gate.id}"))


def find_gate(setup: EventSetup, gate_id: str) -> Gate:
    """A gate of this edition. Raises NotFoundError `gate_unknown`."""
    gate = next((gate for gate in setup.gates if gate.id == gate_id), None)
    if gate is None:
        raise NotFoundError("gate_unknown", "this edition has no such gate")
    return gate


def _read_gate() -> NewGate:
    form = request.form
    return NewGate(form.get("name", ""), form.get("list_id", ""), form.get("direction", ""))


def _show_form(setup: EventSetup, form: Form, gate: Gate | None = None) -> str:
    options = [(one.id, one.name) for one in setup.lists]
    return render_template(
        "console/gate.html", setup=setup, form=form, gate=gate, list_options=options
    )


def _done(setup: EventSetup, text: str) -> ResponseReturnValue:
    get_accueil().broadcasts.announce_configuration(setup.event.id)
    flash(text, "good")
    return go_to(url_for("gates.show", slug=setup.event.slug))
