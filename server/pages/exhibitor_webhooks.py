"""Where an exhibitor's own systems are told of leads."""

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from domain.errors import AccueilError
from server.error_texts import error_text
from server.exhibitor_auth import at_desk, desk_actor, desk_required
from server.extensions import get_accueil
from server.pages.forms import REFUSED, Form, go_to, refuse
from server.pages.moments import format_moment
from server.services.events import get_event
from server.services.webhooks import (
    MESSAGE_TYPES,
    NewEndpoint,
    add_endpoint,
    enable_endpoint,
    list_endpoints,
    remove_endpoint,
    replay_message,
)

_NOT_REACHED = lazy_gettext("It could not be reached.")
_TROUBLES = {
    "name_unknown": lazy_gettext(
        "Its name was not found: the name is wrong, or the venue has no line to the internet."
    ),
    "not_trusted": lazy_gettext("Its certificate is not valid: nothing was sent."),
    "timed_out": lazy_gettext("It did not answer in time."),
    "connection_refused": lazy_gettext("Nothing is listening at this address."),
    "answer_unreadable": lazy_gettext("Its answer could not be read."),
}

bp = Blueprint("exhibitor_webhooks", __name__, url_prefix="/exhibitor/webhooks")


@bp.get("")
@desk_required
def show() -> ResponseReturnValue:
    """An exhibitor looks at the addresses and what they were told lately."""
    return _show(Form({"events": MESSAGE_TYPES}))


@bp.post("")
@desk_required
def add() -> ResponseReturnValue:
    """An exhibitor adds an address."""
    accueil = get_accueil()
    events = tuple(request.form.getlist("events"))
    url = request.form.get("url", "").strip()
    try:
        add_endpoint(
            accueil.database,
            at_desk().exhibitor_id,
            NewEndpoint(url, events, accueil.settings.webhook_networks),
            accueil.clock(),
            desk_actor(),
        )
    except AccueilError as error:
        error.params.setdefault("field", "url")
        return _show(refuse({"url": url, "events": events}, error)), REFUSED
    flash(gettext("Added. It is told of every change from now on."), "good")
    return go_to(url_for("exhibitor_webhooks.show"))


@bp.post("/<endpoint_id>/remove")
@desk_required
def remove(endpoint_id: str) -> ResponseReturnValue:
    """An exhibitor removes an address."""
    accueil = get_accueil()
    mine = at_desk().exhibitor_id
    remove_endpoint(accueil.database, mine, endpoint_id, accueil.clock(), desk_actor())
    flash(gettext("Removed."), "good")
    return go_to(url_for("exhibitor_webhooks.show"))


@bp.post("/<endpoint_id>/enable")
@desk_required
def enable(endpoint_id: str) -> ResponseReturnValue:
    """An exhibitor has an address told again that had said "gone"."""
    accueil = get_accueil()
    mine = at_desk().exhibitor_id
    enable_endpoint(accueil.database, mine, endpoint_id, accueil.clock(), desk_actor())
    return go_to(url_for("exhibitor_webhooks.show"))


@bp.post("/messages/<message_id>/replay")
@desk_required
def replay(message_id: str) -> ResponseReturnValue:
    """An exhibitor has a message sent once more."""
    accueil = get_accueil()
    replay_message(accueil.database, at_desk().exhibitor_id, message_id, accueil.clock())
    flash(gettext("It goes out again at once."), "good")
    return go_to(url_for("exhibitor_webhooks.show"))


def _show(form: Form) -> str:
    accueil = get_accueil()
    desk = at_desk()
    event = get_event(accueil.database, desk.event_id)
    endpoints = list_endpoints(accueil.database, desk.exhibitor_id)
    words = {
        "lead.created": gettext("A new lead"),
        "lead.updated": gettext("A change"),
        "lead.withdrawn": gettext("A lead taken back"),
    }
    return render_template(
        "exhibitor/webhooks.html",
        form=form,
        endpoints=endpoints,
        event_words=words,
        moment=lambda at: format_moment(at, event.timezone),
        outcome=_describe_outcome,
        trouble=_describe_trouble,
    )


def _describe_outcome(message: Any) -> tuple[str, str]:
    """Tone and words for how far a message got."""
    if message.delivered_at and not message.next_attempt_at:
        return "good", gettext("Taken")
    if message.next_attempt_at:
        tried = message.attempt_count
        return ("warn", gettext("Attempts: %(n)s", n=tried)) if tried else ("calm", gettext("Due"))
    return "bad", gettext("Given up")


def _describe_trouble(message: Any) -> str:
    """Why the last attempt failed; empty when there was none or it did not fail."""
    if message.last_status:
        is_taken = 200 <= message.last_status < 300
        return "" if is_taken else gettext("It answered %(status)s.", status=message.last_status)
    if not message.last_error:
        return ""
    if message.last_error == "address_not_public":  # as where the address is typed in
        return error_text(AccueilError(message.last_error))
    return str(_TROUBLES.get(message.last_error, _NOT_REACHED))
