"""Write docs/schema.md from server/storage/schema.py: a picture, and a table for each table.

    .venv/bin/python -m tools.document_schema [--check]

`--check` writes nothing and exits with 1 when the document is out of date.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import CheckConstraint, Column, Table, UniqueConstraint

from server.storage import schema

PATH = Path(__file__).resolve().parents[1] / "docs" / "schema.md"

_HEAD = """# Database schema

Written by `python -m tools.document_schema` from `server/storage/schema.py`. The same on SQLite and
PostgreSQL.

{conventions}
"""
_EXPLAINED = {
    "id": "UUIDv7 made by the application",
    "event_id": "the edition it belongs to",
    "change_number": "the edition's counter at the row's last change",
    "position": "place in the organizer's order",
}


def render() -> str:
    """The whole document."""
    tables = list(schema.metadata.tables.values())
    parts = [_HEAD.format(conventions=_conventions()), _picture(tables), *map(_section, tables)]
    return "\n".join(parts)


def _conventions() -> str:
    paragraphs = (schema.__doc__ or "").strip().split("\n\n")
    return "\n\n".join(paragraphs[1:])


def _picture(tables: list[Table]) -> str:
    """Entities with their keys, and who refers to whom; Mermaid, which code hosts draw."""
    lines = ["```mermaid", "erDiagram"]
    for table in tables:
        for column in table.columns:
            lines += [f"    {_relation(table, column, key)}" for key in column.foreign_keys]
    for table in tables:
        keys = [column for column in table.columns if column.primary_key or column.foreign_keys]
        lines += [f"    {table.name} {{", *map(_picture_column, keys), "    }"]
    return "\n".join([*lines, "```", ""])


def _relation(table: Table, column: Column[Any], key: Any) -> str:
    """`||--o{`: one there, any number here; `|o--o{` where there may be none."""
    there = "|o" if column.nullable else "||"
    here = "o|" if [*table.primary_key.columns] == [column] else "o{"
    return f'{key.column.table.name} {there}--{here} {table.name} : "{column.name}"'


def _picture_column(column: Column[Any]) -> str:
    keys = ["PK"] * column.primary_key + ["FK"] * bool(column.foreign_keys)
    return f"        {_type_name(column).split('(')[0]} {column.name} {', '.join(keys)}"


def _section(table: Table) -> str:
    head = f"## {table.name}\n\n{table.comment}\n\n| column | type | | meaning |\n|---|---|---|---|"
    rows = [
        f"| `{column.name}` | {_type_name(column)} | {_flags(column)} | {_meaning(column)} |"
        for column in table.columns
    ]
    notes = [f"- {note}" for note in _notes(table)]
    return "\n".join([head, *rows, *([""] + notes if notes else []), ""])


def _type_name(column: Column[Any]) -> str:
    return str(column.type).lower()


def _flags(column: Column[Any]) -> str:
    flags = ["key"] * column.primary_key + ["unique"] * bool(column.unique)
    flags += ["optional"] * bool(column.nullable)
    default: Any = column.server_default
    return ", ".join([*flags, *([f"default `{default.arg}`"] if default is not None else [])])


def _meaning(column: Column[Any]) -> str:
    targets = [f"→ [{key.column.table.name}](#{key.column.table.name})" for key in _keys(column)]
    words = column.comment or _EXPLAINED.get(column.name, "")
    return ": ".join(filter(None, [" ".join(targets), words]))


def _keys(column: Column[Any]) -> list[Any]:
    return sorted(column.foreign_keys, key=lambda key: key.target_fullname)


def _notes(table: Table) -> Iterator[str]:
    constraints = sorted(table.constraints, key=lambda one: str(one.name))
    for one in constraints:
        if isinstance(one, UniqueConstraint) and len(one.columns) > 1:
            yield f"unique together: {_names(one.columns)}"
        if isinstance(one, CheckConstraint):
            yield f"check: `{one.sqltext}`"
    for index in sorted(table.indexes, key=lambda one: str(one.name)):
        yield f"index: {_names(index.columns)}"


def _names(columns: Any) -> str:
    return ", ".join(f"`{column.name}`" for column in columns)


def main(arguments: list[str]) -> int:
    """Write or check; answers the exit code."""
    wanted = render()
    if "--check" in arguments:
        return 0 if PATH.exists() and PATH.read_text("utf-8") == wanted else 1
    PATH.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
