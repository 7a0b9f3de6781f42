"""Gates: entrances and room doors, each with a direction and the check-in list it applies."""

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.entities import Gate
from domain.errors import AccueilError, NotFoundError
from domain.presence import ENTRY, EXIT
from server.services.configuration import (
    Change,
    check_name,
    move_in_order,
    write_configuration,
)
from server.services.ids import new_id
from server.storage import check_in_lists as list_rows
from server.storage import gates as gate_rows
from server.storage.database import Database
from server.storage.rows import Row

DIRECTIONS = (ENTRY, EXIT)


@dataclass(frozen=True)
class NewGate:
    """What an organizer says of a gate."""

    name: str
    list_id: str
    direction: str = ENTRY


def add_gate(
    database: Database, event_id: str, new: NewGate, now: int, actor: str = "command"
) -> str:
    """Store a gate behind the others; returns its id.

    Raises AccueilError `name_missing`, `name_too_long` or `bad_direction`, NotFoundError
    `list_unknown`, ConflictError `gate_exists`.
    """
    row = _make_row(new) | {"id": new_id(now), "event_id": event_id}

    def add(change: Change) -> str:
        _check_list(change.connection, event_id, new.list_id)
        position = len(gate_rows.get_gates(change.connection, event_id))
        place = {"position": position, "change_number": change.number}
        gate_rows.add_gate(change.connection, row | place)
        change.log("gate_added", row["id"], **vars(new))
        return str(row["id"])

    return write_configuration(database, event_id, now, actor, add, taken_code="gate_exists")


def change_gate(
    database: Database, gate_id: str, changed: NewGate, now: int, actor: str = "command"
) -> Gate:
    """Give a gate another name, list or direction; returns what it was.

    Raises NotFoundError `gate_unknown` and the errors of `add_gate`.
    """
    row = _make_row(changed)
    before = get_gate(database, gate_id)

    def change_row(change: Change) -> None:
        _check_list(change.connection, before.event_id, changed.list_id)
        row["change_number"] = change.number
        gate_rows.set_gate(change.connection, gate_id, **row)
        change.log("gate_changed", gate_id, **vars(changed))

    write_configuration(database, before.event_id, now, actor, change_row, taken_code="gate_exists")
    return before


def _make_row(new: NewGate) -> Row:
    if new.direction not in DIRECTIONS:
        message = f"a direction is one of {', '.join(DIRECTIONS)}"
        raise AccueilError("bad_direction", message, field="direction")
    return {"name": check_name(new.name), "list_id": new.list_id, "direction": new.direction}


def _check_list(connection: Connection, event_id: str, list_id: str) -> None:
    found = list_rows.get_list(connection, list_id)
    if found is None or found.event_id != event_id:
        raise NotFoundError("list_unknown", "this edition has no such list", field="list_id")


def move_gate(
    database: Database, gate_id: str, step: int, now: int, actor: str = "command"
) -> None:
    """Move a gate `step` places down the organizer's order (-1: up).

    Raises NotFoundError `gate_unknown`.
    """
    event_id = get_gate(database, gate_id).event_id

    def move(change: Change) -> None:
        known = gate_rows.get_gates(change.connection, event_id)
        order = move_in_order([gate.id for gate in known], gate_id, step)
        place = {one: position for position, one in enumerate(order)}
        for gate in known:
            if gate.position != place[gate.id]:
                values = {"position": place[gate.id], "change_number": change.number}
                gate_rows.set_gate(change.connection, gate.id, **values)
        change.log("gates_ordered", event_id, order=order)

    write_configuration(database, event_id, now, actor, move)


def get_gate(database: Database, gate_id: str) -> Gate:
    """One gate. Raises NotFoundError `gate_unknown`."""
    with database.read() as connection:
        gate = gate_rows.get_gate(connection, gate_id)
    if gate is None:
        raise NotFoundError("gate_unknown", f"no gate {gate_id!r}")
    return gate
