"""Exhibitors' questions."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select

from server.storage.rows import Row, set_columns
from server.storage.schema import lead_edits, qualifiers


def get_qualifiers(connection: Connection, exhibitor_id: str) -> list[Row]:
    """An exhibitor's questions, archived ones included, in their order."""
    query = select(qualifiers).where(qualifiers.c.exhibitor_id == exhibitor_id)
    rows = connection.execute(query.order_by(qualifiers.c.position, qualifiers.c.id))
    return [dict(row) for row in rows.mappings()]


def add_qualifiers(connection: Connection, rows: Sequence[Row]) -> None:
    """Store questions; IntegrityError when a code is taken."""
    if rows:
        connection.execute(insert(qualifiers), rows)


def set_qualifier(connection: Connection, qualifier_id: str, **values: object) -> None:
    """Change a question."""
    set_columns(connection, qualifiers, qualifiers.c.id == qualifier_id, **values)


def count_tags(connection: Connection, exhibitor_id: str) -> list[tuple[str, int]]:
    """How often an exhibitor's devices set each tag, the most used first."""
    count = func.count().label("tag_count")
    query = (
        select(lead_edits.c.field, count)
        .where(
            lead_edits.c.exhibitor_id == exhibitor_id,
            lead_edits.c.field.startswith("tag:", autoescape=True),
            lead_edits.c.value == "true",
        )
        .group_by(lead_edits.c.field)
        .order_by(count.desc(), lead_edits.c.field)
    )
    return [(field.removeprefix("tag:"), int(n)) for field, n in connection.execute(query)]
