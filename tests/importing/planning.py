"""Plans made from a few lines of text."""

from server.importing.attendees import ImportedAttendee, ImportOptions
from server.importing.headers import guess_mapping
from server.importing.plan import FileFacts, ImportPlan, make_plan
from server.importing.read_file import read_table

IMPORT_ALL = ImportOptions(cancelled="import")


def plan_lines(*lines: str, options: ImportOptions = IMPORT_ALL) -> ImportPlan:
    """The plan of a file with these lines, cells with `;` between them."""
    table = read_table("\n".join(lines).encode())
    facts = FileFacts(len(table.rows), table.blank_rows, table.header_row)
    return make_plan(table.rows, facts, guess_mapping(table), options)


def read_person(headers: str, row: str) -> ImportedAttendee:
    """The one person in a file of one row."""
    (person,) = plan_lines(headers, row).attendees
    return person


def codes_of(plan: ImportPlan) -> list[tuple[int, str]]:
    """(row, code) of every problem."""
    return [(problem.row_number, problem.code) for problem in plan.problems]
