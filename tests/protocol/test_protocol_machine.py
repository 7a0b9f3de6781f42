"""The whole protocol under every weather Hypothesis can think of.

Devices scan on- and offline; requests get lost before, receipts after the server's commit; batches
arrive twice and in any order; clocks jump; server and devices crash; the server comes back from an
old backup. At any quiet moment: no scan lost, none counted twice, presence is the fold of the log,
and every device knows what the server knows.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from server.services.device_health import Health, note_health
from tests.protocol.model_device import ModelDevice
from tests.protocol.model_venue import ModelVenue

DEVICES = 3
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Thousands of commits: what a disk does to them is tested elsewhere."""
device_numbers = st.integers(0, DEVICES - 1)


class Protocol(RuleBasedStateMachine):
    """Three tablets at two gates, one server, one bad Wi-Fi."""

    @initialize(seed=st.integers(0, 1 << 32))
    def open_doors(self, seed: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="accueil-protocol-", dir=MEMORY))
        self.venue = ModelVenue(self.folder, seed)
        self.devices = [ModelDevice(self.venue, number) for number in range(DEVICES)]
        for device in self.devices:
            device.pull()
        self.in_flight: list[tuple[ModelDevice, list[dict[str, Any]]]] = []

    @rule(
        number=device_numbers, badge=st.integers(0, 4), direction=st.sampled_from(["entry", "exit"])
    )
    def scan(self, number: int, badge: int, direction: str) -> None:
        codes = [*self.venue.codes, "stranger"]
        self.devices[number].scan(codes[badge], direction)
        self.venue.fair.clock.pass_ms(1_000)

    @rule(number=device_numbers, most=st.integers(1, 5))
    def send(self, number: int, most: int) -> None:
        """The request arrives and the receipts come back."""
        device = self.devices[number]
        self._deliver(device, [kept.scan for kept in device.unsent[:most]], is_answered=True)

    @rule(number=device_numbers, most=st.integers(1, 5))
    def send_and_lose_the_receipts(self, number: int, most: int) -> None:
        device = self.devices[number]
        self._deliver(device, [kept.scan for kept in device.unsent[:most]], is_answered=False)

    @rule(number=device_numbers)
    def send_into_the_void(self, number: int) -> None:
        """The request is stuck somewhere and may arrive much later, or never."""
        device = self.devices[number]
        if device.unsent:
            self.in_flight.append((device, [kept.scan for kept in device.unsent]))

    @precondition(lambda self: self.in_flight)
    @rule(choice=st.integers(0, 9), is_answered=st.booleans(), is_reversed=st.booleans())
    def arrive_late(self, choice: int, is_answered: bool, is_reversed: bool) -> None:
        device, scans = self.in_flight.pop(choice % len(self.in_flight))
        self._deliver(device, scans[::-1] if is_reversed else scans, is_answered)

    def _deliver(self, device: ModelDevice, scans: list[dict[str, Any]], is_answered: bool) -> None:
        if not scans:
            return
        receipts = device.paired.send(*scans)
        if is_answered:
            device.take_receipts(receipts)

    @rule(number=device_numbers)
    def pull(self, number: int) -> None:
        self.devices[number].pull()

    @rule(number=device_numbers)
    def heartbeat(self, number: int) -> None:
        self._beat(self.devices[number])

    def _beat(self, device: ModelDevice) -> None:
        health = Health(len(device.unsent), device.measured_ms, device.seq)
        database, now = self.venue.fair.database, self.venue.fair.clock()
        device.take_missing(note_health(database, device.paired.device.id, health, now))

    @rule(number=device_numbers, skew=st.integers(-86_400_000, 86_400_000))
    def set_a_clock_wrong(self, number: int, skew: int) -> None:
        self.devices[number].skew_ms = skew

    @rule(number=device_numbers)
    def measure_the_clock(self, number: int) -> None:
        self.devices[number].measured_ms = -self.devices[number].skew_ms

    @rule(minutes=st.integers(1, 600))
    def pass_time(self, minutes: int) -> None:
        self.venue.fair.clock.pass_ms(minutes * 60_000)
        for device in self.devices:
            device.forget_old()

    @rule()
    def crash_the_server(self) -> None:
        self.venue.crash()

    @rule()
    def back_up(self) -> None:
        self.venue.back_up()

    @rule()
    def restore(self) -> None:
        """Only what devices still hold can come back: they hold 48 hours."""
        self.venue.restore()

    @rule(number=device_numbers)
    def reboot_a_device(self, number: int) -> None:
        """Memory is gone; the outbox, the number and the roster are on disk."""
        device = self.devices[number]
        device.last_scan_id = max(
            (kept.scan["scan_id"] for kept in device.outbox.values()), default=None
        )

    @rule()
    def come_together(self) -> None:
        """The Wi-Fi is back: everybody says hello, sends, pulls. Now everything must be right."""
        for device in self.devices:
            device.measured_ms = -device.skew_ms
            self._beat(device)
            while device.unsent:
                self._deliver(device, [k.scan for k in device.unsent[:5]], is_answered=True)
            self._beat(device)
            assert device.unsent == [], "numbers the server lacks after all was sent"
        self._check_no_scan_is_lost_or_doubled()
        self._check_everybody_knows_the_same()

    def _check_no_scan_is_lost_or_doubled(self) -> None:
        logged = self.venue.logged_scan_ids()
        assert len(logged) == len(set(logged))
        held = {k.scan["scan_id"] for d in self.devices for k in d.outbox.values()}
        assert held <= set(logged)
        if not self.venue.was_restored:
            assert len(logged) == sum(device.seq for device in self.devices)

    def _check_everybody_knows_the_same(self) -> None:
        for device in self.devices:
            device.pull()
        first, *others = self.devices
        for other in others:
            assert other.entries == first.entries
            assert other.presence == first.presence
            assert other.cursor == first.cursor

    @invariant()
    def the_numbers_are_the_fold_of_the_log(self) -> None:
        if hasattr(self, "venue"):
            assert self.venue.differences() == ()

    def teardown(self) -> None:
        if hasattr(self, "venue"):
            self.come_together()
            self.venue.close()
            shutil.rmtree(self.folder, ignore_errors=True)


TestProtocol = Protocol.TestCase
TestProtocol.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
