"""Which columns a file has: our own layout, and one for each CRM.

Headers and required fields of the CRMs are those of their published import guides, as collected
in the project's research on lead systems; where a CRM's choice list could not be verified, texts
are written rather than the numbers behind them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from server.exporting.lead_rows import LeadRow, Origin, describe_lead

OWN = "accueil"
NOT_PROVIDED = "[not provided]"
"""What Salesforce's own forms put where a company is required and nobody gave one."""
LEAD_ID = "Accueil Lead ID"
MAILING = "Mailing consent"
CONSENT_VERSION = "Consent text version"
CONSENT_AT = "Consent given at"
_SOURCE = "Trade Show"
_RATINGS = {"hot": "Hot", "warm": "Warm", "cold": "Cold"}
_PRIORITIES = {"hot": "3", "warm": "2", "cold": "1"}
"""Odoo's stars: 0 low to 3 very high."""

Read = Callable[[LeadRow, Origin], str]


@dataclass(frozen=True)
class Column:
    """A header and what stands under it; `most` is the CRM's limit in characters."""

    header: str
    read: Read
    most: int | None = None

    def cell(self, row: LeadRow, origin: Origin) -> str:
        """The text of one cell, no longer than the CRM takes."""
        return self.read(row, origin)[: self.most]


@dataclass(frozen=True)
class Layout:
    """The columns of a file. `takes` says whether a lead can go in: CRMs refuse what has no name
    and no address, and would stop or skip the row without saying so."""

    code: str
    columns: Callable[[Origin], Sequence[Column]]
    takes: Callable[[LeadRow], bool]


def _field(name: str) -> Read:
    return lambda row, _origin: str(getattr(row, name))


def _text(text: str) -> Read:
    return lambda _row, _origin: text


def _own(_row: LeadRow) -> bool:
    return True


def _has_contact(row: LeadRow) -> bool:
    return row.has_contact


def _has_person(row: LeadRow) -> bool:
    """HubSpot wants a first name, a last name or an e-mail address."""
    return bool(row.full_name or row.email)


def _last_name(row: LeadRow, _origin: Origin) -> str:
    return row.last_name or row.first_name or row.email or NOT_PROVIDED


def _first_name(row: LeadRow, _origin: Origin) -> str:
    return row.first_name if row.last_name else ""


def _company(row: LeadRow, _origin: Origin) -> str:
    return row.company or NOT_PROVIDED


def _subject(row: LeadRow, origin: Origin) -> str:
    return f"{row.full_name or row.company or row.email} ({origin.event_name})"


def _rating(row: LeadRow, _origin: Origin) -> str:
    return _RATINGS.get(row.rating, "")


def _priority(row: LeadRow, _origin: Origin) -> str:
    return _PRIORITIES.get(row.rating, "0")


def _description(row: LeadRow, _origin: Origin) -> str:
    return describe_lead(row)


def _tags(row: LeadRow, _origin: Origin) -> str:
    return "; ".join(row.tags)


def _comma_tags(row: LeadRow, _origin: Origin) -> str:
    return ",".join(tag.replace(",", " ") for tag in row.tags)


def _yes_no(is_yes: bool) -> str:
    return "Yes" if is_yes else "No"


def _allowed(row: LeadRow, _origin: Origin) -> str:
    return _yes_no(row.is_mailing_allowed)


def _opted_out(row: LeadRow, _origin: Origin) -> str:
    return "TRUE" if not row.is_mailing_allowed else "FALSE"


def _do_not(row: LeadRow, _origin: Origin) -> str:
    return _yes_no(not row.is_mailing_allowed)


def _answer(code: str) -> Read:
    return lambda row, _origin: row.answers.get(code, "")


def _notes(row: LeadRow, _origin: Origin) -> str:
    return "\n".join(f"[{note.at} {note.member}] {note.text}" for note in row.notes)


def _external_id(row: LeadRow, _origin: Origin) -> str:
    """With a stable id a second import updates; without, Odoo makes the lead twice."""
    return f"accueil.lead_{row.lead_id.replace('-', '')}"


_CONSENT = (
    Column(MAILING, _allowed),
    Column(CONSENT_VERSION, _field("consent_version")),
    Column(CONSENT_AT, _field("consent_at")),
)


