"""A small fair with a named cast, on a real database, for tests of everything above storage."""

import json
import os
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from domain.entities import Badge, Device
from domain.ids import make_scan_id
from domain.messages import parse_scan_batch
from server.clock import now_ms
from server.services.badges import add_own_badges
from server.services.categories import NewCategory, add_category
from server.services.check_in_lists import NewList, add_list
from server.services.checkin import ScanRecorder
from server.services.devices import create_pairing_code, pair_device
from server.services.events import NewEvent, create_event
from server.services.gates import NewGate, add_gate
from server.services.ids import new_id
from server.services.submission import Submission
from server.storage.attendees import add_attendees, set_attendee
from server.storage.badges import add_badges, get_attendee_badges
from server.storage.database import Database
from server.storage.events import next_change_numbers
from server.storage.rows import Row
from tests.support.fair_rows import Rows, add_rows, read_rows

OPENING = 1_714_122_000_000
"""2024-04-26 09:00:00 UTC, 10:00 in Casablanca: the first day of the fair."""


class SetClock:
    """A clock that shows what the test says."""

    def __init__(self, at: int = OPENING) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at

    def pass_ms(self, ms: int) -> int:
        """Let time pass; returns the new time."""
        self.at += ms
        return self.at


class TrueClock(SetClock):
    """The clock on the wall: a real server goes by it."""

    def __call__(self) -> int:
        return now_ms()


_first: list[tuple[Rows, Rows, dict[str, Any]]] = []
"""The rows of an empty database and of one with a fair, and what that fair knew of itself."""


def _is_empty(database: Database) -> bool:
    with database.read() as connection:
        return connection.exec_driver_sql("SELECT COUNT(*) FROM audit_log").scalar() == 0


@dataclass
class GateDevice:
    """A paired device that scans: it makes ids and numbers as a real one does."""

    device: Device
    token: str
    fair: "Fair"
    seq: int = 0
    last_scan_id: str | None = None

    def make_scan(self, badge_code: str, **changes: Any) -> dict[str, Any]:
        """One scan as on the wire."""
        self.seq += 1
        now = self.fair.clock()
        self.last_scan_id = make_scan_id(max(now, 0), os.urandom(10), self.last_scan_id)
        scan = {
            "scan_id": self.last_scan_id,
            "device_seq": self.seq,
            "badge_code": badge_code,
            "gate_id": self.device.gate_id,
            "direction": "entry",
            "device_time": now,
            "clock_offset_ms": 0,
            "source": "camera",
            "local_verdict": None,
            "local_reason": None,
            "decode_ms": 12,
        }
        return scan | changes

    def send(self, *scans: Any) -> list[dict[str, Any]]:
        """Hand scans to the recorder as a door does; returns the receipts."""
        read = parse_scan_batch({"v": 1, "scans": list(scans)})
        submissions = [Submission(self.device, s, r) for s, r in zip(read, scans, strict=True)]
        return [json.loads(o.receipt) for o in self.fair.recorder.record_scans(submissions)]

    def scan(self, badge_code: str, **changes: Any) -> dict[str, Any]:
        """Scan one badge; returns the receipt."""
        return self.send(self.make_scan(badge_code, **changes))[0]


