"""What booths must be told after registrations changed."""

from dataclasses import dataclass, field

from server.services.lead_feed import get_lead_numbers
from server.services.lead_following import follow_registrations
from server.storage.database import Database
from server.storage.events import get_event
from server.storage.lead_changes import has_changed_people


@dataclass(frozen=True)
class News:
    """Whether badges or attendees changed, and the new numbers of exhibitors whose leads did."""

    has_changed_people: bool = False
    numbers: dict[str, int] = field(default_factory=dict)


class LeadNews:
    """Looks after each announced change of an edition, whoever made it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._told: dict[str, int] = {}

    def look(self, event_id: str, now: int) -> News:
        """Bring the leads up to date; says what that changed."""
        with self._database.read() as connection:
            event = get_event(connection, event_id)
            if event is None:
                return News()
            # Whoever reads leads makes them follow too: that must not keep the booths uninformed.
            since = self._told.get(event_id, event.leads_number)
            self._told[event_id] = event.change_number
            if not has_changed_people(connection, event_id, since):
                return News()
        exhibitors = follow_registrations(self._database, event_id, now)
        return News(True, get_lead_numbers(self._database, exhibitors))
