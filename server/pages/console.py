"""The organizer's console: the editions and what is known of one."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.auth import organizer_required
from server.extensions import get_accueil
from server.pages.checklist import make_checklist
from server.pages.moments import describe_distance
from server.services.events import get_events
from server.services.overview import get_overview

bp = Blueprint("console", __name__, url_prefix="/console")


@bp.get("/")
@organizer_required
def show_overview() -> ResponseReturnValue:
    """The one edition there is, or the list; `?all=1` is the list in any case."""
    events = get_events(get_accueil().database)
    if len(events) == 1 and "all" not in request.args:
        return redirect(url_for("console.show_event", slug=events[0].slug))
    return render_template("console/events.html", events=events)


@bp.get("/<slug>")
@organizer_required
def show_event(slug: str) -> ResponseReturnValue:
    """One edition: its figures, and what opening day still needs."""
    accueil = get_accueil()
    overview = get_overview(accueil.database, slug)
    return render_template(
        "console/event.html",
        setup=overview.setup,
        overview=overview,
        checklist=make_checklist(overview),
        distance=describe_distance(overview.event, accueil.clock()),
    )
