"""The first organizer sets a password, through the link the first start prints."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.errors import AccueilError
from server.auth import set_session_cookie
from server.error_texts import error_text
from server.extensions import get_accueil, limiter
from server.services.organizers import (
    SHORTEST_PASSWORD,
    Credentials,
    set_up_first_organizer,
    sign_in,
)

bp = Blueprint("set_up", __name__)


@bp.get("/set-up")
def show() -> ResponseReturnValue:
    """The set-up form; the link's token stays in the fragment, out of every log."""
    return render_template("set_up.html", shortest=SHORTEST_PASSWORD)


@bp.post("/set-up")
@limiter.limit("10 per minute")
def submit() -> ResponseReturnValue:
    """The first organizer chooses name, e-mail and password, and is signed in."""
    accueil = get_accueil()
    email, password = request.form.get("email", ""), request.form.get("password", "")
    new = Credentials(email, request.form.get("name", ""), password)
    try:
        set_up_first_organizer(
            accueil.database, request.form.get("token", ""), new, accueil.clock(), accueil.offload
        )
    except AccueilError as error:
        page = render_template(
            "set_up.html", shortest=SHORTEST_PASSWORD, error=error_text(error), form=request.form
        )
        return page, error.status
    now = accueil.clock()
    _, token = sign_in(accueil.database, email, password, now, accueil.offload)
    response = make_response(redirect(url_for("console.show_overview")))
    set_session_cookie(response, token)
    return response
