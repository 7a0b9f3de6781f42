"""A station's folder as a paired station leaves it: pairing, configuration, keys, roster."""

import json
from pathlib import Path

from kiosk.config import StationSettings
from kiosk.store import Pairing, open_store
from server.services.device_configuration import make_configuration
from server.services.roster import FeedPosition, Roster
from tests.kiosk.running_station import make_settings
from tests.support.fair import Fair, GateDevice

NO_SERVER = "http://127.0.0.1:9"
"""Nobody listens on the discard port."""


def prepare_station(
    folder: Path, fair: Fair, device: GateDevice, server: str = NO_SERVER
) -> StationSettings:
    """As if it had been online a moment ago; there is no server now."""
    settings = make_settings(folder, server)
    store = open_store(settings)
    found = device.device
    store.settings.set_pairing(
        Pairing(server, found.id, device.token, found.role, found.name, found.event_id)
    )
    configuration = make_configuration(fair.database, found)
    store.settings.set_configuration(configuration, configuration.pop("keyring"))
    roster, pages = store.roster(found.event_id), Roster(fair.database)
    has_more = True
    while has_more:
        at = FeedPosition(roster.state().cursor, roster.state().feed)
        page = json.loads(pages.read_changes(found.event_id, at, 1_000, fair.clock()))
        has_more = roster.take_page(page) and page["more"]
    assert roster.state().is_complete
    store.close()
    return settings
