"""The problems of a stage, looked at a page at a time: a bad file has as many as it has rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.importing.attendees import RowProblem
from server.importing.staging import Stage, open_stage


@dataclass(frozen=True)
class ProblemFilter:
    """Which problems: of a severity (`error`, `warning`), of a code; empty means any."""

    severity: str = ""
    code: str = ""


@dataclass(frozen=True)
class ProblemCount:
    """How many problems of one kind there are."""

    severity: str
    code: str
    count: int


def load_problems(stage: Stage) -> list[RowProblem]:
    """The problems of the last plan, in row order."""
    return find_problems(stage, ProblemFilter())


def count_problem_kinds(stage: Stage) -> list[ProblemCount]:
    """What kinds of problems there are; what keeps rows out comes first, then the most frequent."""
    query = """
        select severity, code, count(*) as count from problems
        group by severity, code order by severity, count desc, code
    """
    with open_stage(stage.path) as db:
        return [ProblemCount(**row) for row in db.query(query)]


def find_problems(
    stage: Stage, wanted: ProblemFilter, first: int = 0, most: int | None = None
) -> list[RowProblem]:
    """Problems in row order, from the `first` (0-based) on."""
    where = "(:severity = '' or severity = :severity) and (:code = '' or code = :code)"
    with open_stage(stage.path) as db:
        records = db.table("problems").rows_where(
            where,
            {"severity": wanted.severity, "code": wanted.code},
            order_by="row_number, rowid",
            limit=most if most is not None else -1,
            offset=first,
        )
        return [_read_problem(record) for record in records]


def _read_problem(record: Mapping[str, Any]) -> RowProblem:
    return RowProblem(**dict(record) | {"params": json.loads(record["params"])})
