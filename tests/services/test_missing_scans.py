"""Loss by number: what a device numbered and the server never got is seen at once."""

from server.services.devices import Health, find_gaps, get_devices, note_health
from tests.support.fair import Fair


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
