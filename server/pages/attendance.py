"""Live attendance: the page an organizer keeps open all day, and the wall everybody sees."""

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from server.auth import organizer_required
from server.extensions import get_accueil
from server.services.events import get_event

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
