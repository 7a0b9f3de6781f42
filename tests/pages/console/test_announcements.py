"""Who stands at the gates hears of a change at once."""

import pytest
from flask import Flask

from server.extensions import Accueil
from server.services.events import get_event_setup
from tests.pages.console.organizer import Organizer
from tests.support.fair import Fair

HOME = "/console/siccam-casablanca-2024"


@pytest.mark.parametrize(
    ("address", "source", "fields"),
    [
        ("gates/{gate}", None, {"name": "Nord", "direction": "entry", "list_id": "{list}"}),
        ("lists/{list}", None, {"name": "Hall", "entry_rule": "once", "admits": "all"}),
        ("lists/{list}/count", "lists/new", {}),
        (
            "categories/{press}",
            None,
            {"name_fr": "Média", "name_ar": "إعلام", "name_en": "Media", "color": "#000000"},
        ),
        ("categories/{press}/move", "categories", {"step": "up"}),
        ("settings/pin", "settings", {"pin": "2468"}),
        ("settings/volume", "settings", {"volume": "10"}),
    ],
)
def test_devices_fetch_their_configuration_again(
    app: Flask,
    fair: Fair,
    organizer: Organizer,
    address: str,
    source: str | None,
    fields: dict[str, str],
) -> None:
    accueil: Accueil = app.extensions["accueil"]
    token = fair.pair(fair.gate_a).token
    device = accueil.socketio.test_client(app, "/device", auth={"token": token, "v": 1})
    names = {"gate": fair.gate_a, "list": fair.list_id, "press": fair.press}
    before = get_event_setup(fair.database, fair.event_id).event
    device.get_received("/device")
    organizer.send(
        f"{HOME}/{address.format(**names)}",
        {name: text.format(**names) for name, text in fields.items()},
        f"{HOME}/{source}" if source else None,
    )
    told = [event["name"] for event in device.get_received("/device")]
    assert "configuration_changed" in told
    after = get_event_setup(fair.database, fair.event_id).event
    assert after.configuration_number > before.configuration_number
    assert after.change_number > before.change_number
    device.disconnect("/device")
