"""What a device must know to work at its gate."""

import json
from typing import Any

from domain.entities import Device, Event, Gate
from server.services.events import EventSetup, get_event_setup
from server.storage.database import Database


def make_configuration(database: Database, device: Device) -> dict[str, Any]:
    """The configuration message of a device; `gate` and `list` are None while it has no gate."""
    setup = get_event_setup(database, device.event_id)
    gate = next((g for g in setup.gates if g.id == device.gate_id), None)
    return {
        "device": {"id": device.id, "name": device.name, "role": device.role},
        "event": _event(setup.event),
        "gate": _gate(gate),
        "list": _list(setup, gate),
        "categories": [
            {"id": c.id, "code": c.code, "names": c.names, "color": c.color}
            for c in setup.categories
        ],
        "kiosk": _kiosk(setup.event),
    }


def _event(event: Event) -> dict[str, Any]:
    languages = event.languages.split(",")
    return {
        "id": event.id,
        "name": event.name,
        "city": event.city,
        "starts_on": event.starts_on,
        "ends_on": event.ends_on,
        "timezone": event.timezone,
        "languages": languages,
        "default_language": languages[0],
    }


def _gate(gate: Gate | None) -> dict[str, Any] | None:
    if gate is None:
        return None
    return {"id": gate.id, "name": gate.name, "direction": gate.direction}


def _list(setup: EventSetup, gate: Gate | None) -> dict[str, Any] | None:
    found = (s for s in setup.lists if gate is not None and s.id == gate.list_id)
    return next(({"id": s.id, "name": s.name} for s in found), None)


def _kiosk(event: Event) -> dict[str, Any]:
    pin = json.loads(event.kiosk_pin) if event.kiosk_pin else None
    return {"pin": pin, "volume": event.kiosk_volume / 100}
