"""The front door and the health checks."""

from flask import Blueprint, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from server.auth import signed_in_organizer
from server.extensions import get_accueil
from server.services.organizers import count_organizers

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> ResponseReturnValue:
    """Somebody opens the server's address: organizers go on, devices go to the kiosk page."""
    if signed_in_organizer() is not None:
        return redirect(url_for("console.show_overview"))
    return redirect(url_for("sign_in.show"))


@bp.get("/healthz")
def health() -> ResponseReturnValue:
    """A supervisor asks whether the process answers and reaches its database."""
    accueil = get_accueil()
    is_set_up = count_organizers(accueil.database) > 0
    return jsonify({"status": "ok", "is_set_up": is_set_up, "server_time": accueil.clock()})
