"""The only writer of captures, edits and leads: what booths' devices send.

As with scans, all facts that arrive together are one transaction; each fact sent before gets its
receipt again, word for word but for the visitor's details, which follow what he allows now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.entities import Device
from domain.lead_messages import BadFact, CaptureFact, EditFact, Fact, FactReceipt, park_fact
from server.services.capturing import Capturing, DecidedCapture
from server.services.contacts import Access, ContactBook, log_accesses
from server.services.ids import new_id
from server.services.lead_book import LeadBook
from server.services.lead_rows import capture_row, edit_row, parked_row
from server.services.rules import Rulebook, RulebookCache
from server.services.submission import to_json
from server.storage import devices as device_rows
from server.storage import exhibitors as exhibitor_rows
from server.storage import lead_facts as fact_rows
from server.storage import scans as scan_rows
from server.storage.database import Database
from server.storage.group_commit import GroupCommit
from server.storage.rows import Row

_NO_CONTACT = '"contact":null'


@dataclass(frozen=True)
class FactSubmission:
    """Who sent it, what it was read as, and what it was (any JSON value)."""

    device: Device
    fact: Fact | BadFact
    raw: object = None


@dataclass(frozen=True)
class FactOutcome:
    """The receipt (JSON text), and for a fact that is new the exhibitor's number it got."""

    receipt: str
    exhibitor_id: str | None
    change_number: int | None = None


