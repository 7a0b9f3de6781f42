"""What the import command says, in plain English."""

from collections.abc import Sequence
from typing import Any

from domain.errors import AccueilError
from server.importing.decoding import NAMES as ENCODING_NAMES
from server.importing.header_row import column_letters
from server.importing.header_words import FIELDS
from server.importing.mapping import ColumnChoice, ColumnMapping
from server.importing.stage_problems import ProblemCount
from server.importing.staging import Stage
from server.importing.texts import FIELD_NAMES, FILE_PROBLEMS, PROBLEM_NAMES, SEPARATOR_NAMES

_SURE_FROM, _LIKELY_FROM = 0.9, 0.6
_UNUSED = "-"


class MapError(AccueilError):
    """A `--map` that names no column or no field."""


def fill_in(text: str, **params: object) -> str:
    """An English text with its parameters: gettext without a catalogue."""
    return text % params if params else text


def read_maps(mapping: ColumnMapping, maps: Sequence[str]) -> dict[int, str | None]:
    """`Nom=last_name`, `B=email`, `Remarque=-` as column to field. Raises MapError."""
    found: dict[int, str | None] = {}
    for text in maps:
        header, is_given, field = (part.strip() for part in text.rpartition("="))
        if not is_given or (field != _UNUSED and field not in FIELDS):
            fields = ", ".join(FIELDS)
            raise MapError("map_invalid", f"{text!r}: write HEADER=FIELD; fields are {fields}")
        found[_find_column(mapping, header)] = None if field == _UNUSED else field
    return found


def _find_column(mapping: ColumnMapping, header: str) -> int:
    wanted = header.casefold()
    letters = column_letters(len(mapping.choices))
    for choice in mapping.choices:
        if choice.header.casefold() == wanted:
            return choice.column
    if header.upper() in letters:
        return letters.index(header.upper())
    headers = ", ".join(choice.header for choice in mapping.choices)
    raise MapError("map_invalid", f"No column {header!r}; there are: {headers}")


def describe_columns(stage: Stage) -> str:
    """How the file was read, and a line a column."""
    choices = stage.mapping.choices
    width = max(len(choice.header) for choice in choices)
    letters = column_letters(len(choices))
    lines = [
        f"  {letter:>2}  {choice.header:<{width}}  {_describe_choice(choice)}"
        for letter, choice in zip(letters, choices, strict=True)
    ]
    dropped = [f"  Not taken in: {header}" for header in stage.dropped_headers]
    return "\n".join([f"{stage.file_name}: {_describe_reading(stage)}", *lines, *dropped])


def _describe_reading(stage: Stage) -> str:
    row = stage.facts.header_row
    parts = [f"{stage.facts.row_count:,} rows", f"headers in row {row}" if row else "no headers"]
    if stage.sheet:
        parts.append(f"sheet {stage.sheet!r}")
    if stage.encoding:
        names = [ENCODING_NAMES.get(part, part) for part in stage.encoding.split("+")]
        parts.append(" + ".join(names))
    if stage.separator:
        parts.append(SEPARATOR_NAMES.get(stage.separator, repr(stage.separator)).lower())
    return ", ".join(parts)


def _describe_choice(choice: ColumnChoice) -> str:
    if choice.field is None:
        return "not used"
    doubt = "" if choice.confidence >= _SURE_FROM else "  (likely)"
    doubt = doubt if choice.confidence >= _LIKELY_FROM else "  (please check)"
    return f"{FIELD_NAMES[choice.field]}{doubt}"


def describe_outcome(report: dict[str, Any], kinds: Sequence[ProblemCount]) -> str:
    """How many people and rows, what was wrong, what is created."""
    lines = [
        f"{report['attendees']:,} attendees: {report['new']:,} new, {report['updated']:,} updated, "
        f"{report['unchanged']:,} unchanged",
        f"{report['left_out']:,} rows left out, {report['to_check']:,} to check",
        *(f"  {_describe_kind(kind)}" for kind in kinds),
    ]
    if report["new_categories"]:
        new = ", ".join(f"{one['text']} ({one['count']:,})" for one in report["new_categories"])
        lines.append(f"New categories: {new}")
    if report["keeps_foreign_code_from"]:
        header = report["keeps_foreign_code_from"]
        lines.append(f"Badge codes of another system: column {header!r}")
    return "\n".join(lines)


def _describe_kind(kind: ProblemCount) -> str:
    outcome = "left out" if kind.leaves_out else "to check"
    return f"{kind.count:>6,}  {PROBLEM_NAMES[kind.code]} ({outcome})"


def describe_error(error: AccueilError) -> list[str]:
    """The error in one line; below it the readings to choose from, where that is the question."""
    text = FILE_PROBLEMS.get(error.code)
    readings: Any = error.params.get("candidates", ())
    return [
        fill_in(text, **error.params) if text else error.message,
        *(f"  --encoding {one['encoding']:<12} {' · '.join(one['samples'])}" for one in readings),
    ]
