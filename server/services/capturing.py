"""From captures to verdicts: reads the codes, finds who is behind them, lets the rule decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.badge_code import BadgeCode, parse_badge_code
from domain.entities import Attendee, Badge, Device
from domain.lead_capture import CaptureVerdict, Visitor, decide_capture
from domain.lead_messages import CaptureFact
from server.services.badge_holders import BadgeHolder, find_holders, time_of
from server.services.contacts import ContactBook
from server.services.rules import Rulebook
from server.storage.exhibitors import get_scan_types

_MANUAL = BadgeCode("manual", "")


@dataclass(frozen=True)
class DecidedCapture:
    """One capture decided. `code_text` is the canonical text of its badge code; `number` the
    exhibitor's."""

    device: Device
    fact: CaptureFact
    at: int
    verdict: CaptureVerdict
    code_text: str | None
    holder: BadgeHolder | None
    number: int

    @property
    def exhibitor_id(self) -> str:
        """Whose capture it is."""
        return str(self.device.exhibitor_id)


@dataclass(frozen=True)
class _Reading:
    """A capture with its code read and its holder found."""

    device: Device
    fact: CaptureFact
    code: BadgeCode
    holder: BadgeHolder | None


class Capturing:
    """Decides captures within one transaction."""

    def __init__(self, connection: Connection, rulebook: Rulebook, now: int) -> None:
        self._connection = connection
        self._rulebook = rulebook
        self._now = now

    def decide(
        self, captures: Sequence[tuple[Device, CaptureFact]], numbers: dict[str, int]
    ) -> list[DecidedCapture]:
        """Decide all, in order; `numbers` by fact id."""
        readings = self._read(captures)
        attendee_ids = {one.holder.attendee.id for one in readings if one.holder}
        contacts = ContactBook(self._connection, attendee_ids)
        giving = self._find_giving([device for device, _ in captures])
        decided = []
        for one in readings:
            visitor = self._make_visitor(one, contacts)
            gives_contact = (one.device.exhibitor_id, one.fact.scan_type) in giving
            verdict = decide_capture(
                one.code.kind, one.code.text, visitor, gives_contact, one.fact.training
            )
            decided.append(self._put_together(one, visitor, verdict, numbers[one.fact.fact_id]))
        return decided

    def _read(self, captures: Sequence[tuple[Device, CaptureFact]]) -> list[_Reading]:
        codes = [self._read_code(device, fact) for device, fact in captures]
        holders: dict[tuple[str, str], BadgeHolder] = {}
        for event_id in {device.event_id for device, _ in captures}:
            mine = [
                code
                for (device, fact), code in zip(captures, codes, strict=True)
                if device.event_id == event_id and not fact.training  # practice looks nobody up
            ]
            found = find_holders(self._connection, event_id, mine)
            holders |= {(event_id, text): holder for text, holder in found.items()}
        return [
            _Reading(device, fact, code, _holder(device, fact, code, holders))
            for (device, fact), code in zip(captures, codes, strict=True)
        ]

    def _read_code(self, device: Device, fact: CaptureFact) -> BadgeCode:
        if fact.badge_code is None:
            return _MANUAL
        return parse_badge_code(fact.badge_code, self._rulebook.events[device.event_id].keyring)

    def _find_giving(self, devices: Sequence[Device]) -> set[tuple[str | None, str]]:
        """The scan types, by exhibitor id and code, that give contact details."""
        exhibitor_ids = sorted({str(device.exhibitor_id) for device in devices})
        types = get_scan_types(self._connection, exhibitor_ids)
        return {(one.exhibitor_id, one.code) for one in types if one.gives_contact}

    def _make_visitor(self, one: _Reading, contacts: ContactBook) -> Visitor | None:
        if one.holder is None:
            return None
        attendee = one.holder.attendee
        withdrawn_at = contacts.withdrawn_at(str(one.device.exhibitor_id), attendee.id)
        return make_visitor(one.holder.badge, attendee, withdrawn_at is not None)

    def _put_together(
        self, one: _Reading, visitor: Visitor | None, verdict: CaptureVerdict, number: int
    ) -> DecidedCapture:
        fact = one.fact
        paired_at = one.device.paired_at
        return DecidedCapture(
            device=one.device,
            fact=fact,
            at=time_of(fact.device_time, fact.clock_offset_ms, paired_at, self._now),
            verdict=verdict,
            code_text=one.code.text or one.code.as_read or fact.badge_code,
            # A lost or cancelled badge stands for nobody, until it does again.
            holder=None if visitor is None or visitor.standing else one.holder,
            number=number,
        )


def _holder(
    device: Device,
    fact: CaptureFact,
    code: BadgeCode,
    holders: dict[tuple[str, str], BadgeHolder],
) -> BadgeHolder | None:
    if fact.training:
        return None
    texts = (code.text, code.as_read)
    found = (holders.get((device.event_id, text)) for text in texts if text)
    return next((holder for holder in found if holder is not None), None)


def make_visitor(badge: Badge, attendee: Attendee, has_withdrawn: bool) -> Visitor:
    """What the rule must know of the person behind a badge."""
    standing = "badge_revoked" if badge.revoked_at is not None else ""
    if not standing and attendee.status == "cancelled":
        standing = "registration_cancelled"
    if not standing and attendee.status == "blocked":
        standing = "attendee_blocked"
    return Visitor(attendee.share_level, has_withdrawn, standing)
