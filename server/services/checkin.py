"""The only writer of scans: what devices send becomes the log, presence and counts.

All scans that arrive together are one transaction of a fixed number of statements, however many
they are; each is decided on its own, in order of arrival.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from domain.entities import Device
from domain.messages import BadScan, Receipt, Scan, clip_badge_text, park
from server.services.admitting import Admitting, Decision
from server.services.ids import new_id
from server.services.rules import Rulebook, RulebookCache
from server.services.submission import Submission, open_submission, to_json
from server.storage import devices as device_rows
from server.storage import scans as scan_rows
from server.storage.attendance import BUCKET_MS, add_counts
from server.storage.conflicts import add_conflicts
from server.storage.database import Database
from server.storage.events import next_change_numbers
from server.storage.group_commit import GroupCommit
from server.storage.presence import add_visits, set_presence
from server.storage.rows import Row

_MOST_PARKED_TEXT = 4_000
_ROLES_THAT_ADMIT = ("gate", "desk")


@dataclass(frozen=True)
class Outcome:
    """The receipt for the device (JSON text, kept word for word) and, for a scan that is new to
    the log, what was decided, for those who watch."""

    receipt: str
    event_id: str
    decision: Decision | None = None


class ScanRecorder:
    """Records scans for every door. `clock` gives the server's time in milliseconds."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock
        self._rulebooks = RulebookCache()
        self._group_commit: GroupCommit[Submission, Outcome] = GroupCommit(self._commit)

    def record_scans(self, submissions: Sequence[Submission]) -> list[Outcome]:
        """One outcome for each submission, in order, once all are on disk.

        A scan sent before gets its first receipt again. Raises NotStoredError when the
        database takes nothing: then nothing was written and the device keeps its scans.
        """
        return list(self._group_commit.submit(submissions))

    def _commit(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        return self._database.write(lambda connection: self._record(connection, submissions))

    def _record(
        self, connection: Connection, submissions: Sequence[Submission]
    ) -> Sequence[Outcome]:
        recording = _Recording(connection, self._rulebooks.get(connection), self._clock())
        return recording.run(submissions)


class _Recording:
    """One transaction of `record_scans`."""

    def __init__(self, connection: Connection, rulebook: Rulebook, now: int) -> None:
        self._connection = connection
        self._rulebook = rulebook
        self._now = now
        self._receipts: dict[str, tuple[str, str]] = {}
        self._standings: dict[str, device_rows.Standing] = {}
        self._parked: list[Row] = []

    def run(self, sent: Sequence[Submission]) -> list[Outcome]:
        """Park what is no scan, answer what is known, decide and write the rest."""
        submissions = [open_submission(s, self._secret_of(s.device)) for s in sent]
        scans = [s for s in submissions if isinstance(s.scan, Scan)]
        self._load_receipts(scans)
        devices = list({s.device.id for s in scans})
        self._standings = device_rows.get_standings(self._connection, devices)
        fresh = self._fresh(scans)
        decided = self._decide(fresh)
        outcomes = [self._answer(submission, decided) for submission in submissions]
        self._write(list(decided.values()))
        return outcomes

    def _secret_of(self, device: Device) -> bytes:
        return self._rulebook.events[device.event_id].event.sealing_key

    def _load_receipts(self, submissions: Sequence[Submission]) -> None:
        ids = [s.scan.scan_id for s in submissions if s.scan.scan_id]
        for scan_id, row in scan_rows.find_receipts(self._connection, ids).items():
            self._receipts[scan_id] = (row["event_id"], row["receipt"])

    def _fresh(self, submissions: Sequence[Submission]) -> dict[str, Submission]:
        """The scans that are new and acceptable, by scan id; the others get their receipt."""
        unknown = [s for s in submissions if s.scan.scan_id not in self._receipts]
        pairs = [(s.device.id, s.scan.device_seq) for s in unknown if isinstance(s.scan, Scan)]
        # A number above all received cannot be taken; the log is asked about the others only.
        doubtful = [pair for pair in pairs if pair[1] <= self._standings[pair[0]].last_seq]
        taken = scan_rows.find_taken_seqs(self._connection, doubtful)
        fresh: dict[str, Submission] = {}
        for submission in unknown:
            self._take(submission, taken, fresh)
        return fresh

    def _take(
        self,
        submission: Submission,
        taken: set[tuple[str, int]],
        fresh: dict[str, Submission],
    ) -> None:
        scan = submission.scan
        if not isinstance(scan, Scan) or scan.scan_id in fresh:
            return
        reason = self._objection(submission.device, scan, taken)
        if reason:
            self._park(submission, Receipt(scan.scan_id, "parked", reason=reason))
            return
        taken.add((submission.device.id, scan.device_seq))
        fresh[scan.scan_id] = submission

    def _objection(self, device: Device, scan: Scan, taken: set[tuple[str, int]]) -> str | None:
        """Why this scan can never enter the log, or None."""
        if self._standings[device.id].revoked_at is not None:
            return "device_revoked"
        if device.role not in _ROLES_THAT_ADMIT:
            return "role_may_not_admit"
        if scan.gate_id not in self._rulebook.events[device.event_id].gates:
            return "unknown_gate"
        if (device.id, scan.device_seq) in taken:
            return "sequence_number_reused"
        return None

    def _decide(self, fresh: dict[str, Submission]) -> dict[str, Decision]:
        by_event: dict[str, list[Submission]] = {}
        for submission in fresh.values():
            by_event.setdefault(submission.device.event_id, []).append(submission)
        decided: dict[str, Decision] = {}
        for event_id, submissions in by_event.items():
            first = next_change_numbers(self._connection, event_id, len(submissions))
            admitting = Admitting(self._connection, self._rulebook, event_id, self._now)
            for decision in admitting.decide(submissions, first):
                decided[decision.scan.scan_id] = decision
        return decided

    def _answer(self, submission: Submission, decided: dict[str, Decision]) -> Outcome:
        event_id = submission.device.event_id
        scan = submission.scan
        if isinstance(scan, BadScan):
            return Outcome(self._park(submission, park(scan)), event_id)
        known = self._receipts.get(scan.scan_id)
        if known is None:
            decision = decided[scan.scan_id]
            self._receipts[scan.scan_id] = (event_id, decision.receipt)
            return Outcome(decision.receipt, event_id, decision)
        if known[0] != event_id:
            stranger = Receipt(scan.scan_id, "parked", reason="scan_of_another_edition")
            return Outcome(self._park(submission, stranger), event_id)
        return Outcome(known[1], event_id)

    def _park(self, submission: Submission, receipt: Receipt) -> str:
        text = to_json(receipt.to_wire())
        self._parked.append(
            {
                "id": new_id(self._now),
                "device_id": submission.device.id,
                "scan_id": receipt.scan_id,
                "device_seq": _seq_of(submission),
                "reason": receipt.reason,
                "message": _as_ascii(submission.raw)[:_MOST_PARKED_TEXT],
                "received_at": self._now,
            }
        )
        if receipt.scan_id:
            self._receipts.setdefault(receipt.scan_id, (submission.device.event_id, text))
        return text

    def _write(self, decisions: Sequence[Decision]) -> None:
        scan_rows.add_scans(self._connection, [self._scan_row(d) for d in decisions])
        scan_rows.add_parked_scans(self._connection, self._parked)
        set_presence(self._connection, _presence_rows(decisions))
        add_visits(self._connection, _visit_rows(decisions))
        add_conflicts(self._connection, self._conflict_rows(decisions))
        add_counts(self._connection, count_rows(decisions))
        device_rows.note_scans_received(self._connection, _device_rows(decisions, self._now))

    def _conflict_rows(self, decisions: Sequence[Decision]) -> list[Row]:
        rows = []
        for d in decisions:
            if d.contradiction is None or d.candidate is None:
                continue
            other = d.contradiction.other.scan_id if d.contradiction.other else None
            sides = (other, d.scan.scan_id)
            if not d.contradiction.is_earlier:
                sides = (d.scan.scan_id, other or d.scan.scan_id)
            rows.append(
                {
                    "id": new_id(self._now),
                    "event_id": d.event_id,
                    "kind": d.contradiction.kind,
                    "list_id": d.list_id,
                    "attendee_id": d.candidate.attendee.id,
                    "first_scan_id": sides[0],
                    "second_scan_id": sides[1],
                    "opened_at": self._now,
                    "change_number": d.change_number,
                }
            )
        return rows

    def _scan_row(self, decision: Decision) -> Row:
        scan, candidate = decision.scan, decision.candidate
        return {
            "scan_id": scan.scan_id,
            "event_id": decision.event_id,
            "device_id": decision.device_id,
            "device_seq": scan.device_seq,
            "gate_id": scan.gate_id,
            "list_id": decision.list_id,
            "badge_code": decision.badge_text,
            "badge_id": candidate.badge.id if candidate else None,
            "attendee_id": candidate.attendee.id if candidate else None,
            "category_id": candidate.attendee.category_id if candidate else None,
            "direction": scan.direction,
            "device_time": scan.device_time,
            "clock_offset_ms": scan.clock_offset_ms,
            "corrected_at": decision.at,
            "received_at": self._now,
            "source": scan.source,
            "local_verdict": scan.local_verdict,
            "local_reason": clip_badge_text(scan.local_reason) if scan.local_reason else None,
            "decode_ms": scan.decode_ms,
            "timings": to_json(asdict(scan.timings)) if scan.timings else None,
            "verdict": decision.verdict.code,
            "reason": decision.verdict.reason,
            "change_number": decision.change_number,
            "receipt": decision.receipt,
        }


def _seq_of(submission: Submission) -> int | None:
    """The number of a scan that is parked, so that it is not taken for one that got lost."""
    if isinstance(submission.scan, Scan):
        return submission.scan.device_seq
    raw = submission.raw.get("device_seq") if isinstance(submission.raw, dict) else None
    is_number = isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw < 1 << 53
    return raw if is_number else None


def _as_ascii(raw: object) -> str:
    """Escaped JSON: NUL and lone surrogates, which databases refuse, stay readable."""
    return json.dumps(raw)


def _presence_rows(decisions: Sequence[Decision]) -> list[Row]:
    """The last presence of each attendee and list; earlier ones were steps on the way."""
    rows: dict[tuple[str, str], Row] = {}
    for decision in decisions:
        if decision.presence is None or decision.candidate is None:
            continue
        attendee_id = decision.candidate.attendee.id
        rows[decision.list_id, attendee_id] = {
            "list_id": decision.list_id,
            "attendee_id": attendee_id,
            **vars(decision.presence),
            "change_number": decision.change_number,
        }
    return list(rows.values())


def _visit_rows(decisions: Sequence[Decision]) -> list[Row]:
    return [
        {"list_id": d.list_id, "day": d.day, "attendee_id": d.candidate.attendee.id}
        for d in decisions
        if d.is_entry and d.candidate is not None
    ]


def count_rows(decisions: Sequence[Decision]) -> list[Row]:
    """The decisions as counts per gate, five minutes, category and verdict."""
    counts: dict[tuple[str, str, int, str, str], int] = {}
    for d in decisions:
        category_id = d.candidate.attendee.category_id if d.candidate else ""
        key = (d.event_id, d.scan.gate_id, bucket_of(d.at), category_id, d.verdict.code)
        counts[key] = counts.get(key, 0) + 1
    names = ("event_id", "gate_id", "bucket_at", "category_id", "verdict")
    return [dict(zip(names, key, strict=True)) | {"scan_count": n} for key, n in counts.items()]


def bucket_of(at: int) -> int:
    """The start of the five minutes `at` falls into."""
    return at - at % BUCKET_MS


def _device_rows(decisions: Sequence[Decision], now: int) -> list[Row]:
    highest: dict[str, int] = {}
    for d in decisions:
        highest[d.device_id] = max(highest.get(d.device_id, 0), d.scan.device_seq)
    return [{"device_id": i, "seq": seq, "seen_at": now} for i, seq in highest.items()]
