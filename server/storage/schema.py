"""Every table, for SQLite and PostgreSQL alike. docs/schema.md is made from this module.

Ids are made by the application (UUIDv7 text), moments are milliseconds since 1970 UTC, days are
`YYYY-MM-DD` in the venue's time zone. `change_number` is the edition's counter at the row's last
change: devices pull what is above the number they have.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id(name: str = "id") -> Column[str]:
    return Column(name, String(36), primary_key=True)


def _ref(name: str, target: str, is_required: bool = True) -> Column[str]:
    return Column(name, String(36), ForeignKey(f"{target}.id"), nullable=not is_required)


def _at(name: str, is_required: bool = True) -> Column[int]:
    return Column(name, BigInteger, nullable=not is_required)


def _change_number() -> Column[int]:
    return Column("change_number", BigInteger, nullable=False, server_default="0")


events = Table(
    "events",
    metadata,
    _id(),
    Column("slug", String(80), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("starts_on", String(10), nullable=False),
    Column("ends_on", String(10), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("languages", String(32), nullable=False, server_default="fr,ar,en"),
    Column("default_country", String(2), nullable=False, server_default="MA"),
    Column("badge_tag", Integer, nullable=False, unique=True),
    Column("url_prefix", Text),
    Column("kiosk_pin", Text),
    Column("kiosk_volume", Integer, nullable=False, server_default="70"),
    Column("change_number", BigInteger, nullable=False, server_default="0"),
    Column("configuration_number", BigInteger, nullable=False, server_default="0"),
    Column("sealing_key", LargeBinary(32), nullable=False),
    Column("feed_id", String(36), nullable=False),
    _at("created_at"),
    Column("leads_kept_until", String(10), comment="day after which leads are purged"),
    Column(
        "leads_number",
        BigInteger,
        nullable=False,
        server_default="0",
        comment="the change number up to which badges and attendees are in the leads",
    ),
    CheckConstraint("badge_tag BETWEEN 0 AND 255", name="badge_tag"),
    comment="One edition at one venue. badge_tag is the first byte of its badge codes.",
)

event_keys = Table(
    "event_keys",
    metadata,
    Column("event_id", String(36), ForeignKey("events.id"), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("key", LargeBinary(32), nullable=False),
    _at("created_at"),
    _at("retired_at", False),
    comment="The edition's badge keys: the newest signs, those not retired are accepted.",
)

categories = Table(
    "categories",
    metadata,
    _id(),
    _ref("event_id", "events"),
    Column("code", String(40), nullable=False),
    Column("name_fr", Text, nullable=False),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("color", String(7), nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    _change_number(),
    UniqueConstraint("event_id", "code"),
    comment="Visitor, exhibitor, press, VIP ...: what a badge's colour band says.",
)

attendees = Table(
    "attendees",
    metadata,
    _id(),
    _ref("event_id", "events"),
    _ref("category_id", "categories"),
    Column("first_name", Text, nullable=False, server_default=""),
    Column("last_name", Text, nullable=False, server_default=""),
    Column("first_name_ar", Text, nullable=False, server_default=""),
    Column("last_name_ar", Text, nullable=False, server_default=""),
    Column("company", Text, nullable=False, server_default=""),
    Column("job_title", Text, nullable=False, server_default=""),
    Column("email", Text, nullable=False, server_default=""),
    Column("phone", String(20), nullable=False, server_default=""),
    Column("phone_raw", Text, nullable=False, server_default=""),
    Column("city", Text, nullable=False, server_default=""),
    Column("country", String(2), nullable=False, server_default=""),
    Column("language", String(2), nullable=False, server_default="fr"),
    Column("share_level", String(16), nullable=False, server_default="none"),
    Column("status", String(16), nullable=False, server_default="registered"),
    Column("needs_desk", String(32)),
    Column("has_attention", Boolean, nullable=False, server_default="0"),
    Column("note", Text, nullable=False, server_default=""),
    Column("external_ref", String(128)),
    Column("source", String(64), nullable=False, server_default=""),
    _change_number(),
    _at("created_at"),
    _at("updated_at"),
    CheckConstraint("status IN ('registered', 'cancelled', 'blocked')", name="status"),
    Index(None, "event_id", "change_number"),
    Index(None, "event_id", "email"),
    Index(None, "event_id", "external_ref"),
    comment="A registered person. phone is E.164 or empty; phone_raw is what was typed.",
)

badges = Table(
    "badges",
    metadata,
    _id(),
    _ref("event_id", "events"),
    _ref("attendee_id", "attendees"),
    Column("kind", String(8), nullable=False),
    Column("code", Text, nullable=False),
    Column("short_code", String(8)),
    _at("issued_at"),
    _at("revoked_at", False),
    Column("revoked_reason", Text),
    _ref("replaces_badge_id", "badges", False),
    _change_number(),
    CheckConstraint("kind IN ('own', 'foreign')", name="kind"),
    UniqueConstraint("event_id", "code"),
    UniqueConstraint("event_id", "short_code"),
    Index(None, "attendee_id"),
    Index(None, "event_id", "change_number"),
    comment="A code that stands for an attendee: ours, or another system's kept as is.",
)

check_in_lists = Table(
    "check_in_lists",
    metadata,
    _id(),
    _ref("event_id", "events"),
    Column("name", Text, nullable=False),
    Column("entry_rule", String(16), nullable=False),
    Column("capacity", Integer),
    Column("counts_attendance", Boolean, nullable=False, server_default="0"),
    _change_number(),
    CheckConstraint(
        "entry_rule IN ('once', 'once_a_day', 'reentry', 'unlimited')", name="entry_rule"
    ),
    UniqueConstraint("event_id", "name"),
    comment="Who may enter where, when, how often. One list an edition counts its attendance.",
)

list_categories = Table(
    "list_categories",
    metadata,
    Column("list_id", String(36), ForeignKey("check_in_lists.id"), primary_key=True),
    Column("category_id", String(36), ForeignKey("categories.id"), primary_key=True),
    comment="The categories a list lets in; none named means all.",
)

opening_hours = Table(
    "opening_hours",
    metadata,
    Column("list_id", String(36), ForeignKey("check_in_lists.id"), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("opens", String(5), primary_key=True),
    Column("closes", String(5), nullable=False),
    comment="When a list lets people in, local time HH:MM; no row means always.",
)

gates = Table(
    "gates",
    metadata,
    _id(),
    _ref("event_id", "events"),
    _ref("list_id", "check_in_lists"),
    Column("name", Text, nullable=False),
    Column("direction", String(8), nullable=False, server_default="entry"),
    Column("position", Integer, nullable=False, server_default="0"),
    _change_number(),
    CheckConstraint("direction IN ('entry', 'exit')", name="direction"),
    UniqueConstraint("event_id", "name"),
    comment="An entrance or a room door; its list holds the rules.",
)

exhibitors = Table(
    "exhibitors",
    metadata,
    _id(),
    _ref("event_id", "events"),
    Column("name", Text, nullable=False),
    Column("booth", String(16), nullable=False, server_default=""),
    Column("activity", Text, nullable=False, server_default=""),
    Column(
        "change_number",
        BigInteger,
        nullable=False,
        server_default="0",
        comment="the counter of its own feed: leads, qualifiers, scan types",
    ),
    UniqueConstraint("event_id", "name"),
    comment="A company with a booth.",
)

sessions = Table(
    "sessions",
    metadata,
    _id(),
    _ref("event_id", "events"),
    _ref("list_id", "check_in_lists", False),
    Column("title", Text, nullable=False),
    Column("room", Text, nullable=False, server_default=""),
    Column("language", String(2), nullable=False, server_default="fr"),
    _at("starts_at"),
    _at("ends_at"),
    UniqueConstraint("event_id", "title"),
    comment="A talk or a training; its check-in list holds the room's rules.",
)

devices = Table(
    "devices",
    metadata,
    _id(),
    _ref("event_id", "events"),
    _ref("gate_id", "gates", False),
    Column("name", Text, nullable=False),
    Column("role", String(8), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    _at("paired_at"),
    _at("revoked_at", False),
    _at("last_seen_at", False),
    Column("clock_offset_ms", BigInteger),
    Column("unsent_count", Integer),
    Column("last_seq", BigInteger, nullable=False, server_default="0"),
    Column("claimed_seq", BigInteger, nullable=False, server_default="0"),
    Column("missing_count", Integer, nullable=False, server_default="0"),
    Column("platform", Text, nullable=False, server_default=""),
    Column("camera", Text),
    _ref("exhibitor_id", "exhibitors", False),
    _ref("member_id", "booth_members", False),
    Column("access", String(16), comment="of a booth's device: `full` or `scan_only`"),
    CheckConstraint("role IN ('gate', 'desk', 'booth')", name="role"),
    Index(None, "event_id"),
    Index(None, "exhibitor_id"),
    comment="A paired tablet, phone or station. Only the hash of its token is kept.",
)

pairing_codes = Table(
    "pairing_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    _ref("event_id", "events"),
    _ref("gate_id", "gates", False),
    Column("role", String(8), nullable=False),
    Column("device_name", Text, nullable=False),
    _at("expires_at"),
    _at("used_at", False),
    comment="One-time codes that turn a browser into a device.",
)

scans = Table(
    "scans",
    metadata,
    Column("scan_id", String(36), primary_key=True),
    _ref("event_id", "events"),
    _ref("device_id", "devices"),
    Column("device_seq", BigInteger, nullable=False),
    _ref("gate_id", "gates"),
    _ref("list_id", "check_in_lists"),
    Column("badge_code", Text, nullable=False),
    _ref("badge_id", "badges", False),
    _ref("attendee_id", "attendees", False),
    _ref("category_id", "categories", False),
    Column("direction", String(8), nullable=False),
    Column("device_time", BigInteger, nullable=False),
    Column("clock_offset_ms", BigInteger, nullable=False),
    _at("corrected_at"),
    _at("received_at"),
    Column("source", String(8), nullable=False),
    Column("local_verdict", String(16)),
    Column("local_reason", String(64)),
    Column("decode_ms", Integer),
    Column("timings", Text),
    Column("verdict", String(16), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("change_number", BigInteger, nullable=False),
    Column("receipt", Text, nullable=False),
    UniqueConstraint("device_id", "device_seq"),
    Index(None, "event_id", "change_number"),
    Index(None, "list_id", "attendee_id"),
    comment="The log: append-only. Both verdicts, both times, and the receipt word for word.",
)

parked_scans = Table(
    "parked_scans",
    metadata,
    _id(),
    _ref("device_id", "devices"),
    Column("scan_id", String(36)),
    Column("device_seq", BigInteger),
    Column("reason", String(128), nullable=False),
    Column("message", Text, nullable=False),
    _at("received_at"),
    UniqueConstraint("device_id", "message"),
    comment="What devices sent that could not become a scan, kept for a person to look at.",
)

conflicts = Table(
    "conflicts",
    metadata,
    _id(),
    _ref("event_id", "events"),
    Column("kind", String(16), nullable=False),
    _ref("list_id", "check_in_lists"),
    _ref("attendee_id", "attendees"),
    Column("first_scan_id", String(36), ForeignKey("scans.scan_id")),
    Column("second_scan_id", String(36), ForeignKey("scans.scan_id"), nullable=False),
    _at("opened_at"),
    _at("resolved_at", False),
    Column("resolution", String(16)),
    Column("reason", Text, nullable=False, server_default=""),
    Column("resolved_by", Text),
    _change_number(),
    CheckConstraint("kind IN ('double_entry', 'against_rule')", name="kind"),
    UniqueConstraint("second_scan_id", "kind"),
    Index(None, "event_id", "resolved_at"),
    comment="Gates that were apart let in what the log would not have: a person judges.",
)

undos = Table(
    "undos",
    metadata,
    Column("undo_id", String(36), primary_key=True),
    _ref("event_id", "events"),
    Column("scan_id", String(36), ForeignKey("scans.scan_id"), nullable=False, unique=True),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    _at("at"),
    _at("pressed_at"),
    Column("change_number", BigInteger, nullable=False),
    comment="Scans taken back within 15 minutes, each with a reason; the scan itself stays.",
)

presence = Table(
    "presence",
    metadata,
    Column("list_id", String(36), ForeignKey("check_in_lists.id"), primary_key=True),
    Column("attendee_id", String(36), ForeignKey("attendees.id"), primary_key=True),
    Column("is_inside", Boolean, nullable=False),
    Column("entry_count", Integer, nullable=False),
    Column("exit_count", Integer, nullable=False),
    _at("entered_at", False),
    _ref("entered_gate_id", "gates", False),
    _at("last_at", False),
    _change_number(),
    Index(None, "list_id", "is_inside"),
    Index(None, "list_id", "change_number"),
    comment="Who is inside each list: the fold of its scans, kept for speed.",
)

visits = Table(
    "visits",
    metadata,
    Column("list_id", String(36), ForeignKey("check_in_lists.id"), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("attendee_id", String(36), ForeignKey("attendees.id"), primary_key=True),
    comment="Unique visitors: one row per list, day and attendee who was admitted.",
)

attendance_counts = Table(
    "attendance_counts",
    metadata,
    Column("gate_id", String(36), ForeignKey("gates.id"), primary_key=True),
    Column("bucket_at", BigInteger, primary_key=True),
    Column("category_id", String(36), primary_key=True),
    Column("verdict", String(16), primary_key=True),
    Column("scan_count", Integer, nullable=False),
    _ref("event_id", "events"),
    Index(None, "event_id", "bucket_at"),
    comment="Scans per gate, five minutes, category ('' when unknown) and verdict.",
)

exhibitor_codes = Table(
    "exhibitor_codes",
    metadata,
    _id(),
    _ref("event_id", "events"),
    _ref("exhibitor_id", "exhibitors"),
    Column("access", String(16), nullable=False),
    Column("code", String(8), nullable=False, unique=True),
    _at("made_at"),
    _at("revoked_at", False),
    CheckConstraint("access IN ('full', 'scan_only')", name="access"),
    Index(None, "exhibitor_id"),
    comment="Access codes of booths, kept readable: access sheets are printed again.",
)

booth_members = Table(
    "booth_members",
    metadata,
    _id(),
    _ref("exhibitor_id", "exhibitors"),
    Column("name", Text, nullable=False),
    _at("made_at"),
    _at("removed_at", False),
    Index(None, "exhibitor_id"),
    comment="The people of a booth. Who is removed keeps no access; his leads stay.",
)

scan_types = Table(
    "scan_types",
    metadata,
    _id(),
    _ref("exhibitor_id", "exhibitors"),
    Column("code", String(40), nullable=False),
    Column("name_fr", Text, nullable=False),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("gives_contact", Boolean, nullable=False, comment="if not, a scan only counts"),
    Column("position", Integer, nullable=False, server_default="0"),
    _at("archived_at", False),
    UniqueConstraint("exhibitor_id", "code"),
    comment="What an exhibitor's scan is for: a lead, or coffee and raffle, which only count.",
)

qualifiers = Table(
    "qualifiers",
    metadata,
    _id(),
    _ref("exhibitor_id", "exhibitors"),
    Column("code", String(40), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("labels", Text, nullable=False, comment="JSON {fr, ar, en}"),
    Column(
        "options", Text, nullable=False, server_default="[]", comment="JSON [{code, labels}, ...]"
    ),
    Column("condition", Text, comment="JSON {question, any_of: [codes]}: when it is asked"),
    Column("position", Integer, nullable=False, server_default="0"),
    _at("archived_at", False),
    CheckConstraint(
        "kind IN ('single', 'multiple', 'choice_other', 'text', 'number', 'date', 'yes_no',"
        " 'rating', 'consent')",
        name="kind",
    ),
    UniqueConstraint("exhibitor_id", "code"),
    comment="Questions of an exhibitor. Answers are codes, whatever the language.",
)

leads = Table(
    "leads",
    metadata,
    _id(),
    _ref("event_id", "events"),
    _ref("exhibitor_id", "exhibitors"),
    _ref("attendee_id", "attendees", False),
    Column("badge_code", Text, comment="while nobody is known under it; in training always"),
    _at("first_captured_at"),
    _at("last_captured_at"),
    Column("fold", Text, nullable=False, comment="JSON, see domain/lead.py"),
    Column("state", String(16), nullable=False, server_default="open"),
    _ref("merged_into_id", "leads", False),
    _at("withdrawn_at", False),
    Column("is_training", Boolean, nullable=False, server_default="0"),
    Column(
        "change_number",
        BigInteger,
        nullable=False,
        server_default="0",
        comment="the exhibitor's counter at the row's last change",
    ),
    CheckConstraint("state IN ('open', 'withdrawn', 'hidden', 'merged')", name="state"),
    UniqueConstraint("exhibitor_id", "attendee_id"),
    UniqueConstraint("exhibitor_id", "badge_code", "is_training"),
    Index(None, "exhibitor_id", "change_number"),
    Index(None, "attendee_id"),
    Index(None, "event_id", "badge_code"),
    comment="One row per exhibitor and person: the fold of captures and edits, kept for speed.",
)

captures = Table(
    "captures",
    metadata,
    Column("capture_id", String(36), primary_key=True),
    _ref("event_id", "events"),
    _ref("exhibitor_id", "exhibitors"),
    _ref("device_id", "devices"),
    Column("device_seq", BigInteger, nullable=False),
    _ref("member_id", "booth_members", False),
    Column("scan_type", String(40), nullable=False),
    Column("badge_code", Text),
    _ref("badge_id", "badges", False),
    _ref("attendee_id", "attendees", False),
    _ref("lead_id", "leads", False),
    Column("verdict", String(24), nullable=False),
    Column("share_level", String(16), comment="the visitor's when he was captured"),
    Column("manual", Text, comment="JSON: what was typed of a person without a badge"),
    Column("device_time", BigInteger, nullable=False),
    Column("clock_offset_ms", BigInteger, nullable=False),
    _at("corrected_at"),
    _at("received_at"),
    Column("source", String(8), nullable=False),
    Column("is_training", Boolean, nullable=False, server_default="0"),
    Column("decode_ms", Integer),
    Column("receipt", Text, nullable=False),
    Column(
        "change_number",
        BigInteger,
        nullable=False,
        comment="the exhibitor's counter when it arrived",
    ),
    UniqueConstraint("device_id", "device_seq"),
    Index(None, "lead_id"),
    Index(None, "attendee_id"),
    Index(None, "exhibitor_id", "change_number"),
    Index(None, "event_id", "corrected_at"),
    Index(None, "event_id", "badge_code"),
    comment="Append-only: an exhibitor's device saw a badge, or somebody was typed in.",
)

lead_edits = Table(
    "lead_edits",
    metadata,
    Column("edit_id", String(36), primary_key=True),
    _ref("event_id", "events"),
    _ref("exhibitor_id", "exhibitors"),
    _ref("device_id", "devices"),
    Column("device_seq", BigInteger, nullable=False),
    _ref("member_id", "booth_members", False),
    Column(
        "capture_id", String(36), nullable=False, comment="no key: an edit may arrive before it"
    ),
    Column("field", String(80), nullable=False),
    Column("value", Text, nullable=False, comment="JSON"),
    Column("hybrid_time", String(56), nullable=False),
    Column("device_time", BigInteger, nullable=False),
    Column("clock_offset_ms", BigInteger, nullable=False),
    _at("corrected_at"),
    _at("received_at"),
    Column("receipt", Text, nullable=False),
    Column(
        "change_number",
        BigInteger,
        nullable=False,
        comment="the exhibitor's counter when it arrived",
    ),
    UniqueConstraint("device_id", "device_seq"),
    Index(None, "capture_id"),
    Index(None, "exhibitor_id", "change_number"),
    comment="Append-only: one field of a lead set by one device at one hybrid time.",
)

consent_texts = Table(
    "consent_texts",
    metadata,
    _id(),
    _ref("event_id", "events"),
    Column("version", Integer, nullable=False),
    Column("texts", Text, nullable=False, comment="JSON {fr, ar, en}"),
    _at("made_at"),
    UniqueConstraint("event_id", "version"),
    comment="What visitors agree to when exhibitors may write to them; never changed, only added.",
)

withdrawals = Table(
    "withdrawals",
    metadata,
    _id(),
    _ref("event_id", "events"),
    _ref("attendee_id", "attendees"),
    _ref("exhibitor_id", "exhibitors", False),
    _at("at"),
    _at("revoked_at", False),
    Index(None, "attendee_id"),
    comment="A visitor takes his details back from one exhibitor, or from all (none named).",
)

visitor_wishes = Table(
    "visitor_wishes",
    metadata,
    _id(),
    _ref("event_id", "events"),
    _ref("attendee_id", "attendees"),
    _ref("exhibitor_id", "exhibitors", False),
    Column("kind", String(16), nullable=False),
    Column("value", Text, nullable=False, server_default=""),
    _at("at"),
    CheckConstraint("kind IN ('call_me', 'share_as')", name="kind"),
    Index(None, "attendee_id"),
    comment="What a visitor asks of exhibitors: a call, or another e-mail (the newest counts).",
)

lead_accesses = Table(
    "lead_accesses",
    metadata,
    _id(),
    _ref("event_id", "events"),
    _ref("exhibitor_id", "exhibitors"),
    _ref("attendee_id", "attendees"),
    _at("at"),
    Column("actor", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("fields", Text, nullable=False, comment="names of fields, by comma"),
    Column("once_key", Text, unique=True, comment="of what is logged once however often it goes"),
    CheckConstraint("kind IN ('capture', 'feed', 'export', 'webhook', 'receipt')", name="kind"),
    Index(None, "attendee_id", "at"),
    comment="Who was handed which details of whom: visitors may read their own.",
)

lead_exports = Table(
    "lead_exports",
    metadata,
    _id(),
    _ref("exhibitor_id", "exhibitors"),
    Column("number", Integer, nullable=False),
    _at("made_at"),
    Column("actor", Text, nullable=False),
    Column("format", String(32), nullable=False),
    Column("selection", String(16), nullable=False),
    Column("from_number", BigInteger, nullable=False),
    Column("to_number", BigInteger, nullable=False),
    Column("lead_count", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("manifest", Text, nullable=False),
    CheckConstraint("selection IN ('all', 'new', 'changed', 'withdrawn')", name="selection"),
    UniqueConstraint("exhibitor_id", "number"),
    comment="Files an exhibitor took away, each with its count and hash.",
)

webhook_endpoints = Table(
    "webhook_endpoints",
    metadata,
    _id(),
    _ref("exhibitor_id", "exhibitors"),
    Column("url", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("events", Text, nullable=False, comment="JSON list of message types"),
    Column(
        "cursor_number",
        BigInteger,
        nullable=False,
        comment="the exhibitor's counter up to which messages were made",
    ),
    _at("made_at"),
    _at("disabled_at", False),
    Column("disabled_reason", Text),
    Index(None, "exhibitor_id"),
    comment="Addresses of an exhibitor's own systems that are told of leads, signed.",
)

webhook_messages = Table(
    "webhook_messages",
    metadata,
    Column("id", String(64), primary_key=True, comment="`msg_` and a UUIDv7"),
    _ref("endpoint_id", "webhook_endpoints"),
    _ref("lead_id", "leads"),
    Column("type", String(40), nullable=False),
    _at("made_at"),
    Column("attempt_count", Integer, nullable=False, server_default="0"),
    _at("next_attempt_at", False),
    _at("delivered_at", False),
    Column("last_status", Integer),
    Column("last_error", Text),
    Index(None, "next_attempt_at"),
    Index(None, "endpoint_id", "made_at"),
    Index(None, "lead_id"),
    comment="Messages to those addresses, tried again until they are taken. What a message says "
    "of its lead is read when it goes out, so that no withdrawn detail does.",
)

exhibitor_sessions = Table(
    "exhibitor_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _ref("exhibitor_id", "exhibitors"),
    _ref("code_id", "exhibitor_codes"),
    Column("name", Text, nullable=False),
    _at("created_at"),
    _at("expires_at"),
    Index(None, "code_id"),
    comment="Browsers in which an exhibitor opened his desk with a full code; `name` is who said "
    "so. Revoking the code ends them.",
)

organizers = Table(
    "organizers",
    metadata,
    _id(),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("language", String(2), nullable=False, server_default="fr"),
    _at("created_at"),
    _at("disabled_at", False),
    comment="People who run the fair. Passwords are argon2id hashes.",
)

organizer_sessions = Table(
    "organizer_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _ref("organizer_id", "organizers"),
    _at("created_at"),
    _at("expires_at"),
    comment="Signed-in browsers; only the hash of the cookie is kept.",
)

setup_links = Table(
    "setup_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _at("expires_at"),
    _at("used_at", False),
    comment="One-time links that let the first organizer set a password.",
)

imports = Table(
    "imports",
    metadata,
    _id(),
    _ref("event_id", "events"),
    Column("file_name", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("report", Text, nullable=False, server_default="{}"),
    _at("created_at"),
    _at("applied_at", False),
    CheckConstraint("status IN ('staged', 'applied', 'discarded')", name="status"),
    comment="Registration files brought in; their rows wait in a staging file until applied.",
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    _at("at"),
    Column("actor", Text, nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    comment="Who changed what, each row chained to the one before by its hash.",
)
