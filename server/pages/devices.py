"""Devices: how they are, pairing a new one, moving it to another gate, ending its access."""

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from domain.entities import Event
from domain.errors import NotFoundError
from server.auth import actor, organizer_required
from server.extensions import get_accueil
from server.pages.pairing_panel import (
    PairingPanel,
    address_for_devices,
    forget_code,
    make_panel,
    recall_code,
    remember_code,
)
from server.services.devices import (
    assign_gate,
    create_pairing_code,
    get_device,
    get_pairing_state,
    revoke_device,
    suggest_device_name,
)
from server.services.events import get_event, get_event_setup

bp = Blueprint("devices", __name__, url_prefix="/console")


@bp.get("/<slug>/devices")
@organizer_required
def show(slug: str) -> ResponseReturnValue:
    """An organizer looks at the devices of an edition, live."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    return render_template(
        "console/devices.html",
        setup=setup,
        snapshot=accueil.board.get_snapshot(setup.event.id, accueil.clock()),
        panel=_open_panel(setup.event),
        now=accueil.clock(),
    )


def _open_panel(event: Event) -> PairingPanel | None:
    accueil = get_accueil()
    code = recall_code(session, event.id)
    if code is None:
        return None
    try:
        pairing = get_pairing_state(accueil.database, event.id, code, accueil.clock())
    except NotFoundError:
        return None
    return make_panel(pairing, code, address_for_devices(request.host_url, accueil.settings))


@bp.post("/<slug>/devices/pairing")
@organizer_required
def begin_pairing(slug: str) -> ResponseReturnValue:
    """An organizer asks for a code for a device at a gate. It is shown to this browser only."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    gate = next((g for g in setup.gates if g.id == request.form.get("gate_id")), None)
    if gate is None:
        raise NotFoundError("gate_unknown", "this edition has no such gate")
    name = request.form.get("name", "").strip() or suggest_device_name(accueil.database, gate)
    now = accueil.clock()
    code = create_pairing_code(accueil.database, setup.event.id, gate.id, name, now)
    remember_code(session, setup.event.id, code)
    return _back(slug)


@bp.get("/<slug>/devices/pairing.json")
@organizer_required
def pairing_state(slug: str) -> Response:
    """The page asks whether the device it waits for has come."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    code = recall_code(session, event.id) or ""
    pairing = get_pairing_state(accueil.database, event.id, code, accueil.clock())
    return jsonify(
        state=pairing.state,
        device_id=pairing.device.id if pairing.device else None,
        device_name=pairing.device_name,
        expires_at=pairing.expires_at,
        server_time=accueil.clock(),
    )


@bp.post("/<slug>/devices/pairing/close")
@organizer_required
def end_pairing(slug: str) -> ResponseReturnValue:
    """An organizer puts the code away."""
    forget_code(session)
    return _back(slug)


@bp.post("/<slug>/devices/<device_id>/move")
@organizer_required
def move(slug: str, device_id: str) -> ResponseReturnValue:
    """An organizer puts a device at another gate."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    device = get_device(accueil.database, setup.event.id, device_id)
    gate_id = request.form.get("gate_id", "")
    assign_gate(accueil.database, device.id, gate_id, accueil.clock(), actor())
    accueil.broadcasts.announce_device_configuration(setup.event.id, device.id)
    gate = next(g.name for g in setup.gates if g.id == gate_id)
    flash(gettext("%(device)s now stands at %(gate)s.", device=device.name, gate=gate), "good")
    return _back(slug)


@bp.post("/<slug>/devices/<device_id>/revoke")
@organizer_required
def revoke(slug: str, device_id: str) -> ResponseReturnValue:
    """An organizer ends a device's access for good."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    device = get_device(accueil.database, event.id, device_id)
    revoke_device(accueil.database, device.id, accueil.clock(), actor())
    accueil.broadcasts.announce_revoked(event.id, device.id)
    flash(gettext("%(device)s has no access any more.", device=device.name), "good")
    return _back(slug)


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("devices.show", slug=slug), code=303)
