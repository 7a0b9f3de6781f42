"""Registration files: staged, looked at, corrected, applied in one transaction, read again."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from sqlalchemy import Connection

from domain.entities import Event
from domain.errors import AccueilError, ConflictError, NotFoundError
from server.importing.attendees import ImportOptions
from server.importing.limits import DEFAULT_LIMITS, FileLimits
from server.importing.mapping import change_mapping, check_mapping
from server.importing.matching import MatchDecision
from server.importing.plan import ImportPlan
from server.importing.read_file import ReadingChoices, read_table
from server.importing.staging import (
    NewStage,
    Stage,
    drop_old_stages,
    drop_stage,
    forget_rows,
    keep_summary,
    list_stages,
    load_stage,
    plan_attendees,
    set_mapping,
    stage_table,
)
from server.services.events import get_event
from server.services.ids import new_id
from server.services.import_orders import CHECK, READ, STORE, ImportChoices
from server.services.import_preparation import (
    ImportPreparer,
    ReadyImport,
    list_foreign_codes,
    read_snapshot,
)
from server.services.import_summaries import count_outcome, summarise
from server.services.import_uploads import drop_old_uploads, drop_upload
from server.services.importing_people import log_import, write_import
from server.storage import imports as import_rows
from server.storage.categories import get_categories
from server.storage.database import Database
from server.storage.roster import get_roster_version
from server.storage.rows import Row

Watch = Callable[[str, int, int], None]
"""Told the step (`read`, `check`, `store`), how many rows of it are done, and of how many."""

KEPT_MS = 7 * 24 * 3_600_000
"""How long a file waits for the organizer, and the problems of an applied one can be read."""


@dataclass(frozen=True)
class Upload:
    """A file as it arrived; `choices` settle how it is read where that was unclear.

    `import_id` is given when the file has one: it was uploaded, or is read again.
    """

    file_name: str
    source: Path | BinaryIO | bytes
    choices: ReadingChoices = ReadingChoices()
    import_id: str = ""


@dataclass(frozen=True)
class Preview:
    """What applying a staged file would do: the plan, and who is new, changed or as before."""

    stage: Stage
    plan: ImportPlan
    decisions: tuple[MatchDecision, ...]

    def count(self, decision: str) -> int:
        """How many people are `new`, `update` or `unchanged`."""
        return sum(d.decision == decision for d in self.decisions)

    def as_report(self) -> Row:
        """The counts as plain values, as in the report of an applied import."""
        return self.plan.report.as_dict() | count_outcome(self.plan, self.decisions)


def _watch_nothing(_step: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class RegistrationFiles:
    """Registration files on their way into the database; `imports_dir` holds the staged ones."""

    database: Database
    imports_dir: Path
    limits: FileLimits = DEFAULT_LIMITS
    watch: Watch = _watch_nothing

    def stage_file(self, event_id: str, upload: Upload, now: int) -> Stage:
        """Read a file and let it wait for the organizer; the edition is not changed.

        A file that waits already is read anew. Raises BadFileError (codes in
        `server.importing.texts.FILE_PROBLEMS`) with nothing written, ConflictError
        `import_applied`.
        """
        event = get_event(self.database, event_id)
        new = NewStage(
            self.imports_dir,
            upload.import_id or new_id(now),
            upload.file_name,
            now,
            upload.choices,
        )
        with self.database.read() as connection:
            known = import_rows.get_import(connection, new.stage_id)
        _check_waiting(known)
        stage = self._stage(upload, new)
        if known is None:
            row: Row = {"id": stage.stage_id, "event_id": event.id, "file_name": stage.file_name}
            row |= {"status": "staged", "created_at": now}
            self.database.write(lambda connection: import_rows.add_import(connection, row))
        return stage

    def _stage(self, upload: Upload, new: NewStage) -> Stage:
        table = read_table(upload.source, upload.choices, self.limits, self._progress(READ))
        return stage_table(new, table)

    def _progress(self, step: str) -> Callable[[int, int], None]:
        return lambda done, total: self.watch(step, done, total)

    @contextmanager
    def try_file(self, event_id: str, upload: Upload, now: int) -> Iterator[Stage]:
        """Stage a file where nobody finds it; it is gone afterwards. For `preview_stage`."""
        get_event(self.database, event_id)
        with TemporaryDirectory() as folder:
            yield self._stage(upload, NewStage(Path(folder), new_id(now), upload.file_name, now))

    def correct_mapping(
        self, import_id: str, fields: Mapping[int, str | None], name_order: str = ""
    ) -> Stage:
        """Say what some columns hold (None: nothing of use) and which part of a name comes first.

        Raises MappingError, NotFoundError `stage_unknown`, ConflictError `import_applied`.
        """
        _check_waiting(get_import(self.database, import_id))
        return correct_stage(load_stage(self.imports_dir, import_id), fields, name_order)

    def preview_import(self, import_id: str, choices: ImportChoices) -> Preview:
        """What applying a staged file would do; writes only into the stage, for the page.

        Raises NotFoundError `stage_unknown`, MappingError when no column names people.
        """
        row = get_import(self.database, import_id)
        _check_waiting(row)
        stage = load_stage(self.imports_dir, import_id)
        preview = self.preview_stage(stage, row["event_id"], choices)
        options = _make_options(self.database, row["event_id"], choices)
        keep_summary(stage, summarise(preview.plan, preview.decisions, options, asdict(choices)))
        return preview

    def preview_stage(self, stage: Stage, event_id: str, choices: ImportChoices) -> Preview:
        """As `preview_import`, of a stage at hand."""
        planned = self._plan(stage, event_id, choices, stage.staged_at)
        return Preview(stage, planned.plan, self._prepare(planned).decisions)

    def _plan(self, stage: Stage, event_id: str, choices: ImportChoices, now: int) -> "_Planned":
        event = get_event(self.database, event_id)
        options = _make_options(self.database, event.id, choices)
        plan = plan_attendees(stage, options, self._progress(CHECK))
        return _Planned(plan, ImportPreparer(event, options, now), event.id)

    def _prepare(self, planned: "_Planned") -> ReadyImport:
        with self.database.read() as connection:
            return planned.prepare(connection)

    def apply_import(
        self, import_id: str, choices: ImportChoices, now: int, actor: str = "command"
    ) -> Row:
        """Store a staged file's people, all or none; returns the report (see `_report`).

        People the edition has already are updated, not doubled. Raises NotFoundError
        `stage_unknown`, ConflictError `import_applied`, MappingError.
        """
        row = get_import(self.database, import_id)
        _check_waiting(row)
        stage = load_stage(self.imports_dir, import_id)
        planned = self._plan(stage, row["event_id"], choices, now)
        ready = self._prepare(planned)

        def apply(connection: Connection) -> Row:
            _check_waiting(import_rows.get_import(connection, import_id))
            current = planned.refresh(connection, ready)
            write_import(connection, planned.event_id, current, self._progress(STORE))
            report = _report(planned.plan, current) | {"choices": asdict(choices)}
            _set_applied(connection, import_id, report, now)
            log_import(connection, planned.event_id, current, now, actor)
            return report

        report: Row = self.database.write(apply)
        forget_rows(stage)
        drop_upload(self.imports_dir, import_id)
        return report

    def discard_import(self, import_id: str) -> None:
        """Forget a staged file. Raises NotFoundError `stage_unknown`, ConflictError."""
        _check_waiting(get_import(self.database, import_id))
        self.database.write(
            lambda connection: import_rows.set_import(connection, import_id, status="discarded")
        )
        self._drop(import_id)

    def _drop(self, import_id: str) -> None:
        drop_stage(self.imports_dir, import_id)
        drop_upload(self.imports_dir, import_id)

    def import_file(self, event_id: str, path: Path, choices: ImportChoices, now: int) -> Row:
        """Stage a file and apply it as it was understood; returns the report.

        Raises what `stage_file` and `apply_import` raise, with nothing kept.
        """
        stage = self.stage_file(event_id, Upload(path.name, path), now)
        try:
            return self.apply_import(stage.stage_id, choices, now)
        except AccueilError:
            self.discard_import(stage.stage_id)
            raise

    def drop_old_files(self, now: int) -> None:
        """Delete what has waited for longer than KEPT_MS, and what crashes left behind."""
        drop_old_stages(self.imports_dir, now - KEPT_MS)
        drop_old_uploads(self.imports_dir, now - KEPT_MS)
        with self.database.read() as connection:
            waiting = import_rows.get_import_ids(connection, "staged")
        for import_id in set(waiting) - set(list_stages(self.imports_dir)):
            self.discard_import(import_id)


@dataclass(frozen=True)
class _Planned:
    """A plan and what compares it with the edition."""

    plan: ImportPlan
    preparer: ImportPreparer
    event_id: str

    def prepare(self, connection: Connection) -> ReadyImport:
        codes = list_foreign_codes(self.plan)
        return self.preparer.prepare(self.plan, read_snapshot(connection, self.event_id, codes))

    def refresh(self, connection: Connection, ready: ReadyImport) -> ReadyImport:
        """The same, unless somebody was registered or changed since it was made ready."""
        is_current = get_roster_version(connection, self.event_id) == ready.version
        return ready if is_current else self.prepare(connection)


def correct_stage(stage: Stage, fields: Mapping[int, str | None], name_order: str = "") -> Stage:
    """As `RegistrationFiles.correct_mapping`, of a stage at hand. Raises MappingError."""
    mapping = change_mapping(stage.mapping, fields, name_order)
    check_mapping(mapping)
    return set_mapping(stage, mapping)


def _check_waiting(row: Row | None) -> None:
    if row is not None and row["status"] != "staged":
        raise ConflictError("import_applied", "this file has been applied or discarded already")


def get_import(database: Database, import_id: str) -> Row:
    """One import's row, with its `report` as a dict. Raises NotFoundError `stage_unknown`."""
    with database.read() as connection:
        row = import_rows.get_import(connection, import_id)
    if row is None:
        raise NotFoundError("stage_unknown", "no such import")
    return row | {"report": json.loads(row["report"])}


