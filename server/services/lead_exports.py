"""Files of leads: all, or what is new, changed or withdrawn since the last time.

What a file held is kept by lead: "new" is what no file of the exhibitor held yet, "changed" what
changed since the last one that held it, "withdrawn" what some file held and may not be used now.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection

from domain.entities import Exhibitor, StoredLead
from domain.errors import AccueilError
from server.exporting.columns import LAYOUTS, OWN
from server.exporting.lead_rows import LeadRow, Origin
from server.exporting.tables import SEPARATORS, CsvStyle, Table, make_table, write_csv, write_xlsx
from server.exporting.vcards import write_vcards
from server.services.contacts import Access, log_accesses
from server.services.exhibitor_access import get_exhibitor
from server.services.ids import new_id
from server.services.lead_following import follow_registrations
from server.services.lead_takeaway import OPEN, Packer
from server.services.leads import accesses_of, describe_leads
from server.services.slugs import make_slug
from server.services.venue_time import local_time
from server.storage import lead_exports as rows
from server.storage.database import Database
from server.storage.exhibitors import get_change_number
from server.storage.leads import get_known_or_nobody
from server.storage.qualifiers import get_qualifiers

ALL, NEW, CHANGED, WITHDRAWN = "all", "new", "changed", "withdrawn"
SELECTIONS = (ALL, NEW, CHANGED, WITHDRAWN)
XLSX, CSV, VCARD_3, VCARD_4 = "xlsx", "csv", "vcard3", "vcard4"
CONTENT_TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
    VCARD_3: "text/vcard; charset=utf-8",
    VCARD_4: "text/vcard; charset=utf-8",
}
_ENDINGS = {XLSX: "xlsx", CSV: "csv", VCARD_3: "vcf", VCARD_4: "vcf"}
_WITHDRAWN_HEADERS = ("Accueil Lead ID", "Odoo id", "State", "Since")


@dataclass(frozen=True)
class ExportOrder:
    """What somebody asks for: `layout` is a key of `exporting.columns.LAYOUTS`."""

    layout: str = OWN
    file_format: str = XLSX
    selection: str = ALL
    separator: str = "semicolon"
    has_bom: bool = True


@dataclass(frozen=True)
class ExportFile:
    """A file and what proves it: the manifest names counts and the file's SHA-256."""

    name: str
    content: bytes
    content_type: str
    manifest: dict[str, Any]


@dataclass(frozen=True)
class _Held:
    """The last file that held a lead: up to which number, and whether it said the lead is gone."""

    number: int
    is_told_gone: bool


@dataclass(frozen=True)
class _Gathered:
    """What goes into one file, read in one transaction."""

    leads: list[LeadRow]
    accesses: list[Access]
    gone: list[StoredLead]
    origin: Origin
    timezone: str
    numbers: tuple[int, int]


def make_export(
    database: Database, exhibitor_id: str, order: ExportOrder, now: int, actor: str
) -> ExportFile:
    """The file that was asked for; it and every contact in it are on record when this returns.

    Raises AccueilError `export_not_possible` for a layout, format or selection there is not.
    """
    _check_order(order)
    gathered = _gather(database, get_exhibitor(database, exhibitor_id), order.selection, now)
    content, count, left_out = _write(gathered, order)
    manifest = _make_manifest(gathered, order, content, now)
    manifest |= {"leads": count, "left_out_without_contact": left_out}

    def record(connection: Connection) -> None:
        number = rows.count_exports(connection, exhibitor_id) + 1
        manifest["number"] = number
        rows.add_export(connection, _export_row(exhibitor_id, order, manifest, now, actor))
        log_accesses(connection, gathered.accesses, actor, "export", now)

    database.write(record)
    manifest.pop("lead_ids")
    return ExportFile(manifest["file"], content, CONTENT_TYPES[order.file_format], manifest)


def make_copy(
    database: Database, exhibitor_id: str, order: ExportOrder, now: int, actor: str
) -> ExportFile:
    """The same file made by somebody else: contacts are in the access log, but what is "new" to
    the exhibitor stays new, since he did not get it. Raises as `make_export` does."""
    _check_order(order)
    gathered = _gather(database, get_exhibitor(database, exhibitor_id), order.selection, now)
    content, count, left_out = _write(gathered, order)
    manifest = _make_manifest(gathered, order, content, now)
    manifest |= {"leads": count, "left_out_without_contact": left_out}
    database.write(
        lambda connection: log_accesses(connection, gathered.accesses, actor, "export", now)
    )
    manifest.pop("lead_ids")
    return ExportFile(manifest["file"], content, CONTENT_TYPES[order.file_format], manifest)


def list_exports(database: Database, exhibitor_id: str) -> list[rows.StoredExport]:
    """The files an exhibitor took away, newest first."""
    with database.read() as connection:
        return rows.get_exports(connection, exhibitor_id)


def read_manifest(database: Database, exhibitor_id: str, number: int) -> dict[str, Any] | None:
    """What proves an earlier file, without the ids of its leads; None for a number there is not."""
    stored = next(
        (one for one in list_exports(database, exhibitor_id) if one.number == number), None
    )
    if stored is None:
        return None
    manifest: dict[str, Any] = json.loads(stored.manifest)
    manifest.pop("lead_ids")
    return manifest


