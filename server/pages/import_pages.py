"""The pages of an import, each made from what is known of the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, render_template, request
from flask_babel import gettext

from domain.entities import Event
from domain.errors import AccueilError, NotFoundError
from server.error_texts import error_text
from server.i18n import LANGUAGES
from server.importing.limits import MIB
from server.importing.stage_problems import (
    ProblemFilter,
    count_problem_kinds,
    find_problems,
)
from server.importing.staging import Stage, load_stage
from server.pages.import_desk import ImportDesk
from server.pages.import_words import (
    ProblemKind,
    ProblemLine,
    list_encodings,
    list_fields,
    list_separators,
    make_column_lines,
    make_problem_kinds,
    make_problem_lines,
    name_encoding,
    name_separator,
)
from server.pages.moments import format_count
from server.services.events import get_event_setup
from server.services.import_jobs import ImportJob
from server.services.import_orders import CHECK, READ, STORE, ImportChoices
from server.services.import_summaries import PreviewSummary, get_summary
from server.services.import_uploads import has_upload
from server.services.registrations import get_imports

PROBLEMS_A_PAGE = 50

_OUTCOMES = {
    "left-out": ProblemFilter(leaves_out=True),
    "to-check": ProblemFilter(leaves_out=False),
}
_SHARES = {READ: {READ: (0, 20), CHECK: (20, 100)}, CHECK: {CHECK: (0, 100)}}
_SHARES |= {STORE: {CHECK: (0, 75), STORE: (75, 100)}}
"""Of each task, from which to which hundredth of the work a step is."""


@dataclass(frozen=True)
class Asked:
    """Why the preview is shown (again): an error, a form as sent, a job that ended."""

    job: ImportJob | None = None
    error: AccueilError | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    choices: ImportChoices | None = None


@dataclass(frozen=True)
class ProblemPage:
    """Some problems of a file. `chosen` is the filter in the address, `count` what it leaves."""

    lines: Sequence[ProblemLine]
    kinds: Sequence[ProblemKind]
    chosen: str
    count: int
    number: int

    @property
    def total(self) -> int:
        """How many problems there are."""
        return sum(kind.count for kind in self.kinds)

    @property
    def page_count(self) -> int:
        """How many pages the filter leaves."""
        return max(1, -(-self.count // PROBLEMS_A_PAGE))


def show_list(event: Event, desk: ImportDesk, error: AccueilError | None = None) -> str:
    """The files of an edition, and where another is dropped."""
    rows = get_imports(desk.files.database, event.id)
    known = {row["id"] for row in rows}
    open_jobs = desk.jobs.list_open(event.id)
    return render_template(
        "console/imports.html",
        event=event,
        coming=[job for job in open_jobs if job.order.import_id not in known],
        waiting=[row for row in rows if row["status"] == "staged"],
        applied=[row for row in rows if row["status"] == "applied"],
        error=error_text(error) if error else "",
        most_bytes=desk.most_bytes,
        most_mb=desk.most_bytes // MIB,
    )


def show_job(event: Event, job: ImportJob) -> str:
    """How far a file is."""
    return render_template(
        "console/import_job.html", event=event, job=job, progress=describe_progress(job)
    )


def describe_progress(job: ImportJob) -> dict[str, Any]:
    """The step in words, its rows, and the hundredths of the task that are done (None: unknown)."""
    words = {
        READ: gettext("Reading the file"),
        CHECK: gettext("Checking the rows"),
        STORE: gettext("Storing the visitors"),
    }
    rows = f"{format_count(job.done)} / {format_count(job.total)}" if job.total else ""
    return {"words": words[job.step or job.order.task], "rows": rows, "share": _share(job)}


def _share(job: ImportJob) -> int | None:
    if not job.step or not job.total:
        return None
    start, end = _SHARES[job.order.task][job.step]
    return start + (end - start) * min(job.done, job.total) // job.total


def show_refusal(event: Event, desk: ImportDesk, job: ImportJob) -> tuple[str, int]:
    """The file could not be read, or it has to be said how."""
    error = job.error or AccueilError("import_failed")
    is_question = job.asks_encoding and has_upload(desk.imports_dir, job.order.import_id)
    template = "console/import_question.html" if is_question else "console/import_refused.html"
    page = render_template(
        template,
        event=event,
        job=job,
        text=error_text(error),
        readings=_list_readings(error),
    )
    return page, 200 if is_question else 422


def _list_readings(error: AccueilError) -> list[dict[str, Any]]:
    """The ways to read a file that differ in what is shown; the likeliest comes first."""
    candidates: Any = error.params.get("candidates", ())
    readings: dict[tuple[str, ...], dict[str, Any]] = {}
    for candidate in candidates:
        readings.setdefault(tuple(candidate["samples"]), candidate)
    return list(readings.values())


def show_preview(event: Event, desk: ImportDesk, row: dict[str, Any], asked: Asked) -> str:
    """What the file would bring, and everything that can be corrected."""
    stage = load_stage(desk.imports_dir, row["id"])
    summary = get_summary(stage)
    error = asked.error or (asked.job.error if asked.job else None)
    choices = asked.choices or (ImportChoices(**summary.choices) if summary else ImportChoices())
    return render_template(
        "console/import_preview.html",
        event=event,
        row=row,
        stage=stage,
        summary=summary,
        error=error_text(error) if error else "",
        columns=make_column_lines(stage),
        sent=asked.form,
        fields=list_fields(),
        choices=choices,
        reading=_describe_reading(desk, stage),
        problems=_page_problems(stage),
        categories=_name_categories(desk, event, summary),
    )


def _name_categories(
    desk: ImportDesk, event: Event, summary: PreviewSummary | None
) -> dict[str, dict[str, str]]:
    """Names by language by code: the edition's, and as the file has them those to be created."""
    known = get_event_setup(desk.files.database, event.id).categories
    created = summary.report["new_categories"] if summary else ()
    names = {new["code"]: dict.fromkeys(LANGUAGES, new["text"]) for new in created}
    return names | {category.code: category.names for category in known}


