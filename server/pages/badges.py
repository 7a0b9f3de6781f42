"""Badges: issued to everybody who has none, printed on sheets by a job the page follows."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from domain.errors import AccueilError, NotFoundError
from server.auth import actor, organizer_required
from server.error_texts import error_text
from server.extensions import Accueil, get_accueil
from server.pages.forms import REFUSED, Form, go_to, refuse, sent
from server.printing import Layout
from server.printing.texts import LAYOUT_NAMES, WARNINGS
from server.services.badge_sheets import DONE, SheetJob, SheetOrder, SheetPrinter
from server.services.badges import issue_missing_badges
from server.services.events import get_event
from server.services.overview import Overview, count_printable, get_overview

bp = Blueprint("badges", __name__, url_prefix="/console")

_PRINTER = "sheet_printer"


@bp.record_once
def _set_up_printer(state: BlueprintSetupState) -> None:
    accueil: Accueil = state.app.extensions["accueil"]
    state.app.extensions[_PRINTER] = SheetPrinter(
        accueil.database,
        accueil.settings.data_dir / "badges",
        accueil.clock,
        accueil.socketio.start_background_task,
    )


def _printer() -> SheetPrinter:
    printer: SheetPrinter = current_app.extensions[_PRINTER]
    return printer


@bp.get("/<slug>/badges")
@organizer_required
def show(slug: str) -> ResponseReturnValue:
    """An organizer looks at how many badges are issued, and prints them."""
    overview = get_overview(get_accueil().database, slug)
    return _show(overview, Form({"layout": Layout.A4X4.value}))


def _show(overview: Overview, form: Form) -> str:
    printable = count_printable(get_accueil().database, overview.event.id)
    job = _printer().get_latest(overview.event.id)
    return render_template(
        "console/badges.html",
        setup=overview.setup,
        overview=overview,
        form=form,
        layouts=LAYOUT_NAMES,
        printable=printable,
        job=job,
        state=_describe(job) if job else None,
    )


@bp.post("/<slug>/badges/issue")
@organizer_required
def issue(slug: str) -> ResponseReturnValue:
    """An organizer gives every registered visitor who has none a badge."""
    accueil = get_accueil()
    event = get_event(accueil.database, slug)
    count = issue_missing_badges(accueil.database, event.id, accueil.clock(), actor())
    accueil.broadcasts.announce_change(event.id)
    flash(ngettext("%(num)s badge was issued.", "%(num)s badges were issued.", count), "good")
    return go_to(url_for("badges.show", slug=slug))


@bp.post("/<slug>/badges")
@organizer_required
def print_sheet(slug: str) -> ResponseReturnValue:
    """An organizer starts to print; the page that follows shows how far it is."""
    overview = get_overview(get_accueil().database, slug)
    try:
        _printer().start(_read_order(overview))
    except AccueilError as error:
        return _show(overview, refuse(sent(), error)), REFUSED
    return go_to(url_for("badges.show", slug=slug, _anchor="sheet"))


def _read_order(overview: Overview) -> SheetOrder:
    layout, category = request.form.get("layout", ""), request.form.get("category", "")
    if layout not in LAYOUT_NAMES:
        raise AccueilError("bad_layout", f"no layout {layout!r}", field="layout")
    if category and category not in {one.id for one in overview.setup.categories}:
        raise NotFoundError("category_unknown", "no such category", field="category")
    return SheetOrder(overview.event.id, Layout(layout), category or None)


@bp.get("/<slug>/badges/sheets/<job_id>.json")
@organizer_required
def sheet_state(slug: str, job_id: str) -> Response:
    """The page asks how far its sheet is."""
    event = get_event(get_accueil().database, slug)
    return jsonify(_describe(_printer().get_job(event.id, job_id)))


def _describe(job: SheetJob) -> dict[str, Any]:
    warnings = [
        {"code": w.human_code, "text": gettext(WARNINGS[w.code], detail=w.detail)}
        for w in job.warnings
    ]
    return {
        "v": 1,
        "state": job.state,
        "drawn": job.drawn,
        "total": job.total,
        "error": error_text(job.error) if job.error else None,
        "warnings": warnings,
    }


@bp.get("/<slug>/badges/sheets/<job_id>.pdf")
@organizer_required
def download_sheet(slug: str, job_id: str) -> Response:
    """An organizer takes the finished sheet home."""
    event = get_event(get_accueil().database, slug)
    job = _printer().get_job(event.id, job_id)
    if job.state != DONE or not job.path.exists():
        raise NotFoundError("print_unknown", "that sheet is not (or no longer) there")
    name = f"badges-{slug}-{job.order.layout.value}.pdf"
    return send_file(job.path, "application/pdf", as_attachment=True, download_name=name)
