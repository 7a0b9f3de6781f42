"""Statements every noun shares. Contains no business logic.

Building a statement costs SQLAlchemy three times what running it does, so what runs for every
scan is built once: as a module's constant, or here and kept.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

T = TypeVar("T")
Row = dict[str, Any]

_MOST_PARAMETERS = 500


def fetch(
    connection: Connection, query: Select[Any], shape: type[T], values: Row | None = None
) -> list[T]:
    """All rows as `shape`, a dataclass whose fields are the selected columns; `values` fill the
    query's parameters."""
    return [shape(**row) for row in connection.execute(query, values or {}).mappings()]


def fetch_one(connection: Connection, query: Select[Any], shape: type[T]) -> T | None:
    """The first row as `shape`, or None."""
    row = connection.execute(query).mappings().first()
    return None if row is None else shape(**row)


def count_by(
    connection: Connection, query: Select[Any], values: Row | None = None
) -> dict[str, int]:
    """A query of key and count as a dict."""
    return {key: int(count) for key, count in connection.execute(query, values or {})}


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Row],
    added: tuple[str, ...] = (),
) -> None:
    """Insert `rows`; where the primary key exists, overwrite the other columns.

    Columns named in `added` are summed onto the stored value instead of overwriting it.
    """
    if rows:
        statement = _upsert_statement(connection.dialect.name, table, tuple(rows[0]), added)
        connection.execute(statement, rows)


def insert_many(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns, as fast as the engine takes them: the edition's
    gates wait for the transaction. PostgreSQL's COPY is ten times faster than its inserts."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), rows)
        return
    cursor: Any = connection.connection.cursor()
    names = ", ".join(rows[0])
    with cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))


def insert_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert `rows`, leaving alone those whose key is there already."""
    if rows:
        connection.execute(_insert_missing_statement(connection.dialect.name, table), rows)


def set_columns(
    connection: Connection, table: Table, where: ColumnElement[bool], **values: Any
) -> int:
    """Update and tell how many rows it touched."""
    return connection.execute(update(table).where(where).values(**values)).rowcount


def in_portions(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """`values` in portions that fit into one IN (...) on every engine."""
    for start in range(0, len(values), _MOST_PARAMETERS):
        yield values[start : start + _MOST_PARAMETERS]


@cache
def _upsert_statement(
    dialect: str, table: Table, columns: tuple[str, ...], added: tuple[str, ...]
) -> Any:
    insert = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in columns if name not in keys}
    changed |= {name: table.c[name] + insert.excluded[name] for name in added}
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)


@cache
def _insert_missing_statement(dialect: str, table: Table) -> Any:
    return _insert(dialect, table).on_conflict_do_nothing()


def _insert(dialect: str, table: Table) -> Any:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
