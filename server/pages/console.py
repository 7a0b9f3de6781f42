"""The organizer's console: the editions and what is known of one."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from server.auth import organizer_required
from server.extensions import get_accueil
from server.services.events import get_event_setup, get_events

bp = Blueprint("console", __name__, url_prefix="/console")


@bp.get("/")
@organizer_required
def show_overview() -> ResponseReturnValue:
    """The latest edition, or the list when there are none or several."""
    events = get_events(get_accueil().database)
    if len(events) == 1:
        return redirect(url_for("console.show_event", slug=events[0].slug))
    return render_template("console/events.html", events=events)


@bp.get("/<slug>")
@organizer_required
def show_event(slug: str) -> ResponseReturnValue:
    """One edition: gates, lists, categories, exhibitors, sessions."""
    setup = get_event_setup(get_accueil().database, slug)
    return render_template("console/event.html", setup=setup)