@dataclass
class Fair:
    """SICCAM Casablanca 2024 with two gates of one list, and its cast:

    - `imane`: registered, has not come yet; speaks French.
    - `ahmed`: registered, his name in Arabic letters, speaks Arabic.
    - `nadia`: cancelled her registration.
    - `omar`: blocked by the organizer.
    - `lucie`: has not paid, must go to the desk.
    - `press_guest`: of another category than visitor.
    """

    database: Database
    clock: SetClock = field(default_factory=SetClock)
    badges: dict[str, Badge] = field(default_factory=dict)
    attendees: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.recorder = ScanRecorder(self.database, self.clock)
        # Tests that set the clock all begin at the same moment, most of them with this fair alone.
        if type(self.clock) is SetClock and self.clock() == OPENING and _is_empty(self.database):
            self._put_again()
        else:
            self._make()

    def _make(self) -> None:
        now = self.clock() - 3_600_000
        new = NewEvent("SICCAM", "Casablanca", "2024-04-26", "2024-04-27")
        self.event_id = create_event(self.database, new, now)
        self.visitor = self.add_category("visitor", ("Visiteur", "زائر", "Visitor"), "#137a3e")
        self.press = self.add_category("press", ("Presse", "صحافة", "Press"), "#6b3fa0")
        self.list_id = add_list(
            self.database, self.event_id, NewList("Salon", counts_attendance=True), now
        )
        self.gate_a = self.add_gate("Porte A")
        self.gate_b = self.add_gate("Porte B")
        self._add_cast()

    def _put_again(self) -> None:
        """As the first fair of this process was made."""
        if not _first:
            known = read_rows(self.database)
            self._make()
            made = {
                k: v for k, v in vars(self).items() if k not in ("database", "clock", "recorder")
            }
            _first.append((known, read_rows(self.database), deepcopy(made)))
            return
        known, rows, made = _first[0]
        add_rows(self.database, rows, known)
        vars(self).update(deepcopy(made))

    def _add_cast(self) -> None:
        self.add_attendee("imane", first_name="Imane", last_name="Diallo", company="Atlas BPO")
        self.add_attendee("ahmed", first_name_ar="أحمد", last_name_ar="العمراني", language="ar")
        self.add_attendee("nadia", first_name="Nadia", last_name="Bennani", status="cancelled")
        self.add_attendee("omar", first_name="Omar", last_name="Zniber", status="blocked")
        self.add_attendee("lucie", first_name="Lucie", last_name="Lefèvre", needs_desk="unpaid")
        self.add_attendee("press_guest", first_name="Paul", category_id=self.press)

    def add_category(self, code: str, names: tuple[str, str, str], color: str) -> str:
        """Another category; returns its id."""
        new = NewCategory(*names, color, code)
        return add_category(self.database, self.event_id, new, self.clock())

    def add_attendee(self, key: str, **fields: Any) -> str:
        """Another attendee with a badge of ours; returns the badge code."""
        now = self.clock() - 3_600_000
        attendee_id = new_id(now)
        row: Row = {"id": attendee_id, "event_id": self.event_id, "category_id": self.visitor}
        row |= {"created_at": now, "updated_at": now}

        def add(connection: Any) -> Badge:
            add_attendees(connection, [row | fields])
            add_own_badges(connection, self.event_id, [attendee_id], now)
            return get_attendee_badges(connection, attendee_id)[0]

        self.attendees[key] = attendee_id
        self.badges[key] = self.database.write(add)
        return self.badges[key].code

    def add_foreign_badge(self, key: str, code: str) -> None:
        """Another system's code for an attendee who has one of ours."""
        now = self.clock()
        row: Row = {"id": new_id(now), "event_id": self.event_id, "kind": "foreign"}
        row |= {"attendee_id": self.attendees[key], "code": code, "issued_at": now}

        def add(connection: Any) -> None:
            number = next_change_numbers(connection, self.event_id)
            add_badges(connection, [row | {"change_number": number}])

        self.database.write(add)

    def change_attendee(self, key: str, **fields: Any) -> None:
        """Change what is stored of somebody."""

        def change(connection: Any) -> None:
            number = next_change_numbers(connection, self.event_id)
            set_attendee(connection, self.attendees[key], **fields, change_number=number)

        self.database.write(change)

    def code(self, key: str) -> str:
        """The badge code of one of the cast."""
        return self.badges[key].code

    def add_list(self, name: str, **rules: Any) -> str:
        """Another check-in list; returns its id."""
        return add_list(self.database, self.event_id, NewList(name, **rules), self.clock())

    def add_gate(self, name: str, list_id: str | None = None, direction: str = "entry") -> str:
        """Another gate; returns its id."""
        new = NewGate(name, list_id or self.list_id, direction)
        return add_gate(self.database, self.event_id, new, self.clock())

    def pair(self, gate_id: str | None, name: str = "Tablette", role: str = "gate") -> GateDevice:
        """A device at a gate, paired an hour ago."""
        then = self.clock() - 3_600_000
        place = (self.database, self.event_id, gate_id)
        code = create_pairing_code(*place, name, then, role=role)
        pairing = pair_device(self.database, code, "test", then)
        return GateDevice(pairing.device, pairing.token, self)
