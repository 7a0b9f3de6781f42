"""Facts of booths over HTTP: the same messages as over the socket."""

from flask import Blueprint, Response, request

from server.api.messages import read_message
from server.auth import request_device
from server.extensions import get_accueil
from server.fact_door import take_facts

bp = Blueprint("api_facts", __name__, url_prefix="/api/v1")

MOST_BYTES = 4_000_000
"""500 facts of which some are notes of 4,000 characters."""


@bp.post("/facts")
def record() -> Response:
    """Booths' devices send captures and edits when there is no socket, and backlogs."""
    request.max_content_length = MOST_BYTES
    text = take_facts(get_accueil(), request_device(), read_message())
    return Response(text, content_type="application/json", headers={"Cache-Control": "no-store"})
