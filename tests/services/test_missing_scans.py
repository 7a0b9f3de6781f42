"""Loss by number: what a device numbered and the server never got is seen at once."""

from domain.entities import Device
from server.services.device_health import DeviceHealth, Health, find_gaps, note_health
from server.services.devices import get_device, get_devices
from tests.support.fair import Fair, GateDevice


def test_it_works(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    scans = [device.make_scan(f"stranger {n}") for n in range(6)]
    device.send(scans[0], scans[1], scans[4])
    health = Health(unsent_count=1, clock_offset_ms=0, last_seq=6)
    missing = note_health(fair.database, device.device.id, health, fair.clock())
    assert missing == [(3, 4), (6, 6)]
    shown = next(d for d in get_devices(fair.database, fair.event_id) if d.id == device.device.id)
    assert shown.missing_count == 2, "one of the three is only waiting in the outbox"
    device.send(scans[2], scans[3], scans[5])
    whole = Health(unsent_count=0, clock_offset_ms=0, last_seq=6)
    assert note_health(fair.database, device.device.id, whole, fair.clock()) == []


def test_a_parked_scan_has_arrived(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    device.send(device.make_scan("x", gate_id="nowhere"), device.make_scan("y", source="nose"))
    health = Health(unsent_count=0, clock_offset_ms=0, last_seq=2)
    assert note_health(fair.database, device.device.id, health, fair.clock()) == []


def test_gaps_are_ranges_and_not_endless() -> None:
    assert find_gaps([], 3) == [(1, 3)]
    assert find_gaps([1, 2, 3], 3) == []
    assert find_gaps([2], 4) == [(1, 1), (3, 4)]
    assert find_gaps([5, 9], 4) == [(1, 4)]
    assert len(find_gaps(range(2, 1000, 2), 1000)) == 50


def test_a_device_that_claims_less_than_before_hides_nothing(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    device.send(device.make_scan("x"))
    place = (fair.database, device.device.id)
    assert note_health(*place, Health(2, 0, last_seq=3), fair.clock()) == [(2, 3)]
    assert note_health(*place, Health(0, 0), fair.clock()) == [(2, 3)]


def test_what_arrived_is_not_asked_for_again(fair: Fair) -> None:
    device = fair.pair(fair.gate_a)
    health = DeviceHealth(fair.database)
    scans = [device.make_scan("x"), device.make_scan("y")]
    device.send(scans[0])
    assert health.note(device.device, Health(1, 0, last_seq=2), fair.clock()) == [(2, 2)]
    device.send(scans[1])
    assert health.note(device.device, Health(0, 0, last_seq=2), fair.clock()) == []
    assert health.note(device.device, Health(1, 0, last_seq=3), fair.clock()) == [(3, 3)]


def test_heartbeats_wait_for_the_flush_but_missing_numbers_do_not(fair: Fair) -> None:
    calm, troubled = fair.pair(fair.gate_a, "calm"), fair.pair(fair.gate_a, "troubled")
    health = DeviceHealth(fair.database)
    health.note(calm.device, Health(0, 5), fair.clock())
    assert stored_of(fair, calm).clock_offset_ms is None
    health.note(troubled.device, Health(1, 0, last_seq=1), fair.clock())
    assert stored_of(fair, troubled).claimed_seq == 1
    assert stored_of(fair, calm).clock_offset_ms == 5, "what waited went along"
    health.note(calm.device, Health(0, 6), fair.clock())
    health.flush()
    assert stored_of(fair, calm).clock_offset_ms == 6


def stored_of(fair: Fair, device: GateDevice) -> Device:
    """A device as it is in the database."""
    return get_device(fair.database, fair.event_id, device.device.id)
