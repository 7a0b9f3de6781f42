"""Booths of the fair and the phones of those who work there."""

import json
import os
from dataclasses import dataclass, field
from typing import Any

from domain.entities import Device
from domain.hybrid_time import make_hybrid_time
from domain.ids import make_scan_id
from domain.lead_messages import parse_fact_batch
from server.services.booth_join import NewBoothDevice, join_booth
from server.services.exhibitor_access import FULL, get_access_sheets, make_access_codes
from server.services.lead_facts import FactSubmission, LeadRecorder
from server.services.lead_feed import LeadFeed
from server.services.programme import NewExhibitor, add_exhibitor
from tests.support.fair import Fair

Message = dict[str, Any]


@dataclass
class BoothPhone:
    """A phone that joined a booth: it makes facts and numbers as a real one does."""

    device: Device
    token: str
    booths: "Booths"
    seq: int = 0
    last_id: str | None = None
    newest: str | None = None

    def make_capture(self, badge_code: str | None, **changes: Any) -> Message:
        """One capture as on the wire."""
        fact = self._common() | {
            "kind": "capture",
            "scan_type": "lead",
            "badge_code": badge_code,
            "source": "camera",
            "decode_ms": 12,
            "training": False,
            "manual": None,
        }
        return fact | changes

    def make_edit(self, capture: Message, field: str, value: Any, **changes: Any) -> Message:
        """One edit of the lead a capture belongs to, as on the wire."""
        now = self.booths.fair.clock()
        self.newest = make_hybrid_time(now, self.device.id, self.newest)
        edit = self._common() | {"kind": "edit", "capture_id": capture["fact_id"]}
        return edit | {"field": field, "value": value, "hybrid_time": self.newest} | changes

    def _common(self) -> Message:
        self.seq += 1
        now = self.booths.fair.clock()
        self.last_id = make_scan_id(max(now, 0), os.urandom(10), self.last_id)
        return {
            "fact_id": self.last_id,
            "device_seq": self.seq,
            "device_time": now,
            "clock_offset_ms": 0,
        }

    def send(self, *facts: Any) -> list[Message]:
        """Hand facts to the recorder as a door does; returns the receipts."""
        read = parse_fact_batch({"v": 1, "facts": list(facts)})
        submissions = [FactSubmission(self.device, f, r) for f, r in zip(read, facts, strict=True)]
        outcomes = self.booths.recorder.record_facts(submissions)
        return [json.loads(outcome.receipt) for outcome in outcomes]

    def capture(self, badge_code: str | None, **changes: Any) -> Message:
        """Scan one badge; returns the capture, with its receipt under `receipt`."""
        fact = self.make_capture(badge_code, **changes)
        return fact | {"receipt": self.send(fact)[0]}

    def edit(self, capture: Message, field: str, value: Any) -> Message:
        """Set one field; returns the receipt."""
        return self.send(self.make_edit(capture, field, value))[0]

    def pull(self, since: int = 0, limit: int = 500) -> Message:
        """The team's leads after a number."""
        fair = self.booths.fair
        return self.booths.feed.read_changes(self.device, since, limit, fair.clock()).message

    def leads(self) -> dict[str, Message]:
        """The team's leads by id, as a phone that has pulled everything shows them."""
        return {lead["lead_id"]: lead for lead in self.pull()["leads"]}


@dataclass
class Booths:
    """Two booths of the fair: `atlas` and `rival`, of whom one must not see the other's leads."""

    fair: Fair
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        fair = self.fair
        self.recorder = LeadRecorder(fair.database, fair.clock)
        self.feed = LeadFeed(fair.database)
        for key, name, place in (("atlas", "Atlas BPO", "A1"), ("rival", "Rival CRM", "B2")):
            new = NewExhibitor(name, place)
            self.ids[key] = add_exhibitor(fair.database, fair.event_id, new, fair.clock())
        make_access_codes(fair.database, fair.event_id, fair.clock(), "test")
        sheets = get_access_sheets(fair.database, fair.event_id)
        self.codes = {
            key: next(sheet.codes for sheet in sheets if sheet.exhibitor.id == exhibitor_id)
            for key, exhibitor_id in self.ids.items()
        }

    def join(self, key: str, member: str = "Sara", access: str = FULL) -> BoothPhone:
        """Another phone at a booth, since an hour."""
        new = NewBoothDevice(self.codes[key][access], member, "test")
        joining = join_booth(self.fair.database, new, self.fair.clock() - 3_600_000)
        return BoothPhone(joining.device, joining.token, self)

    def share(self, key: str, level: str) -> str:
        """Let one of the cast choose a level; returns the badge code."""
        self.fair.change_attendee(key, share_level=level)
        return self.fair.code(key)
