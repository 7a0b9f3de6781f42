"""Who is behind a scanned code, and when the scan really was: the same at gates and at booths."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.admission import Candidate
from domain.badge_code import BadgeCode
from domain.clock import corrected_time, plausible_time
from domain.entities import Attendee, Badge
from server.storage.attendees import get_attendees
from server.storage.badges import find_badges, find_badges_by_short_code

_AHEAD_MS = 2_000
"""How far a corrected time may lie ahead of the server's and still be believed: half of the
longest round trip from which an offset is measured."""


@dataclass(frozen=True)
class BadgeHolder:
    """A badge and the attendee it stands for."""

    badge: Badge
    attendee: Attendee

    def to_candidate(self) -> Candidate:
        """What admission needs to know."""
        return Candidate(
            category_id=self.attendee.category_id,
            status=self.attendee.status,
            is_revoked=self.badge.revoked_at is not None,
            needs_desk=self.attendee.needs_desk,
            has_attention=self.attendee.has_attention,
        )


def find_holders(
    connection: Connection, event_id: str, codes: Sequence[BadgeCode]
) -> dict[str, BadgeHolder]:
    """By the code's text, canonical and as it was read: another system's code may look like a
    short or broken one of ours."""
    texts = list({text for code in codes for text in (code.text, code.as_read) if text})
    found = find_badges(connection, event_id, texts)
    short = [c.text for c in codes if c.kind == "short" and c.text not in found]
    if short:
        found |= find_badges_by_short_code(connection, event_id, short)
    attendees = get_attendees(connection, [b.attendee_id for b in found.values()])
    return {text: BadgeHolder(b, attendees[b.attendee_id]) for text, b in found.items()}


def holder_of(code: BadgeCode, holders: dict[str, BadgeHolder]) -> BadgeHolder | None:
    """The holder of one code among those found."""
    return holders.get(code.text) or holders.get(code.as_read)


def time_of(device_time: int, clock_offset_ms: int, paired_at: int, now: int) -> int:
    """The server's time when a device's clock showed `device_time`, as far as it can be true."""
    corrected = corrected_time(device_time, clock_offset_ms)
    return min(plausible_time(corrected, paired_at, now + _AHEAD_MS), now)
