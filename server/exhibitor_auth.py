"""Who is at an exhibitor's desk: a browser that was opened with a full access code."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from domain.entities import DeskSession
from domain.errors import NotSignedInError
from server.errors import wants_problem
from server.extensions import get_accueil
from server.services.exhibitor_desk import SESSION_DAYS, get_desk_session

DESK_COOKIE = "accueil_desk"

P = ParamSpec("P")
R = TypeVar("R")


def desk_session() -> DeskSession | None:
    """Who sits at the desk in this browser, or None."""
    if "desk_session" not in g:
        accueil = get_accueil()
        token = request.cookies.get(DESK_COOKIE, "")
        found = get_desk_session(accueil.database, token, accueil.clock()) if token else None
        g.desk_session = found
    session: DeskSession | None = g.desk_session
    return session


def desk_required(view: Callable[P, R]) -> Callable[P, R | BaseResponse]:
    """Let only somebody with a full access code in; a browser is sent to enter it.

    Raises NotSignedInError `access_code_required` for anything but a page view.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | BaseResponse:
        if desk_session() is not None:
            return view(*args, **kwargs)
        if request.method == "GET" and not wants_problem():
            return redirect(url_for("exhibitor_desk.show_sign_in"))
        raise NotSignedInError("access_code_required", "please enter your access code")

    return guarded


def at_desk() -> DeskSession:
    """Who sits at the desk, in a view behind `desk_required`."""
    session = desk_session()
    if session is None:
        raise NotSignedInError("access_code_required", "please enter your access code")
    return session


def desk_actor() -> str:
    """Who the logs name for what is done at the desk in this request."""
    session = at_desk()
    return f"exhibitor:{session.exhibitor_id}:{session.name}"


def set_desk_cookie(response: Response, token: str) -> None:
    """Give the browser its cookie: not for scripts, not for other sites, not over plain HTTP."""
    response.set_cookie(
        DESK_COOKIE,
        token,
        max_age=SESSION_DAYS * 86_400,
        httponly=True,
        secure=not get_accueil().settings.is_http,
        samesite="Lax",
        path="/exhibitor",
    )
