"""Gates of an edition."""

from sqlalchemy import Connection, insert, select

from domain.entities import Gate
from server.storage.rows import Row, fetch, fetch_one, set_columns
from server.storage.schema import gates


def add_gate(connection: Connection, row: Row) -> None:
    """Store a gate; IntegrityError when its name is taken."""
    connection.execute(insert(gates).values(**row))


def set_gate(connection: Connection, gate_id: str, **values: object) -> None:
    """Change a gate's name, list, direction or place."""
    set_columns(connection, gates, gates.c.id == gate_id, **values)


def get_gate(connection: Connection, gate_id: str) -> Gate | None:
    """One gate by id."""
    return fetch_one(connection, select(gates).where(gates.c.id == gate_id), Gate)


def get_gates(connection: Connection, event_id: str) -> list[Gate]:
    """An edition's gates in the organizer's order."""
    query = (
        select(gates).where(gates.c.event_id == event_id).order_by(gates.c.position, gates.c.name)
    )
    return fetch(connection, query, Gate)
