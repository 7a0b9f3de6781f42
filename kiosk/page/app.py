"""The station's page as a WSGI app: the kiosk's own templates and scripts, and what feeds them."""

from __future__ import annotations

import gettext
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from domain.errors import AccueilError
from kiosk.page import gate
from kiosk.page.commands import Commands
from kiosk.page.door import PageDoor
from kiosk.page.feed import EventFeed
from kiosk.page.previews import PreviewKeeper
from kiosk.station.station import Station
from web.headers import set_headers
from web.static_files import STATIC, TEMPLATES, TRANSLATIONS

LANGUAGES = ("fr", "ar", "en")
_MOST_BODY_BYTES = 64 * 1024
_MOST_SCANS = 100
_log = logging.getLogger(__name__)

bp = Blueprint("page", __name__)


@dataclass(frozen=True)
class PageParts:
    """What the views use; `renew_link` gets the lane (from 1) whose link was used."""

    station: Station
    door: PageDoor
    feed: EventFeed
    commands: Commands
    previews: PreviewKeeper
    version: str
    renew_link: Callable[[int], object]


def create_page_app(parts: PageParts) -> Flask:
    """The app; it trusts its server's SERVER_PORT to be the port it listens on."""
    app = Flask(
        "accueil-station",
        template_folder=str(TEMPLATES),
        static_folder=str(STATIC),
        static_url_path=f"/static/{parts.version}",
    )
    app.config.update(MAX_CONTENT_LENGTH=_MOST_BODY_BYTES, SEND_FILE_MAX_AGE_DEFAULT=31_536_000)
    app.extensions["accueil_page"] = parts
    gate.init_app(app, parts.door)
    app.register_blueprint(bp)
    app.register_error_handler(AccueilError, _tell_problem)
    app.register_error_handler(Exception, _tell_fault)
    app.after_request(_set_headers)
    return app


def _parts() -> PageParts:
    parts: PageParts = current_app.extensions["accueil_page"]
    return parts


@bp.get("/")
def show() -> str:
    """The page's shell, the same for everybody: it knows nothing until the station speaks."""
    language = _language()
    return render_template(
        "kiosk/station.html",
        N_=str,
        _=_translations(language).gettext,
        lang=language,
        text_direction="rtl" if language == "ar" else "ltr",
        languages=LANGUAGES,
    )


@bp.get("/open")
def enter() -> Response:
    """The station's window follows its link: the cookie, then the page.

    A link that was used leads to the page too: a window that has the cookie already goes on, and
    any other is told that the station did not open it.
    """
    parts = _parts()
    lane = parts.commands.read_lane(request.args.get("lane", "1")) + 1
    answer = Response(status=303, headers={"Location": f"/?lane={lane}"})
    cookie = parts.door.take_link(request.args.get("key", ""))
    if cookie is not None:
        parts.renew_link(lane)
        name, year = gate.cookie_name(request), 31_536_000
        answer.set_cookie(name, cookie, max_age=year, httponly=True, samesite="Strict")
    return answer


@bp.get("/events")
def listen() -> Response:
    """A page listens to its lane: one JSON object a line, until either side ends it."""
    lane = _parts().commands.read_lane(request.args.get("lane"))
    return Response(_parts().feed.listen(lane), content_type="application/x-ndjson")


@bp.post("/command")
def command() -> Response:
    """A page asks for something; see kiosk/page/commands.py."""
    answer = _parts().commands.take(request.get_json())
    return Response(status=204) if answer is None else jsonify(answer)


@bp.get("/preview/<int:number>")
def preview(number: int) -> Response:
    """A page wants to show what the camera sees."""
    picture = _parts().previews.picture(_parts().commands.read_lane(number))
    if picture is None:
        return Response(status=204)
    return Response(picture, content_type="image/jpeg")


@bp.get("/scans")
def list_scans() -> Response:
    """Staff's list of the last scans: no codes, no names."""
    limit = min(request.args.get("limit", 20, type=int), _MOST_SCANS)
    return jsonify(scans=_parts().station.latest_scans(limit))


def _language() -> str:
    """Before the page speaks the visitor's language, it has the edition's."""
    event: dict[str, Any] = (_parts().station.state()["configuration"] or {}).get("event", {})
    asked = event.get("default_language")
    return asked if asked in LANGUAGES else LANGUAGES[0]


@cache
def _translations(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", TRANSLATIONS, [language], fallback=True)


def _tell_problem(error: AccueilError) -> tuple[Response, int]:
    problem = {"code": error.code, "detail": error.message, "retryable": error.retryable}
    return jsonify(problem), error.status


def _tell_fault(error: Exception) -> tuple[Response, int]:
    if isinstance(error, HTTPException):
        return jsonify(code=f"http_{error.code}", retryable=False), error.code or 500
    _log.exception("the page asked for something that failed")
    return jsonify(code="internal_error", retryable=True), 500


def _set_headers(response: Response) -> Response:
    is_static = request.path.startswith("/static/")
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return set_headers(response, is_static=is_static, may_use_camera=False)
