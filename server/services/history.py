"""What the log knows of an attendee at a list: asked for late scans and conflicts only."""

from sqlalchemy import Connection

from domain.conflicts import PastCheckIn
from domain.presence import CheckIn
from server.storage.scans import read_check_ins


class History:
    """Check-ins by list and attendee within one transaction, the ones just decided included."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._just_decided: dict[tuple[str, str], list[PastCheckIn]] = {}

    def add(self, list_id: str, attendee_id: str, scan_id: str, check_in: CheckIn) -> None:
        """Remember a check-in that is not in the log yet."""
        past = PastCheckIn(scan_id, check_in)
        self._just_decided.setdefault((list_id, attendee_id), []).append(past)

    def read(self, list_id: str, attendee_id: str) -> list[PastCheckIn]:
        """Everything known, in order of corrected time."""
        stored = read_check_ins(self._connection, list_id, attendee_id)
        known = stored + self._just_decided.get((list_id, attendee_id), [])
        return sorted(known, key=lambda past: (past.check_in.at, past.scan_id))