class LeadRecorder:
    """Records facts for every door. `clock` gives the server's time in milliseconds."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock
        self._rulebooks = RulebookCache()
        self._group_commit: GroupCommit[FactSubmission, FactOutcome] = GroupCommit(self._commit)

    def record_facts(self, submissions: Sequence[FactSubmission]) -> list[FactOutcome]:
        """One outcome for each submission, in order, once all are on disk.

        Raises NotStoredError when nothing was written: the device keeps its facts.
        """
        return list(self._group_commit.submit(submissions))

    def _commit(self, submissions: Sequence[FactSubmission]) -> Sequence[FactOutcome]:
        return self._database.write(lambda connection: self._record(connection, submissions))

    def _record(
        self, connection: Connection, submissions: Sequence[FactSubmission]
    ) -> Sequence[FactOutcome]:
        rulebook = self._rulebooks.get(connection)
        return _FactRecording(connection, rulebook, self._clock()).run(submissions)


class _FactRecording:
    """One transaction of `record_facts`."""

    def __init__(self, connection: Connection, rulebook: Rulebook, now: int) -> None:
        self._connection = connection
        self._now = now
        self._capturing = Capturing(connection, rulebook, now)
        self._book = LeadBook(connection, now)
        self._known: dict[str, Row] = {}
        self._standings: dict[str, device_rows.Standing] = {}
        self._parked: list[Row] = []
        self._refused: dict[str, str] = {}

    def run(self, submissions: Sequence[FactSubmission]) -> list[FactOutcome]:
        """Park what is no fact, answer what is known, decide and write the rest."""
        facts = [s for s in submissions if not isinstance(s.fact, BadFact)]
        ids = [s.fact.fact_id for s in facts if s.fact.fact_id]
        self._known = fact_rows.find_receipts(self._connection, ids)
        devices = list({s.device.id for s in facts})
        self._standings = device_rows.get_standings(self._connection, devices)
        fresh = self._take_fresh(facts)
        numbers = self._number(fresh)
        self._write(fresh, numbers)
        contacts = self._contacts(submissions)
        self._log_captures(fresh, contacts)
        outcomes = [self._answer(s, numbers, contacts) for s in submissions]
        scan_rows.add_parked_scans(self._connection, self._parked)
        return outcomes

    def _take_fresh(self, facts: Sequence[FactSubmission]) -> dict[str, FactSubmission]:
        """The facts that are new and acceptable, by id."""
        unknown = [s for s in facts if s.fact.fact_id not in self._known]
        pairs = [(s.device.id, _seq(s)) for s in unknown]
        doubtful = [pair for pair in pairs if pair[1] <= self._standings[pair[0]].last_seq]
        taken = fact_rows.find_taken_seqs(self._connection, doubtful)
        fresh: dict[str, FactSubmission] = {}
        for submission, pair in zip(unknown, pairs, strict=True):
            fact_id = str(submission.fact.fact_id)
            if fact_id in fresh or fact_id in self._refused:
                continue
            reason = self._objection(submission, pair in taken)
            if reason:
                self._refused[fact_id] = reason
            else:
                taken.add(pair)
                fresh[fact_id] = submission
        return fresh

    def _objection(self, submission: FactSubmission, is_taken: bool) -> str | None:
        """Why this fact can never be taken, or None."""
        device, fact = submission.device, submission.fact
        if self._standings[device.id].revoked_at is not None:
            return "device_revoked"
        if device.role != "booth" or device.exhibitor_id is None:
            return "role_may_not_capture"
        if is_taken:
            return "sequence_number_reused"
        if isinstance(fact, EditFact) and not fact.hybrid_time.endswith(device.id):
            return "hybrid_time_of_another_device"
        return None

    def _number(self, fresh: dict[str, FactSubmission]) -> dict[str, int]:
        """Each exhibitor's own numbers, in order of arrival."""
        by_exhibitor: dict[str, list[str]] = {}
        for fact_id, submission in fresh.items():
            by_exhibitor.setdefault(str(submission.device.exhibitor_id), []).append(fact_id)
        numbers: dict[str, int] = {}
        for exhibitor_id in sorted(by_exhibitor):
            fact_ids = by_exhibitor[exhibitor_id]
            first = exhibitor_rows.next_change_numbers(
                self._connection, exhibitor_id, len(fact_ids)
            )
            numbers |= {fact_id: first + n for n, fact_id in enumerate(fact_ids)}
        return numbers

    def _write(self, fresh: dict[str, FactSubmission], numbers: dict[str, int]) -> None:
        facts = [(s.device, s.fact) for s in fresh.values()]
        captures = [(device, fact) for device, fact in facts if isinstance(fact, CaptureFact)]
        edits = [(device, fact) for device, fact in facts if isinstance(fact, EditFact)]
        decided = self._capturing.decide(captures, numbers)
        self._book.place(decided)
        self._add_captures(decided)
        self._add_edits(edits, numbers)
        touched = {fact.fact_id for _, fact in captures} | {fact.capture_id for _, fact in edits}
        self._book.fold_captures(sorted(touched))
        device_rows.note_scans_received(self._connection, _device_rows(fresh, self._now))

    def _add_captures(self, decided: Sequence[DecidedCapture]) -> None:
        rows = []
        for one in decided:
            receipt = to_json(self._capture_receipt(one).to_wire())
            row = capture_row(one, self._book.lead_id_of(one.fact.fact_id), self._now)
            self._remember(one.device, one.fact.fact_id, receipt, row["attendee_id"])
            rows.append(row | {"receipt": receipt})
        fact_rows.add_captures(self._connection, rows)

    def _add_edits(self, edits: Sequence[tuple[Device, EditFact]], numbers: dict[str, int]) -> None:
        rows = []
        for device, fact in edits:
            number = numbers[fact.fact_id]
            said = number if device.access == "full" else None
            receipt = to_json(FactReceipt(fact.fact_id, "accepted", change_number=said).to_wire())
            self._remember(device, fact.fact_id, receipt, None)
            rows.append(edit_row(device, fact, number, self._now) | {"receipt": receipt})
        fact_rows.add_edits(self._connection, rows)

    def _capture_receipt(self, one: DecidedCapture) -> FactReceipt:
        """Devices that only scan learn that it is kept, and nothing else."""
        if one.device.access != "full":
            return FactReceipt(one.fact.fact_id, "accepted")
        said = {
            "lead_id": self._book.lead_id_of(one.fact.fact_id),
            "verdict": one.verdict.code,
            "contact": None,
            "already": self._book.find_earlier(one),
        }
        reason = one.verdict.reason
        return FactReceipt(
            one.fact.fact_id, "accepted", reason, change_number=one.number, lead=said
        )

    def _remember(
        self, device: Device, fact_id: str, receipt: str, attendee_id: str | None
    ) -> None:
        self._known[fact_id] = {
            "device_id": device.id,
            "exhibitor_id": device.exhibitor_id,
            "receipt": receipt,
            "attendee_id": attendee_id,
        }

    def _contacts(self, submissions: Sequence[FactSubmission]) -> ContactBook:
        rows = [self._known.get(s.fact.fact_id or "") for s in submissions]
        ids = {row["attendee_id"] for row in rows if row and row["attendee_id"]}
        return ContactBook(self._connection, ids)

    def _log_captures(self, fresh: dict[str, FactSubmission], contacts: ContactBook) -> None:
        for fact_id, submission in fresh.items():
            row, device = self._known[fact_id], submission.device
            contact = contacts.get(row["exhibitor_id"], row["attendee_id"])
            if contact is None or not _tells_of_lead(row["receipt"]):
                continue
            access = Access(device.event_id, row["exhibitor_id"], row["attendee_id"], contact)
            actor = f"device:{device.id}"
            log_accesses(self._connection, [access], actor, "capture", self._now)

    def _answer(
        self, submission: FactSubmission, numbers: dict[str, int], contacts: ContactBook
    ) -> FactOutcome:
        device, fact = submission.device, submission.fact
        if isinstance(fact, BadFact):
            return self._park(submission, park_fact(fact))
        known = self._known.get(fact.fact_id)
        if known is None:
            reason = self._refused[fact.fact_id]
            return self._park(submission, FactReceipt(fact.fact_id, "parked", reason=reason))
        if known["device_id"] != device.id:
            stranger = FactReceipt(fact.fact_id, "parked", reason="fact_of_another_device")
            return self._park(submission, stranger)
        number = numbers.pop(fact.fact_id, None)
        return FactOutcome(_with_contact(known, contacts), device.exhibitor_id, number)

    def _park(self, submission: FactSubmission, receipt: FactReceipt) -> FactOutcome:
        row = parked_row(submission.device.id, receipt, submission.raw, self._now)
        self._parked.append(row | {"id": new_id(self._now)})
        return FactOutcome(to_json(receipt.to_wire()), submission.device.exhibitor_id)


def _with_contact(known: Row, contacts: ContactBook) -> str:
    """Details are not kept in receipts: they are put in as the visitor allows at this moment. Only
    a receipt that tells of a lead has a place for them."""
    receipt: str = known["receipt"]
    contact = contacts.get(known["exhibitor_id"], known["attendee_id"])
    if contact is None or not _tells_of_lead(receipt):
        return receipt
    return receipt.replace(_NO_CONTACT, f'"contact":{to_json(contact)}', 1)


def _tells_of_lead(receipt: str) -> bool:
    return '"verdict":"lead"' in receipt


def _seq(submission: FactSubmission) -> int:
    assert not isinstance(submission.fact, BadFact)  # noqa: S101 - those were parked before
    return submission.fact.device_seq


def _device_rows(fresh: dict[str, FactSubmission], now: int) -> list[Row]:
    highest: dict[str, int] = {}
    for submission in fresh.values():
        device_id = submission.device.id
        highest[device_id] = max(highest.get(device_id, 0), _seq(submission))
    return [{"device_id": i, "seq": seq, "seen_at": now} for i, seq in highest.items()]
