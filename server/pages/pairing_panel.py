"""The panel that shows a one-time pairing code: as a QR, to type, and how long it is valid."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from server.config import Settings
from server.services.devices import PairingState
from server.tls.addresses import find_lan_addresses

QUIET_ZONE = 4
_SESSION_KEY = "pairing"


@dataclass(frozen=True)
class PairingPanel:
    """What the page shows while a device is awaited; `qr_path` is SVG path data, one unit a
    module, inside a square of `qr_size` with the quiet zone."""

    pairing: PairingState
    code: str
    address: str
    kiosk_address: str
    qr_path: str
    qr_size: int

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
    path, size = draw_qr(address)
    return PairingPanel(pairing, code, address, f"{base_address}kiosk", path, size)


def draw_qr(text: str) -> tuple[str, int]:
    """SVG path data of a QR code, runs of dark modules as rectangles, and its width in modules."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    rows = code.get_matrix()
    runs = [f"M{x} {y}h{n}v1h-{n}z" for y, row in enumerate(rows) for x, n in _dark_runs(row)]
    return "".join(runs), len(rows)


def _dark_runs(row: list[bool]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for x, is_dark in enumerate(row):
        if is_dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_dark:
            runs.append((x, 1))
    return runs


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
