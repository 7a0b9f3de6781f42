"""Who exhibits and what is on, as it was brought in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from server.auth import organizer_required
from server.extensions import get_accueil
from server.services.events import get_event_setup

bp = Blueprint("programme", __name__, url_prefix="/console")


@bp.get("/<slug>/exhibitors")
@organizer_required
def show_exhibitors(slug: str) -> ResponseReturnValue:
    """An organizer looks at who exhibits."""
    setup = get_event_setup(get_accueil().database, slug)
    return render_template("console/exhibitors.html", setup=setup)


@bp.get("/<slug>/sessions")
@organizer_required
def show_sessions(slug: str) -> ResponseReturnValue:
    """An organizer looks at talks and trainings."""
    setup = get_event_setup(get_accueil().database, slug)
    return render_template("console/sessions.html", setup=setup)
