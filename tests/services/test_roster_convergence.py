"""Whatever happens between whichever pages: every device ends with the same roster and digest."""

import random
import shutil
import threading
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.services.attendees import Standing, change_standing
from server.services.badges import reissue_badge, revoke_badge
from server.services.checkin import ScanRecorder
from server.services.roster import Roster
from server.storage.attendees import get_event_attendees
from server.storage.badges import get_attendee_badges
from server.storage.database import Database
from tests.support.databases import put_migrated_file
from tests.support.fair import Fair, GateDevice
from tests.support.roster_device import RosterDevice

Step = tuple[int, int, int]
"""What happens, to whom, and a number to vary it."""


@dataclass
class Season:
    """A fair at which things happen while devices pull page by page."""

    fair: Fair
    gate: GateDevice = field(init=False)
    roster: Roster = field(init=False)
    devices: list[RosterDevice] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.gate = self.fair.pair(self.fair.gate_a)
        self.roster = Roster(self.fair.database)
        self.devices.append(self.join())

    def join(self) -> RosterDevice:
        """A device that knows nothing yet."""
        return RosterDevice(self.roster, self.fair.event_id)

    def take(self, step: Step) -> None:
        """Let one thing happen."""
        what, whom, how = step
        key = list(self.fair.badges)[whom % len(self.fair.badges)]
        happenings: list[Callable[[str, int], None]] = [
            self._pull,
            self._pull,
            self._scan,
            self._leave,
            self._rename,
            self._revoke,
            self._reissue,
            self._change_standing,
            self._register,
            self._import_code,
            self._restart_or_join,
        ]
        happenings[what % len(happenings)](key, how)

    def _pull(self, _key: str, how: int) -> None:
        self.devices[how % len(self.devices)].pull_page(limit=1 + how % 4)

    def _scan(self, key: str, _how: int) -> None:
        self.gate.scan(self.fair.code(key))

    def _leave(self, key: str, _how: int) -> None:
        self.gate.scan(self.fair.code(key), direction="exit")

    def _rename(self, key: str, how: int) -> None:
        self.fair.change_attendee(key, company=f"Atlas {how}")

    def _revoke(self, key: str, _how: int) -> None:
        badge = self.fair.badges[key]
        revoke_badge(self.fair.database, badge.id, "lost", self.fair.clock(), "test")

    def _reissue(self, key: str, _how: int) -> None:
        with self.fair.database.read() as connection:
            badges = get_attendee_badges(connection, self.fair.attendees[key])
        valid = next((b for b in badges if b.revoked_at is None and b.kind == "own"), None)
        if valid is not None:
            place = (self.fair.database, valid.id)
            reissue_badge(*place, "lost", self.fair.clock(), "test")

    def _change_standing(self, key: str, how: int) -> None:
        standing = Standing(("registered", "cancelled", "blocked")[how % 3])
        place = (self.fair.database, self.fair.attendees[key])
        change_standing(*place, standing, self.fair.clock(), "test")

    def _register(self, _key: str, how: int) -> None:
        self.fair.add_attendee(f"walk-in {next(self.numbers)}", last_name=f"Diallo {how}")

    def _import_code(self, key: str, _how: int) -> None:
        self.fair.add_foreign_badge(key, f"kgx7hg3bn2vq9mz4tw8c{next(self.numbers)}")

    def _restart_or_join(self, _key: str, how: int) -> None:
        if how % 2:
            self.roster = Roster(self.fair.database)
            for device in self.devices:
                device.roster = self.roster
        else:
            self.devices.append(self.join())

    def end(self) -> None:
        """Everybody catches up; all must agree with each other, the server and the database."""
        newcomer = RosterDevice(Roster(self.fair.database), self.fair.event_id)
        newcomer.pull()
        for device in [*self.devices, newcomer]:
            complete = device.pull(limit=3)[-1]["roster"]
            assert complete == device.make_digest()
            assert device.entries == newcomer.entries
            assert device.presence == newcomer.presence
            assert device.cursor == newcomer.cursor
        self._compare_with_database(newcomer)

    def _compare_with_database(self, device: RosterDevice) -> None:
        with self.fair.database.read() as connection:
            attendees = get_event_attendees(connection, self.fair.event_id)
            badges = {a.id: get_attendee_badges(connection, a.id) for a in attendees}
        for attendee in attendees:
            for badge in badges[attendee.id]:
                is_own = badge.kind == "own"
                entry = (device.open_badge if is_own else device.open_text)(badge.code)
                assert entry is not None
                assert (entry["a"], entry["s"]) == (attendee.id, attendee.status)
                assert (entry["n"], entry["o"]) == (attendee.display_name, attendee.company)
                assert entry["x"] == (badge.revoked_at is not None)
        total = sum(2 if b.kind == "own" else 1 for of_one in badges.values() for b in of_one)
        assert len(device.entries) == total


@pytest.fixture(scope="module")
def empty_fair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "accueil.db"
    put_migrated_file(path)
    return path


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(*[st.integers(0, 200)] * 3), max_size=30))
def test_every_device_ends_with_the_same_roster(
    steps: list[Step], empty_fair: Path, tmp_path: Path
) -> None:
    path = tmp_path / "accueil.db"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    shutil.copy(empty_fair, path)
    database = Database(f"sqlite:///{path}")
    try:
        season = Season(Fair(database))
        for step in steps:
            season.take(step)
        season.end()
    finally:
        database.close()


def test_a_long_season_on_both_engines(fair: Fair) -> None:
    dice = random.Random(20261122)
    season = Season(fair)
    for _ in range(150):
        season.take((dice.randrange(200), dice.randrange(200), dice.randrange(200)))
    season.end()


@pytest.mark.postgresql
def test_two_servers_write_while_devices_pull(postgresql_database: Database) -> None:
    """Two servers on one PostgreSQL scan at the same time; whatever is between two pages must not
    hide behind a number that was passed already."""
    fair = Fair(postgresql_database)
    other = Database(postgresql_database.url)
    gates = [fair.pair(fair.gate_a), fair.pair(fair.gate_b)]
    gates[1].fair = copy(fair)
    gates[1].fair.recorder = ScanRecorder(other, fair.clock)
    codes = [fair.add_attendee(f"visitor {n}") for n in range(40)]
    device = RosterDevice(Roster(postgresql_database), fair.event_id)
    writers = [
        threading.Thread(target=_scan_all, args=(gate, codes[number::2]))
        for number, gate in enumerate(gates)
    ]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        device.pull_page(limit=5)
    device.pull()
    other.close()
    newcomer = RosterDevice(Roster(postgresql_database), fair.event_id)
    newcomer.pull()
    assert device.presence == newcomer.presence
    assert len(device.presence) == len(codes)


def _scan_all(gate: GateDevice, codes: list[str]) -> None:
    for code in codes:
        gate.scan(code)
