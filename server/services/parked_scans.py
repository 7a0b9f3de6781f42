"""What devices sent that could not become a scan: for a person to look at."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from domain.messages import clip_badge_text
from server.storage.attendees import get_attendees
from server.storage.badges import find_badges
from server.storage.database import Database
from server.storage.gates import get_gates
from server.storage.rows import Row
from server.storage.scans import count_parked_scans, get_parked_scans

MOST_SHOWN = 500


@dataclass(frozen=True)
class ParkedScan:
    """One of them, as far as it can be read. `reason` is the word of its receipt; `made_at` is by
    the device's own clock; `message` is what was sent, as JSON text."""

    device_name: str
    device_seq: int | None
    reason: str
    received_at: int
    made_at: int | None
    gate_name: str
    badge_code: str
    attendee_name: str
    message: str


@dataclass(frozen=True)
class ParkedScans:
    """The latest of them first, and how many there are."""

    shown: list[ParkedScan]
    total: int


def get_parked(database: Database, event_id: str) -> ParkedScans:
    """What the devices of an edition sent in vain."""
    with database.read() as connection:
        rows = get_parked_scans(connection, event_id, MOST_SHOWN)
        said = [_read(row["message"]) for row in rows]
        gates = {gate.id: gate.name for gate in get_gates(connection, event_id)}
        names = _find_names(connection, event_id, [_code_of(one) for one in said])
        total = count_parked_scans(connection, event_id)
    shown = [_describe(row, one, gates, names) for row, one in zip(rows, said, strict=True)]
    return ParkedScans(shown, total)


def _read(message: str) -> dict[str, Any]:
    """Long messages were cut when they were kept: then there is nothing but their text."""
    try:
        said = json.loads(message)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _code_of(said: dict[str, Any]) -> str:
    code = said.get("badge_code")
    return clip_badge_text(code) if isinstance(code, str) else ""


def _find_names(connection: Connection, event_id: str, codes: Sequence[str]) -> dict[str, str]:
    badges = find_badges(connection, event_id, list({code for code in codes if code}))
    people = get_attendees(connection, list({badge.attendee_id for badge in badges.values()}))
    names = {code: people[badge.attendee_id] for code, badge in badges.items()}
    return {code: p.display_name or p.display_name_ar for code, p in names.items()}


def _describe(
    row: Row, said: dict[str, Any], gates: dict[str, str], names: dict[str, str]
) -> ParkedScan:
    made_at, code = said.get("device_time"), _code_of(said)
    is_moment = isinstance(made_at, int) and 0 <= made_at <= 2 * row["received_at"]
    return ParkedScan(
        device_name=row["device_name"],
        device_seq=row["device_seq"],
        reason=row["reason"],
        received_at=row["received_at"],
        made_at=made_at if is_moment else None,
        gate_name=gates.get(str(said.get("gate_id")), ""),
        badge_code=code,
        attendee_name=names.get(code, ""),
        message=row["message"],
    )
