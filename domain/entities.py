"""The things of a fair as plain values. Moments are milliseconds UTC, days `YYYY-MM-DD` local."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Event:
    """One edition at one venue."""

    id: str
    slug: str
    name: str
    city: str
    starts_on: str
    ends_on: str
    timezone: str
    languages: str
    default_country: str
    badge_tag: int
    url_prefix: str | None
    kiosk_pin: str | None
    kiosk_volume: int
    change_number: int
    configuration_number: int
    sealing_key: bytes = field(repr=False)
    feed_id: str
    created_at: int
    leads_kept_until: str | None = None
    leads_number: int = 0

    @property
    def year(self) -> str:
        """The year visitors call the edition by."""
        return self.starts_on[:4]


@dataclass(frozen=True)
class Category:
    """Visitor, exhibitor, press, VIP ..."""

    id: str
    event_id: str
    code: str
    name_fr: str
    name_ar: str
    name_en: str
    color: str
    position: int
    change_number: int

    @property
    def names(self) -> dict[str, str]:
        """The name by language."""
        return {"fr": self.name_fr, "ar": self.name_ar, "en": self.name_en}


@dataclass(frozen=True)
class Attendee:
    """A registered person ("visitor" in texts)."""

    id: str
    event_id: str
    category_id: str
    first_name: str
    last_name: str
    first_name_ar: str
    last_name_ar: str
    company: str
    job_title: str
    email: str
    phone: str
    phone_raw: str
    city: str
    country: str
    language: str
    share_level: str
    status: str
    needs_desk: str | None
    has_attention: bool
    note: str
    external_ref: str | None
    source: str
    change_number: int
    created_at: int
    updated_at: int

    @property
    def display_name(self) -> str:
        """First and last name in Latin letters, or the Arabic name when there is no other."""
        return f"{self.first_name} {self.last_name}".strip() or self.display_name_ar

    @property
    def display_name_ar(self) -> str:
        """First and last name in Arabic letters, or empty."""
        return f"{self.first_name_ar} {self.last_name_ar}".strip()


@dataclass(frozen=True)
class Badge:
    """A code that stands for an attendee. `kind` is `own` or `foreign`."""

    id: str
    event_id: str
    attendee_id: str
    kind: str
    code: str
    short_code: str | None
    issued_at: int
    revoked_at: int | None
    revoked_reason: str | None
    replaces_badge_id: str | None
    change_number: int


@dataclass(frozen=True)
class ListSettings:
    """A check-in list as stored; `services.rules` turns it into `admission.CheckInList`."""

    id: str
    event_id: str
    name: str
    entry_rule: str
    capacity: int | None
    counts_attendance: bool
    change_number: int


@dataclass(frozen=True)
class OpeningHours:
    """From when to when a list lets people in on one day, local `HH:MM`."""

    list_id: str
    day: str
    opens: str
    closes: str


@dataclass(frozen=True)
class Gate:
    """An entrance or a room door."""

    id: str
    event_id: str
    list_id: str
    name: str
    direction: str
    position: int
    change_number: int


@dataclass(frozen=True)
class Device:
    """A paired tablet, phone or station."""

    id: str
    event_id: str
    gate_id: str | None
    name: str
    role: str
    paired_at: int
    revoked_at: int | None
    last_seen_at: int | None
    clock_offset_ms: int | None
    unsent_count: int | None
    last_seq: int
    claimed_seq: int
    missing_count: int
    platform: str
    camera: str | None = None
    exhibitor_id: str | None = None
    member_id: str | None = None
    access: str | None = None


@dataclass(frozen=True)
class Organizer:
    """A person who runs the fair."""

    id: str
    email: str
    name: str
    password_hash: str
    language: str
    created_at: int
    disabled_at: int | None


@dataclass(frozen=True)
class Exhibitor:
    """A company with a booth. `change_number` is the counter of its own feed."""

    id: str
    event_id: str
    name: str
    booth: str
    activity: str
    change_number: int = 0


@dataclass(frozen=True)
class ExhibitorCode:
    """An access code of a booth; `access` is `full` or `scan_only` (which reads nothing back)."""

    id: str
    event_id: str
    exhibitor_id: str
    access: str
    code: str
    made_at: int
    revoked_at: int | None


@dataclass(frozen=True)
class BoothMember:
    """A person who works at a booth."""

    id: str
    exhibitor_id: str
    name: str
    made_at: int
    removed_at: int | None


@dataclass(frozen=True)
class DeskSession:
    """Somebody of an exhibitor who signed in: `name` is who he said he is."""

    event_id: str
    exhibitor_id: str
    exhibitor_name: str
    booth: str
    name: str


@dataclass(frozen=True)
class ScanType:
    """What an exhibitor's scan is for. Without `gives_contact` it only counts."""

    id: str
    exhibitor_id: str
    code: str
    name_fr: str
    name_ar: str
    name_en: str
    gives_contact: bool
    position: int
    archived_at: int | None

    @property
    def names(self) -> dict[str, str]:
        """The name by language."""
        return {"fr": self.name_fr, "ar": self.name_ar, "en": self.name_en}


@dataclass(frozen=True)
class StoredLead:
    """A lead as kept: `fold` is JSON (`domain.lead.Lead.to_wire`), `state` is `open`, `withdrawn`,
    `hidden` or `merged` (into another one, because its badge turned out to be of one person)."""

    id: str
    event_id: str
    exhibitor_id: str
    attendee_id: str | None
    badge_code: str | None
    first_captured_at: int
    last_captured_at: int
    fold: str
    state: str
    merged_into_id: str | None
    withdrawn_at: int | None
    is_training: bool
    change_number: int


@dataclass(frozen=True)
class Session:
    """A talk or a training."""

    id: str
    event_id: str
    list_id: str | None
    title: str
    room: str
    language: str
    starts_at: int
    ends_at: int


@dataclass(frozen=True)
class Conflict:
    """Two scans that cannot both be right, or one that a rule forbade; `first_scan_id` is the
    earlier one by corrected time, None where only a rule stands against the second."""

    id: str
    event_id: str
    kind: str
    list_id: str
    attendee_id: str
    first_scan_id: str | None
    second_scan_id: str
    opened_at: int
    resolved_at: int | None
    resolution: str | None
    reason: str
    resolved_by: str | None
    change_number: int
