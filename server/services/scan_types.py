"""What an exhibitor's scans are for. Those that only count never give anybody's details."""

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from domain.entities import ScanType
from domain.errors import AccueilError, ConflictError, NotFoundError
from domain.qualifiers import is_question_code
from server.services.configuration import check_name
from server.services.ids import new_id
from server.storage import exhibitors as rows
from server.storage.database import Database

FIRST_SCAN_TYPES = (
    ("lead", {"fr": "Contact", "ar": "جهة اتصال", "en": "Lead"}, True),
    ("coffee", {"fr": "Café", "ar": "قهوة", "en": "Coffee"}, False),
    ("raffle", {"fr": "Tombola", "ar": "سحب على جوائز", "en": "Raffle"}, False),
)
"""What every exhibitor starts with: code, names, whether it gives contact details."""
_MOST_TYPES = 20


def add_first_scan_types(connection: Connection, exhibitor_id: str, now: int) -> None:
    """Give an exhibitor that has no scan types the usual ones, inside the caller's transaction."""
    if rows.get_scan_types(connection, [exhibitor_id]):
        return
    made = [
        vars(_new(exhibitor_id, code, names, now))
        | {"gives_contact": gives_contact, "position": position}
        for position, (code, names, gives_contact) in enumerate(FIRST_SCAN_TYPES)
    ]
    rows.add_scan_types(connection, made)


def get_scan_types(database: Database, exhibitor_id: str) -> list[ScanType]:
    """An exhibitor's scan types that are in use, in their order."""
    with database.read() as connection:
        found = rows.get_scan_types(connection, [exhibitor_id])
    return [one for one in found if one.archived_at is None]


def add_counting_type(
    database: Database, exhibitor_id: str, code: str, names: dict[str, str], now: int
) -> str:
    """Another scan type that only counts; returns its id.

    Raises AccueilError `bad_code`, `name_missing`, `name_too_long`, `too_many_scan_types`,
    ConflictError `code_taken`, NotFoundError `exhibitor_unknown`.
    """
    if not is_question_code(code):
        raise AccueilError("bad_code", "a code is lower-case letters, digits and underscores")
    checked = {language: check_name(names.get(language, "")) for language in ("fr", "ar", "en")}

    def add(connection: Connection) -> str:
        if rows.get_exhibitor(connection, exhibitor_id) is None:
            raise NotFoundError("exhibitor_unknown", f"no exhibitor {exhibitor_id!r}")
        add_first_scan_types(connection, exhibitor_id, now)
        count = len(rows.get_scan_types(connection, [exhibitor_id]))
        if count >= _MOST_TYPES:
            raise AccueilError("too_many_scan_types", f"at most {_MOST_TYPES} scan types")
        made = _new(exhibitor_id, code, checked, now)
        rows.add_scan_types(connection, [vars(made) | {"position": count}])
        rows.next_change_numbers(connection, exhibitor_id)
        return made.id

    try:
        return database.write(add)
    except IntegrityError as error:
        raise ConflictError("code_taken", "there is a scan type of that code") from error


def archive_scan_type(database: Database, exhibitor_id: str, scan_type_id: str, now: int) -> None:
    """Offer a scan type no longer; what was scanned with it stays.

    Raises NotFoundError `scan_type_unknown`, AccueilError `last_scan_type` for the last one that
    makes leads.
    """

    def archive(connection: Connection) -> None:
        found = rows.get_scan_types(connection, [exhibitor_id])
        in_use = [one for one in found if one.archived_at is None]
        target = next((one for one in in_use if one.id == scan_type_id), None)
        if target is None:
            raise NotFoundError("scan_type_unknown", "this exhibitor has no such scan type")
        if target.gives_contact and sum(one.gives_contact for one in in_use) == 1:
            raise AccueilError("last_scan_type", "one scan type must make leads")
        rows.set_scan_type(connection, scan_type_id, archived_at=now)
        rows.next_change_numbers(connection, exhibitor_id)

    database.write(archive)


def _new(exhibitor_id: str, code: str, names: dict[str, str], now: int) -> ScanType:
    """One that only counts, first in order."""
    named = {f"name_{language}": name for language, name in names.items()}
    return ScanType(
        id=new_id(now),
        exhibitor_id=exhibitor_id,
        code=code,
        **named,
        gives_contact=False,
        position=0,
        archived_at=None,
    )
