"""From scans to decisions: gathers the facts, lets the rules decide, writes the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from domain.admission import (
    ADMITTED,
    ALREADY_INSIDE,
    EXITED,
    NEEDS_DESK,
    NOT_TODAY,
    Passage,
    Verdict,
    decide_admission,
)
from domain.badge_code import BadgeCode, parse_badge_code
from domain.conflicts import Contradiction, find_contradiction, presence_at
from domain.messages import Receipt, Scan, clip_badge_text
from domain.presence import NEVER_SEEN, CheckIn, Presence, fold_presence
from server.services.badge_holders import BadgeHolder, find_holders, holder_of, time_of
from server.services.history import History
from server.services.rules import Rulebook
from server.services.submission import Submission, to_json
from server.services.venue_time import local_day
from server.storage.presence import count_inside, find_presence

_VERDICTS_WITH_CARD = (ADMITTED, EXITED, ALREADY_INSIDE, NEEDS_DESK)


@dataclass(frozen=True)
class Decision:
    """One scan decided: what goes into the log and to the device. `presence` is the state after
    it, where it changed."""

    scan: Scan
    device_id: str
    event_id: str
    list_id: str
    at: int
    day: str
    verdict: Verdict
    change_number: int
    receipt: str
    badge_text: str
    candidate: BadgeHolder | None
    presence: Presence | None
    contradiction: Contradiction | None = None

    @property
    def is_entry(self) -> bool:
        """Whether somebody came in."""
        return self.verdict.code == ADMITTED


class Admitting:
    """Decides scans of one edition within one transaction, each seeing the ones before it."""

    def __init__(self, connection: Connection, rulebook: Rulebook, event_id: str, now: int) -> None:
        self._connection = connection
        self._rulebook = rulebook
        self._rules = rulebook.events[event_id]
        self._now = now
        self._presence: dict[tuple[str, str], Presence] = {}
        self._inside: dict[str, int] = {}
        self._history = History(connection)

    def decide(self, submissions: Sequence[Submission], first_change_number: int) -> list[Decision]:
        """Decide all, in order; numbered from `first_change_number`."""
        codes = [self._read_code(s) for s in submissions]
        holders = find_holders(self._connection, self._rules.event.id, codes)
        self._load_presence(submissions, list(holders.values()))
        return [
            self._decide_one(submission, code, holder_of(code, holders), first_change_number + n)
            for n, (submission, code) in enumerate(zip(submissions, codes, strict=True))
        ]

    def _read_code(self, submission: Submission) -> BadgeCode:
        assert isinstance(submission.scan, Scan)  # noqa: S101 - bad scans were parked before
        return parse_badge_code(clip_badge_text(submission.scan.badge_code), self._rules.keyring)

    def _load_presence(
        self, submissions: Sequence[Submission], holders: Sequence[BadgeHolder]
    ) -> None:
        list_ids = list({self._list_of(s.scan) for s in submissions if isinstance(s.scan, Scan)})
        attendee_ids = list({h.attendee.id for h in holders})
        self._presence = find_presence(self._connection, list_ids, attendee_ids)
        limited = [i for i in list_ids if self._rules.lists[i].capacity is not None]
        if limited:
            self._inside = count_inside(self._connection, limited)

    def _list_of(self, scan: Scan) -> str:
        return self._rules.gates[scan.gate_id].list_id

    def _decide_one(
        self,
        submission: Submission,
        code: BadgeCode,
        holder: BadgeHolder | None,
        change_number: int,
    ) -> Decision:
        scan = submission.scan
        assert isinstance(scan, Scan)  # noqa: S101 - bad scans were parked before
        list_id = self._list_of(scan)
        at = time_of(scan.device_time, scan.clock_offset_ms, submission.device.paired_at, self._now)
        before = self._presence_before(scan, list_id, holder, at)
        verdict = decide_admission(
            Passage(code.kind, scan.direction, at),
            holder.to_candidate() if holder else None,
            self._rules.lists[list_id],
            before,
            self._inside.get(list_id, 0),
        )
        contradiction = self._find_contradiction(scan, list_id, holder, verdict, at)
        receipt = self._make_receipt(scan, verdict, code, holder, before)
        if contradiction is not None:
            receipt |= {"status": "conflict", "with": self._other_side(contradiction)}
        return Decision(
            scan=scan,
            device_id=submission.device.id,
            event_id=self._rules.event.id,
            list_id=list_id,
            at=at,
            day=local_day(at, self._rules.event.timezone),
            verdict=verdict,
            change_number=change_number,
            receipt=_to_text(receipt, change_number, self._opens_at(verdict, list_id, at)),
            badge_text=clip_badge_text(scan.badge_code),
            candidate=holder,
            presence=self._pass(scan, list_id, holder, verdict, at),
            contradiction=contradiction,
        )

    def _presence_before(
        self, scan: Scan, list_id: str, holder: BadgeHolder | None, at: int
    ) -> Presence:
        """The presence the scan met: for one that arrives late, as it was when it was made.

        That is for gates that opened by themselves. A gate that waits for the answer gets it by
        what is known now: of two that ask at the same moment only one may open.
        """
        known = self._presence_of(list_id, holder)
        is_late = known.last_at is not None and at < known.last_at
        if holder is None or not is_late or not _opened_alone(scan):
            return known
        return presence_at(self._history.read(list_id, holder.attendee.id), at)

    def _find_contradiction(
        self, scan: Scan, list_id: str, holder: BadgeHolder | None, verdict: Verdict, at: int
    ) -> Contradiction | None:
        """Only a scan that was let in apart, or that arrives late, can contradict the log."""
        is_late = (self._presence_of(list_id, holder).last_at or at) > at
        if holder is None or not _opened_alone(scan) or (verdict.is_check_in and not is_late):
            return None
        return find_contradiction(
            verdict,
            CheckIn(scan.direction, at, scan.gate_id),
            scan.local_verdict == ADMITTED,
            self._history.read(list_id, holder.attendee.id),
            self._rules.lists[list_id],
        )

    def _other_side(self, contradiction: Contradiction) -> dict[str, Any] | None:
        if contradiction.other is None:
            return None
        past = contradiction.other
        gate = self._rules.gates.get(past.check_in.gate_id)
        return {
            "gate_name": gate.name if gate else "",
            "at": past.check_in.at,
            "scan_id": past.scan_id,
        }

    def _presence_of(self, list_id: str, holder: BadgeHolder | None) -> Presence:
        if holder is None:
            return NEVER_SEEN
        return self._presence.get((list_id, holder.attendee.id), NEVER_SEEN)

    def _pass(
        self, scan: Scan, list_id: str, holder: BadgeHolder | None, verdict: Verdict, at: int
    ) -> Presence | None:
        if holder is None or not verdict.is_check_in:
            return None
        before = self._presence_of(list_id, holder)
        check_in = CheckIn(scan.direction, at, scan.gate_id)
        self._history.add(list_id, holder.attendee.id, scan.scan_id, check_in)
        after = fold_presence(before, check_in)
        self._presence[list_id, holder.attendee.id] = after
        change = int(after.is_inside) - int(before.is_inside)
        self._inside[list_id] = self._inside.get(list_id, 0) + change
        return after

    def _make_receipt(
        self,
        scan: Scan,
        verdict: Verdict,
        code: BadgeCode,
        holder: BadgeHolder | None,
        before: Presence,
    ) -> dict[str, Any]:
        return Receipt(
            scan_id=scan.scan_id,
            status="accepted",
            verdict=verdict.code,
            reason=verdict.reason,
            card=_make_card(verdict, holder),
            earlier=self._earlier(verdict, before),
            edition=self._edition_of(code),
        ).to_wire()

    def _earlier(self, verdict: Verdict, before: Presence) -> dict[str, Any] | None:
        if verdict.code != ALREADY_INSIDE:
            return None
        gate = self._rules.gates.get(before.entered_gate_id or "")
        return {"gate_name": gate.name if gate else "", "at": before.entered_at}

    def _edition_of(self, code: BadgeCode) -> dict[str, Any] | None:
        if code.kind != "other_edition":
            return None
        event = self._rulebook.event_of_tag(code.tag)
        return {"name": event.name, "city": event.city, "year": event.year} if event else None

    def _opens_at(self, verdict: Verdict, list_id: str, at: int) -> int | None:
        if verdict.code != NOT_TODAY:
            return None
        spans = self._rules.lists[list_id].opening_spans or ()
        return min((span.starts_at for span in spans if span.starts_at > at), default=None)


def _opened_alone(scan: Scan) -> bool:
    """Whether the gate let somebody pass before the server had a say."""
    return scan.local_verdict in (ADMITTED, EXITED)


def _make_card(verdict: Verdict, holder: BadgeHolder | None) -> dict[str, Any] | None:
    """What the gate may show of a person; nothing for those who are refused."""
    if holder is None or verdict.code not in _VERDICTS_WITH_CARD:
        return None
    attendee = holder.attendee
    return {
        "display_name": attendee.display_name,
        "display_name_ar": attendee.display_name_ar,
        "company": attendee.company,
        "category_id": attendee.category_id,
        "language": attendee.language,
        "attention": verdict.has_attention,
    }


def _to_text(receipt: dict[str, Any], change_number: int, opens_at: int | None) -> str:
    return to_json(receipt | {"change_number": change_number, "opens_at": opens_at})
