"""The receipt at closing: what an exhibitor's phones scanned, and that all of it is here."""

import hashlib
from dataclasses import dataclass

from domain.entities import Device
from server.storage import exhibitors as exhibitor_rows
from server.storage import lead_facts as fact_rows
from server.storage.database import Database


@dataclass(frozen=True)
class ClosingLine:
    """One phone: the facts it numbered, those received, and what it still holds or lost.

    `unsent_count` is what it last said it holds; `missing_count` is what neither arrived nor is
    held. Every scan, rating and note is one fact with a number of its own.
    """

    device_id: str
    name: str
    member: str
    numbered: int
    received: int
    captures: int
    unsent_count: int
    missing_count: int
    last_seen_at: int | None
    is_revoked: bool

    @property
    def is_complete(self) -> bool:
        """Whether everything this phone numbered is here."""
        return self.numbered == self.received


@dataclass(frozen=True)
class ClosingReceipt:
    """All phones of an exhibitor; `sha256` is over the ids of all captures received, in order, so
    that two receipts of the same leads say the same."""

    lines: list[ClosingLine]
    scanned: int
    received: int
    missing: int
    sha256: str

    @property
    def holding(self) -> list[ClosingLine]:
        """The phones that still hold something or never sent it."""
        return [line for line in self.lines if not line.is_complete]


def make_closing_receipt(database: Database, exhibitor_id: str) -> ClosingReceipt:
    """What is known now, phone by phone, revoked ones included."""
    with database.read() as connection:
        devices = exhibitor_rows.get_exhibitor_devices(connection, exhibitor_id)
        members = {m.id: m.name for m in exhibitor_rows.get_members(connection, exhibitor_id)}
        facts = fact_rows.count_facts(connection, exhibitor_id)
        ids = fact_rows.get_capture_ids(connection, exhibitor_id)
    lines = [_make_line(device, members, facts.get(device.id, {})) for device in devices]
    scanned = sum(line.numbered for line in lines)
    arrived = sum(line.received for line in lines)
    digest = hashlib.sha256("\n".join(ids).encode()).hexdigest()
    return ClosingReceipt(lines, scanned, arrived, scanned - arrived, digest)


def _make_line(device: Device, members: dict[str, str], facts: dict[str, int]) -> ClosingLine:
    received = sum(facts.values())
    return ClosingLine(
        device_id=device.id,
        name=device.name,
        member=members.get(device.member_id or "", ""),
        numbered=max(device.claimed_seq, device.last_seq, received),
        received=received,
        captures=facts.get("captures", 0),
        unsent_count=device.unsent_count or 0,
        missing_count=device.missing_count,
        last_seen_at=device.last_seen_at,
        is_revoked=device.revoked_at is not None,
    )
