"""The simulator's own books: what was scanned and what the server promised. No device reads or
writes them otherwise than by scanning and by getting answers."""

import json
from dataclasses import dataclass, field
from typing import Any

from rehearsal.plan import Scanned


@dataclass
class Ledger:
    """Kept outside of every device."""

    scanned: list[Scanned] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    changed_receipts: list[str] = field(default_factory=list)
    parked: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    _receipts: dict[str, str] = field(default_factory=dict)

    def note_scan(self, device_id: str, scan: dict[str, Any]) -> None:
        """A badge was held before a device."""
        fields = ("device_seq", "scan_id", "badge_code", "direction", "device_time")
        self.scanned.append(Scanned(device_id, **{name: scan[name] for name in fields}))

    def note_receipt(self, receipt: dict[str, Any]) -> None:
        """The server answered: the same scan must get the same words for ever."""
        text = json.dumps(receipt, sort_keys=True)
        scan_id = str(receipt["scan_id"])
        if self._receipts.setdefault(scan_id, text) != text:
            self.changed_receipts.append(scan_id)
        if receipt["status"] == "parked":
            self.parked.add(scan_id)

    def count(self, what: str) -> None:
        """One more of something that is worth a line in the report."""
        self.counts[what] = self.counts.get(what, 0) + 1

    @property
    def acknowledged(self) -> list[str]:
        """Scans the server said it has."""
        return [scan_id for scan_id in self._receipts if scan_id not in self.parked]
