"""A file read and waiting for the organizer: one SQLite file per import, `<imports>/<id>.db`.

The server may restart between the preview and the confirmation. Tables: `rows` (number, cells as
JSON), `problems` (of the last plan), `meta` (name, value). A stage appears whole or not at all: it
is written under another name, then renamed. Files are readable by the server's account only and
their rows are to be forgotten once applied: they hold people's contact details.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.errors import NotFoundError
from server.importing.attendees import ImportOptions
from server.importing.headers import guess_mapping, is_identity_header
from server.importing.mapping import ColumnMapping, mapping_from_json, mapping_to_json
from server.importing.plan import FileFacts, ImportPlan, make_plan
from server.importing.read_file import ReadingChoices
from server.importing.table import PROGRESS_STEP, Progress, Table, TableRow, ignore_progress

if TYPE_CHECKING:
    import sqlite_utils

PREVIEW_ROWS = 20
_ID = re.compile(r"^[0-9A-Za-z-]{4,64}$")
_FORMAT = "1"


@dataclass(frozen=True)
class NewStage:
    """Where a stage goes: the directory, its id (letters, digits, hyphens), the file's own name,
    when it was read (ms UTC), and what a person had settled about the reading."""

    directory: Path
    stage_id: str
    file_name: str
    staged_at: int
    choices: ReadingChoices = ReadingChoices()


@dataclass(frozen=True)
class Stage:
    """A staged file. `dropped_headers` are identity-number columns that were not taken in."""

    path: Path
    stage_id: str
    file_name: str
    staged_at: int
    headers: tuple[str, ...]
    mapping: ColumnMapping
    facts: FileFacts
    encoding: str
    separator: str
    sheet: str
    sheets: tuple[str, ...]
    dropped_headers: tuple[str, ...]
    choices: ReadingChoices


def stage_table(new: NewStage, table: Table, progress: Progress = ignore_progress) -> Stage:
    """Write the table and its guessed mapping; returns the stage as `load_stage` would."""
    path = _stage_path(new.directory, new.stage_id)
    new.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    table, dropped = _drop_identity_columns(table)
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    try:
        with open_stage(unfinished) as db:
            db.table("rows").insert_all(_row_records(table, progress), pk="number")
            db.table("problems").create(_PROBLEM_COLUMNS)
            db.table("meta").insert_all(_meta_records(_describe(new, table, dropped)), pk="name")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return load_stage(new.directory, new.stage_id)


_PROBLEM_COLUMNS = {
    "row_number": int,
    "severity": str,
    "code": str,
    "field": str,
    "value": str,
    "params": str,
}


@contextlib.contextmanager
def open_stage(path: Path) -> Iterator[sqlite_utils.Database]:
    """The database of a stage, closed at the end."""
    import sqlite_utils  # loads numpy: only where a file is staged

    db = sqlite_utils.Database(path)
    try:
        yield db
    finally:
        db.close()


def _stage_path(directory: Path, stage_id: str) -> Path:
    check_stage_id(stage_id)
    return directory / f"{stage_id}.db"


def check_stage_id(stage_id: str) -> None:
    """Raises NotFoundError `stage_unknown` for what could not be an id (or leads elsewhere)."""
    if not _ID.match(stage_id):
        raise NotFoundError("stage_unknown")


def _drop_identity_columns(table: Table) -> tuple[Table, tuple[str, ...]]:
    """Empty the columns of identity numbers: they are never stored, not even for a preview."""
    private = {index for index, header in enumerate(table.headers) if is_identity_header(header)}
    if not private:
        return table, ()
    rows = tuple(
        TableRow(row.number, tuple("" if i in private else c for i, c in enumerate(row.cells)))
        for row in table.rows
    )
    dropped = tuple(table.headers[index] for index in sorted(private))
    fields = {name: getattr(table, name) for name in table.__dataclass_fields__}
    return Table(**fields | {"rows": rows}), dropped


def _row_records(table: Table, progress: Progress) -> Iterator[dict[str, Any]]:
    total = len(table.rows)
    for done, row in enumerate(table.rows, start=1):
        yield {"number": row.number, "cells": json.dumps(row.cells, ensure_ascii=True)}
        if done % PROGRESS_STEP == 0 or done == total:
            progress(done, total)


def _describe(new: NewStage, table: Table, dropped: tuple[str, ...]) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "file_name": new.file_name,
        "staged_at": new.staged_at,
        "headers": table.headers,
        "header_row": table.header_row,
        "row_count": len(table.rows),
        "blank_rows": table.blank_rows,
        "encoding": table.encoding,
        "separator": table.separator,
        "sheet": table.sheet,
        "sheets": table.sheets,
        "dropped_headers": dropped,
        "choices": asdict(new.choices),
        "mapping": mapping_to_json(guess_mapping(table)),
    }


def _meta_records(facts: dict[str, Any]) -> Iterator[dict[str, str]]:
    return ({"name": name, "value": json.dumps(value)} for name, value in facts.items())


def load_stage(directory: Path, stage_id: str) -> Stage:
    """Raises NotFoundError `stage_unknown` when there is no such stage."""
    path = _stage_path(directory, stage_id)
    if not path.is_file():
        raise NotFoundError("stage_unknown")
    with open_stage(path) as db:
        meta = {row["name"]: json.loads(row["value"]) for row in db.table("meta").rows}
    return Stage(
        path=path,
        stage_id=stage_id,
        file_name=meta["file_name"],
        staged_at=meta["staged_at"],
        headers=tuple(meta["headers"]),
        mapping=mapping_from_json(meta["mapping"]),
        facts=FileFacts(meta["row_count"], meta["blank_rows"], meta["header_row"]),
        encoding=meta["encoding"],
        separator=meta["separator"],
        sheet=meta["sheet"],
        sheets=tuple(meta["sheets"]),
        dropped_headers=tuple(meta["dropped_headers"]),
        choices=ReadingChoices(**meta["choices"]),
    )


def set_mapping(stage: Stage, mapping: ColumnMapping) -> Stage:
    """Keep the organizer's mapping; what an earlier plan said is forgotten."""
    with open_stage(stage.path) as db, db.atomic():
        db.table("problems").delete_where()
        db.table("meta").delete_where("name = ?", ["summary"])
        _set_meta(db, "mapping", mapping_to_json(mapping))
    return load_stage(stage.path.parent, stage.stage_id)


