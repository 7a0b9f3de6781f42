"""Live attendance: what the organizer's screen shows, always from what is stored."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection

from domain.admission import ADMITTED, EXITED
from domain.clock import is_clock_off
from domain.entities import Device, Event
from server.services.device_health import find_gaps
from server.services.pace import get_paces
from server.services.rules import EventRules, RulebookCache
from server.services.venue_time import day_span, local_day, local_time
from server.storage.attendance import BUCKET_MS, get_counts
from server.storage.attendees import count_attendees, count_by_category, get_attendees
from server.storage.conflicts import count_open_conflicts
from server.storage.database import Database
from server.storage.devices import get_devices
from server.storage.events import get_change_number
from server.storage.presence import (
    count_inside,
    count_inside_by_category,
    count_visits,
    count_visits_by_category,
)
from server.storage.rows import Row
from server.storage.scans import count_parked_scans, get_last_scans, get_received_seqs

LAST_SCANS = 20
SEEN_LATELY_MS = 15_000
GONE_MS = 600_000
"""Not heard of for ten minutes: what a device had not sent by then is listed as missing."""
_NOT_TURNED_AWAY = (ADMITTED, EXITED)


class AttendanceBoard:
    """Makes the snapshot of an edition that dashboards show; a reload and a push are the same.

    `get_problems` says what is wrong with the server's machine, see
    server/services/machine_health.py.
    """

    def __init__(
        self, database: Database, get_problems: Callable[[], Sequence[str]] = tuple
    ) -> None:
        self._database = database
        self._get_problems = get_problems
        self._rulebooks = RulebookCache()

    def get_snapshot(self, event_id: str, now: int) -> dict[str, Any]:
        """All the numbers of the live page, as of one moment. Days are the venue's."""
        with self._database.read() as connection:
            rules = self._rulebooks.get(connection).events[event_id]
            snapshot = _make_snapshot(connection, rules, now)
        return snapshot | {"server_problems": list(self._get_problems())}

    def get_change_number(self, event_id: str) -> int:
        """The number of the edition's last change."""
        with self._database.read() as connection:
            return get_change_number(connection, event_id)


def _make_snapshot(connection: Connection, rules: EventRules, now: int) -> dict[str, Any]:
    event = rules.event
    day = local_day(now, event.timezone)
    list_id = rules.attendance_list_id or ""
    counts = _todays_counts(connection, event, now)
    change_number = get_change_number(connection, event.id)
    paces = get_paces(connection, event.id, change_number)
    return {
        "v": 1,
        "event_id": event.id,
        "change_number": change_number,
        "at": now,
        "day": day,
        "timezone": event.timezone,
        "inside": count_inside(connection, [list_id]).get(list_id, 0),
        "capacity": rules.lists[list_id].capacity if list_id else None,
        "visitors_today": count_visits(connection, list_id, day),
        "registered": count_attendees(connection, event.id).get("registered", 0),
        "arrivals": _arrivals(rules, counts),
        "bucket_ms": BUCKET_MS,
        "seen_lately_ms": SEEN_LATELY_MS,
        "gates": _gates(connection, rules, counts),
        "categories": _categories(connection, rules, list_id, day),
        "last_scans": _last_scans(connection, event.id),
        "devices": [
            _device(connection, d, now) | {"pace": paces.get(d.id)}
            for d in get_devices(connection, event.id)
        ],
        "parked_scans": count_parked_scans(connection, event.id),
        "open_conflicts": count_open_conflicts(connection, event.id),
    }


def _todays_counts(
    connection: Connection, event: Event, now: int
) -> list[tuple[str, int, str, int]]:
    today = day_span(local_time(now, event.timezone).date(), event.timezone)
    return get_counts(connection, event.id, today.starts_at, today.ends_at)


def _arrivals(rules: EventRules, counts: list[tuple[str, int, str, int]]) -> list[tuple[int, int]]:
    """(start of the five minutes, entries) at the gates that count attendance."""
    counting = {g.id for g in rules.gates.values() if g.list_id == rules.attendance_list_id}
    buckets: Counter[int] = Counter()
    for gate_id, bucket, verdict, count in counts:
        if gate_id in counting and verdict == ADMITTED:
            buckets[bucket] += count
    return sorted(buckets.items())


