"""Column to field: what the organizer sees, corrects and confirms. Travels as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.errors import AccueilError
from server.importing.header_words import (
    ARABIC_NAME_FIELDS,
    FIELDS,
    NAME_FIELDS,
    REPEATABLE_FIELDS,
)

FIRST_LAST = "first_last"
LAST_FIRST = "last_first"


class MappingError(AccueilError):
    """A mapping that cannot be used: `mapping_invalid`, `mapping_without_name`."""

    status = 422


@dataclass(frozen=True)
class ColumnChoice:
    """One column: `field` is None when it is left out, `confidence` 0-1, best alternative first."""

    column: int
    header: str
    field: str | None
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnMapping:
    """All columns, and which part of a whole name comes first (`first_last` or `last_first`)."""

    choices: tuple[ColumnChoice, ...]
    name_order: str = FIRST_LAST

    def columns_of(self, field: str) -> tuple[int, ...]:
        """The columns that feed `field`, left to right."""
        return tuple(choice.column for choice in self.choices if choice.field == field)

    def header_of(self, field: str) -> str:
        """The header of the first column that feeds `field`, or empty."""
        return next((choice.header for choice in self.choices if choice.field == field), "")

    def as_fields(self) -> dict[int, str]:
        """Column index to field, without the columns left out."""
        return {choice.column: choice.field for choice in self.choices if choice.field}


def change_mapping(
    mapping: ColumnMapping, fields: Mapping[int, str | None], name_order: str = ""
) -> ColumnMapping:
    """The organizer's correction: `fields` names a field (or None) for some columns.

    A field given to a column is taken from the column that had it. Raises MappingError.
    """
    _check_fields(mapping, fields)
    taken = {field for field in fields.values() if field and field not in REPEATABLE_FIELDS}
    choices = []
    for choice in mapping.choices:
        if choice.column in fields:
            choice = replace(choice, field=fields[choice.column], confidence=1.0)
        elif choice.field in taken:
            choice = replace(choice, field=None, confidence=1.0)
        choices.append(choice)
    return ColumnMapping(tuple(choices), _check_order(name_order or mapping.name_order))


def check_mapping(mapping: ColumnMapping) -> None:
    """Raises MappingError `mapping_without_name` unless some column names people."""
    if not any(choice.field in (*NAME_FIELDS, *ARABIC_NAME_FIELDS) for choice in mapping.choices):
        raise MappingError("mapping_without_name")


def mapping_to_json(mapping: ColumnMapping) -> str:
    """The mapping as JSON text; `mapping_from_json` reads it back."""
    columns = [
        {
            "column": choice.column,
            "header": choice.header,
            "field": choice.field,
            "confidence": choice.confidence,
            "alternatives": list(choice.alternatives),
        }
        for choice in mapping.choices
    ]
    return json.dumps({"columns": columns, "name_order": mapping.name_order}, ensure_ascii=False)


def mapping_from_json(text: str) -> ColumnMapping:
    """Raises MappingError `mapping_invalid` on anything that is not such a mapping."""
    try:
        stored = json.loads(text)
        choices = tuple(_read_choice(column) for column in stored["columns"])
        mapping = ColumnMapping(choices, _check_order(stored["name_order"]))
    except (ValueError, KeyError, TypeError) as error:
        raise MappingError("mapping_invalid", str(error)) from error
    _check_fields(mapping, mapping.as_fields())
    return mapping


def _read_choice(column: dict[str, Any]) -> ColumnChoice:
    return ColumnChoice(
        int(column["column"]),
        str(column["header"]),
        column["field"],
        float(column.get("confidence", 1.0)),
        tuple(map(str, column.get("alternatives", ()))),
    )


def _check_order(name_order: str) -> str:
    if name_order not in (FIRST_LAST, LAST_FIRST):
        raise MappingError("mapping_invalid", f"name order {name_order!r}")
    return name_order


def _check_fields(mapping: ColumnMapping, fields: Mapping[int, str | None]) -> None:
    named = [field for field in fields.values() if field]
    if any(field not in FIELDS for field in named):
        raise MappingError("mapping_invalid", "unknown field")
    if set(fields) - {choice.column for choice in mapping.choices}:
        raise MappingError("mapping_invalid", "unknown column")
    once = [field for field in named if field not in REPEATABLE_FIELDS]
    if len(once) != len(set(once)):
        raise MappingError("mapping_invalid", "a field twice")
