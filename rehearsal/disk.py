"""What a simulated device keeps when it is switched off: outbox, numbers, roster, presence."""

from dataclasses import dataclass, field
from functools import reduce
from operator import xor
from typing import Any

from domain.presence import NEVER_SEEN, CheckIn, Presence, fold_presence
from domain.sealed_roster import EMPTY_FINGERPRINT, entry_fingerprint, format_digest

Message = dict[str, Any]

_FINGERPRINTS: dict[str, int] = {}
_TEXTS: dict[str, str] = {}
"""Hundreds of devices hold the same entries: each is kept, and hashed, once."""


@dataclass
class Kept:
    """A scan in the outbox; `receipt` is None until the server has answered. `attendee_id` is who
    passed by this device's own verdict."""

    scan: Message
    receipt: Message | None = None
    attendee_id: str | None = None


@dataclass
class Disk:
    """Survives every reboot."""

    last_seq: int = 0
    last_scan_id: str | None = None
    clock_offset_ms: int = 0
    outbox: dict[int, Kept] = field(default_factory=dict)
    unsent: set[int] = field(default_factory=set)
    passed: dict[str, list[int]] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    presence: dict[tuple[str, str], Message] = field(default_factory=dict)
    cursor: int = 0
    feed: str = ""
    roster: Message | None = None

    def keep(self, scan: Message, attendee_id: str | None) -> None:
        """A scan is safe from here on."""
        number = scan["device_seq"]
        self.last_seq, self.last_scan_id = number, scan["scan_id"]
        self.outbox[number] = Kept(scan, attendee_id=attendee_id)
        self.unsent.add(number)
        if attendee_id is not None:
            self.passed.setdefault(attendee_id, []).append(number)

    def oldest_unsent(self, most: int) -> list[Message]:
        """What goes out next."""
        return [self.outbox[number].scan for number in sorted(self.unsent)[:most]]

    def take_receipt(self, number: int, receipt: Message) -> None:
        """The server has this scan, or will never have it."""
        self.outbox[number].receipt = receipt
        self.unsent.discard(number)

    def take_missing(self, ranges: list[list[int]]) -> bool:
        """The server lacks these numbers: those still held go out again. Whether there are any."""
        lacking = {n for first, last in ranges for n in range(first, last + 1)}
        again = lacking & self.outbox.keys()
        self.unsent |= again
        return bool(again)

    def take_page(self, page: Message) -> None:
        """One page of the change feed."""
        if page["since"] != self.cursor:
            self.entries.clear()
            self.presence.clear()
        for row in page["badges"]:
            self.entries[row["i"]] = _TEXTS.setdefault(row["s"], row["s"])
        for row in page["presence"]:
            self.presence[row["l"], row["a"]] = row
        self.cursor, self.feed = page["to"], page.get("feed", "")
        self.roster = page.get("roster")

    def is_roster_right(self) -> bool:
        """Whether count and digest are those the server gave with the last page."""
        prints = (_fingerprint(index, sealed) for index, sealed in self.entries.items())
        digest = format_digest(reduce(xor, prints, EMPTY_FINGERPRINT))
        if self.roster is None:
            return False
        return (self.roster["count"], self.roster["digest"]) == (len(self.entries), digest)

    def presence_of(self, list_id: str, attendee_id: str) -> Presence:
        """What the server said, and what this device let pass since."""
        row = self.presence.get((list_id, attendee_id))
        known = to_presence(row) if row else NEVER_SEEN
        still_own = [n for n in self.passed.get(attendee_id, ()) if self._is_unknown_to_feed(n)]
        if not still_own:
            self.passed.pop(attendee_id, None)
            return known
        self.passed[attendee_id] = still_own
        return reduce(fold_presence, map(self._check_in, still_own), known)

    def _is_unknown_to_feed(self, number: int) -> bool:
        receipt = self.outbox[number].receipt
        return receipt is None or (receipt.get("change_number") or 0) > self.cursor

    def _check_in(self, number: int) -> CheckIn:
        scan = self.outbox[number].scan
        at = scan["device_time"] + scan["clock_offset_ms"]
        return CheckIn(scan["direction"], at, scan["gate_id"])


def to_presence(row: Message) -> Presence:
    """A presence row of the change feed."""
    return Presence(row["i"], row["e"], row["x"], row["ea"], row["eg"], row["la"])


def _fingerprint(index: str, sealed: str) -> int:
    if sealed not in _FINGERPRINTS:
        _FINGERPRINTS[sealed] = entry_fingerprint(index, sealed)
    return _FINGERPRINTS[sealed]
