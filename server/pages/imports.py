"""Registration files: uploaded, understood, corrected, looked at, and only then brought in."""

from pathlib import PurePath
from typing import Any, BinaryIO

from flask import Blueprint, Response, flash, jsonify, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from domain.entities import Event
from domain.errors import AccueilError, BadFileError, ConflictError, NotFoundError
from server.auth import organizer_required
from server.error_texts import error_text
from server.errors import wants_problem
from server.extensions import Accueil, get_accueil
from server.importing.limits import MIB
from server.importing.report import write_problems_csv
from server.importing.stage_problems import load_problems
from server.importing.staging import load_stage
from server.pages import import_pages
from server.pages.forms import REFUSED, go_to
from server.pages.import_desk import FileInHand, ImportDesk, get_desk, set_up_desk
from server.pages.import_forms import read_choices, read_fields, read_reading
from server.pages.import_words import make_translator
from server.services.events import get_event
from server.services.ids import new_id
from server.services.import_orders import CHECK, READ, STORE
from server.services.import_summaries import get_summary
from server.services.import_uploads import drop_upload, get_upload, save_upload

bp = Blueprint("imports", __name__, url_prefix="/console")

_LONGEST_NAME = 200


@bp.record_once
def _set_up(state: BlueprintSetupState) -> None:
    accueil: Accueil = state.app.extensions["accueil"]
    set_up_desk(state.app, accueil)


def _open(slug: str) -> tuple[Event, ImportDesk]:
    return get_event(get_accueil().database, slug), get_desk()


@bp.get("/<slug>/imports")
@organizer_required
def show(slug: str) -> ResponseReturnValue:
    """An organizer looks at the files brought in so far, and brings another."""
    event, desk = _open(slug)
    return import_pages.show_list(event, desk)


@bp.post("/<slug>/imports")
@organizer_required
def upload(slug: str) -> ResponseReturnValue:
    """An organizer sends a file: as the body with `?name=`, or as a form; then it is read.

    A script gets where to go on, a browser is sent there.
    """
    event, desk = _open(slug)
    try:
        import_id = _take_file(event, desk)
    except AccueilError as error:
        if wants_problem():
            raise
        return import_pages.show_list(event, desk, error), REFUSED
    address = _address(slug, import_id)
    if wants_problem():
        return jsonify(v=1, import_id=import_id, address=address), 201
    return go_to(address)


def _take_file(event: Event, desk: ImportDesk) -> str:
    desk.jobs.check_free(event.id)
    name, stream = _uploaded_file(desk.most_bytes)
    file = FileInHand(event.id, new_id(get_accueil().clock()), name)
    save_upload(desk.imports_dir, file.import_id, stream, desk.most_bytes)
    try:
        desk.start(READ, file)
    except ConflictError:  # a colleague was quicker
        drop_upload(desk.imports_dir, file.import_id)
        raise
    return file.import_id


