"""Organizers sign in and out."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.errors import NotSignedInError
from server.auth import COOKIE, safe_next, set_session_cookie, signed_in_organizer
from server.error_texts import error_text
from server.extensions import get_accueil, limiter
from server.services.organizers import sign_in, sign_out

bp = Blueprint("sign_in", __name__)


def _account() -> str:
    return f"account:{request.form.get('email', '').strip().lower()[:200]}"


@bp.get("/sign-in")
def show() -> ResponseReturnValue:
    """The sign-in form."""
    if signed_in_organizer() is not None:
        return redirect(safe_next(request.args.get("next")))
    return render_template("sign_in.html", next=request.args.get("next", ""))


@bp.post("/sign-in")
@limiter.limit("20 per minute")
@limiter.limit("8 per minute", key_func=_account)
def submit() -> ResponseReturnValue:
    """An organizer signs in; per address and per account only so often."""
    accueil = get_accueil()
    try:
        _, token = sign_in(
            accueil.database,
            request.form.get("email", ""),
            request.form.get("password", "")[:1000],
            accueil.clock(),
            accueil.offload,
        )
    except NotSignedInError as error:
        page = render_template(
            "sign_in.html",
            next=request.form.get("next", ""),
            email=request.form.get("email", ""),
            error=error_text(error),
        )
        return page, error.status
    response = make_response(redirect(safe_next(request.form.get("next"))))
    set_session_cookie(response, token)
    return response


@bp.post("/sign-out")
def leave() -> ResponseReturnValue:
    """An organizer signs out of this browser."""
    sign_out(get_accueil().database, request.cookies.get(COOKIE, ""))
    response = make_response(redirect(url_for("sign_in.show")))
    response.delete_cookie(COOKIE)
    return response
