"""The visitor's receipt, opened with the badge alone: who scanned me, what they got, what I want.

The code is exchanged for a cookie of fifteen minutes and the browser is sent on: it stays in no
address bar, no history, no referrer and no log.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response as BaseResponse

from domain.entities import Attendee
from domain.errors import AccueilError, NotFoundError
from domain.share_levels import SHARE_LEVELS
from server.extensions import get_accueil, limiter
from server.pages.forms import REFUSED, Form, go_to, refuse
from server.pages.moments import format_moment
from server.services import receipts
from server.services.lead_feed import get_lead_numbers
from server.services.withdrawals import give_back, withdraw

bp = Blueprint("receipt", __name__)

COOKIE = "accueil_receipt"
LASTS_SECONDS = 15 * 60
_SALT = "visitor receipt"
_PATH = "/b"

FIELD_WORDS = {
    "first_name": lazy_gettext("First name"),
    "last_name": lazy_gettext("Last name"),
    "first_name_ar": lazy_gettext("First name in Arabic"),
    "last_name_ar": lazy_gettext("Last name in Arabic"),
    "company": lazy_gettext("Company"),
    "job_title": lazy_gettext("Function"),
    "city": lazy_gettext("City"),
    "country": lazy_gettext("Country"),
    "email": lazy_gettext("E-mail"),
    "phone": lazy_gettext("Phone"),
}
LEVEL_WORDS = {
    "none": (lazy_gettext("Nothing"), lazy_gettext("Scans only count.")),
    "card": (
        lazy_gettext("My card"),
        lazy_gettext("Name, company, function, city and country."),
    ),
    "mail": (lazy_gettext("Card and e-mail"), lazy_gettext("They can write to you.")),
    "all": (lazy_gettext("Card, e-mail and phone"), lazy_gettext("They can write and call.")),
}
KIND_WORDS = {
    "capture": lazy_gettext("Scanned"),
    "feed": lazy_gettext("On a phone of the booth"),
    "export": lazy_gettext("In a file"),
    "webhook": lazy_gettext("Sent to their system"),
    "receipt": lazy_gettext("Scanned"),
}

P = ParamSpec("P")
R = TypeVar("R")


@bp.after_request
def _keep_private(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.get("/B")
@bp.get("/b")
def show_entry() -> ResponseReturnValue:
    """A visitor is about to type the code under the QR code of his badge, perhaps once more.

    The same words for what never was a badge and for a lost one: nobody can sound out codes.
    """
    if "unknown" not in request.args:
        return render_template("receipt/entry.html")
    error = gettext(
        "This code opens no receipt. Look at the eight letters and digits on your badge."
    )
    return render_template("receipt/entry.html", error=error), 404


@bp.post("/b")
@limiter.limit("10 per minute;60 per hour")
def enter() -> ResponseReturnValue:
    """A visitor typed the code."""
    return _exchange(request.form.get("code", ""))


@bp.get("/b/<code>")
@bp.get("/B/<code>")
@limiter.limit("20 per minute;200 per hour")
def open_by_badge(code: str) -> ResponseReturnValue:
    """A visitor's camera opened the address in the QR code."""
    return _exchange(code)


def _exchange(code: str) -> ResponseReturnValue:
    accueil = get_accueil()
    badge_id = receipts.find_receipt_badge(accueil.database, code)
    if badge_id is None:
        return go_to(url_for("receipt.show_entry", unknown=1))
    response = make_response(go_to(url_for("receipt.show")))
    response.set_cookie(
        COOKIE,
        _signer().dumps(badge_id),
        max_age=LASTS_SECONDS,
        httponly=True,
        secure=not accueil.settings.is_http,
        samesite="Lax",
        path=_PATH,
    )
    return response


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=_SALT)


def _open_badge_id() -> str | None:
    try:
        text = request.cookies.get(COOKIE, "")
        badge_id: str = _signer().loads(text, max_age=LASTS_SECONDS)
    except BadSignature:
        return None
    return badge_id