def _uploaded_file(most_bytes: int) -> tuple[str, BinaryIO]:
    if (request.content_length or 0) > most_bytes:
        raise BadFileError("file_too_large", limit_mb=most_bytes // MIB)
    if request.mimetype != "multipart/form-data":
        stream: Any = request.stream
        return _clean_name(request.args.get("name", "")), stream
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise BadFileError("file_missing")
    form_stream: Any = sent.stream
    return _clean_name(sent.filename), form_stream


def _clean_name(name: str) -> str:
    """The name alone, whatever system's path it came with."""
    last = PurePath(name.replace("\\", "/")).name
    printable = "".join(letter for letter in last if letter.isprintable())
    return printable.strip()[-_LONGEST_NAME:] or gettext("Unnamed file")


@bp.get("/<slug>/imports/<import_id>")
@organizer_required
def show_import(slug: str, import_id: str) -> ResponseReturnValue:
    """One file, wherever it stands: on its way, to be looked at, brought in, or refused."""
    event, desk = _open(slug)
    row = desk.find_row(event, import_id)
    job = desk.jobs.get(event.id, import_id)
    if row and row["status"] == "applied":
        return import_pages.show_report(event, desk, row)
    if job and job.is_running:
        return import_pages.show_job(event, job)
    if row and row["status"] == "staged":
        return import_pages.show_preview(event, desk, row, import_pages.Asked(job=job))
    if row is None and job and job.error:
        return import_pages.show_refusal(event, desk, job)
    raise NotFoundError("stage_unknown", "no such import")


@bp.get("/<slug>/imports/<import_id>/job.json")
@organizer_required
def job_state(slug: str, import_id: str) -> Response:
    """The page asks how far its file is."""
    event, desk = _open(slug)
    job = desk.jobs.get(event.id, import_id)
    if job is None or not job.is_running:
        return jsonify(v=1, state="ended")
    return jsonify(v=1, state="running", **import_pages.describe_progress(job))


@bp.post("/<slug>/imports/<import_id>/reading")
@organizer_required
def read_again(slug: str, import_id: str) -> ResponseReturnValue:
    """An organizer says how the file is to be read: encoding, separator, sheet, header row."""
    event, desk = _open(slug)
    file = desk.get_file(event, import_id)
    get_upload(desk.imports_dir, import_id)
    try:
        desk.start(READ, file, desk.get_choices(file), read_reading(request.form))
    except AccueilError as error:
        flash(error_text(error), "bad")
    return go_to(_address(slug, import_id))


@bp.post("/<slug>/imports/<import_id>/mapping")
@organizer_required
def correct(slug: str, import_id: str) -> ResponseReturnValue:
    """An organizer says what columns hold and what is done with rows; the rows are checked anew."""
    event, desk = _open(slug)
    row = desk.get_waiting(event, import_id)
    stage = load_stage(desk.imports_dir, import_id)
    choices = read_choices(request.form)
    try:
        desk.jobs.check_free(event.id)
        fields = read_fields(request.form, stage.mapping)
        desk.files.correct_mapping(import_id, fields, request.form.get("name_order", ""))
        desk.start(CHECK, desk.get_file(event, import_id), choices)
    except AccueilError as error:
        asked = import_pages.Asked(error=error, form=request.form, choices=choices)
        return import_pages.show_preview(event, desk, row, asked), REFUSED
    return go_to(_address(slug, import_id))


@bp.post("/<slug>/imports/<import_id>/apply")
@organizer_required
def apply(slug: str, import_id: str) -> ResponseReturnValue:
    """An organizer brings in what the page showed, and nothing else."""
    event, desk = _open(slug)
    file = desk.get_file(event, import_id)
    try:
        summary = get_summary(load_stage(desk.imports_dir, import_id))
        if summary is None or summary.token != request.form.get("token"):
            raise ConflictError("import_changed", "the preview has changed since")
        desk.start(STORE, file, desk.get_choices(file))
    except ConflictError as error:
        flash(error_text(error), "bad")
    return go_to(_address(slug, import_id))


@bp.post("/<slug>/imports/<import_id>/stop")
@organizer_required
def stop(slug: str, import_id: str) -> ResponseReturnValue:
    """An organizer does not want to wait: what was under way is taken back."""
    event, desk = _open(slug)
    desk.jobs.stop(event.id, import_id)
    return go_to(_address(slug, import_id))


@bp.post("/<slug>/imports/<import_id>/discard")
@organizer_required
def discard(slug: str, import_id: str) -> ResponseReturnValue:
    """An organizer puts a file away that was not brought in; it is deleted here."""
    event, desk = _open(slug)
    file = desk.get_file(event, import_id)
    job = desk.jobs.get(event.id, import_id)
    if job and job.is_running:
        flash(error_text(ConflictError("import_running")), "bad")
        return go_to(_address(slug, import_id))
    if desk.find_row(event, import_id):
        desk.files.discard_import(import_id)
    desk.jobs.forget(import_id)
    text = gettext("“%(name)s” was put away. Nothing was changed.", name=file.file_name)
    flash(text, "good")
    return go_to(url_for("imports.show", slug=slug))


@bp.get("/<slug>/imports/<import_id>/problems.csv")
@organizer_required
def download_problems(slug: str, import_id: str) -> ResponseReturnValue:
    """An organizer takes home what was wrong with rows, to correct it where they came from."""
    event, desk = _open(slug)
    row = desk.find_row(event, import_id)
    if row is None:
        raise NotFoundError("stage_unknown", "no such import")
    stage = load_stage(desk.imports_dir, import_id)
    problems, translate = load_problems(stage), make_translator()
    content = get_accueil().offload(lambda: write_problems_csv(problems, translate))
    name = f"{PurePath(row['file_name']).stem}-{gettext('problems')}.csv"
    response = Response(content, mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _address(slug: str, import_id: str) -> str:
    return url_for("imports.show_import", slug=slug, import_id=import_id)
