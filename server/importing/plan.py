"""Rows to the attendees an import would store, and the report about it. Stores nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from server.importing.attendees import (
    LEAVE_OUT,
    NOT_ATTENDING,
    WARNING,
    ImportedAttendee,
    ImportOptions,
    RowProblem,
)
from server.importing.categories import CategoryBook
from server.importing.duplicates import drop_duplicates
from server.importing.mapping import ColumnMapping, check_mapping
from server.importing.report import ImportReport, count_problems
from server.importing.rows import RowReader
from server.importing.table import PROGRESS_STEP, Progress, TableRow, ignore_progress


@dataclass(frozen=True)
class FileFacts:
    """What the report repeats of the file: its rows, blank rows and header row (1-based)."""

    row_count: int
    blank_rows: int
    header_row: int | None


@dataclass(frozen=True)
class ImportPlan:
    """The attendees to store in file order, every problem in row order, and the counts."""

    attendees: tuple[ImportedAttendee, ...]
    problems: tuple[RowProblem, ...]
    report: ImportReport


def make_plan(
    rows: Iterable[TableRow],
    facts: FileFacts,
    mapping: ColumnMapping,
    options: ImportOptions,
    progress: Progress = ignore_progress,
) -> ImportPlan:
    """Read every row under `mapping`. Raises MappingError when no column names people."""
    check_mapping(mapping)
    categories = CategoryBook(options.categories)
    reader = RowReader(mapping, options, categories)
    people, problems = _read_people(rows, facts.row_count, reader, progress)
    cancelled = sum(person.is_cancelled for person in people)
    kept = _choose_kept(people, problems, options)
    progress(facts.row_count, facts.row_count)
    problems.sort(key=lambda problem: problem.row_number)
    counts = count_problems(problems)
    report = ImportReport(
        data_rows=facts.row_count,
        attendees=len(kept),
        duplicate_email=counts.get("duplicate_email", 0),
        bad_email=counts.get("bad_email", 0),
        no_name=counts.get("no_name", 0),
        blank=facts.blank_rows,
        not_attending=cancelled,
        header_row=facts.header_row,
        keeps_foreign_code_from=mapping.header_of("foreign_code"),
        problem_counts=counts,
        new_categories=categories.list_new(kept),
    )
    return ImportPlan(tuple(kept), tuple(problems), report)


def _read_people(
    rows: Iterable[TableRow], row_count: int, reader: RowReader, progress: Progress
) -> tuple[list[ImportedAttendee], list[RowProblem]]:
    people: list[ImportedAttendee] = []
    problems: list[RowProblem] = []
    for done, row in enumerate(rows, start=1):
        person, met = reader.read(row)
        problems.extend(met)
        if person is not None:
            people.append(person)
        if done % PROGRESS_STEP == 0:
            progress(done, row_count)
    return people, problems


def _choose_kept(
    people: Sequence[ImportedAttendee], problems: list[RowProblem], options: ImportOptions
) -> list[ImportedAttendee]:
    """Without cancelled rows when so chosen, without duplicates; the reasons go to `problems`."""
    if options.cancelled == LEAVE_OUT:
        problems.extend(_report_left_out(people))
        people = [person for person in people if not person.is_cancelled]
    kept, met = drop_duplicates(people, options)
    problems.extend(met)
    return adopt_order_codes(kept)


def _report_left_out(people: Iterable[ImportedAttendee]) -> Iterable[RowProblem]:
    for person in people:
        if person.is_cancelled:
            yield RowProblem(person.row_number, WARNING, NOT_ATTENDING, "status", person.whole_name)


def adopt_order_codes(people: Sequence[ImportedAttendee]) -> list[ImportedAttendee]:
    """An order of one person serves as that person's reference, when the file has no better one."""
    counts = Counter(person.order_code for person in people)
    return [
        replace(person, external_ref=person.order_code)
        if person.order_code and not person.external_ref and counts[person.order_code] == 1
        else person
        for person in people
    ]


def fill_defaults(person: ImportedAttendee, options: ImportOptions) -> ImportedAttendee:
    """A new attendee with the edition's defaults where the file says nothing.

    Not for updates: there, silence in the file leaves the stored value alone.
    """
    return replace(
        person,
        category=person.category or options.default_category,
        language=person.language or options.default_language,
        share_level=person.share_level or options.default_share_level,
        status=person.status or "registered",
        has_attention=bool(person.has_attention),
    )
