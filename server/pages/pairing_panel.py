"""The panel that shows a one-time pairing code: as a QR, to type, and how long it is valid."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from server.config import Settings
from server.pages.handover_view import draw_qr
from server.services.devices import PairingState
from server.tls.addresses import find_lan_addresses

_SESSION_KEY = "pairing"


@dataclass(frozen=True)
class PairingPanel:
    """What the page shows while a device is awaited; `qr` is the picture of `address`."""

    pairing: PairingState
    code: str
    address: str
    kiosk_address: str
    qr: Markup

    @property
    def typed_code(self) -> str:
        """The code in two groups, as a person types it."""
        half = len(self.code) // 2
        return f"{self.code[:half]}-{self.code[half:]}"


def make_panel(pairing: PairingState, code: str, base_address: str) -> PairingPanel:
    """The panel of a code for tablets that reach the server at `base_address` (ends in a slash).

    The code stands in the fragment: no server and no log ever sees it.
    """
    address = f"{base_address}kiosk#pair={code}"
    return PairingPanel(pairing, code, address, f"{base_address}kiosk", draw_qr(address))


def address_for_devices(host_url: str, settings: Settings) -> str:
    """Where a tablet finds this server: as the organizer does, unless that is "this machine".

    Plain HTTP is for this machine only, so its address stays as it is.
    """
    parts = urlsplit(host_url)
    if settings.is_http or not is_this_machine(parts.hostname or ""):
        return host_url
    names = [*settings.names, *map(str, find_lan_addresses())]
    if not names:
        return host_url
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{names[0]}{port}/"


def is_this_machine(host: str) -> bool:
    """Whether a host name leads nowhere from another machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def remember_code(session: Any, event_id: str, code: str) -> None:
    """Keep a code in the organizer's own browser, so that the page survives a reload."""
    session[_SESSION_KEY] = {"event_id": event_id, "code": code}


def recall_code(session: Mapping[str, Any], event_id: str) -> str | None:
    """The code this browser asked for, if it was for this edition."""
    kept = session.get(_SESSION_KEY)
    return kept["code"] if kept and kept["event_id"] == event_id else None


def forget_code(session: Any) -> None:
    """The organizer has finished with the panel."""
    session.pop(_SESSION_KEY, None)
