"""Whatever the bytes: a table, or an error with a name."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import BadFileError
from server.importing.headers import guess_mapping
from server.importing.mapping import MappingError
from server.importing.plan import FileFacts, make_plan
from server.importing.read_file import read_table
from server.importing.texts import FILE_PROBLEMS, ROW_PROBLEMS
from tests.importing.files import HEADERS, ROWS, make_xlsx
from tests.importing.planning import IMPORT_ALL

WORKBOOK = make_xlsx([HEADERS, *ROWS])
CELLS = st.text(max_size=30) | st.sampled_from(("Oui", "06 12", "@", "a@example.com", "\x00", '"'))
HEADS = st.sampled_from(("Nom", "Prénom", "Email", "Tél", "Pays", "Statut", "Barcode", "Note", "?"))


def read_or_name(content: bytes) -> None:
    try:
        table = read_table(content)
        facts = FileFacts(len(table.rows), table.blank_rows, table.header_row)
        plan = make_plan(table.rows, facts, guess_mapping(table), IMPORT_ALL)
    except (BadFileError, MappingError) as error:
        code = error.code
    else:
        assert {problem.code for problem in plan.problems} <= set(ROW_PROBLEMS)
        return
    assert code in FILE_PROBLEMS


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes(content: bytes) -> None:
    read_or_name(content)


@given(st.lists(HEADS, min_size=1, max_size=6), st.lists(st.lists(CELLS, max_size=7), max_size=8))
@settings(max_examples=300, deadline=None)
def test_any_cells(headers: list[str], rows: list[list[str]]) -> None:
    lines = [";".join(cells) for cells in (headers, *rows)]
    read_or_name("\n".join(lines).encode("utf-8", "surrogatepass"))


@given(st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), max_size=8))
@settings(max_examples=40, deadline=None)
def test_a_workbook_with_flipped_bytes(changes: list[tuple[int, int]]) -> None:
    content = bytearray(WORKBOOK)
    for place, value in changes:
        content[place] = value
    read_or_name(bytes(content))
