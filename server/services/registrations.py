"""Registration files: staged, looked at, corrected, applied in one transaction, read again."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from domain.entities import Event
from domain.errors import ConflictError, NotFoundError
from server.importing.attendees import (
    KEEP,
    LEAVE_OUT,
    SHARE_NONE,
    ImportOptions,
)
from server.importing.matching import NEW, UPDATE, MatchDecision, match_attendees
from server.importing.plan import ImportPlan
from server.importing.read_file import ReadingChoices, read_table
from server.importing.staging import (
    NewStage,
    Stage,
    drop_stage,
    load_stage,
    plan_attendees,
    stage_table,
)
from server.services.events import get_event
from server.services.ids import new_id
from server.services.importing_people import Applied, PeopleWriter, read_known_attendees
from server.storage import imports as import_rows
from server.storage.categories import get_categories
from server.storage.database import Database
from server.storage.rows import Row

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ImportChoices:
    """What the organizer decides about a whole file; see `ImportOptions` for the meaning."""

    cancelled: str = LEAVE_OUT
    shared_email: str = KEEP
    default_share_level: str = SHARE_NONE


@dataclass(frozen=True)
class Upload:
    """A file as it arrived; `choices` settle how it is read where that was unclear."""

    file_name: str
    source: Path | BinaryIO | bytes
    choices: ReadingChoices = ReadingChoices()


@dataclass(frozen=True)
class Preview:
    """What applying a staged file would do: the plan, and who is new, changed or as before."""

    stage: Stage
    plan: ImportPlan
    decisions: tuple[MatchDecision, ...]

    def count(self, decision: str) -> int:
        """How many people are `new`, `update` or `unchanged`."""
        return sum(d.decision == decision for d in self.decisions)


def _ignore(_done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class RegistrationFiles:
    """Registration files on their way into the database; `imports_dir` holds the staged ones."""

    database: Database
    imports_dir: Path

    def stage_file(
        self,
        event_id: str,
        upload: Upload,
        now: int,
        progress: Progress = _ignore,
    ) -> Stage:
        """Read a file and let it wait for the organizer; the edition is not changed.

        Raises BadFileError (codes in `server.importing.texts.FILE_PROBLEMS`) with nothing written.
        """
        event = get_event(self.database, event_id)
        table = read_table(upload.source, upload.choices, progress=progress)
        import_id = new_id(now)
        stage = stage_table(NewStage(self.imports_dir, import_id, upload.file_name, now), table)
        row: Row = {"id": import_id, "event_id": event.id, "file_name": upload.file_name}
        row |= {"status": "staged", "created_at": now}
        self.database.write(lambda connection: import_rows.add_import(connection, row))
        return stage

    def preview_import(
        self,
        import_id: str,
        choices: ImportChoices,
        progress: Progress = _ignore,
    ) -> Preview:
        """What applying a staged file would do; writes nothing but the stage's own problem list.

        Raises NotFoundError `stage_unknown`, MappingError when no column names people.
        """
        event_id = get_import(self.database, import_id)["event_id"]
        stage = load_stage(self.imports_dir, import_id)
        plan = plan_attendees(stage, _make_options(self.database, event_id, choices), progress)
        with self.database.read() as connection:
            known = read_known_attendees(connection, event_id)
        return Preview(stage, plan, match_attendees(plan.attendees, known))

    def apply_import(
        self,
        import_id: str,
        choices: ImportChoices,
        now: int,
        actor: str = "command",
        progress: Progress = _ignore,
    ) -> Row:
        """Store a staged file's people, all or none; returns the report (see `_report`).

        People the edition has already are updated, not doubled. Raises NotFoundError
        `stage_unknown`, ConflictError `import_applied`, MappingError.
        """
        row = get_import(self.database, import_id)
        if row["status"] != "staged":
            raise ConflictError("import_applied", "this file has been applied already")
        event = get_event(self.database, row["event_id"])
        options = _make_options(self.database, event.id, choices)
        plan = plan_attendees(load_stage(self.imports_dir, import_id), options, progress)

        def apply(connection: Any) -> Row:
            known = read_known_attendees(connection, event.id)
            decisions = match_attendees(plan.attendees, known)
            applied = PeopleWriter(connection, event, now).apply(plan, decisions, options, actor)
            report = _report(plan, decisions, applied)
            import_rows.set_import(
                connection,
                import_id,
                status="applied",
                applied_at=now,
                report=json.dumps(report, ensure_ascii=False),
            )
            return report

        return self.database.write(apply)

    def discard_import(self, import_id: str) -> None:
        """Forget a staged file. Raises NotFoundError `stage_unknown`, ConflictError."""
        if get_import(self.database, import_id)["status"] != "staged":
            raise ConflictError("import_applied", "this file has been applied already")
        self.database.write(
            lambda connection: import_rows.set_import(connection, import_id, status="discarded")
        )
        drop_stage(self.imports_dir, import_id)

    def import_file(
        self,
        event_id: str,
        path: Path,
        choices: ImportChoices,
        now: int,
        progress: Progress = _ignore,
    ) -> Row:
        """Stage a file and apply it as it was understood; returns the report."""
        upload = Upload(path.name, path)
        stage = self.stage_file(event_id, upload, now)
        return self.apply_import(stage.stage_id, choices, now, progress=progress)


def get_import(database: Database, import_id: str) -> Row:
    """One import's row. Raises NotFoundError `stage_unknown`."""
    with database.read() as connection:
        row = import_rows.get_import(connection, import_id)
    if row is None:
        raise NotFoundError("stage_unknown", "no such import")
    return row


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


def _report(plan: ImportPlan, decisions: tuple[MatchDecision, ...], applied: Applied) -> Row:
    """Counts as in the plan's report, and what became of the people."""
    counts = {name: sum(d.decision == name for d in decisions) for name in (NEW, UPDATE)}
    return plan.report.as_dict() | {
        "new": counts[NEW],
        "updated": counts[UPDATE],
        "unchanged": len(decisions) - counts[NEW] - counts[UPDATE],
        "foreign_codes_added": applied.foreign_codes_added,
        "foreign_codes_taken": list(applied.foreign_codes_taken),
        "problem_rows": len(plan.problems),
    }
