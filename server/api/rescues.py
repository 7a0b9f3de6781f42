"""Rescues over HTTP: one device's unsent scans, brought by another device or by an organizer."""

from flask import Blueprint, Response, jsonify, request

from domain.errors import NotAllowedError, NotSignedInError
from server.api.messages import read_message
from server.auth import DEVICE_SCHEME, request_device, signed_in_organizer
from server.extensions import csrf, get_accueil
from server.rescue_door import BOOTH, Reach, take_rescue
from server.services.device_configuration import ROLES_WITH_ROSTER

bp = Blueprint("api_rescues", __name__, url_prefix="/api/v1")

MOST_BYTES = 12_000_000
"""20,000 scans of 400 bytes, as text in JSON."""


@bp.post("/rescues")
def take() -> Response:
    """`{v, rescue}` from a gate or desk of the same edition, for a phone of a booth from another
    one of the same exhibitor (`Authorization: Device TOKEN`), or from an organizer (session cookie
    and X-CSRFToken).

    Problems: `rescue_damaged`, `wrong_version`, `batch_too_large`, `malformed_message` (400),
    `device_unknown`, `device_revoked`, `sign_in_required` (401), `rescue_not_genuine`,
    `forbidden` (403), `device_not_found` (404).
    """
    reach = _find_reach()
    request.max_content_length = MOST_BYTES
    response = jsonify(take_rescue(get_accueil(), reach, read_message()))
    response.headers["Cache-Control"] = "no-store"
    return response


def _find_reach() -> Reach:
    """Whose rescues the caller may hand in."""
    if request.headers.get("Authorization", "").startswith(DEVICE_SCHEME):
        device = request_device()
        if device.role == BOOTH and device.exhibitor_id is not None:
            return Reach(device.event_id, device.exhibitor_id)
        if device.role not in ROLES_WITH_ROSTER:
            raise NotAllowedError("forbidden", "this device's role hands in no scans")
        return Reach(device.event_id)
    if signed_in_organizer() is None:
        raise NotSignedInError("sign_in_required", "please sign in")
    csrf.protect()  # the blueprint is exempt because of devices; cookies are not
    return Reach()
