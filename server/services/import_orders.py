"""What an import is told to do; travels as JSON to the process that does it."""

from dataclasses import asdict, dataclass
from typing import Any

from server.importing.attendees import IMPORT, KEEP, LEAVE_OUT, SHARE_ALL, SHARE_NONE
from server.importing.read_file import ReadingChoices

READ, CHECK, STORE = "read", "check", "store"
"""What can be ordered, and the long steps: the file is read, its rows are checked, people stored.

Reading a file ends with checking it, storing begins with checking it again.
"""


@dataclass(frozen=True)
class ImportChoices:
    """What the organizer decides about a whole file; see `ImportOptions` for the meaning."""

    cancelled: str = LEAVE_OUT
    shared_email: str = KEEP
    default_share_level: str = SHARE_NONE


CHOICES = {
    "cancelled": (LEAVE_OUT, IMPORT),
    "shared_email": (KEEP, LEAVE_OUT),
    "default_share_level": (SHARE_NONE, SHARE_ALL),
}
"""What each field of ImportChoices may be, the default first."""


@dataclass(frozen=True)
class ImportOrder:
    """One task for one file. `now` is ms UTC, `actor` as in the audit log."""

    task: str
    event_id: str
    import_id: str
    file_name: str
    actor: str
    now: int
    reading: ReadingChoices = ReadingChoices()
    choices: ImportChoices = ImportChoices()


def order_to_dict(order: ImportOrder) -> dict[str, Any]:
    """Plain values; `order_from_dict` reads them back."""
    return asdict(order)


def order_from_dict(values: dict[str, Any]) -> ImportOrder:
    """The order that `order_to_dict` wrote."""
    parts = {
        "reading": ReadingChoices(**values["reading"]),
        "choices": ImportChoices(**values["choices"]),
    }
    return ImportOrder(**values | parts)
