"""An exhibitor's questions: what the team asks at the booth, in three languages."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from domain.errors import AccueilError, NotFoundError
from domain.qualifiers import KINDS_WITH_OPTIONS, LANGUAGES, Condition, Option, Qualifier
from server.exhibitor_auth import at_desk, desk_required
from server.extensions import get_accueil
from server.pages.forms import REFUSED, Form, go_to, refuse, sent
from server.services.qualifiers import (
    StoredQualifier,
    add_pack,
    add_qualifier,
    archive_qualifier,
    change_qualifier,
    get_qualifiers,
    move_qualifier,
)

bp = Blueprint("exhibitor_questions", __name__, url_prefix="/exhibitor/questions")

KIND_WORDS = {
    "single": lazy_gettext("One of several"),
    "multiple": lazy_gettext("Several of several"),
    "choice_other": lazy_gettext("One of several, or something else"),
    "text": lazy_gettext("Text"),
    "number": lazy_gettext("Number"),
    "date": lazy_gettext("Date"),
    "yes_no": lazy_gettext("Yes or no"),
    "rating": lazy_gettext("One to five stars"),
    "consent": lazy_gettext("Consent"),
}


@bp.get("")
@desk_required
def show() -> ResponseReturnValue:
    """An exhibitor looks at the questions."""
    found = _get_all()
    return render_template(
        "exhibitor/questions.html",
        asked=[one for one in found if one.archived_at is None],
        archived=[one for one in found if one.archived_at is not None],
        kinds=KIND_WORDS,
    )


@bp.post("/pack")
@desk_required
def add_ready_pack() -> ResponseReturnValue:
    """An exhibitor takes the ready questions for call centres."""
    accueil = get_accueil()
    mine = at_desk().exhibitor_id
    add_pack(accueil.database, mine, "bpo", accueil.clock())
    return _done(gettext("Added. Questions you had already stay as they were."))


@bp.get("/new")
@desk_required
def show_new() -> ResponseReturnValue:
    """An exhibitor is about to write a question."""
    return _show_form(Form({"kind": "single", "options": ""}))


@bp.post("/new")
@desk_required
def add() -> ResponseReturnValue:
    """An exhibitor writes a question."""
    accueil = get_accueil()
    try:
        add_qualifier(accueil.database, at_desk().exhibitor_id, _read_form(), accueil.clock())
    except AccueilError as error:
        return _show_form(refuse(sent(), error)), REFUSED
    return _done(gettext("The question was added. Phones ask it from now on."))


@bp.get("/<qualifier_id>")
@desk_required
def show_one(qualifier_id: str) -> ResponseReturnValue:
    """An exhibitor looks at a question."""
    stored = _find(qualifier_id)
    return _show_form(Form(_to_values(stored.qualifier)), stored)


@bp.post("/<qualifier_id>")
@desk_required
def change(qualifier_id: str) -> ResponseReturnValue:
    """An exhibitor words a question anew; its code stays, so that answers keep their meaning."""
    accueil = get_accueil()
    stored = _find(qualifier_id)
    mine = at_desk().exhibitor_id
    try:
        change_qualifier(accueil.database, mine, qualifier_id, _read_form(stored.qualifier))
    except AccueilError as error:
        return _show_form(refuse(sent(), error), stored), REFUSED
    return _done(gettext("Saved. Phones show it from now on."))


@bp.post("/<qualifier_id>/move")
@desk_required
def move(qualifier_id: str) -> ResponseReturnValue:
    """An exhibitor moves a question up or down."""
    step = 1 if request.form.get("step") == "down" else -1
    move_qualifier(get_accueil().database, at_desk().exhibitor_id, qualifier_id, step)
    return _done("")


@bp.post("/<qualifier_id>/archive")
@desk_required
def archive(qualifier_id: str) -> ResponseReturnValue:
    """An exhibitor asks a question no longer, or again."""
    accueil = get_accueil()
    is_again = request.form.get("again") == "yes"
    when = None if is_again else accueil.clock()
    archive_qualifier(accueil.database, at_desk().exhibitor_id, qualifier_id, when)
    return _done(gettext("Saved. Answers given so far stay."))


def _get_all() -> list[StoredQualifier]:
    database = get_accueil().database
    return get_qualifiers(database, at_desk().exhibitor_id, is_with_archived=True)


def _find(qualifier_id: str) -> StoredQualifier:
    found = next((one for one in _get_all() if one.id == qualifier_id), None)
    if found is None:
        raise NotFoundError("qualifier_unknown", "there is no such question")
    return found


def _show_form(form: Form, stored: StoredQualifier | None = None) -> str:
    others = [one.qualifier for one in _get_all() if stored is None or one.id != stored.id]
    return render_template(
        "exhibitor/question.html",
        form=form,
        stored=stored,
        kinds=list(KIND_WORDS.items()),
        others=[one for one in others if one.options or one.kind == "yes_no"],
    )


def _done(text: str) -> ResponseReturnValue:
    accueil = get_accueil()
    accueil.broadcasts.announce_booth(at_desk().exhibitor_id)
    if text:
        flash(text, "good")
    return go_to(url_for("exhibitor_questions.show"))


def _read_form(known: Qualifier | None = None) -> Qualifier:
    form = request.form
    kind = known.kind if known else form.get("kind", "")
    labels = {language: form.get(f"label_{language}", "") for language in LANGUAGES}
    options = _read_options(form.get("options", "")) if kind in KINDS_WITH_OPTIONS else ()
    code = known.code if known else form.get("code", "").strip().lower()
    return Qualifier(code, kind, labels, options, _read_condition(form.get("condition", "")))


def _read_options(text: str) -> tuple[Option, ...]:
    """One a line: `code | français | العربية | English`; what is left out is taken from the
    others, the code from the first text."""
    lines = [line for line in text.splitlines() if line.strip()]
    return tuple(_read_option([part.strip() for part in line.split("|")]) for line in lines)


def _read_option(parts: Sequence[str]) -> Option:
    code, *labels = parts
    texts = dict(zip(LANGUAGES, labels or [code], strict=False))
    return Option(code, {language: texts.get(language, "") for language in LANGUAGES})


def _read_condition(text: str) -> Condition | None:
    """`question=code`, as the form's list of choices gives it."""
    question, _, code = text.partition("=")
    return Condition(question, (code,)) if question else None


def _to_values(qualifier: Qualifier) -> dict[str, Any]:
    options = (
        " | ".join([option.code, *(option.labels[language] for language in LANGUAGES)])
        for option in qualifier.options
    )
    condition = qualifier.condition
    return {
        "code": qualifier.code,
        "kind": qualifier.kind,
        "options": "\n".join(options),
        "condition": f"{condition.question}={condition.any_of[0]}" if condition else "",
        **{f"label_{language}": qualifier.labels[language] for language in LANGUAGES},
    }
