"""Live attendance: the page an organizer keeps open all day, and the wall everybody sees."""

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from domain.errors import AccueilError
from domain.ids import is_scan_id
from server.auth import actor, organizer_required
from server.error_texts import error_text
from server.extensions import get_accueil
from server.services.conflicts import Stamp
from server.services.events import get_event
from server.services.ids import new_id
from server.services.undo import UndoRequest, undo_scan

bp = Blueprint("attendance", __name__, url_prefix="/console")


@bp.get("/<slug>/attendance")
@organizer_required
def show(slug: str) -> ResponseReturnValue:
    """An organizer opens the live page; `?wall=1` is the big screen, without anybody's name."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    snapshot = accueil.board.get_snapshot(event.id, accueil.clock())
    page = "wall" if request.args.get("wall") == "1" else "attendance"
    return render_template(f"console/{page}.html", event=event, snapshot=snapshot)


@bp.get("/<slug>/attendance.json")
@organizer_required
def snapshot(slug: str) -> Response:
    """The numbers of the live page, as they are now."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    return jsonify(accueil.board.get_snapshot(event.id, accueil.clock()))


@bp.post("/<slug>/scans/<scan_id>/undo")
@organizer_required
def take_back(slug: str, scan_id: str) -> ResponseReturnValue:
    """An organizer takes one of the last scans back, and says why."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    try:
        undo_scan(accueil.database, event.id, _read_undo(scan_id), Stamp(accueil.clock(), actor()))
    except AccueilError as error:
        flash(error_text(error), "bad")
    else:
        accueil.broadcasts.announce_change(event.id)
        flash(gettext("The scan was taken back. The numbers are as if it had not been."), "good")
    return redirect(url_for("attendance.show", slug=slug), code=303)


def _read_undo(scan_id: str) -> UndoRequest:
    """The page makes the undo's id, so that a form sent twice is one undo."""
    reason, undo_id = request.form.get("reason", "").strip(), request.form.get("undo_id", "")
    if not reason:
        raise AccueilError("reason_missing", "an undo needs a reason")
    made = undo_id if is_scan_id(undo_id) else new_id(get_accueil().clock())
    return UndoRequest(made, scan_id, reason)