def _gates(
    connection: Connection, rules: EventRules, counts: list[tuple[str, int, str, int]]
) -> list[Row]:
    inside = count_inside(connection, list(rules.lists))
    return [_gate(rules, gate_id, counts, inside) for gate_id in rules.gates]


def _gate(
    rules: EventRules,
    gate_id: str,
    counts: list[tuple[str, int, str, int]],
    inside: dict[str, int],
) -> Row:
    gate = rules.gates[gate_id]
    own = [(bucket, verdict, count) for g, bucket, verdict, count in counts if g == gate_id]
    buckets: Counter[int] = Counter()
    for bucket, _verdict, count in own:
        buckets[bucket] += count
    return {
        "id": gate.id,
        "name": gate.name,
        "direction": gate.direction,
        "list_name": rules.list_settings[gate.list_id].name,
        "counts_attendance": gate.list_id == rules.attendance_list_id,
        "list_inside": inside.get(gate.list_id, 0),
        "capacity": rules.lists[gate.list_id].capacity,
        "entries": sum(count for _, verdict, count in own if verdict == ADMITTED),
        "exits": sum(count for _, verdict, count in own if verdict == EXITED),
        "refused": sum(count for _, verdict, count in own if verdict not in _NOT_TURNED_AWAY),
        "scans": sorted(buckets.items()),
    }


def _categories(connection: Connection, rules: EventRules, list_id: str, day: str) -> list[Row]:
    registered = count_by_category(connection, rules.event.id)
    inside = count_inside_by_category(connection, list_id)
    visitors = count_visits_by_category(connection, list_id, day)
    return [
        {
            "id": c.id,
            "names": c.names,
            "color": c.color,
            "registered": registered.get(c.id, 0),
            "inside": inside.get(c.id, 0),
            "visitors_today": visitors.get(c.id, 0),
        }
        for c in rules.categories.values()
    ]


def _last_scans(connection: Connection, event_id: str) -> list[Row]:
    rows = get_last_scans(connection, event_id, LAST_SCANS)
    ids = {row["attendee_id"] for row in rows if row["attendee_id"]}
    attendees = get_attendees(connection, list(ids))
    for row in rows:
        attendee = attendees.get(row.pop("attendee_id") or "")
        row["display_name"] = attendee.display_name if attendee else ""
        row["company"] = attendee.company if attendee else ""
        row["category_id"] = attendee.category_id if attendee else None
    return rows


def _device(connection: Connection, device: Device, now: int) -> Row:
    seen_at = device.last_seen_at
    offset = device.clock_offset_ms
    missing_count, missing = _missing(connection, device, now)
    return {
        "id": device.id,
        "name": device.name,
        "role": device.role,
        "gate_id": device.gate_id,
        "paired_at": device.paired_at,
        "is_revoked": device.revoked_at is not None,
        "is_connected": seen_at is not None and now - seen_at <= SEEN_LATELY_MS,
        "last_seen_at": seen_at,
        "unsent_count": device.unsent_count,
        "clock_offset_ms": offset,
        "is_clock_off": offset is not None and is_clock_off(offset),
        "last_seq": device.last_seq,
        "missing_count": missing_count,
        "missing": missing,
        "camera": None if device.camera is None else json.loads(device.camera),
    }


def _missing(connection: Connection, device: Device, now: int) -> tuple[int, list[tuple[int, int]]]:
    """How many numbers did not arrive, and which, where that is known: while a device is at work
    and has unsent scans, nobody here can tell those from lost ones. Of a device that is gone for
    long, or for good, everything it did not send is missing."""
    is_gone = device.revoked_at is not None or now - (device.last_seen_at or now) > GONE_MS
    if not is_gone and (not device.missing_count or device.unsent_count):
        return device.missing_count, []
    if is_gone and not device.missing_count and not device.unsent_count:
        return 0, []
    gaps = find_gaps(get_received_seqs(connection, device.id), device.claimed_seq)
    return sum(last - first + 1 for first, last in gaps), gaps