def _describe_reading(desk: ImportDesk, stage: Stage) -> dict[str, Any]:
    return {
        "encoding": name_encoding(stage.encoding),
        "separator": name_separator(stage.separator),
        "encodings": list_encodings(),
        "separators": list_separators(),
        "can_change": has_upload(desk.imports_dir, stage.stage_id),
    }


def show_report(event: Event, desk: ImportDesk, row: dict[str, Any]) -> str:
    """What an import brought; its problems as long as they are kept."""
    try:
        problems = _page_problems(load_stage(desk.imports_dir, row["id"]))
    except NotFoundError:
        problems = None
    return render_template(
        "console/import_report.html",
        event=event,
        row=row,
        report=row["report"],
        problems=problems,
        endpoints=current_app.view_functions,
    )


def _page_problems(stage: Stage) -> ProblemPage:
    """The page of problems that the address asks for: `?problem=` a code or outcome, `&page=`."""
    kinds = make_problem_kinds(count_problem_kinds(stage))
    asked = request.args.get("problem", "")
    wanted = _OUTCOMES.get(asked) or ProblemFilter(code=asked)
    left = [kind for kind in kinds if _is_wanted(kind, wanted)]
    if not left:
        asked, wanted, left = "", ProblemFilter(), kinds
    count = sum(kind.count for kind in left)
    last = max(1, -(-count // PROBLEMS_A_PAGE))
    number = min(max(request.args.get("page", 1, int), 1), last)
    found = find_problems(stage, wanted, (number - 1) * PROBLEMS_A_PAGE, PROBLEMS_A_PAGE)
    return ProblemPage(make_problem_lines(found), kinds, asked, count, number)


def _is_wanted(kind: ProblemKind, wanted: ProblemFilter) -> bool:
    is_outcome = wanted.leaves_out is None or kind.leaves_out == wanted.leaves_out
    return is_outcome and wanted.code in ("", kind.code)