def get_imports(database: Database, event_id: str) -> list[Row]:
    """An edition's imports, newest first, each with its `report` as a dict."""
    with database.read() as connection:
        rows = import_rows.get_imports(connection, event_id)
    return [row | {"report": json.loads(row["report"])} for row in rows]


def _make_options(database: Database, event_id: str, choices: ImportChoices) -> ImportOptions:
    event: Event = get_event(database, event_id)
    with database.read() as connection:
        categories = get_categories(connection, event.id)
    names = {name: c.code for c in categories for name in (*c.names.values(), c.code)}
    codes = [c.code for c in categories]
    return ImportOptions(
        default_country=event.default_country,
        cancelled=choices.cancelled,
        shared_email=choices.shared_email,
        default_language=event.languages.split(",")[0],
        default_share_level=choices.default_share_level,
        default_category="visitor" if "visitor" in codes or not codes else codes[0],
        categories=names,
    )


def _set_applied(connection: Connection, import_id: str, report: Row, now: int) -> None:
    text = json.dumps(report, ensure_ascii=False)
    import_rows.set_import(connection, import_id, status="applied", applied_at=now, report=text)


def _report(plan: ImportPlan, ready: ReadyImport) -> Row:
    """Counts as in the plan's report, and what became of the people."""
    outcome = count_outcome(plan, ready.decisions)
    return (
        plan.report.as_dict()
        | outcome
        | {
            "foreign_codes_added": len(ready.foreign_badges),
            "foreign_codes_taken": list(ready.codes_taken),
            "problem_rows": len(plan.problems),
        }
    )
