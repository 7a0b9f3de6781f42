"""Badges on paper: what is printed of an edition, and the jobs that print it.

A job runs in a process of its own (server.printing) and is known to this server's memory only. Its
sheet holds names, so it is deleted when the next one is begun, after some hours, and at a start.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import structlog
from babel.dates import format_interval

from domain.badge_code import format_short_code
from domain.entities import Attendee, Badge, Category, Event
from domain.errors import AccueilError, ConflictError, NotFoundError
from domain.share_levels import find_share_level
from server.printing import (
    BadgeFace,
    BadgeWarning,
    Layout,
    ReportProgress,
    SheetReport,
    render_badges_in_subprocess,
)
from server.services.badges import get_badges_to_print
from server.services.events import get_event
from server.services.ids import new_id
from server.services.lead_figures import uses_leads
from server.storage.database import Database

logger = structlog.get_logger()

KEPT_MS = 6 * 3_600_000
"""How long a finished sheet can be downloaded."""

PRINTING = "printing"
DONE = "done"
FAILED = "failed"


@dataclass(frozen=True)
class SheetOrder:
    """What to print: an edition's badges, or those of one category."""

    event_id: str
    layout: Layout
    category_id: str | None = None


@dataclass(frozen=True)
class SheetJob:
    """An order on its way. `drawn` of `total` badges; `error` says why it failed."""

    id: str
    order: SheetOrder
    path: Path
    started_at: int
    state: str = PRINTING
    drawn: int = 0
    total: int = 0
    warnings: tuple[BadgeWarning, ...] = ()
    error: AccueilError | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is still being printed."""
        return self.state == PRINTING


def make_faces(database: Database, order: SheetOrder) -> list[BadgeFace]:
    """What is printed on each badge of an order, by category and name.

    Raises NotFoundError `event_unknown`.
    """
    event = get_event(database, order.event_id)
    dates = format_event_days(event)
    with database.read() as connection:
        has_letters = uses_leads(connection, event.id)
    faces = [
        make_face(event, dates, attendee, badge, category)
        for attendee, badge, category in get_badges_to_print(database, order.event_id)
        if order.category_id in (None, category.id)
    ]
    return faces if has_letters else [replace(f, share_letter="") for f in faces]


def make_face(
    event: Event, dates: str, attendee: Attendee, badge: Badge, category: Category
) -> BadgeFace:
    """One attendee's badge. The category stands in the edition's first language, as badges are
    read by everybody at the fair, and the letter says what the visitor shares with exhibitors."""
    level = find_share_level(attendee.share_level)
    return BadgeFace(
        first_name=attendee.first_name,
        last_name=attendee.last_name,
        name_ar=attendee.display_name_ar,
        human_code=format_short_code(badge.short_code or ""),
        code_text=f"{event.url_prefix or ''}{badge.code}",
        category_name=category.names[_first_language(event)],
        category_color=category.color,
        edition_name=event.name,
        edition_place_dates=f"{event.city} · {dates}",
        company=attendee.company,
        job_title=attendee.job_title,
        share_letter=level.letter,
        share_shape=level.shape,
    )


def format_event_days(event: Event, language: str | None = None) -> str:
    """The days of an edition as people write them: `26–27 avr. 2024`."""
    first, last = date.fromisoformat(event.starts_on), date.fromisoformat(event.ends_on)
    locale = language or _first_language(event)
    return str(format_interval(first, last, skeleton="yMMMd", locale=locale))


def _first_language(event: Event) -> str:
    return event.languages.split(",")[0]


def print_sheet(
    database: Database, order: SheetOrder, out: Path, progress: ReportProgress | None = None
) -> SheetReport:
    """Write the PDF of an order to `out`; blocks until it is done.

    Raises NotFoundError `event_unknown`, BadgeError (`no_badges`, ...) and PrintFailedError with
    `out` untouched.
    """
    faces = make_faces(database, order)
    return render_badges_in_subprocess(faces, order.layout, out, progress)


class SheetPrinter:
    """Runs at most one print job an edition at a time and remembers the latest of each.

    `run_in_background` starts a function and returns at once.
    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        clock: Callable[[], int],
        run_in_background: Callable[[Callable[[], None]], object],
    ) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock
        self._run_in_background = run_in_background
        self._jobs: dict[str, SheetJob] = {}
        self._lock = threading.Lock()
        for forgotten in folder.glob("*.pdf"):
            forgotten.unlink(missing_ok=True)

    def start(self, order: SheetOrder) -> SheetJob:
        """Begin to print. Raises ConflictError `print_running` when the edition prints already."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        now = self._clock()
        job_id = new_id(now)
        job = SheetJob(job_id, order, self._folder / f"{job_id}.pdf", now)
        with self._lock:
            before = self._jobs.get(order.event_id)
            if before is not None and before.is_running:
                raise ConflictError("print_running", "that edition's badges are being printed")
            self._jobs[order.event_id] = job
        if before is not None:
            before.path.unlink(missing_ok=True)
        self._delete_in_time(order.event_id)
        self._run_in_background(lambda: self._print(job))
        return job

    def get_latest(self, event_id: str) -> SheetJob | None:
        """The edition's latest job while its sheet is kept."""
        job = self._jobs.get(event_id)
        if job is None or job.is_running or self._clock() - job.started_at < KEPT_MS:
            return job
        job.path.unlink(missing_ok=True)
        self._jobs.pop(event_id, None)
        return None

    def _delete_in_time(self, event_id: str) -> None:
        """Also where nobody ever looks at the page again."""
        timer = threading.Timer(KEPT_MS / 1000 + 1, self.get_latest, [event_id])
        timer.daemon = True  # does not keep a stopping server waiting; a start deletes as well
        timer.start()

    def get_job(self, event_id: str, job_id: str) -> SheetJob:
        """One job. Raises NotFoundError `print_unknown` when it was never begun or is gone."""
        job = self.get_latest(event_id)
        if job is None or job.id != job_id:
            raise NotFoundError("print_unknown", f"no print job {job_id!r}")
        return job

    def _print(self, job: SheetJob) -> None:
        def note(drawn: int, total: int) -> None:
            self._jobs[job.order.event_id] = replace(job, drawn=drawn, total=total)

        try:
            report = print_sheet(self._database, job.order, job.path, note)
            done = replace(job, state=DONE, drawn=report.badges, total=report.badges)
            self._jobs[job.order.event_id] = replace(done, warnings=report.warnings)
        except AccueilError as error:
            self._jobs[job.order.event_id] = replace(job, state=FAILED, error=error)
        except Exception as error:  # the edge of a background task: nobody else would hear of it
            logger.exception("print_failed", event_id=job.order.event_id, job_id=job.id)
            failed = AccueilError("print_failed", str(error))
            self._jobs[job.order.event_id] = replace(job, state=FAILED, error=failed)
