"""A lead as it leaves the house, by file or by message: `services.leads` in plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from domain.entities import Event, Exhibitor
from domain.errors import NotFoundError
from server.exporting.lead_rows import LeadRow, Note
from server.services.contacts import Access
from server.services.leads import WireLead, accesses_of, describe_leads
from server.services.venue_time import local_time
from server.storage.events import get_event
from server.storage.exhibitors import get_exhibitor
from server.storage.leads import get_lead

OPEN = "open"
_PLAIN = ("company", "job_title", "email", "phone", "city", "country")


class Packer:
    """Makes rows of one exhibitor's leads. Raises NotFoundError `exhibitor_unknown`."""

    def __init__(self, connection: Connection, exhibitor_id: str) -> None:
        exhibitor = get_exhibitor(connection, exhibitor_id)
        if exhibitor is None:
            raise NotFoundError("exhibitor_unknown", "there is no such exhibitor")
        event = get_event(connection, exhibitor.event_id)
        assert event is not None  # noqa: S101 - an exhibitor is of an edition
        self.exhibitor: Exhibitor = exhibitor
        self.event: Event = event

    def pack(self, lead: WireLead) -> LeadRow:
        """An open lead: what the visitor shares now, and what the exhibitor wrote himself."""
        contact: dict[str, Any] = {n: text or "" for n, text in (lead["contact"] or {}).items()}
        contact |= lead["own_contact"]
        return LeadRow(
            lead_id=lead["lead_id"],
            captured_at=self.format_moment(lead["captured_at"]),
            last_at=self.format_moment(lead["last_at"]),
            **_names(contact),
            **{name: contact.get(name, "") for name in _PLAIN},
            **self._qualified(lead),
            **self._consent(lead["consent"]),
            share_level=lead["provenance"]["share_level"] or "",
            call_asked_at=self._moment_or_nothing(lead["call_asked_at"]),
            captured_by=lead["provenance"]["member"] or "",
            scan_count=len(lead["captures"]),
            provenance=self._provenance(lead["provenance"]),
        )

    def format_moment(self, at: int) -> str:
        """A moment by the venue's clock, with its offset."""
        return local_time(at, self.event.timezone).isoformat(timespec="seconds")

    def _moment_or_nothing(self, at: int | None) -> str:
        return "" if at is None else self.format_moment(at)

    def _qualified(self, lead: WireLead) -> dict[str, Any]:
        action = lead["next_action"] or {}
        return {
            "rating": lead["rating"] or "",
            "tags": lead["tags"],
            "answers": {code: write_answer(value) for code, value in lead["answers"].items()},
            "notes": tuple(
                Note(self.format_moment(note["at"]), note["member"], note["text"])
                for note in lead["notes"]
            ),
            "next_action": action.get("what") or "",
            "next_action_on": action.get("due_on") or "",
        }

    def _consent(self, consent: Mapping[str, Any] | None) -> dict[str, Any]:
        if not consent or not consent.get("given"):
            return {}
        return {
            "is_mailing_allowed": True,
            "consent_version": str(consent.get("text_version") or ""),
            "consent_language": str(consent.get("language") or ""),
            "consent_at": self.format_moment(consent["at"]),
        }

    def _provenance(self, known: Mapping[str, Any]) -> str:
        booth = f" ({self.exhibitor.booth})" if self.exhibitor.booth else ""
        parts = (
            f"{self.event.name} {self.event.city} {self.event.year}",
            f"{self.exhibitor.name}{booth}",
            *(known[name] for name in ("member", "device", "source")),
            self.format_moment(known["captured_at"]),
        )
        return " · ".join(part for part in parts if part)


def _names(contact: Mapping[str, str]) -> dict[str, Any]:
    """Latin letters where there are any: few CRMs have a second set of fields."""
    latin = {name: contact.get(name, "") for name in ("first_name", "last_name")}
    if any(latin.values()):
        return latin
    return {name: contact.get(f"{name}_ar", "") for name in ("first_name", "last_name")}


def write_answer(value: object) -> str:
    """An answer as text: codes joined by `; `, never labels, so that every language gives the
    same; `n/a` for what does not apply."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _write_object(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _write_object(value: Mapping[str, Any]) -> str:
    if value.get("na"):
        return "n/a"
    if "given" in value:
        return "yes" if value["given"] else "no"
    other = f"other: {value['other']}" if value.get("other") else ""
    return "; ".join(part for part in (value.get("code") or "", other) if part)


def describe_for_webhook(
    connection: Connection, lead_id: str
) -> tuple[dict[str, Any], Access | None] | None:
    """What a message says of a lead now and what the access log must say of it; None when the
    lead was taken back or put away."""
    stored = get_lead(connection, lead_id)
    if stored is None or stored.state != OPEN or stored.is_training:
        return None
    wire = describe_leads(connection, [stored])
    row = Packer(connection, stored.exhibitor_id).pack(wire[0])
    accesses = accesses_of([stored], wire)
    return asdict(row), accesses[0] if accesses else None
