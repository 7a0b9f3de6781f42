"""Puts captures under leads and keeps the leads folded, inside the caller's transaction."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from domain.entities import StoredLead
from domain.lead import EMPTY_LEAD, HIDDEN, Lead, fold_lead, lead_from_json, lead_to_json
from domain.lead_capture import VERDICTS_WITH_LEAD
from server.services.capturing import DecidedCapture
from server.services.ids import new_id
from server.services.lead_rows import read_capture, read_edit
from server.services.submission import to_json
from server.storage import lead_facts as fact_rows
from server.storage import leads as lead_rows
from server.storage.exhibitors import get_member_names
from server.storage.rows import Row

Key = tuple[str, str, str, bool]
"""Exhibitor, kind (`attendee`, `code`, `capture`), its id or text, whether it is practice."""


class LeadBook:
    """Leads of one transaction."""

    def __init__(self, connection: Connection, now: int) -> None:
        self._connection = connection
        self._now = now
        self._by_key: dict[Key, StoredLead] = {}
        self._lead_of: dict[str, str] = {}
        self._met: dict[str, list[tuple[int, str, str]]] = {}
        self._names: dict[str, str] = {}

    def place(self, decided: Sequence[DecidedCapture]) -> None:
        """Find or make the lead of each capture that has one."""
        leading = [one for one in decided if one.verdict.code in VERDICTS_WITH_LEAD]
        member_ids = {one.device.member_id for one in leading if one.device.member_id}
        self._names = get_member_names(self._connection, sorted(member_ids))
        self._find_existing(leading)
        made = []
        for one in leading:
            key = _key_of(one)
            lead = self._by_key.get(key)
            if lead is None:
                lead = self._by_key[key] = self._make(one)
                made.append(lead)
            self._lead_of[one.fact.fact_id] = lead.id
            self._met.setdefault(lead.id, []).append((one.at, one.fact.fact_id, self._name(one)))
        lead_rows.add_leads(self._connection, made)

    def lead_id_of(self, capture_id: str) -> str | None:
        """The lead a placed capture belongs to; None for what only counts or gives nothing."""
        return self._lead_of.get(capture_id)

    def find_earlier(self, one: DecidedCapture) -> dict[str, Any] | None:
        """Who of the booth met this person last before this capture, and when."""
        met = self._met.get(self._lead_of.get(one.fact.fact_id, ""), [])
        earlier = [m for m in met if m[:2] < (one.at, one.fact.fact_id)]
        if not earlier:
            return None
        at, _, member = max(earlier)
        return {"member": member, "at": at}

    def fold_captures(self, capture_ids: Sequence[str]) -> None:
        """Take these captures, and the edits made on them, into their leads."""
        captures = fact_rows.get_captures(self._connection, "capture_id", capture_ids)
        self.refold([row for row in captures if row["lead_id"]])

    def refold(self, captures: Sequence[Row], *, is_from_nothing: bool = False) -> list[str]:
        """Fold captures (rows with lead ids) and their edits into their leads; returns the ids."""
        edits = fact_rows.get_edits(self._connection, [row["capture_id"] for row in captures])
        leads = lead_rows.get_leads(self._connection, sorted({r["lead_id"] for r in captures}))
        changed = []
        for lead_id, lead in leads.items():
            mine = [row for row in captures if row["lead_id"] == lead_id]
            base = EMPTY_LEAD if is_from_nothing else lead_from_json(json.loads(lead.fold))
            written = list(allowed_edits(mine, edits))
            folded = fold_lead(
                [read_capture(row) for row in mine], [read_edit(row) for row in written], base
            )
            number = max(lead.change_number, *(row["change_number"] for row in (*mine, *written)))
            changed.append(update_lead(lead, folded, number))
        lead_rows.set_leads(self._connection, changed)
        return list(leads)

    def _find_existing(self, leading: Sequence[DecidedCapture]) -> None:
        for exhibitor_id in {one.exhibitor_id for one in leading}:
            keys = [_key_of(one) for one in leading if one.exhibitor_id == exhibitor_id]
            attendee_ids = sorted({key[2] for key in keys if key[1] == "attendee"})
            codes = sorted({key[2] for key in keys if key[1] == "code"})
            found = lead_rows.find_leads(self._connection, exhibitor_id, attendee_ids, codes)
            for lead in found:
                self._remember(lead)

    def _remember(self, lead: StoredLead) -> None:
        kind = "attendee" if lead.attendee_id else "code"
        text = lead.attendee_id or lead.badge_code or ""
        self._by_key[lead.exhibitor_id, kind, text, lead.is_training] = lead
        met = json.loads(lead.fold)["captures"]
        self._met[lead.id] = [(one["at"], one["capture_id"], one["member"]) for one in met]

    def _make(self, one: DecidedCapture) -> StoredLead:
        is_of_code = one.holder is None and one.fact.badge_code is not None
        return StoredLead(
            id=new_id(self._now),
            event_id=one.device.event_id,
            exhibitor_id=one.exhibitor_id,
            attendee_id=one.holder.attendee.id if one.holder else None,
            badge_code=one.code_text if is_of_code else None,
            first_captured_at=one.at,
            last_captured_at=one.at,
            fold=to_json(lead_to_json(EMPTY_LEAD)),
            state="open",
            merged_into_id=None,
            withdrawn_at=None,
            is_training=one.fact.training,
            change_number=one.number,
        )

    def _name(self, one: DecidedCapture) -> str:
        return self._names.get(one.device.member_id or "", one.device.name)


def update_lead(lead: StoredLead, folded: Lead, number: int) -> StoredLead:
    """The lead with another fold, and all that follows from it."""
    moments = [one.at for one in folded.captures]
    changed = replace(
        lead,
        fold=to_json(lead_to_json(folded)),
        first_captured_at=min(moments, default=lead.first_captured_at),
        last_captured_at=max(moments, default=lead.last_captured_at),
        change_number=number,
    )
    return replace(changed, state=state_of(changed, is_hidden(changed)))


def is_hidden(lead: StoredLead) -> bool:
    """Whether the exhibitor put the lead aside."""
    written = json.loads(lead.fold)["fields"].get(HIDDEN)
    return bool(written and written["value"])


def state_of(lead: StoredLead, is_put_aside: bool) -> str:
    """What the visitor decided comes before what the exhibitor did."""
    if lead.merged_into_id is not None:
        return "merged"
    if lead.withdrawn_at is not None:
        return "withdrawn"
    return "hidden" if is_put_aside else "open"


def allowed_edits(captures: Sequence[Row], edits: Iterable[Row]) -> Iterable[Row]:
    """An edit counts for captures of its own exhibitor only, and one by a device that only scans
    for that device's own captures."""
    by_id = {row["capture_id"]: row for row in captures}
    for edit in edits:
        capture = by_id.get(edit["capture_id"])
        if capture is None or edit["exhibitor_id"] != capture["exhibitor_id"]:
            continue
        if edit["access"] == "full" or edit["device_id"] == capture["device_id"]:
            yield edit


def _key_of(one: DecidedCapture) -> Key:
    if one.fact.badge_code is None:
        return one.exhibitor_id, "capture", one.fact.fact_id, one.fact.training
    if one.holder is not None:
        return one.exhibitor_id, "attendee", one.holder.attendee.id, False
    return one.exhibitor_id, "code", one.code_text or "", one.fact.training
