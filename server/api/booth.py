"""Booths' devices: joining by access code, configuration, and their exhibitor's leads."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from domain.entities import Device
from domain.errors import NotAllowedError
from domain.messages import PROTOCOL_VERSION, check_version
from server.api.changes import MOST_ROWS, read_number
from server.api.messages import read_message
from server.auth import request_device
from server.extensions import get_accueil, limiter
from server.services.booth_configuration import make_booth_configuration
from server.services.booth_join import NewBoothDevice, join_booth
from server.services.lead_feed import get_lead_numbers

bp = Blueprint("api_booth", __name__, url_prefix="/api/v1")

USUAL_LIMIT = 200
_MOST_NUMBER = (1 << 53) - 1


@bp.post("/booth/join")
@limiter.limit("10 per minute")
def join() -> ResponseReturnValue:
    """`{v, code, member_name, platform?}`: a phone trades an access code for its token.

    Problems: `access_code_invalid` (404), `name_missing`, `name_too_long` (400).
    """
    accueil = get_accueil()
    message = check_version(read_message())
    platform = message.get("platform") or request.headers.get("User-Agent", "")
    code, name = str(message.get("code", ""))[:64], str(message.get("member_name", ""))[:400]
    joining = join_booth(
        accueil.database, NewBoothDevice(code, name, str(platform)), accueil.clock()
    )
    accueil.broadcasts.announce_change(joining.device.event_id)
    device, exhibitor = joining.device, joining.exhibitor
    answer = {
        "device_id": device.id,
        "token": joining.token,
        "access": device.access,
        "exhibitor": {"id": exhibitor.id, "name": exhibitor.name, "booth": exhibitor.booth},
        "event_id": device.event_id,
    }
    return _versioned(answer), 201


@bp.get("/booth")
def configuration() -> Response:
    """A booth's device asks whose it is and what it may offer.

    Problems: `device_unknown`, `device_revoked` (401), `role_is_no_booth` (403).
    """
    accueil = get_accueil()
    configured = make_booth_configuration(accueil.database, request_device())
    return _versioned(configured | {"server_time": accueil.clock()})


@bp.get("/leads/changes")
def lead_changes() -> Response:
    """`GET /leads/changes?since=N&limit=200`: what changed of the exhibitor's leads after N.

    Problems: `device_unknown`, `device_revoked` (401), `access_reads_nothing` (403: gates, and
    devices that only scan), `malformed_message` (400).
    """
    accueil = get_accueil()
    device = request_full_booth()
    since = read_number("since", 0, 0, _MOST_NUMBER)
    limit = read_number("limit", USUAL_LIMIT, 1, MOST_ROWS)
    page = accueil.lead_feed.read_changes(device, since, limit, accueil.clock())
    if page.changed_exhibitors:
        numbers = get_lead_numbers(accueil.database, page.changed_exhibitors)
        accueil.broadcasts.announce_leads(numbers)
    response = jsonify(page.message)
    response.headers["Cache-Control"] = "no-store"
    return response


def request_full_booth() -> Device:
    """The booth's device behind the request, if it may read leads.

    Raises NotAllowedError `access_reads_nothing`.
    """
    device = request_device()
    if device.role != "booth" or device.exhibitor_id is None or device.access != "full":
        raise NotAllowedError("access_reads_nothing", "this device may not read leads")
    return device


def _versioned(answer: dict[str, Any]) -> Response:
    response = jsonify({"v": PROTOCOL_VERSION} | answer)
    response.headers["Cache-Control"] = "no-store"
    return response
