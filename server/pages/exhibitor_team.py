"""An exhibitor's people and phones, and the receipt that proves nothing is missing."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.exhibitor_auth import at_desk, desk_actor, desk_required
from server.extensions import get_accueil
from server.pages.forms import go_to
from server.pages.moments import format_moment
from server.services.closing import ClosingLine, make_closing_receipt
from server.services.events import get_event
from server.services.exhibitor_access import (
    get_access_sheets,
    get_booth_devices,
    get_members,
    remove_member,
    revoke_booth_device,
)

bp = Blueprint("exhibitor_team", __name__, url_prefix="/exhibitor")


@bp.get("/team")
@desk_required
def show() -> ResponseReturnValue:
    """An exhibitor looks at codes, people and phones."""
    accueil = get_accueil()
    desk = at_desk()
    sheets = get_access_sheets(accueil.database, desk.event_id)
    codes = next(one.codes for one in sheets if one.exhibitor.id == desk.exhibitor_id)
    members = get_members(accueil.database, desk.exhibitor_id)
    names = {member.id: member.name for member in members}
    return render_template(
        "exhibitor/team.html",
        codes=codes,
        members=[member for member in members if member.removed_at is None],
        devices=[
            vars(device) | {"member": names.get(device.member_id or "", ""), "seen": _seen(device)}
            for device in get_booth_devices(accueil.database, desk.exhibitor_id)
            if device.revoked_at is None
        ],
    )


@bp.post("/team/members/<member_id>/remove")
@desk_required
def remove(member_id: str) -> ResponseReturnValue:
    """An exhibitor takes somebody off the team; what he captured stays."""
    accueil = get_accueil()
    mine, actor = at_desk().exhibitor_id, desk_actor()
    for device in remove_member(accueil.database, mine, member_id, accueil.clock(), actor):
        accueil.broadcasts.announce_revoked(device.event_id, device.id)
    flash(gettext("Removed from the team. The leads stay."), "good")
    return go_to(url_for("exhibitor_team.show"))


@bp.post("/team/devices/<device_id>/revoke")
@desk_required
def revoke(device_id: str) -> ResponseReturnValue:
    """An exhibitor ends a phone's access."""
    accueil = get_accueil()
    mine, actor = at_desk().exhibitor_id, desk_actor()
    device = revoke_booth_device(accueil.database, mine, device_id, accueil.clock(), actor)
    accueil.broadcasts.announce_revoked(device.event_id, device.id)
    flash(gettext("That phone has no access any more. What it sent stays."), "good")
    return go_to(url_for("exhibitor_team.show"))


@bp.get("/closing")
@desk_required
def show_closing() -> ResponseReturnValue:
    """An exhibitor reads the proof: scanned, received, missing, phone by phone."""
    accueil = get_accueil()
    desk = at_desk()
    receipt = make_closing_receipt(accueil.database, desk.exhibitor_id)
    event = get_event(accueil.database, desk.event_id)
    return render_template(
        "exhibitor/closing.html",
        receipt=receipt,
        lines=[vars(line) | {"seen": _moment(line)} for line in receipt.lines],
        printed=format_moment(accueil.clock(), event.timezone),
        event=event,
    )


def _moment(line: ClosingLine) -> str:
    return _format(line.last_seen_at)


def _seen(device: Any) -> str:
    return _format(device.last_seen_at)


def _format(at: int | None) -> str:
    event = get_event(get_accueil().database, at_desk().event_id)
    return format_moment(at, event.timezone) if at else gettext("never")
