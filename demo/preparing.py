"""What the demo makes at its first start and finds again at the next."""

import json
import os
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from demo.edition import DemoFair, make_fair
from demo.scans import make_first_scans
from server.printing import BadgeFace, Layout
from server.services.badge_sheets import SheetOrder, make_faces, print_sheet
from server.services.kiosk_settings import set_kiosk_pin
from server.services.organizers import Credentials, add_organizer
from server.storage.database import Database

ORGANIZER = "demo@siccam.example"
KIOSK_PIN = "2468"
_BADGES_IN_VIDEO = 5
_VIDEO_DPI = 220


@dataclass(frozen=True)
class Prepared:
    """Where everything is and how to sign in. The password was drawn at random."""

    event_id: str
    gates: dict[str, str]
    password: str
    sheet: Path
    video: Path


def prepare(database: Database, folder: Path, now: int) -> Prepared:
    """Make the fair, the badge sheet and the video, each only where it is missing."""
    note = folder / "demo.json"
    sheet, video = folder / "badges.pdf", folder / "badges-before-a-webcam.mjpeg"
    if not note.exists():
        _say("First start: making the demo fair …")
        _write_note(note, *_make(database, folder, now))
    said = json.loads(note.read_text(encoding="utf-8"))
    order = SheetOrder(said["event_id"], Layout.A4X4)
    if not sheet.exists():
        _print_sheet(database, order, sheet)
    if not video.exists():
        _make_video(make_faces(database, order), video)
    return Prepared(said["event_id"], said["gates"], said["password"], sheet, video)


def _make(database: Database, folder: Path, now: int) -> tuple[DemoFair, str]:
    fair = make_fair(database, folder / "imports", now, _say)
    password = secrets.token_urlsafe(9)
    add_organizer(database, Credentials(ORGANIZER, "Demo", password), now)
    set_kiosk_pin(database, fair.event_id, KIOSK_PIN, now)
    _say(f"{make_first_scans(database, fair, now)} visitors came this morning")
    return fair, password


def _write_note(note: Path, fair: DemoFair, password: str) -> None:
    """Written last and for this account only: a half-made fair is never taken for a whole one."""
    text = json.dumps({"event_id": fair.event_id, "gates": fair.gates, "password": password})
    descriptor = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _print_sheet(database: Database, order: SheetOrder, sheet: Path) -> None:
    with tqdm(desc="Badge sheet", unit=" badges", leave=False) as bar:

        def show(drawn: int, total: int) -> None:
            bar.total = total
            bar.update(drawn - bar.n)

        print_sheet(database, order, sheet, show)
    _say(f"Badge sheet: {sheet.name}")


def _make_video(faces: Sequence[BadgeFace], video: Path) -> None:
    """A few badges from all over the list, the first of them a second time."""
    # Imported here: OpenCV and the PDF libraries take longer to load than a second start may.
    from demo.video import make_webcam_video
    from server.printing.raster import render_badge_image

    chosen = faces[:: max(1, len(faces) // _BADGES_IN_VIDEO)][:_BADGES_IN_VIDEO]
    pictures = [render_badge_image(face, _VIDEO_DPI) for face in chosen]
    make_webcam_video(pictures, video, order=[*range(len(pictures)), 0])
    _say(f"Webcam video: {video.name}")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
