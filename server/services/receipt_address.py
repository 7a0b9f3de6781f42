"""The address in front of the code in badges' QR codes: a visitor's own camera opens his receipt.

In capitals, so that a QR code holds it in its alphanumeric set; gates and booths read the code
behind it as ever.
"""

import re

from sqlalchemy import Connection

from domain.entities import Event
from domain.errors import AccueilError
from server.services.audit import log_change
from server.services.events import get_event
from server.storage.database import Database
from server.storage.events import set_event

_SHAPE = re.compile(r"HTTPS://[A-Z0-9.-]{1,40}(:[0-9]{1,5})?/B/")


def set_receipt_address(
    database: Database, event_id: str, address: str, now: int, actor: str
) -> Event:
    """Put `https://HOST/b/` in front of the codes of badges printed from now on; empty: nothing.

    Returns the edition as it was. Raises NotFoundError `event_unknown`, AccueilError
    `bad_receipt_address`.
    """
    before = get_event(database, event_id)
    prefix = address.strip().upper()
    if prefix and not prefix.endswith("/"):
        prefix += "/"
    if prefix and not _SHAPE.fullmatch(prefix):
        message = "that address is https://HOST/B/"
        raise AccueilError("bad_receipt_address", message, field="url_prefix")

    def write(connection: Connection) -> None:
        set_event(connection, before.id, url_prefix=prefix or None)
        log_change(connection, now, actor, "receipt_address_changed", before.id, prefix=prefix)

    database.write(write)
    return before
