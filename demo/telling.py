"""What the demo prints: where to look and what to try."""

import io
import shlex

import qrcode

from demo.preparing import KIOSK_PIN, ORGANIZER, Prepared
from server.net import Addresses
from server.services.devices import create_pairing_code
from server.services.events import get_event
from server.services.exhibitor_access import FULL, get_access_sheets
from server.storage.database import Database

TABLET = ("Tablette 1", "Entrée A")
STATION = ("Borne 1", "Entrée B")
_MINUTES = 12 * 60


def tell(database: Database, prepared: Prepared, addresses: Addresses, now: int) -> None:
    """Print the organizer page, a pairing link with its QR, the sheet and the video."""
    url = addresses.product[0]
    slug = get_event(database, prepared.event_id).slug
    link = f"{url}/kiosk?autostart=1#pair={_pair(database, prepared, TABLET, now)}"
    booth = get_access_sheets(database, prepared.event_id)[0]
    print(
        f"""
Accueil demo: SICCAM 2024, Casablanca, 26-27 April

  Organizer   {url}/console/{slug}/attendance
              sign in: {ORGANIZER}   password: {prepared.password}

  Kiosk       {link}
              valid once, for 12 hours; PIN to leave the kiosk: {KIOSK_PIN}
{_qr(link)}
  Badges      {prepared.sheet}

  Webcam      {prepared.video}
              badges held to a camera; Chromium plays it as its webcam:

{_chromium(prepared, link)}

  Station     a PC or Raspberry Pi with a USB camera instead of a tablet; here it reads the video:

{_station(database, prepared, url, now)}

  Booth       {url}/booth#join={booth.codes[FULL]}
              {booth.exhibitor.name} scans visitors on a phone
  Desk        {url}/exhibitor
              the exhibitor's files, team and questions; code {booth.codes[FULL]}

Ctrl+C stops the server.""",
        flush=True,
    )
    if addresses.handover:
        print(f"Devices that do not trust the server yet begin at {addresses.handover}", flush=True)


def _pair(database: Database, prepared: Prepared, place: tuple[str, str], now: int) -> str:
    """A one-time code for a device of that name at that gate."""
    name, gate = place
    gate_id, event_id = prepared.gates[gate], prepared.event_id
    return create_pairing_code(database, event_id, gate_id, name, now, valid_minutes=_MINUTES)


def _qr(link: str) -> str:
    code = qrcode.QRCode(border=2)
    code.add_data(link)
    drawn = io.StringIO()
    code.print_ascii(out=drawn, invert=True)
    return "\n".join(f"              {line}" for line in drawn.getvalue().splitlines())


def _chromium(prepared: Prepared, link: str) -> str:
    """One line to copy; a profile of its own, so that the visitor's browser stays as it is."""
    words = [
        "chromium",
        f"--user-data-dir={prepared.video.parent / 'chromium'}",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={prepared.video}",
        "--autoplay-policy=no-user-gesture-required",
        link,
    ]
    return " ".join(shlex.quote(word) for word in words)


def _station(database: Database, prepared: Prepared, url: str, now: int) -> str:
    """One line to copy; a data folder of its own, beside the demo's."""
    words = [
        ".venv/bin/python",
        "run_kiosk.py",
        "--server",
        url,
        "--pair",
        _pair(database, prepared, STATION, now),
        "--camera",
        str(prepared.video),
        "--data-dir",
        str(prepared.video.parent / "station"),
    ]
    return " ".join(shlex.quote(word) for word in words)
