"""One lead as it leaves the house: plain values, whatever the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

NO_ANSWERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Note:
    """What a member wrote. `at` is ISO 8601 in the venue's time zone."""

    at: str
    member: str
    text: str


@dataclass(frozen=True)
class LeadRow:
    """What an exhibitor may take home of one lead: only what the visitor shares, and what the
    exhibitor added.

    Moments are ISO 8601 in the venue's time zone, `country` is ISO 3166 alpha-2, `phone` E.164,
    `rating` `hot`, `warm`, `cold` or "". `answers` maps a question's code to answer codes joined
    by `; `, so that an answer given in Arabic reads like one given in French. `is_mailing_allowed`
    is the separate tick; `provenance` says where the record comes from (fair, booth, device,
    moment, consent): what an inspector asks for.
    """

    lead_id: str
    captured_at: str
    last_at: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    job_title: str = ""
    email: str = ""
    phone: str = ""
    city: str = ""
    country: str = ""
    language: str = ""
    share_level: str = ""
    call_asked_at: str = ""
    rating: str = ""
    tags: Sequence[str] = ()
    answers: Mapping[str, str] = field(default_factory=lambda: NO_ANSWERS)
    notes: Sequence[Note] = ()
    next_action: str = ""
    next_action_on: str = ""
    captured_by: str = ""
    scan_count: int = 1
    is_mailing_allowed: bool = False
    consent_version: str = ""
    consent_at: str = ""
    consent_language: str = ""
    provenance: str = ""

    @property
    def full_name(self) -> str:
        """First and last name, as far as there are any."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def has_contact(self) -> bool:
        """Whether a CRM could do anything with it: an unknown badge gives no contact."""
        return bool(self.full_name or self.email or self.phone or self.company)


@dataclass(frozen=True)
class Origin:
    """Whose leads of which fair these are; `questions` are the codes that get columns, in order."""

    event_name: str
    exhibitor_name: str
    questions: Sequence[str] = ()


def describe_lead(row: LeadRow) -> str:
    """Notes, answers, next step, consent and origin as lines: for files with one notes column."""
    consent = f"v{row.consent_version} {row.consent_language} {row.consent_at}".strip()
    lines = [
        *(f"[{note.at} {note.member}] {note.text}" for note in row.notes),
        *(f"{code}: {answer}" for code, answer in row.answers.items() if answer),
        f"tags: {'; '.join(row.tags)}" if row.tags else "",
        f"next: {row.next_action} {row.next_action_on}".rstrip() if row.next_action else "",
        f"mailing consent: {f'yes, {consent}' if row.is_mailing_allowed else 'no'}",
        row.provenance,
    ]
    return "\n".join(line for line in lines if line)