def _set_meta(db: sqlite_utils.Database, name: str, value: object) -> None:
    db.table("meta").upsert({"name": name, "value": json.dumps(value)}, pk="name")


def keep_summary(stage: Stage, summary: dict[str, Any]) -> None:
    """Keep what the last plan came to, as plain values: a page shows it without planning."""
    with open_stage(stage.path) as db, db.atomic():
        _set_meta(db, "summary", summary)


def load_summary(stage: Stage) -> dict[str, Any] | None:
    """What `keep_summary` kept; None when the mapping was changed since."""
    with open_stage(stage.path) as db:
        kept = list(db.table("meta").rows_where("name = ?", ["summary"]))
    summary: dict[str, Any] | None = json.loads(kept[0]["value"]) if kept else None
    return summary


def preview_rows(stage: Stage, count: int = PREVIEW_ROWS) -> list[TableRow]:
    """The first rows, as they are in the file."""
    return list(_read_rows(stage, f"1 order by number limit {int(count)}"))


def _read_rows(stage: Stage, where: str = "1 order by number") -> Iterator[TableRow]:
    with open_stage(stage.path) as db:
        for row in db.table("rows").rows_where(where):
            yield TableRow(row["number"], tuple(json.loads(row["cells"])))


def plan_attendees(
    stage: Stage, options: ImportOptions, progress: Progress = ignore_progress
) -> ImportPlan:
    """What applying the stage would store; its problems stay in the stage for later download.

    Raises MappingError when no column names people.
    """
    plan = make_plan(_read_rows(stage), stage.facts, stage.mapping, options, progress)
    records = [
        asdict(problem) | {"params": json.dumps(problem.params)} for problem in plan.problems
    ]
    with open_stage(stage.path) as db, db.atomic():
        db.table("problems").delete_where()
        db.table("problems").insert_all(records)
    return plan


def list_stages(directory: Path) -> list[str]:
    """The ids of the stages that are there."""
    return sorted(path.stem for path in directory.glob("*.db"))


def drop_stage(directory: Path, stage_id: str) -> None:
    """Delete a stage; one that is gone already is fine."""
    path = _stage_path(directory, stage_id)
    for suffix in (".db", ".db-journal", ".db-wal", ".db-shm", ".part"):
        path.with_suffix(suffix).unlink(missing_ok=True)


def forget_rows(stage: Stage) -> None:
    """Take the people's rows off the disk; what was wrong with some of them can still be read."""
    with open_stage(stage.path) as db:
        db.table("rows").delete_where()
        db.table("meta").delete_where("name = ?", ["summary"])
        db.vacuum()


def drop_old_stages(directory: Path, before: int) -> int:
    """Delete stages read before a moment (ms UTC) and unfinished ones; returns how many."""
    for unfinished in directory.glob("*.part"):
        if unfinished.stat().st_mtime * 1000 < before:
            unfinished.unlink(missing_ok=True)
    stages = [load_stage(directory, stage_id) for stage_id in list_stages(directory)]
    old = [stage.stage_id for stage in stages if stage.staged_at < before]
    for stage_id in old:
        drop_stage(directory, stage_id)
    return len(old)
