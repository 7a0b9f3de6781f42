"""What an import would do, or did: counts, new categories, and every problem row by row."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from server.importing.attendees import ERROR, NOT_ATTENDING, WARNING, RowProblem
from server.importing.categories import NewCategory
from server.importing.texts import FIELD_NAMES, REPORT_HEADERS, ROW_PROBLEMS, SEVERITIES
from server.spreadsheet_cells import quote_formula

Translate = Callable[..., str]
"""Called as translate(english_text, **params): gettext of the English text, then `%` params."""


@dataclass(frozen=True)
class ImportReport:
    """`data_rows` that are not blank, `attendees` that will be stored, and why the others are not.

    `not_attending` counts rows the file calls cancelled or refunded, whether imported as cancelled
    or left out. `header_row` is 1-based, None without headers. `keeps_foreign_code_from` is the
    header of the column whose codes will be recognised at the gates, or empty.
    """

    data_rows: int
    attendees: int
    duplicate_email: int
    bad_email: int
    no_name: int
    blank: int
    not_attending: int
    header_row: int | None
    keeps_foreign_code_from: str
    problem_counts: Mapping[str, int]
    new_categories: tuple[NewCategory, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self) | {"new_categories": [asdict(new) for new in self.new_categories]}


def count_problems(problems: Sequence[RowProblem]) -> dict[str, int]:
    """Code to number of problems, most frequent first."""
    return dict(Counter(problem.code for problem in problems).most_common())


def count_left_out(problems: Sequence[RowProblem]) -> int:
    """Rows that are not imported because of an error."""
    return len({problem.row_number for problem in problems if problem.severity == ERROR})


def count_to_check(problems: Sequence[RowProblem]) -> int:
    """Rows that are imported with a warning."""
    out = {problem.row_number for problem in problems if leaves_out(problem)}
    return len({problem.row_number for problem in problems} - out)


def leaves_out(problem: RowProblem) -> bool:
    """Whether the row is not imported because of this."""
    return problem.severity == ERROR or problem.code == NOT_ATTENDING


def describe_problem(problem: RowProblem, translate: Translate) -> str:
    """The problem as a sentence in the language of `translate`."""
    params = {"value": problem.value, **problem.params}
    text = ROW_PROBLEMS[problem.code]
    if problem.code == "bad_email" and problem.params.get("suggestion"):
        text = ROW_PROBLEMS["bad_email_suggestion"]
    return translate(text, **params)


def write_problems_csv(problems: Sequence[RowProblem], translate: Translate) -> bytes:
    """One line per problem, for Excel: UTF-8 with BOM, `;`, CRLF, no cell a formula.

    Row, severity, field, sentence and the cell's text, in the language of `translate`.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(translate(header) for header in REPORT_HEADERS)
    for problem in sorted(problems, key=lambda problem: problem.row_number):
        field = FIELD_NAMES.get(problem.field, "")
        writer.writerow(
            [
                problem.row_number,
                translate(SEVERITIES[ERROR if leaves_out(problem) else WARNING]),
                translate(field) if field else "",
                quote_formula(describe_problem(problem, translate)),
                quote_formula(problem.value),
            ]
        )
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")
