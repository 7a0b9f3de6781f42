"""The conflict inbox: what gates that were apart decided differently, for a person to judge."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from domain.errors import AccueilError
from server.auth import actor, organizer_required
from server.error_texts import error_text
from server.extensions import get_accueil
from server.pages.conflict_view import (
    VenueClock,
    apart_ms,
    list_sides,
    settled_by,
    word_clock,
    word_span,
)
from server.services.conflicts import Stamp, get_stories, resolve_conflict
from server.services.events import get_event, get_event_setup
from server.services.organizers import get_organizer_names

bp = Blueprint("conflicts", __name__, url_prefix="/console")

_INCOMPLETE = ("reason_missing", "bad_resolution")
_REFUSED = 422


@dataclass(frozen=True)
class Attempt:
    """A decision that could not be taken as it was sent: shown again with what is wrong."""

    conflict_id: str = ""
    resolution: str = ""
    reason: str = ""
    error: str = ""


@bp.get("/<slug>/conflicts")
@organizer_required
def show(slug: str) -> ResponseReturnValue:
    """An organizer looks at what waits for a decision, and at what was decided."""
    return _show(slug, Attempt())


def _show(slug: str, attempt: Attempt) -> str:
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    stories = get_stories(accueil.database, setup.event.id)
    return render_template(
        "console/conflicts.html",
        setup=setup,
        snapshot=accueil.board.get_snapshot(setup.event.id, accueil.clock()),
        waiting=[story for story in stories if story.conflict.resolved_at is None],
        settled=[story for story in stories if story.conflict.resolved_at is not None],
        names=get_organizer_names(accueil.database),
        attempt=attempt,
        words=_words(setup.event.timezone),
    )


def _words(timezone: str) -> dict[str, object]:
    return {
        "clock": VenueClock(timezone),
        "apart_ms": apart_ms,
        "sides": list_sides,
        "settled_by": settled_by,
        "span": word_span,
        "device_clock": word_clock,
    }


@bp.post("/<slug>/conflicts/<conflict_id>")
@organizer_required
def settle(slug: str, conflict_id: str) -> ResponseReturnValue:
    """An organizer decides what happened, and says why."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    resolution, reason = request.form.get("resolution", ""), request.form.get("reason", "")
    stamp = Stamp(accueil.clock(), actor())
    try:
        resolve_conflict(accueil.database, conflict_id, resolution, reason, stamp)
    except AccueilError as error:
        if error.code in _INCOMPLETE:
            attempt = Attempt(conflict_id, resolution, reason, error_text(error))
            return _show(slug, attempt), _REFUSED
        flash(error_text(error), "bad")
    else:
        accueil.broadcasts.announce_change(event.id)
        flash(gettext("Settled. The decision and its reason are kept below."), "good")
    return redirect(url_for("conflicts.show", slug=slug), code=303)
