"""What the forms of an import say: how to read the file, what columns hold, what is decided."""

from collections.abc import Mapping

from domain.errors import AccueilError
from server.importing.mapping import ColumnMapping, MappingError
from server.importing.read_file import ReadingChoices
from server.pages.forms import read_number
from server.pages.import_words import read_separator
from server.services.import_orders import CHOICES, ImportChoices

_NO_HEADER = -1


def read_reading(form: Mapping[str, str]) -> ReadingChoices:
    """How the organizer wants the file to be read; what is left empty is found out.

    Raises AccueilError `bad_header_row`.
    """
    return ReadingChoices(
        encoding=form.get("encoding", ""),
        separator=read_separator(form.get("separator", "")),
        sheet=form.get("sheet", ""),
        header_row=_read_header_row(form),
    )


def _read_header_row(form: Mapping[str, str]) -> int:
    if form.get("has_header") == "no":
        return _NO_HEADER
    row = read_number(form.get("header_row", ""), "bad_header_row", "header_row")
    if row is not None and row < 1:
        raise AccueilError("bad_header_row", "rows are counted from 1", field="header_row")
    return row or 0


def read_fields(form: Mapping[str, str], mapping: ColumnMapping) -> dict[int, str | None]:
    """The columns that the organizer gave another meaning than they have; None: of no use.

    Raises MappingError when a field is chosen for two columns (`mapping_twice`).
    """
    chosen = {
        choice.column: form.get(f"column-{choice.column}", choice.field or "") or None
        for choice in mapping.choices
    }
    _check_once(chosen)
    return {c.column: chosen[c.column] for c in mapping.choices if chosen[c.column] != c.field}


def _check_once(chosen: Mapping[int, str | None]) -> None:
    named = [field for field in chosen.values() if field and field != "note"]
    twice = next((field for field in named if named.count(field) > 1), None)
    if twice:
        raise MappingError("mapping_twice", f"{twice} is chosen for two columns")


def read_choices(form: Mapping[str, str]) -> ImportChoices:
    """What is decided about the whole file; anything unknown counts as the default."""
    said = {
        name: form.get(name, "") if form.get(name) in known else known[0]
        for name, known in CHOICES.items()
    }
    return ImportChoices(**said)
