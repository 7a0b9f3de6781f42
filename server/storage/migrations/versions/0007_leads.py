"""Leads: what exhibitors capture, and what visitors allow"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent_texts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False, comment="JSON {fr, ar, en}"),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_consent_texts_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_texts")),
        sa.UniqueConstraint("event_id", "version", name=op.f("uq_consent_texts_event_id_version")),
        comment="What visitors agree to when exhibitors may write to them;"
        " never changed, only added.",
    )
    op.create_table(
        "booth_members",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_booth_members_exhibitor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_members")),
        comment="The people of a booth. Who is removed keeps no access; his leads stay.",
    )
    with op.batch_alter_table("booth_members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_booth_members_exhibitor_id"), ["exhibitor_id"], unique=False
        )

    op.create_table(
        "exhibitor_codes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=False),
        sa.Column("access", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "access IN ('full', 'scan_only')", name=op.f("ck_exhibitor_codes_access")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_exhibitor_codes_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_exhibitor_codes_exhibitor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibitor_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_exhibitor_codes_code")),
        comment="Access codes of booths, kept readable: access sheets are printed again.",
    )
    with op.batch_alter_table("exhibitor_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exhibitor_codes_exhibitor_id"), ["exhibitor_id"], unique=False
        )

    op.create_table(
        "exhibitor_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=False),
        sa.Column("code_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["exhibitor_codes.id"], name=op.f("fk_exhibitor_sessions_code_id")
        ),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_exhibitor_sessions_exhibitor_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_exhibitor_sessions")),
        comment="Browsers in which an exhibitor opened his desk with a full code; `name` is who "
        "said so. Revoking the code ends them.",
    )
    with op.batch_alter_table("exhibitor_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exhibitor_sessions_code_id"), ["code_id"], unique=False
        )

    op.create_table(
        "lead_exports",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("format", sa.String(length=32), nullable=False),
        sa.Column("selection", sa.String(length=16), nullable=False),
        sa.Column("from_number", sa.BigInteger(), nullable=False),
        sa.Column("to_number", sa.BigInteger(), nullable=False),
        sa.Column("lead_count", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "selection IN ('all', 'new', 'changed', 'withdrawn')",
            name=op.f("ck_lead_exports_selection"),
        ),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_lead_exports_exhibitor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_exports")),
        sa.UniqueConstraint(
            "exhibitor_id", "number", name=op.f("uq_lead_exports_exhibitor_id_number")
        ),
        comment="Files an exhibitor took away, each with its count and hash.",
    )
    op.create_table(
        "qualifiers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False, comment="JSON {fr, ar, en}"),
        sa.Column(
            "options",
            sa.Text(),
            server_default="[]",
            nullable=False,
            comment="JSON [{code, labels}, ...]",
        ),
        sa.Column(
            "condition",
            sa.Text(),
            nullable=True,
            comment="JSON {question, any_of: [codes]}: when it is asked",
        ),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('single', 'multiple', 'choice_other', 'text', 'number', 'date', 'yes_no',"
            " 'rating', 'consent')",
            name=op.f("ck_qualifiers_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_qualifiers_exhibitor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualifiers")),
        sa.UniqueConstraint("exhibitor_id", "code", name=op.f("uq_qualifiers_exhibitor_id_code")),
        comment="Questions of an exhibitor. Answers are codes, whatever the language.",
    )
    op.create_table(
        "scan_types",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column(
            "gives_contact", sa.Boolean(), nullable=False, comment="if not, a scan only counts"
        ),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_scan_types_exhibitor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_types")),
        sa.UniqueConstraint("exhibitor_id", "code", name=op.f("uq_scan_types_exhibitor_id_code")),
        comment="What an exhibitor's scan is for: a lead, or coffee and raffle, which only count.",
    )
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False, comment="JSON list of message types"),
        sa.Column(
            "cursor_number",
            sa.BigInteger(),
            nullable=False,
            comment="the exhibitor's counter up to which messages were made",
        ),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger(), nullable=True),
        sa.Column("disabled_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_webhook_endpoints_exhibitor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoints")),
        comment="Addresses of an exhibitor's own systems that are told of leads, signed.",
    )
    with op.batch_alter_table("webhook_endpoints", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_webhook_endpoints_exhibitor_id"), ["exhibitor_id"], unique=False
        )

    op.create_table(
        "lead_accesses",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=False),
        sa.Column("attendee_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False, comment="names of fields, by comma"),
        sa.Column(
            "once_key",
            sa.Text(),
            nullable=True,
            comment="of what is logged once however often it goes",
        ),
        sa.CheckConstraint(
            "kind IN ('capture', 'feed', 'export', 'webhook', 'receipt')",
            name=op.f("ck_lead_accesses_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name=op.f("fk_lead_accesses_attendee_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_lead_accesses_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_lead_accesses_exhibitor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_accesses")),
        sa.UniqueConstraint("once_key", name=op.f("uq_lead_accesses_once_key")),
        comment="Who was handed which details of whom: visitors may read their own.",
    )
    with op.batch_alter_table("lead_accesses", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lead_accesses_attendee_id_at"), ["attendee_id", "at"], unique=False
        )

    op.create_table(
        "leads",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=False),
        sa.Column("attendee_id", sa.String(length=36), nullable=True),
        sa.Column(
            "badge_code",
            sa.Text(),
            nullable=True,
            comment="while nobody is known under it; in training always",
        ),
        sa.Column("first_captured_at", sa.BigInteger(), nullable=False),
        sa.Column("last_captured_at", sa.BigInteger(), nullable=False),
        sa.Column("fold", sa.Text(), nullable=False, comment="JSON, see domain/lead.py"),
        sa.Column("state", sa.String(length=16), server_default="open", nullable=False),
        sa.Column("merged_into_id", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("is_training", sa.Boolean(), server_default="0", nullable=False),
        sa.Column(
            "change_number",
            sa.BigInteger(),
            server_default="0",
            nullable=False,
            comment="the exhibitor's counter at the row's last change",
        ),
        sa.CheckConstraint(
            "state IN ('open', 'withdrawn', 'hidden', 'merged')", name=op.f("ck_leads_state")
        ),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name=op.f("fk_leads_attendee_id")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_leads_event_id")),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_leads_exhibitor_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["leads.id"], name=op.f("fk_leads_merged_into_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads")),
        sa.UniqueConstraint(
            "exhibitor_id", "attendee_id", name=op.f("uq_leads_exhibitor_id_attendee_id")
        ),
        sa.UniqueConstraint(
            "exhibitor_id",
            "badge_code",
            "is_training",
            name=op.f("uq_leads_exhibitor_id_badge_code_is_training"),
        ),
        comment="One row per exhibitor and person: the fold of captures and edits, kept for speed.",
    )
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leads_attendee_id"), ["attendee_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_leads_event_id_badge_code"), ["event_id", "badge_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_leads_exhibitor_id_change_number"),
            ["exhibitor_id", "change_number"],
            unique=False,
        )

    op.create_table(
        "visitor_wishes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("attendee_id", sa.String(length=36), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('call_me', 'share_as')", name=op.f("ck_visitor_wishes_kind")),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name=op.f("fk_visitor_wishes_attendee_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_visitor_wishes_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_visitor_wishes_exhibitor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor_wishes")),
        comment="What a visitor asks of exhibitors: a call, or another e-mail (the newest counts).",
    )
    with op.batch_alter_table("visitor_wishes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visitor_wishes_attendee_id"), ["attendee_id"], unique=False
        )

    op.create_table(
        "webhook_messages",
        sa.Column("id", sa.String(length=64), nullable=False, comment="`msg_` and a UUIDv7"),
        sa.Column("endpoint_id", sa.String(length=36), nullable=False),
        sa.Column("lead_id", sa.String(length=36), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("attempt_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", sa.BigInteger(), nullable=True),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["webhook_endpoints.id"], name=op.f("fk_webhook_messages_endpoint_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name=op.f("fk_webhook_messages_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_messages")),
        comment="Messages to those addresses, tried again until they are taken. What a message "
        "says of its lead is read when it goes out, so that no withdrawn detail does.",
    )
    with op.batch_alter_table("webhook_messages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_webhook_messages_endpoint_id_made_at"),
            ["endpoint_id", "made_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_webhook_messages_next_attempt_at"), ["next_attempt_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_webhook_messages_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "withdrawals",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("attendee_id", sa.String(length=36), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name=op.f("fk_withdrawals_attendee_id")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_withdrawals_event_id")),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_withdrawals_exhibitor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawals")),
        comment="A visitor takes his details back from one exhibitor, or from all (none named).",
    )
    with op.batch_alter_table("withdrawals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_withdrawals_attendee_id"), ["attendee_id"], unique=False
        )

    op.create_table(
        "captures",
        sa.Column("capture_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("device_seq", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=True),
        sa.Column("scan_type", sa.String(length=40), nullable=False),
        sa.Column("badge_code", sa.Text(), nullable=True),
        sa.Column("badge_id", sa.String(length=36), nullable=True),
        sa.Column("attendee_id", sa.String(length=36), nullable=True),
        sa.Column("lead_id", sa.String(length=36), nullable=True),
        sa.Column("verdict", sa.String(length=24), nullable=False),
        sa.Column(
            "share_level",
            sa.String(length=16),
            nullable=True,
            comment="the visitor's when he was captured",
        ),
        sa.Column(
            "manual",
            sa.Text(),
            nullable=True,
            comment="JSON: what was typed of a person without a badge",
        ),
        sa.Column("device_time", sa.BigInteger(), nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=False),
        sa.Column("corrected_at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("is_training", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("decode_ms", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column(
            "change_number",
            sa.BigInteger(),
            nullable=False,
            comment="the exhibitor's counter when it arrived",
        ),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name=op.f("fk_captures_attendee_id")
        ),
        sa.ForeignKeyConstraint(["badge_id"], ["badges.id"], name=op.f("fk_captures_badge_id")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_captures_device_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_captures_event_id")),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_captures_exhibitor_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_captures_lead_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["booth_members.id"], name=op.f("fk_captures_member_id")
        ),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_captures")),
        sa.UniqueConstraint(
            "device_id", "device_seq", name=op.f("uq_captures_device_id_device_seq")
        ),
        comment="Append-only: an exhibitor's device saw a badge, or somebody was typed in.",
    )
    with op.batch_alter_table("captures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_captures_attendee_id"), ["attendee_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_captures_event_id_badge_code"), ["event_id", "badge_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_captures_event_id_corrected_at"),
            ["event_id", "corrected_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_captures_exhibitor_id_change_number"),
            ["exhibitor_id", "change_number"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_captures_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "lead_edits",
        sa.Column("edit_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("exhibitor_id", sa.String(length=36), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("device_seq", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=True),
        sa.Column(
            "capture_id",
            sa.String(length=36),
            nullable=False,
            comment="no key: an edit may arrive before it",
        ),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("hybrid_time", sa.String(length=56), nullable=False),
        sa.Column("device_time", sa.BigInteger(), nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=False),
        sa.Column("corrected_at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column(
            "change_number",
            sa.BigInteger(),
            nullable=False,
            comment="the exhibitor's counter when it arrived",
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_lead_edits_device_id")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_lead_edits_event_id")),
        sa.ForeignKeyConstraint(
            ["exhibitor_id"], ["exhibitors.id"], name=op.f("fk_lead_edits_exhibitor_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["booth_members.id"], name=op.f("fk_lead_edits_member_id")
        ),
        sa.PrimaryKeyConstraint("edit_id", name=op.f("pk_lead_edits")),
        sa.UniqueConstraint(
            "device_id", "device_seq", name=op.f("uq_lead_edits_device_id_device_seq")
        ),
        comment="Append-only: one field of a lead set by one device at one hybrid time.",
    )
    with op.batch_alter_table("lead_edits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_edits_capture_id"), ["capture_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_lead_edits_exhibitor_id_change_number"),
            ["exhibitor_id", "change_number"],
            unique=False,
        )

    # One by one and with the reference inside: a copied table would lose its rows' references.
    for name, target in (("exhibitor_id", "exhibitors"), ("member_id", "booth_members")):
        key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_devices_{name}"))
        column = sa.Column(name, sa.String(length=36), key, nullable=True)
        op.add_column("devices", column, inline_references=True)
    op.add_column(
        "devices",
        sa.Column(
            "access",
            sa.String(length=16),
            nullable=True,
            comment="of a booth's device: `full` or `scan_only`",
        ),
    )
    op.create_index(op.f("ix_devices_exhibitor_id"), "devices", ["exhibitor_id"])

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "leads_kept_until",
                sa.String(length=10),
                nullable=True,
                comment="day after which leads are purged",
            )
        )
        batch_op.add_column(
            sa.Column(
                "leads_number",
                sa.BigInteger(),
                server_default="0",
                nullable=False,
                comment="the change number up to which badges and attendees are in the leads",
            )
        )

    with op.batch_alter_table("exhibitors", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "change_number",
                sa.BigInteger(),
                server_default="0",
                nullable=False,
                comment="the counter of its own feed: leads, qualifiers, scan types",
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("exhibitors", schema=None) as batch_op:
        batch_op.drop_column("change_number")

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_column("leads_number")
        batch_op.drop_column("leads_kept_until")

    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_devices_member_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_devices_exhibitor_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_devices_exhibitor_id"))
        batch_op.drop_column("access")
        batch_op.drop_column("member_id")
        batch_op.drop_column("exhibitor_id")

    with op.batch_alter_table("lead_edits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_edits_exhibitor_id_change_number"))
        batch_op.drop_index(batch_op.f("ix_lead_edits_capture_id"))

    op.drop_table("lead_edits")
    with op.batch_alter_table("captures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_captures_lead_id"))
        batch_op.drop_index(batch_op.f("ix_captures_exhibitor_id_change_number"))
        batch_op.drop_index(batch_op.f("ix_captures_event_id_corrected_at"))
        batch_op.drop_index(batch_op.f("ix_captures_event_id_badge_code"))
        batch_op.drop_index(batch_op.f("ix_captures_attendee_id"))

    op.drop_table("captures")
    with op.batch_alter_table("withdrawals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_withdrawals_attendee_id"))

    op.drop_table("withdrawals")
    with op.batch_alter_table("webhook_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_messages_lead_id"))
        batch_op.drop_index(batch_op.f("ix_webhook_messages_next_attempt_at"))
        batch_op.drop_index(batch_op.f("ix_webhook_messages_endpoint_id_made_at"))

    op.drop_table("webhook_messages")
    with op.batch_alter_table("visitor_wishes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visitor_wishes_attendee_id"))

    op.drop_table("visitor_wishes")
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leads_exhibitor_id_change_number"))
        batch_op.drop_index(batch_op.f("ix_leads_event_id_badge_code"))
        batch_op.drop_index(batch_op.f("ix_leads_attendee_id"))

    op.drop_table("leads")
    with op.batch_alter_table("lead_accesses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_accesses_attendee_id_at"))

    op.drop_table("lead_accesses")
    with op.batch_alter_table("webhook_endpoints", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_endpoints_exhibitor_id"))

    op.drop_table("webhook_endpoints")
    op.drop_table("scan_types")
    op.drop_table("qualifiers")
    op.drop_table("lead_exports")
    with op.batch_alter_table("exhibitor_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exhibitor_sessions_code_id"))

    op.drop_table("exhibitor_sessions")
    with op.batch_alter_table("exhibitor_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exhibitor_codes_exhibitor_id"))

    op.drop_table("exhibitor_codes")
    with op.batch_alter_table("booth_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booth_members_exhibitor_id"))

    op.drop_table("booth_members")
    op.drop_table("consent_texts")