def with_badge(view: Callable[P, R]) -> Callable[P, R | BaseResponse]:
    """Only for a browser that opened a receipt in the last minutes; another is sent to the door."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | BaseResponse:
        badge_id = _open_badge_id()
        if badge_id is None:
            return redirect(url_for("receipt.show_entry"), code=303)
        try:
            return view(*args, **kwargs)
        except NotFoundError as error:
            if error.code != "receipt_not_found":
                raise
            return redirect(url_for("receipt.show_entry"), code=303)

    return guarded


@bp.get("/b/mine")
@with_badge
def show() -> ResponseReturnValue:
    """A visitor reads his receipt."""
    return _show(Form({}))


def _show(form: Form) -> str:
    receipt = receipts.read_receipt(get_accueil().database, _open_badge_id() or "")
    timezone = receipt.event.timezone
    return render_template(
        "receipt/receipt.html",
        receipt=receipt,
        form=form,
        levels=SHARE_LEVELS,
        level_words=LEVEL_WORDS,
        field_words=FIELD_WORDS,
        kind_words=KIND_WORDS,
        moment=lambda at: format_moment(at, timezone),
    )


@bp.post("/b/mine/withdraw")
@with_badge
@limiter.limit("30 per minute")
def take_back() -> ResponseReturnValue:
    """A visitor takes his details back, from one exhibitor or from all."""
    accueil = get_accueil()
    attendee = _whoever_asks()
    exhibitor_id = request.form.get("exhibitor_id") or None
    changed = withdraw(accueil.database, attendee.id, exhibitor_id, accueil.clock())
    return _done(changed, attendee.event_id, gettext("Taken back. Their phones know already."))


@bp.post("/b/mine/give-back")
@with_badge
@limiter.limit("30 per minute")
def give_again() -> ResponseReturnValue:
    """A visitor gives his details back to whom he took them from."""
    accueil = get_accueil()
    attendee = _whoever_asks()
    exhibitor_id = request.form.get("exhibitor_id") or None
    changed = give_back(accueil.database, attendee.id, exhibitor_id, accueil.clock())
    return _done(changed, attendee.event_id, gettext("They can use your details again."))


@bp.post("/b/mine/call")
@with_badge
@limiter.limit("30 per minute")
def call() -> ResponseReturnValue:
    """A visitor asks to be called, or no longer."""
    accueil = get_accueil()
    attendee = _whoever_asks()
    is_wanted = request.form.get("wanted") == "yes"
    exhibitor_id = request.form.get("exhibitor_id", "")
    changed = receipts.ask_for_call(
        accueil.database, _open_badge_id() or "", exhibitor_id, is_wanted, accueil.clock()
    )
    text = gettext("They will see that you asked for a call.") if is_wanted else gettext("Saved.")
    return _done(changed, attendee.event_id, text)


@bp.post("/b/mine/level")
@with_badge
@limiter.limit("30 per minute")
def choose_level() -> ResponseReturnValue:
    """A visitor decides anew what exhibitors get."""
    accueil = get_accueil()
    attendee = _whoever_asks()
    level = request.form.get("level", "")
    changed = receipts.choose_share_level(
        accueil.database, _open_badge_id() or "", level, accueil.clock()
    )
    text = gettext("Saved. It holds for every exhibitor; the letter on your badge does not change.")
    return _done(changed, attendee.event_id, text)


@bp.post("/b/mine/email")
@with_badge
@limiter.limit("30 per minute")
def change_email() -> ResponseReturnValue:
    """A visitor gives exhibitors another address."""
    accueil = get_accueil()
    attendee = _whoever_asks()
    email = request.form.get("email", "")
    badge_id = _open_badge_id() or ""
    try:
        changed = receipts.share_as(accueil.database, badge_id, email, accueil.clock())
    except AccueilError as error:
        if error.code != "bad_email":
            raise
        return _show(refuse({"email": email}, error)), REFUSED
    return _done(changed, attendee.event_id, gettext("Saved."))


@bp.post("/b/leave")
def leave() -> ResponseReturnValue:
    """A visitor closes his receipt in this browser."""
    response = make_response(go_to(url_for("receipt.show_entry")))
    response.delete_cookie(COOKIE, path=_PATH)
    return response


def _whoever_asks() -> Attendee:
    return receipts.get_receipt_attendee(get_accueil().database, _open_badge_id() or "")


def _done(changed: Sequence[str], event_id: str, text: str) -> ResponseReturnValue:
    """Phones are told at once which leads changed; the sealed roster follows by the edition."""
    accueil = get_accueil()
    accueil.broadcasts.announce_leads(get_lead_numbers(accueil.database, list(changed)))
    accueil.broadcasts.announce_change(event_id)
    flash(text, "good")
    return go_to(url_for("receipt.show"))
