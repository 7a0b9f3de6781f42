"""What a rehearsal needs of the server's side: a made-up fair, paired devices, and afterwards the
server's own figures."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice

from server.services.attendance import GONE_MS, AttendanceBoard
from server.services.badges import get_badges_to_print, issue_missing_badges
from server.services.categories import USUAL_CATEGORIES, add_categories
from server.services.check_in_lists import NewList, add_list
from server.services.devices import create_pairing_code, pair_device
from server.services.events import NewEvent, create_event, get_event_setup
from server.services.gates import NewGate, add_gate
from server.services.ids import new_id
from server.services.recount import recount
from server.services.venue_time import local_time
from server.storage.attendees import add_attendees
from server.storage.database import Database
from server.storage.presence import get_event_presence
from server.storage.rows import Row
from server.storage.scans import count_parked_of, read_scans_of

_VENUE_ZONE = "Africa/Casablanca"
_GATES = (
    ("Hall", (("Entrance A", "entry"), ("Entrance B", "entry"), ("Exit", "exit"))),
    ("Workshop", (("Workshop", "entry"),)),
)


@dataclass(frozen=True)
class RehearsedDevice:
    """A device that was paired for a rehearsal; only here is its token known."""

    id: str
    token: str
    name: str
    direction: str


@dataclass(frozen=True)
class Account:
    """What the server has of a rehearsal, by its own account.

    `missing` are the numbers that its device list shows as not arrived, as ranges by device;
    `presence` the values of every presence at the edition's lists, list and attendee first.
    """

    log: tuple[Row, ...]
    parked: int
    conflicts: int
    missing: dict[str, list[tuple[int, int]]]
    differences: tuple[str, ...]
    presence: tuple[tuple[object, ...], ...]


def make_rehearsal_fair(database: Database, attendees: int, now: int) -> str:
    """A made-up edition of two days from today with two lists, four gates and badges for
    everybody; returns its id."""
    today = local_time(now, _VENUE_ZONE).date()
    days = (today.isoformat(), (today + timedelta(days=1)).isoformat())
    event_id = create_event(database, NewEvent("Rehearsal", "Casablanca", *days), now)
    category_id = add_categories(database, event_id, USUAL_CATEGORIES, now)[0]
    for rule, (list_name, gates) in zip(("reentry", "once_a_day"), _GATES, strict=True):
        list_id = add_list(database, event_id, NewList(list_name, entry_rule=rule), now)
        for name, direction in gates:
            add_gate(database, event_id, NewGate(name, list_id, direction), now)
    _add_visitors(database, event_id, category_id, attendees, now)
    return event_id


def _add_visitors(
    database: Database, event_id: str, category_id: str, count: int, now: int
) -> None:
    common: Row = {"event_id": event_id, "category_id": category_id, "source": "rehearsal"}
    common |= {"created_at": now, "updated_at": now}
    rows = [
        common | {"id": new_id(now), "first_name": "Visitor", "last_name": str(number)}
        for number in range(1, count + 1)
    ]
    database.write(lambda connection: add_attendees(connection, rows))
    issue_missing_badges(database, event_id, now)


def pair_for_rehearsal(
    database: Database, event_id: str, count: int, now: int
) -> list[RehearsedDevice]:
    """Pair `count` devices, spread over the edition's gates; none when it has no gate."""
    gates = get_event_setup(database, event_id).gates
    paired = []
    for number, gate in enumerate(islice(cycle(gates), count if gates else 0), 1):
        name = f"Rehearsal {number}"
        code = create_pairing_code(database, event_id, gate.id, name, now)
        pairing = pair_device(database, code, "rehearsal", now)
        paired.append(RehearsedDevice(pairing.device.id, pairing.token, name, gate.direction))
    return paired


def list_badge_codes(database: Database, event_id: str) -> list[str]:
    """The codes of all badges that could be printed."""
    return [badge.code for _, badge, _ in get_badges_to_print(database, event_id)]


def read_account(database: Database, event_id: str, device_ids: list[str], now: int) -> Account:
    """The server's own figures, with what its device list says once nobody waits for a lost
    device any more."""
    snapshot = AttendanceBoard(database).get_snapshot(event_id, now + GONE_MS + 1)
    with database.read() as connection:
        log = tuple(read_scans_of(connection, device_ids))
        parked = count_parked_of(connection, device_ids)
        presence = get_event_presence(connection, event_id)
    return Account(
        log=log,
        parked=parked,
        conflicts=snapshot["open_conflicts"],
        missing={d["id"]: d["missing"] for d in snapshot["devices"] if d["id"] in device_ids},
        differences=recount(database, event_id).differences,
        presence=tuple((*key, *_values(p)) for key, p in presence.items()),
    )


def _values(presence: object) -> list[object]:
    names = ("is_inside", "entry_count", "exit_count", "entered_at", "entered_gate_id", "last_at")
    return [getattr(presence, name) for name in names]
