"""What a device must know to work at its gate, with and without the server."""

import base64
import json
from typing import Any

from domain.admission import CheckInList, Span
from domain.badge_code import EditionKeys
from domain.entities import Device, Event, Gate
from domain.sealed_code import public_key_of
from server.services.events import EventSetup, get_event_setup
from server.services.rules import EventRules, Rulebook, RulebookCache
from server.storage.database import Database

ROLES_WITH_ROSTER = ("gate", "desk")
"""The roles that judge badges themselves: they get rules, badge keys and the sealed roster."""


def make_configuration(database: Database, device: Device) -> dict[str, Any]:
    """The configuration message of a device; `gate` and `list` are None while it has no gate.

    Devices that admit (`ROLES_WITH_ROSTER`) also get what they need to do so on their own: the
    rules of their list and of all `lists` (days and opening hours as spans in milliseconds, so
    that no device needs time zone tables), all `gates`, the `keyring`, and the `sealing_key` for
    the codes of scans that wait (`domain.sealed_code`); keys are base64.
    """
    setup = get_event_setup(database, device.event_id)
    gate = next((g for g in setup.gates if g.id == device.gate_id), None)
    configuration = _what_all_get(setup, device, gate)
    if device.role not in ROLES_WITH_ROSTER:
        return configuration
    with database.read() as connection:
        rulebook = RulebookCache().get(connection)
    return configuration | _what_admits(rulebook, device, gate)


def _what_admits(rulebook: Rulebook, device: Device, gate: Gate | None) -> dict[str, Any]:
    rules = rulebook.events[device.event_id]
    lists = {list_id: _rules(rules, list_id) for list_id in rules.lists}
    return {
        "list": lists.get(gate.list_id) if gate else None,
        "lists": list(lists.values()),
        "gates": [_gate_of_list(gate) for gate in rules.gates.values()],
        "sealing_key": _base64(public_key_of(rules.event.sealing_key)),
        "keyring": {
            "edition": _keys(rules.keyring.edition),
            "others": [_other_edition(rulebook, other) for other in rules.keyring.others],
        },
    }


def _rules(rules: EventRules, list_id: str) -> dict[str, Any]:
    rule: CheckInList = rules.lists[list_id]
    spans = rule.opening_spans
    return {
        "id": list_id,
        "name": rules.list_settings[list_id].name,
        "entry_rule": rule.entry_rule,
        "categories": None if rule.categories is None else sorted(rule.categories),
        "days": [_span(day) for day in rule.days],
        "opening_spans": None if spans is None else [_span(span) for span in spans],
        "capacity": rule.capacity,
    }


def _span(span: Span) -> dict[str, int]:
    return {"starts_at": span.starts_at, "ends_at": span.ends_at}


def _gate_of_list(gate: Gate) -> dict[str, Any]:
    return {"id": gate.id, "name": gate.name, "list_id": gate.list_id, "direction": gate.direction}


def _keys(edition: EditionKeys) -> dict[str, Any]:
    return {
        "tag": edition.tag,
        "keys": [_base64(key) for key in edition.keys],
    }


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _other_edition(rulebook: Rulebook, edition: EditionKeys) -> dict[str, Any]:
    """With the name a visitor is told: this badge is of another fair."""
    event = rulebook.event_of_tag(edition.tag)
    assert event is not None  # noqa: S101 - a keyring is made of the rulebook's own editions
    return _keys(edition) | {"name": event.name, "city": event.city, "year": event.year}


def _what_all_get(setup: EventSetup, device: Device, gate: Gate | None) -> dict[str, Any]:
    return {
        "device": {"id": device.id, "name": device.name, "role": device.role},
        "event": describe_event(setup.event),
        "gate": _gate(gate),
        "list": _list(setup, gate),
        "categories": [
            {"id": c.id, "code": c.code, "names": c.names, "color": c.color}
            for c in setup.categories
        ],
        # What opens an entrance's staff menu is nothing for exhibitors.
        "kiosk": _kiosk(setup.event, is_with_pin=device.role != "booth"),
    }


def describe_event(event: Event) -> dict[str, Any]:
    """What every device is told of its edition."""
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


def _kiosk(event: Event, is_with_pin: bool) -> dict[str, Any]:
    pin = json.loads(event.kiosk_pin) if event.kiosk_pin and is_with_pin else None
    return {"pin": pin, "volume": event.kiosk_volume / 100}
