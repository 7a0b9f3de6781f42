"""Pairing, and what a device must know to work."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from domain.messages import PROTOCOL_VERSION, check_version
from server.api.messages import read_message
from server.auth import request_device
from server.extensions import get_accueil, limiter
from server.services.device_configuration import make_configuration
from server.services.devices import pair_device

bp = Blueprint("api_devices", __name__, url_prefix="/api/v1")


@bp.post("/devices/pair")
@limiter.limit("10 per minute")
def pair() -> ResponseReturnValue:
    """A browser or station trades a one-time code for its token."""
    accueil = get_accueil()
    message = check_version(read_message())
    pairing = pair_device(
        accueil.database,
        str(message.get("code", ""))[:64],
        request.headers.get("User-Agent", ""),
        accueil.clock(),
    )
    accueil.broadcasts.announce_change(pairing.device.event_id)
    device = pairing.device
    answer = {"device_id": device.id, "token": pairing.token, "role": device.role}
    return _versioned(answer | {"name": device.name, "event_id": device.event_id}), 201


@bp.get("/device")
def configuration() -> Response:
    """A device asks what it is, where it stands and what the edition looks like."""
    accueil = get_accueil()
    configured = make_configuration(accueil.database, request_device())
    return _versioned(configured | {"server_time": accueil.clock()})


@bp.get("/time")
def server_time() -> Response:
    """A device measures its clock's offset, or asks whether we are there."""
    return _versioned({"server_time": get_accueil().clock()})


def _versioned(answer: dict[str, Any]) -> Response:
    response = jsonify({"v": PROTOCOL_VERSION} | answer)
    response.headers["Cache-Control"] = "no-store"
    return response