def _own_columns(origin: Origin) -> Sequence[Column]:
    return (
        Column(LEAD_ID, _field("lead_id")),
        Column("Captured at", _field("captured_at")),
        Column("Last scan", _field("last_at")),
        Column("First name", _field("first_name")),
        Column("Last name", _field("last_name")),
        Column("Company", _field("company")),
        Column("Job title", _field("job_title")),
        Column("Email", _field("email")),
        Column("Phone", _field("phone")),
        Column("City", _field("city")),
        Column("Country", _field("country")),
        Column("Language", _field("language")),
        Column("Shares", _field("share_level")),
        Column("Asked for a call", _field("call_asked_at")),
        Column("Rating", _field("rating")),
        Column("Tags", _tags),
        *(Column(f"answer:{code}", _answer(code)) for code in origin.questions),
        Column("Notes", _notes),
        Column("Next action", _field("next_action")),
        Column("Next action on", _field("next_action_on")),
        Column("Captured by", _field("captured_by")),
        Column("Scans", _field("scan_count")),
        *_CONSENT,
        Column("Consent language", _field("consent_language")),
        Column("Provenance", _field("provenance")),
    )


def _salesforce(_origin: Origin) -> Sequence[Column]:
    return (
        Column(LEAD_ID, _field("lead_id")),
        Column("FirstName", _first_name, 40),
        Column("LastName", _last_name, 80),
        Column("Company", _company, 255),
        Column("Title", _field("job_title"), 128),
        Column("Email", _field("email"), 80),
        Column("Phone", _field("phone"), 40),
        Column("City", _field("city"), 40),
        Column("Country", _field("country"), 80),
        Column("LeadSource", _text(_SOURCE)),
        Column("Status", _text("Open - Not Contacted")),
        Column("Rating", _rating),
        Column("HasOptedOutOfEmail", _opted_out),
        Column("Description", _description, 32_000),
        *_CONSENT,
    )


def _hubspot(_origin: Origin) -> Sequence[Column]:
    return (
        Column(LEAD_ID, _field("lead_id")),
        Column("First name", _field("first_name")),
        Column("Last name", _field("last_name")),
        Column("Email", _field("email")),
        Column("Phone number", _field("phone")),
        Column("Company name", _field("company")),
        Column("Job title", _field("job_title")),
        Column("City", _field("city")),
        Column("Country/Region", _field("country")),
        Column("Lead rating", _rating),
        Column("Trade show notes", _description, 65_000),
        *_CONSENT,
    )


def _zoho(_origin: Origin) -> Sequence[Column]:
    return (
        Column(LEAD_ID, _field("lead_id")),
        Column("First Name", _first_name, 40),
        Column("Last Name", _last_name, 80),
        Column("Company", _company, 100),
        Column("Title", _field("job_title"), 100),
        Column("Email", _field("email"), 100),
        Column("Phone", _field("phone"), 30),
        Column("City", _field("city")),
        Column("Country", _field("country")),
        Column("Lead Source", _text(_SOURCE)),
        Column("Lead Status", _text("Not Contacted")),
        Column("Rating", _rating),
        Column("Email Opt-out", _opted_out),
        Column("Description", _description, 32_000),
        *_CONSENT,
    )


def _dynamics(_origin: Origin) -> Sequence[Column]:
    return (
        Column(LEAD_ID, _field("lead_id")),
        Column("Topic", _subject, 300),
        Column("First Name", _first_name, 50),
        Column("Last Name", _last_name, 50),
        Column("Company Name", _company, 100),
        Column("Job Title", _field("job_title"), 100),
        Column("Email", _field("email"), 100),
        Column("Business Phone", _field("phone"), 50),
        Column("City", _field("city"), 80),
        Column("Country/Region", _field("country"), 80),
        Column("Lead Source", _text(_SOURCE)),
        Column("Rating", _rating),
        Column("Do not allow Emails", _do_not),
        Column("Do not allow Bulk Emails", _do_not),
        Column("Description", _description, 2_000),
        *_CONSENT,
    )


def _odoo(_origin: Origin) -> Sequence[Column]:
    return (
        Column("id", _external_id),
        Column("name", _subject),
        Column("contact_name", lambda row, _origin: row.full_name),
        Column("partner_name", _field("company")),
        Column("function", _field("job_title")),
        Column("email_from", _field("email")),
        Column("phone", _field("phone")),
        Column("city", _field("city")),
        Column("priority", _priority),
        Column("tag_ids", _comma_tags),
        Column("description", _description),
        *_CONSENT,
    )


LAYOUTS = {
    layout.code: layout
    for layout in (
        Layout(OWN, _own_columns, _own),
        Layout("salesforce", _salesforce, _has_contact),
        Layout("hubspot", _hubspot, _has_person),
        Layout("zoho", _zoho, _has_contact),
        Layout("dynamics", _dynamics, _has_contact),
        Layout("odoo", _odoo, _has_contact),
    )
}
