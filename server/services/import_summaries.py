"""What the page shows of a preview: kept in the stage as plain values, so that no page plans."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from server.importing.attendees import ImportedAttendee, ImportOptions
from server.importing.matching import NEW, UNCHANGED, UPDATE, MatchDecision
from server.importing.plan import ImportPlan, fill_defaults
from server.importing.report import count_to_check
from server.importing.staging import PREVIEW_ROWS, Stage, load_summary
from server.services.ids import new_token

MOST_RENAMED = 50

SHOWN_FIELDS = (
    *("first_name", "last_name", "first_name_ar", "last_name_ar", "company", "job_title"),
    *("email", "phone", "city", "country", "category", "language", "share_level", "status"),
    *("needs_desk", "foreign_code", "external_ref", "note"),
)


@dataclass(frozen=True)
class PreviewPerson:
    """One person as they will be stored; `changes` is field to (stored, imported) for an update."""

    row_number: int
    decision: str
    values: Mapping[str, str]
    changes: Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class PreviewSummary:
    """Counts, the first people, and who would get clearly another name.

    `token` names this very preview: applying another one is refused. `report` is
    `ImportReport.as_dict()`, `choices` the fields of ImportChoices. `left_out` and `to_check`
    count rows.
    """

    token: str
    choices: Mapping[str, str]
    report: Mapping[str, Any]
    new: int
    updated: int
    unchanged: int
    left_out: int
    to_check: int
    people: tuple[PreviewPerson, ...]
    renamed: tuple[PreviewPerson, ...]


def count_outcome(plan: ImportPlan, decisions: Sequence[MatchDecision]) -> dict[str, int]:
    """How many people are new, updated and unchanged; how many rows left out and to be checked."""
    counts = [sum(d.decision == name for d in decisions) for name in (NEW, UPDATE, UNCHANGED)]
    new, updated, unchanged = counts
    return {
        "new": new,
        "updated": updated,
        "unchanged": unchanged,
        "left_out": plan.report.data_rows - plan.report.attendees,
        "to_check": count_to_check(plan.problems),
    }


def summarise(
    plan: ImportPlan,
    decisions: Sequence[MatchDecision],
    options: ImportOptions,
    choices: Mapping[str, str],
) -> dict[str, Any]:
    """The summary as plain values; `get_summary` reads it back."""
    renamed = [d for d in decisions if d.has_new_name]
    summary = PreviewSummary(
        token=new_token()[:16],
        choices=choices,
        report=plan.report.as_dict(),
        **count_outcome(plan, decisions),
        people=tuple(_show(d, options) for d in decisions[:PREVIEW_ROWS]),
        renamed=tuple(_show(d, options) for d in renamed[:MOST_RENAMED]),
    )
    return asdict(summary)


def _show(decision: MatchDecision, options: ImportOptions) -> PreviewPerson:
    said = decision.attendee
    person = fill_defaults(said, options) if decision.decision == NEW else said
    changes = {name: list(change) for name, change in decision.changes.items()}
    return PreviewPerson(said.row_number, decision.decision, _values(person), changes)


def _values(person: ImportedAttendee) -> dict[str, str]:
    values = {name: str(getattr(person, name) or "") for name in SHOWN_FIELDS}
    return values | {"phone": person.phone or person.phone_raw}


def get_summary(stage: Stage) -> PreviewSummary | None:
    """The stage's latest preview; None when there is none for its mapping."""
    kept = load_summary(stage)
    if kept is None:
        return None
    people = {
        name: tuple(PreviewPerson(**person) for person in kept[name])
        for name in ("people", "renamed")
    }
    return PreviewSummary(**kept | people)
