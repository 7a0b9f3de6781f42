"""What pages and commands say about a registration file: words for its codes, columns, reading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import get_translations, gettext

from server.importing.attendees import RowProblem
from server.importing.decoding import NAMES as ENCODING_NAMES
from server.importing.header_row import column_letters
from server.importing.header_words import FIELDS
from server.importing.mapping import ColumnChoice
from server.importing.report import describe_problem, leaves_out
from server.importing.stage_problems import ProblemCount
from server.importing.staging import Stage, preview_rows
from server.importing.texts import FIELD_NAMES, PROBLEM_NAMES, SEPARATOR_NAMES

SAMPLES = 3
_SAMPLED_ROWS = 60
_LONGEST_SAMPLE = 60

SURE, LIKELY, DOUBTFUL, UNUSED = "sure", "likely", "doubtful", "unused"
_SURE_FROM, _LIKELY_FROM = 0.9, 0.6


@dataclass(frozen=True)
class ColumnLine:
    """One line of the mapping table. `certainty` is `sure`, `likely`, `doubtful` or `unused`."""

    choice: ColumnChoice
    letter: str
    samples: tuple[str, ...]
    certainty: str


@dataclass(frozen=True)
class ProblemLine:
    """One problem in the reader's language."""

    problem: RowProblem
    field_name: str
    text: str
    leaves_out: bool


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem to filter by."""

    code: str
    name: str
    count: int
    leaves_out: bool


def make_column_lines(stage: Stage) -> list[ColumnLine]:
    """The columns in file order, each with what stands in it; without those not taken in."""
    rows = preview_rows(stage, _SAMPLED_ROWS)
    letters = column_letters(len(stage.mapping.choices))
    return [
        ColumnLine(choice, letter, _take_samples(rows, choice.column), _rate(choice))
        for choice, letter in zip(stage.mapping.choices, letters, strict=True)
        if choice.header not in stage.dropped_headers
    ]


def _take_samples(rows: Sequence[Any], column: int) -> tuple[str, ...]:
    cells = (row.cells[column].strip() for row in rows if column < len(row.cells))
    found = list(dict.fromkeys(" ".join(cell.split()) for cell in cells if cell))[:SAMPLES]
    return tuple(_shorten(text) for text in found)


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_SAMPLE else text[: _LONGEST_SAMPLE - 1].rstrip() + "…"


def _rate(choice: ColumnChoice) -> str:
    if choice.field is None:
        return UNUSED
    if choice.confidence >= _SURE_FROM:
        return SURE
    return LIKELY if choice.confidence >= _LIKELY_FROM else DOUBTFUL


def list_fields() -> list[tuple[str, str]]:
    """What a column can hold, with its name in the reader's language."""
    return [(field, gettext(FIELD_NAMES[field])) for field in FIELDS]


def name_encoding(encoding: str) -> str:
    """`utf_8+cp1252` as "UTF-8 + Windows-1252"."""
    return " + ".join(ENCODING_NAMES.get(part, part) for part in encoding.split("+"))


def list_encodings() -> list[tuple[str, str]]:
    """Encodings to choose from: those people meet, each once."""
    kept = ("utf_8", "cp1252", "mac_roman", "cp1256", "iso8859_15", "cp850", "iso8859_6", "utf_16")
    return [(encoding, ENCODING_NAMES[encoding]) for encoding in kept]


def name_separator(separator: str) -> str:
    """`;` as "Semicolon"; others as they are."""
    name = SEPARATOR_NAMES.get(separator)
    return gettext(name) if name else separator


def list_separators() -> list[tuple[str, str]]:
    """Separators to choose from. A tab travels through a form as the word."""
    return [(_SPELT.get(sign, sign), gettext(name)) for sign, name in SEPARATOR_NAMES.items()]


_SPELT = {"\t": "tab"}


def read_separator(text: str) -> str:
    """What a form or command says of a separator: one character, or `tab`; empty: find it."""
    return "\t" if text.lower() in ("tab", "\\t") else text[:1]


def make_problem_lines(problems: Sequence[RowProblem]) -> list[ProblemLine]:
    """The problems as sentences in the reader's language."""
    translate = make_translator()
    return [
        ProblemLine(
            problem,
            translate(FIELD_NAMES[problem.field]) if problem.field in FIELD_NAMES else "",
            describe_problem(problem, translate),
            leaves_out(problem),
        )
        for problem in problems
    ]


def make_problem_kinds(counts: Sequence[ProblemCount]) -> list[ProblemKind]:
    """The kinds to filter by, what keeps rows out first."""
    return [
        ProblemKind(one.code, gettext(PROBLEM_NAMES[one.code]), one.count, one.leaves_out)
        for one in counts
    ]


def make_translator() -> Callable[..., str]:
    """The reader's gettext as a plain function: also usable on another thread."""
    translations = get_translations()

    def translate(text: str, **params: object) -> str:
        found: str = translations.ugettext(text)
        return found % params if params else found

    return translate
