"""Statements every noun shares. Contains no business logic."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

T = TypeVar("T")
Row = dict[str, Any]

_MOST_PARAMETERS = 500


def fetch(connection: Connection, query: Select[Any], shape: type[T]) -> list[T]:
    """All rows as `shape`, a dataclass whose fields are the selected columns."""
    return [shape(**row) for row in connection.execute(query).mappings()]


def fetch_one(connection: Connection, query: Select[Any], shape: type[T]) -> T | None:
    """The first row as `shape`, or None."""
    row = connection.execute(query).mappings().first()
    return None if row is None else shape(**row)


def count_by(connection: Connection, query: Select[Any]) -> dict[str, int]:
    """A query of key and count as a dict."""
    return {key: int(count) for key, count in connection.execute(query)}


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Row],
    added: Mapping[str, Any] | None = None,
) -> None:
    """Insert `rows`; where the primary key exists, overwrite the other columns.

    Columns named in `added` are summed onto the stored value instead of overwriting it.
    """
    if not rows:
        return
    insert = _insert(connection)(table)
    keys = [column.name for column in table.primary_key]
    changed: dict[str, Any] = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    for name in added or ():
        changed[name] = table.c[name] + insert.excluded[name]
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed), rows)


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert `rows`, leaving alone those whose key is there already."""
    if rows:
        connection.execute(_insert(connection)(table).on_conflict_do_nothing(), rows)


def set_columns(
    connection: Connection, table: Table, where: ColumnElement[bool], **values: Any
) -> int:
    """Update and tell how many rows it touched."""
    return connection.execute(update(table).where(where).values(**values)).rowcount


def in_portions(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """`values` in portions that fit into one IN (...) on every engine."""
    for start in range(0, len(values), _MOST_PARAMETERS):
        yield values[start : start + _MOST_PARAMETERS]


def _insert(connection: Connection) -> Any:
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert
