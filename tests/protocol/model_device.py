"""A device as the protocol wants it, small enough to be read at one sitting.

It decides by the shared rules, keeps every scan until its receipt came (and for 48 hours after),
pulls changes by number, and can lose everything that was not on disk.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from domain.admission import Passage, decide_admission
from domain.badge_code import parse_badge_code
from domain.ids import make_scan_id
from domain.presence import NEVER_SEEN, CheckIn, Presence, fold_presence
from domain.sealed_roster import badge_token, open_entry, roster_index
from server.services.roster import FeedPosition
from tests.protocol.model_venue import ModelVenue, candidate_of

_KEPT_MS = 48 * 3_600_000


@dataclass
class Kept:
    """A scan on the device's disk; `receipt` is None until the server has answered."""

    scan: dict[str, Any]
    receipt: dict[str, Any] | None = None


@dataclass
class ModelDevice:
    """One tablet. `skew_ms` is how far its clock is off, `measured_ms` what it believes."""

    venue: ModelVenue
    number: int
    skew_ms: int = 0
    measured_ms: int = 0
    seq: int = 0
    last_scan_id: str | None = None
    outbox: dict[int, Kept] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    presence: dict[str, Presence] = field(default_factory=dict)
    cursor: int = 0
    feed: str | None = None

    def __post_init__(self) -> None:
        self.paired = self.venue.paired[self.number]

    @property
    def clock(self) -> int:
        """What this device's clock shows."""
        return self.venue.fair.clock() + self.skew_ms

    def scan(self, code: str, direction: str) -> str:
        """Decide by what is known here, store durably, then show; returns the verdict shown."""
        verdict = self._decide(code, direction)
        self.seq += 1
        self.last_scan_id = make_scan_id(
            max(self.clock, 0), self.venue.random_bytes(), self.last_scan_id
        )
        scan = {
            "scan_id": self.last_scan_id,
            "device_seq": self.seq,
            "badge_code": code,
            "gate_id": self.paired.device.gate_id,
            "direction": direction,
            "device_time": self.clock,
            "clock_offset_ms": self.measured_ms,
            "source": "camera",
            "local_verdict": verdict,
        }
        self.outbox[self.seq] = Kept(scan)
        return verdict

    def _decide(self, code: str, direction: str) -> str:
        kind = parse_badge_code(code, self.venue.keyring).kind
        entry = self._open(code) if kind == "ours" else None
        attendee = entry["a"] if entry else ""
        at = self.clock + self.measured_ms
        known = self.presence.get(attendee, NEVER_SEEN)
        candidate = candidate_of(entry) if entry else None
        verdict = decide_admission(Passage(kind, direction, at), candidate, self.venue.rules, known)
        if entry and verdict.is_check_in:
            check_in = CheckIn(direction, at, str(self.paired.device.gate_id))
            self.presence[attendee] = fold_presence(known, check_in)
        return verdict.code

    def _open(self, code: str) -> dict[str, Any] | None:
        token = badge_token(code)
        sealed = self.entries.get(roster_index(token))
        return open_entry(token, sealed) if sealed else None

    @property
    def unsent(self) -> list[Kept]:
        """What has no receipt yet, in order."""
        return [kept for _, kept in sorted(self.outbox.items()) if kept.receipt is None]

    def take_receipts(self, receipts: list[dict[str, Any]]) -> None:
        """Nothing leaves but by receipt; the same scan always gets the same one."""
        by_id = {kept.scan["scan_id"]: kept for kept in self.outbox.values()}
        for receipt in receipts:
            kept = by_id[receipt["scan_id"]]
            assert kept.receipt in (None, receipt) or self.venue.was_restored
            kept.receipt = receipt

    def take_missing(self, ranges: list[tuple[int, int]]) -> None:
        """The server lacks these numbers: what is still held goes out again."""
        for first, last in ranges:
            for number in range(first, last + 1):
                if number in self.outbox:
                    self.outbox[number].receipt = None

    def forget_old(self) -> None:
        """Acknowledged scans are kept for 48 hours."""
        before = self.clock - _KEPT_MS
        self.outbox = {
            seq: kept
            for seq, kept in self.outbox.items()
            if kept.receipt is None or kept.scan["device_time"] >= before
        }

    def pull(self) -> None:
        """Catch up by change number, page by page."""
        while self._pull_page():
            pass

    def _pull_page(self) -> bool:
        page = json.loads(
            self.venue.roster.read_changes(
                self.venue.fair.event_id,
                FeedPosition(self.cursor, self.feed),
                7,
                self.venue.fair.clock(),
            )
        )
        if page["since"] != self.cursor:
            self.entries.clear()
            self.presence.clear()
        self.entries |= {row["i"]: row["s"] for row in page["badges"]}
        for row in page["presence"]:
            if row["l"] == self.venue.fair.list_id:
                self.presence[row["a"]] = Presence(
                    row["i"], row["e"], row["x"], row["ea"], row["eg"], row["la"]
                )
        self.cursor, self.feed = page["to"], page["feed"]
        return bool(page["more"])