def count_selections(database: Database, exhibitor_id: str) -> dict[str, int]:
    """How many leads each selection holds now."""
    with database.read() as connection:
        leads = get_known_or_nobody(connection, exhibitor_id)
        held = _read_history(rows.get_exports(connection, exhibitor_id))
    return {one: len(_select(leads, held, one)) for one in SELECTIONS}


def _check_order(order: ExportOrder) -> None:
    is_possible = (
        order.layout in LAYOUTS
        and order.file_format in CONTENT_TYPES
        and order.selection in SELECTIONS
        and order.separator in SEPARATORS
    )
    is_card = order.file_format in (VCARD_3, VCARD_4)
    if not is_possible or (is_card and order.selection == WITHDRAWN):
        raise AccueilError("export_not_possible", "there is no such file")


def _gather(database: Database, exhibitor: Exhibitor, selection: str, now: int) -> _Gathered:
    follow_registrations(database, exhibitor.event_id, now)
    with database.read() as connection:
        exports = rows.get_exports(connection, exhibitor.id)
        leads = get_known_or_nobody(connection, exhibitor.id)
        chosen = _select(leads, _read_history(exports), selection)
        is_gone = selection == WITHDRAWN
        packer = Packer(connection, exhibitor.id)
        wire = [] if is_gone else describe_leads(connection, chosen)
        questions = [one["code"] for one in get_qualifiers(connection, exhibitor.id)]
        return _Gathered(
            [packer.pack(lead) for lead in wire],
            [] if is_gone else accesses_of(chosen, wire),
            chosen if is_gone else [],
            Origin(packer.event.name, packer.exhibitor.name, questions),
            packer.event.timezone,
            (exports[0].to_number if exports else 0, get_change_number(connection, exhibitor.id)),
        )


def _select(
    leads: Sequence[StoredLead], held: Mapping[str, _Held], selection: str
) -> list[StoredLead]:
    if selection == ALL:
        return [lead for lead in leads if lead.state == OPEN]
    if selection == NEW:
        return [lead for lead in leads if lead.state == OPEN and lead.id not in held]
    if selection == CHANGED:
        changed = (lead for lead in leads if lead.id in held and lead.state == OPEN)
        return [lead for lead in changed if lead.change_number > held[lead.id].number]
    gone = (lead for lead in leads if lead.id in held and lead.state != OPEN)
    return [lead for lead in gone if not held[lead.id].is_told_gone]


def _read_history(exports: Sequence[rows.StoredExport]) -> dict[str, _Held]:
    held: dict[str, _Held] = {}
    for export in reversed(exports):
        is_gone = export.selection == WITHDRAWN
        for lead_id in json.loads(export.manifest)["lead_ids"]:
            held[lead_id] = _Held(export.to_number, is_gone)
    return held


def _write(gathered: _Gathered, order: ExportOrder) -> tuple[bytes, int, int]:
    """The file, how many leads are in it, and how many could not be."""
    if order.file_format in (VCARD_3, VCARD_4):
        version = "3.0" if order.file_format == VCARD_3 else "4.0"
        cards = [lead for lead in gathered.leads if lead.has_contact]
        content = write_vcards(cards, gathered.origin, version)
        return content, len(cards), len(gathered.leads) - len(cards)
    table = _make_table(gathered, order)
    if order.file_format == CSV:
        content = write_csv(table, CsvStyle(order.separator, order.has_bom))
    else:
        content = write_xlsx(table)
    return content, len(table.rows), table.left_out


def _make_table(gathered: _Gathered, order: ExportOrder) -> Table:
    if order.selection != WITHDRAWN:
        return make_table(order.layout, gathered.leads, gathered.origin)
    cells = [_gone_row(lead, gathered.timezone) for lead in gathered.gone]
    return Table(_WITHDRAWN_HEADERS, cells)


def _gone_row(lead: StoredLead, timezone: str) -> Sequence[str]:
    """Only ids: who took his details back is not named again."""
    since = local_time(lead.withdrawn_at, timezone).isoformat() if lead.withdrawn_at else ""
    return (lead.id, f"accueil.lead_{lead.id.replace('-', '')}", lead.state, since)


def _make_manifest(
    gathered: _Gathered, order: ExportOrder, content: bytes, now: int
) -> dict[str, Any]:
    ids = [lead.lead_id for lead in gathered.leads] + [lead.id for lead in gathered.gone]
    made_at = local_time(now, gathered.timezone)
    name = f"{make_slug(gathered.origin.exhibitor_name)}-{order.selection}-{order.layout}"
    return {
        "file": f"{name}-{made_at:%Y%m%d-%H%M%S}.{_ENDINGS[order.file_format]}",
        "made_at": made_at.isoformat(timespec="seconds"),
        "event": gathered.origin.event_name,
        "exhibitor": gathered.origin.exhibitor_name,
        "order": asdict(order),
        "changes_from": gathered.numbers[0],
        "changes_to": gathered.numbers[1],
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "lead_ids": ids,
    }


def _export_row(
    exhibitor_id: str, order: ExportOrder, manifest: dict[str, Any], now: int, actor: str
) -> dict[str, Any]:
    return {
        "id": new_id(now),
        "exhibitor_id": exhibitor_id,
        "number": manifest["number"],
        "made_at": now,
        "actor": actor,
        "format": f"{order.layout}/{order.file_format}",
        "selection": order.selection,
        "from_number": manifest["changes_from"],
        "to_number": manifest["changes_to"],
        "lead_count": manifest["leads"],
        "sha256": manifest["sha256"],
        "manifest": json.dumps(manifest, ensure_ascii=False),
    }
