"""Who is asking: an organizer by cookie, a device by token."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from domain.entities import Device, Organizer
from domain.errors import NotSignedInError
from server.errors import wants_problem
from server.extensions import get_accueil
from server.services.devices import authenticate_device
from server.services.organizers import SESSION_HOURS, get_signed_in

COOKIE = "accueil_session"
DEVICE_SCHEME = "Device "

P = ParamSpec("P")
R = TypeVar("R")


def signed_in_organizer() -> Organizer | None:
    """The organizer behind this request's cookie, or None."""
    if "organizer" not in g:
        accueil = get_accueil()
        token = request.cookies.get(COOKIE, "")
        g.organizer = get_signed_in(accueil.database, token, accueil.clock()) if token else None
    organizer: Organizer | None = g.organizer
    return organizer


def organizer_required(view: Callable[P, R]) -> Callable[P, R | BaseResponse]:
    """Let only organizers in; a browser is sent to sign in and comes back afterwards.

    Raises NotSignedInError `sign_in_required` for anything but a page view.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | BaseResponse:
        if signed_in_organizer() is not None:
            return view(*args, **kwargs)
        if request.method == "GET" and not wants_problem():
            return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")))
        raise NotSignedInError("sign_in_required", "please sign in")

    return guarded


def actor() -> str:
    """Who the audit log names for a change made in this request."""
    organizer = signed_in_organizer()
    return f"organizer:{organizer.id}" if organizer else "nobody"


def set_session_cookie(response: Response, token: str) -> None:
    """Give the browser its cookie: not for scripts, not for other sites, not over plain HTTP."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=SESSION_HOURS * 3600,
        httponly=True,
        secure=not get_accueil().settings.is_http,
        samesite="Lax",
        path="/",
    )


def safe_next(target: str | None) -> str:
    """Where to go after signing in: a path of ours, never another site."""
    parts = urlsplit(target or "")
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if is_ours and not (target or "").startswith(("//", "/\\")) and "\\" not in (target or ""):
        return target or "/"
    return url_for("console.show_overview")


def request_device() -> Device:
    """The device behind `Authorization: Device TOKEN`.

    Raises NotSignedInError `device_unknown` or `device_revoked`.
    """
    header = request.headers.get("Authorization", "")
    if not header.startswith(DEVICE_SCHEME):
        raise NotSignedInError("device_unknown", "no device token was sent")
    return authenticate_device(get_accueil().database, header.removeprefix(DEVICE_SCHEME).strip())
