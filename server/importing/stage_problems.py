"""The problems of a stage, looked at a page at a time: a bad file has as many as it has rows."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from server.importing.attendees import ERROR, NOT_ATTENDING, RowProblem
from server.importing.staging import Stage, open_stage

_LEAVES_OUT = f"(severity = '{ERROR}' or code = '{NOT_ATTENDING}')"
"""As `report.leaves_out`, for SQLite."""


@dataclass(frozen=True)
class ProblemFilter:
    """Which problems: of a code (empty means any), and of rows that are left out or are not (None:
    both)."""

    code: str = ""
    leaves_out: bool | None = None


@dataclass(frozen=True)
class ProblemCount:
    """How many problems of one kind there are, and whether it keeps rows out."""

    code: str
    leaves_out: bool
    count: int


def load_problems(stage: Stage) -> list[RowProblem]:
    """The problems of the last plan, in row order."""
    return find_problems(stage, ProblemFilter())


def count_problem_kinds(stage: Stage) -> list[ProblemCount]:
    """What kinds of problems there are; what keeps rows out comes first, then the most frequent."""
    query = f"""
        select code, {_LEAVES_OUT} as leaves_out, count(*) as count from problems
        group by 1, 2 order by 2 desc, 3 desc, 1
    """  # noqa: S608 (a constant)
    with open_stage(stage.path) as db:
        return [
            ProblemCount(row["code"], bool(row["leaves_out"]), row["count"])
            for row in db.query(query)
        ]


def find_problems(
    stage: Stage, wanted: ProblemFilter, first: int = 0, most: int | None = None
) -> list[RowProblem]:
    """Problems in row order, from the `first` (0-based) on."""
    where = f"(:code = '' or code = :code) and (:leaves_out is null or {_LEAVES_OUT} = :leaves_out)"
    with open_stage(stage.path) as db:
        records = db.table("problems").rows_where(
            where,
            asdict(wanted),
            order_by="row_number, rowid",
            limit=most if most is not None else -1,
            offset=first,
        )
        return [_read_problem(record) for record in records]


def _read_problem(record: Mapping[str, Any]) -> RowProblem:
    return RowProblem(**dict(record) | {"params": json.loads(record["params"])})
