"""Scans over HTTP: the same messages as over the socket."""

from flask import Blueprint, Response, request

from server.api.messages import read_message
from server.auth import request_device
from server.extensions import get_accueil
from server.scan_door import take_scans

bp = Blueprint("api_scans", __name__, url_prefix="/api/v1")

MOST_BYTES = 2_000_000
"""500 scans take 200 kB; a QR text may add 4 kB to each."""


@bp.post("/scans")
def record() -> Response:
    """Devices send scans when there is no socket, and backlogs."""
    request.max_content_length = MOST_BYTES
    text = take_scans(get_accueil(), request_device(), read_message())
    return Response(text, content_type="application/json", headers={"Cache-Control": "no-store"})
