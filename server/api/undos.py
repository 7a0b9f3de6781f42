"""Undos over HTTP: the same messages as over the socket."""

from flask import Blueprint, Response, jsonify

from server.api.messages import read_message
from server.auth import request_device
from server.extensions import get_accueil
from server.undo_door import take_undo

bp = Blueprint("api_undos", __name__, url_prefix="/api/v1")


@bp.post("/undos")
def undo() -> Response:
    """A device takes a scan back when there is no socket."""
    return jsonify(take_undo(get_accueil(), request_device(), read_message()))
