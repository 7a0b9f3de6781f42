"""How far an edition is set up: the figures of its overview and what opening day still needs."""

from dataclasses import dataclass

from domain.entities import Event
from server.services.events import EventSetup, get_event_setup
from server.storage import attendee_search as search_rows
from server.storage import attendees as attendee_rows
from server.storage.database import Database
from server.storage.devices import get_devices

ATTENDEES = "attendees"
BADGES = "badges"
ATTENDANCE_LIST = "attendance_list"
GATES = "gates"
DEVICES = "devices"
PIN = "pin"


@dataclass(frozen=True)
class Step:
    """One thing that opening day needs; `missing` counts what is left, where it can be counted."""

    name: str
    is_done: bool
    missing: int = 0


@dataclass(frozen=True)
class Overview:
    """An edition in figures. `badges` are registered attendees who have a valid badge, `devices`
    those not revoked, `ready_devices` those of them that stand at a gate."""

    setup: EventSetup
    registered: int
    badges: int
    devices: int
    ready_devices: int

    @property
    def event(self) -> Event:
        """The edition."""
        return self.setup.event

    @property
    def steps(self) -> tuple[Step, ...]:
        """What opening day needs, in the order in which it is best done."""
        waiting = self.registered - self.badges
        return (
            Step(ATTENDEES, self.registered > 0),
            Step(ATTENDANCE_LIST, any(one.counts_attendance for one in self.setup.lists)),
            Step(GATES, bool(self.setup.gates)),
            Step(BADGES, self.registered > 0 and waiting == 0, waiting),
            Step(DEVICES, self.ready_devices > 0),
            Step(PIN, self.setup.event.kiosk_pin is not None),
        )

    @property
    def next_step(self) -> Step | None:
        """What to do next; None when all is done."""
        return next((step for step in self.steps if not step.is_done), None)


def get_overview(database: Database, event_id_or_slug: str) -> Overview:
    """The overview of an edition. Raises NotFoundError `event_unknown`."""
    setup = get_event_setup(database, event_id_or_slug)
    with database.read() as connection:
        event_id = setup.event.id
        devices = [d for d in get_devices(connection, event_id) if d.revoked_at is None]
        return Overview(
            setup=setup,
            registered=attendee_rows.count_attendees(connection, event_id).get("registered", 0),
            badges=sum(search_rows.count_with_badge_by_category(connection, event_id).values()),
            devices=len(devices),
            ready_devices=sum(1 for device in devices if device.gate_id is not None),
        )


def count_registered(database: Database, event_id: str) -> dict[str, int]:
    """How many registered attendees each category has, by category id."""
    with database.read() as connection:
        return attendee_rows.count_by_category(connection, event_id)


def count_printable(database: Database, event_id: str) -> dict[str, int]:
    """How many registered attendees of each category have a badge to print, by category id."""
    with database.read() as connection:
        return search_rows.count_with_badge_by_category(connection, event_id)
