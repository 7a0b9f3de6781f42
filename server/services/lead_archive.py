"""All exhibitors' files in one archive, split: the organizer hands each exhibitor his folder."""

import io
import json
import zipfile
from dataclasses import dataclass

from sqlalchemy import Connection

from server.services.audit import log_change
from server.services.events import get_event
from server.services.exhibitor_access import get_exhibitors
from server.services.lead_exports import ExportFile, ExportOrder, make_copy
from server.services.slugs import make_slug
from server.services.venue_time import local_time
from server.storage.database import Database


@dataclass(frozen=True)
class Archive:
    """A zip file and how many exhibitors and leads are in it."""

    name: str
    content: bytes
    exhibitor_count: int
    lead_count: int


def make_archive(database: Database, event_id: str, now: int, actor: str) -> Archive:
    """One folder for each exhibitor who has leads: his spreadsheet and its manifest.

    Who made it is in the audit log; each contact in it is in the access log, as for any file.
    Raises NotFoundError `event_unknown`.
    """
    event = get_event(database, event_id)
    buffer, lead_count, folders = io.BytesIO(), 0, set[str]()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for exhibitor in get_exhibitors(database, event.id):
            file = make_copy(database, exhibitor.id, ExportOrder(), now, actor)
            if file.manifest["leads"]:
                folder = _name_folder(f"{exhibitor.booth} {exhibitor.name}", folders)
                _add_folder(archive, folder, file)
                lead_count += file.manifest["leads"]
    _log(database, event.id, now, actor, (len(folders), lead_count))
    made_at = local_time(now, event.timezone)
    name = f"leads-{event.slug}-{made_at:%Y%m%d-%H%M}.zip"
    return Archive(name, buffer.getvalue(), len(folders), lead_count)


def _name_folder(words: str, taken: set[str]) -> str:
    """Names in Arabic letters only may leave the same slug: then they are numbered."""
    wanted = make_slug(words) or "exhibitor"
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name)
    return name


def _add_folder(archive: zipfile.ZipFile, folder: str, file: ExportFile) -> None:
    archive.writestr(f"{folder}/{file.name}", file.content)
    manifest = json.dumps(file.manifest, ensure_ascii=False, indent=2)
    archive.writestr(f"{folder}/manifest.json", manifest)


def _log(database: Database, event_id: str, now: int, actor: str, counts: tuple[int, int]) -> None:
    def log(connection: Connection) -> None:
        exhibitors, leads = counts
        log_change(
            connection, now, actor, "leads_archived", event_id, exhibitors=exhibitors, leads=leads
        )

    database.write(log)
