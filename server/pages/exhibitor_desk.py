"""An exhibitor's desk: sign-in with an access code, and files of leads."""

import json
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from domain.errors import AccueilError, NotFoundError
from server.error_texts import error_text
from server.exhibitor_auth import (
    DESK_COOKIE,
    at_desk,
    desk_actor,
    desk_required,
    desk_session,
    set_desk_cookie,
)
from server.extensions import get_accueil, limiter
from server.pages.moments import format_moment
from server.services.events import get_event
from server.services.exhibitor_desk import close_desk, open_desk
from server.services.lead_exports import (
    ExportOrder,
    count_selections,
    list_exports,
    make_export,
    read_manifest,
)

bp = Blueprint("exhibitor_desk", __name__, url_prefix="/exhibitor")

_FORMATS = {"xlsx": "Excel", "csv": "CSV", "vcard3": "vCard 3", "vcard4": "vCard 4"}


@bp.get("/sign-in")
def show_sign_in() -> ResponseReturnValue:
    """An exhibitor is about to enter an access code."""
    if desk_session() is not None:
        return redirect(url_for("exhibitor_desk.show"))
    return render_template("exhibitor/sign_in.html")


@bp.post("/sign-in")
@limiter.limit("10 per minute")
def sign_in() -> ResponseReturnValue:
    """An exhibitor opens the desk with a full access code."""
    accueil = get_accueil()
    code, name = request.form.get("code", "")[:64], request.form.get("name", "")[:120]
    try:
        token = open_desk(accueil.database, code, name, accueil.clock())
    except AccueilError as error:
        page = render_template(
            "exhibitor/sign_in.html", code=code, name=name, error=error_text(error)
        )
        return page, error.status
    response = make_response(redirect(url_for("exhibitor_desk.show"), code=303))
    set_desk_cookie(response, token)
    return response


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    """An exhibitor leaves the desk in this browser."""
    close_desk(get_accueil().database, request.cookies.get(DESK_COOKIE, ""))
    response = make_response(redirect(url_for("exhibitor_desk.show_sign_in"), code=303))
    response.delete_cookie(DESK_COOKIE, path="/exhibitor")
    return response


@bp.get("")
@desk_required
def show() -> ResponseReturnValue:
    """An exhibitor sees what there is to take home and what was taken."""
    accueil = get_accueil()
    mine = at_desk().exhibitor_id
    return render_template(
        "exhibitor/leads.html",
        counts=count_selections(accueil.database, mine),
        exports=_describe_exports(mine),
    )


@bp.post("/exports")
@desk_required
@limiter.limit("30 per minute")
def export() -> ResponseReturnValue:
    """An exhibitor takes a file of leads home."""
    accueil = get_accueil()
    mine, actor, order = at_desk().exhibitor_id, desk_actor(), _read_order()
    file = accueil.offload(
        lambda: make_export(accueil.database, mine, order, accueil.clock(), actor)
    )
    response = Response(file.content, content_type=file.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/exports/<int:number>")
@desk_required
def show_manifest(number: int) -> ResponseReturnValue:
    """An exhibitor reads the proof of a file: counts and hash."""
    found = read_manifest(get_accueil().database, at_desk().exhibitor_id, number)
    if found is None:
        raise NotFoundError("export_not_found", "there is no such file")
    text = json.dumps(found, ensure_ascii=False, indent=2)
    response = Response(text, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="manifest-{number}.json"'
    return response


def _read_order() -> ExportOrder:
    form = request.form
    return ExportOrder(
        layout=form.get("layout", "accueil"),
        file_format=form.get("file_format", "xlsx"),
        selection=form.get("selection", "all"),
        separator=form.get("separator", "semicolon"),
        has_bom=form.get("has_bom") == "yes",
    )


def _describe_exports(exhibitor_id: str) -> list[dict[str, Any]]:
    accueil = get_accueil()
    event = get_event(accueil.database, at_desk().event_id)
    return [
        vars(one)
        | {
            "when": format_moment(one.made_at, event.timezone),
            "who": one.actor.split(":", 2)[-1],
            "words": _describe_format(one.format, one.selection),
        }
        for one in list_exports(accueil.database, exhibitor_id)
    ]


def _describe_format(file_format: str, selection: str) -> str:
    layout, _, kind = file_format.partition("/")
    selections = {
        "all": gettext("Every lead"),
        "new": gettext("New leads"),
        "changed": gettext("Changed leads"),
        "withdrawn": gettext("Withdrawn leads"),
    }
    layouts = "" if layout == "accueil" else f" · {layout.capitalize()}"
    return f"{selections[selection]} · {_FORMATS[kind]}{layouts}"
