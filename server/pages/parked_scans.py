"""The scans that were set aside: which device, why, when they arrived, what they were."""

from flask import Blueprint, render_template
from flask_babel import gettext

from server.auth import organizer_required
from server.extensions import get_accueil
from server.services.events import get_event_setup
from server.services.parked_scans import get_parked

bp = Blueprint("parked_scans", __name__, url_prefix="/console")


@bp.get("/<slug>/devices/set-aside")
@organizer_required
def show(slug: str) -> str:
    """An organizer looks at what devices sent and the log could not take."""
    accueil = get_accueil()
    setup = get_event_setup(accueil.database, slug)
    return render_template(
        "console/parked_scans.html",
        setup=setup,
        parked=get_parked(accueil.database, setup.event.id),
        word_reason=word_reason,
    )


def word_reason(reason: str) -> str:
    """A receipt's reason as an organizer reads it; unknown words stay as they are."""
    code, _, field = reason.partition(":")
    words = {
        "malformed_scan": gettext("Not readable: “%(field)s” is missing or wrong.", field=field),
        "unknown_gate": gettext("Its gate does not belong to this edition."),
        "sequence_number_reused": gettext("The tablet used the same number twice."),
        "role_may_not_admit": gettext("This device may let nobody in."),
        "device_revoked": gettext("The tablet’s access had ended."),
        "scan_of_another_edition": gettext("It belongs to another edition."),
    }
    return str(words.get(code, reason))
