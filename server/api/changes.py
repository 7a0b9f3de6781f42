"""The change feed over HTTP: what a device must know to judge badges on its own."""

import zlib

from flask import Blueprint, Response, request

from domain.entities import Device
from domain.errors import MessageError, NotAllowedError
from server.auth import request_device
from server.extensions import Accueil, get_accueil
from server.services.device_configuration import ROLES_WITH_ROSTER
from server.services.roster import FeedPosition, Roster

bp = Blueprint("api_changes", __name__, url_prefix="/api/v1")

USUAL_LIMIT = 1_000
MOST_ROWS = 5_000
_MOST_NUMBER = (1 << 53) - 1
_WORTH_PACKING = 1_000
"""Bytes: below, gzip saves no packet."""
_GZIP_WINDOW = 31
"""zlib's number for the largest window in a gzip wrapping."""


@bp.get("/changes")
def show() -> Response:
    """`GET /changes?since=N&feed=ID&limit=1000` with `Authorization: Device TOKEN`: a gate or desk
    pulls what changed after number N, see `Roster.read_changes`. Asked again while `more` is true;
    `feed` is that of the page the number came with. Booths get entries of their own, sealed under
    another key, and no presence.

    Problems: `device_unknown`, `device_revoked` (401), `role_has_no_roster` (403: a booth's device
    that only scans reads nothing), `malformed_message` (400: `since` is 0 to 2^53 - 1, `limit` 1
    to 5000).
    """
    accueil = get_accueil()
    device = request_device()
    roster = _find_roster(accueil, device)
    feed_id = request.args.get("feed", type=str)
    position = FeedPosition(read_number("since", 0, 0, _MOST_NUMBER), feed_id)
    limit = read_number("limit", USUAL_LIMIT, 1, MOST_ROWS)
    text = roster.read_changes(device.event_id, position, limit, accueil.clock())
    response = Response(content_type="application/json", headers={"Cache-Control": "no-store"})
    response.vary.add("Accept-Encoding")
    body = text.encode()
    if len(body) > _WORTH_PACKING and request.accept_encodings["gzip"] > 0:
        body = accueil.offload(lambda: _pack(body))
        response.content_encoding = "gzip"
    response.data = body
    return response


def _find_roster(accueil: Accueil, device: Device) -> Roster:
    if device.role in ROLES_WITH_ROSTER:
        return accueil.roster
    if device.role == "booth" and device.access == "full":
        return accueil.booth_roster
    raise NotAllowedError("role_has_no_roster", "this device's role reads no roster")


def _pack(body: bytes) -> bytes:
    """Ciphertext shrinks to what base64 added to it: Huffman coding alone does that in a third of
    the time."""
    packer = zlib.compressobj(wbits=_GZIP_WINDOW, strategy=zlib.Z_HUFFMAN_ONLY)
    return packer.compress(body) + packer.flush()


def read_number(name: str, usual: int, low: int, high: int) -> int:
    """A whole number from the query. Raises MessageError `malformed_message`."""
    text = request.args.get(name)
    if text is None:
        return usual
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_NUMBER))
    if not is_number or not low <= int(text) <= high:
        message = f"`{name}` is a whole number of {low} to {high}"
        raise MessageError("malformed_message", message, field=name)
    return int(text)
