"""The one place that decides what a scan at a booth gives. Pure, as `domain.admission` is.

The JavaScript twin is `static/js/domain/lead-capture.js`.
"""

import re
from dataclasses import dataclass

from domain.share_levels import fields_shared

LEAD = "lead"
COUNTED = "counted"
REFUSED_BY_VISITOR = "refused_by_visitor"
UNKNOWN_BADGE = "unknown_badge"
ENTRY_CODE = "entry_code"
OTHER_EDITION = "other_edition"
BAD_CODE = "bad_code"
CAPTURE_VERDICTS = (
    LEAD,
    COUNTED,
    REFUSED_BY_VISITOR,
    UNKNOWN_BADGE,
    ENTRY_CODE,
    OTHER_EDITION,
    BAD_CODE,
)
VERDICTS_WITH_LEAD = (LEAD, UNKNOWN_BADGE, ENTRY_CODE)
"""What makes a lead: also badges nobody knows yet, which resolve once they are registered."""

_ANY_CASE = re.ASCII | re.IGNORECASE
_FOREIGN = (
    ("web_address", re.compile(r"(https?://|www\.)[\s\S]*", _ANY_CASE)),
    ("contact_card", re.compile(r"(BEGIN:VCARD|MECARD:)[\s\S]*", _ANY_CASE)),
    ("network", re.compile(r"WIFI:[\s\S]*", _ANY_CASE)),
    ("product", re.compile(r"[0-9]{8}|[0-9]{12,13}")),
    (
        "entry_code",
        re.compile(r"[0-9]{15,30}|[a-z0-9]{10,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    ),
)


@dataclass(frozen=True)
class Visitor:
    """The person behind a badge, as far as capturing goes. `standing` is empty, or why the badge
    counts as unknown (`badge_revoked`, `registration_cancelled`, `attendee_blocked`)."""

    share_level: str
    has_withdrawn: bool = False
    standing: str = ""


@dataclass(frozen=True)
class CaptureVerdict:
    """What a capture gives, and the stable reason behind it."""

    code: str
    reason: str = ""


def decide_capture(
    code_kind: str, text: str, visitor: Visitor | None, gives_contact: bool, is_training: bool
) -> CaptureVerdict:
    """Decide one scan. `code_kind` and `text` are the badge code's, or `manual` for somebody typed
    in; `visitor` is None when no badge of this edition matches. Practice looks at nobody's details,
    so that its captures are leads of badge codes."""
    is_practice = is_training and code_kind not in ("nothing", "broken")
    if code_kind == "manual" or is_practice:
        return CaptureVerdict(LEAD if gives_contact else COUNTED)
    if visitor is None:
        verdict = _decide_unmatched(code_kind, text)
    elif visitor.standing:
        verdict = CaptureVerdict(UNKNOWN_BADGE, visitor.standing)
    else:
        verdict = _decide_known(visitor)
    if not gives_contact and verdict.code in (*VERDICTS_WITH_LEAD, REFUSED_BY_VISITOR):
        return CaptureVerdict(COUNTED)
    return verdict


def name_foreign_code(text: str) -> str:
    """What a code of another maker looks like: `web_address`, `contact_card`, `network` (Wi-Fi),
    `product`, `entry_code` (a ticketing system's: pretix secrets are 32 lower-case letters and
    digits, Eventbrite's barcodes 20 digits and more), or `foreign`."""
    return next((name for name, shape in _FOREIGN if shape.fullmatch(text)), "foreign")


def _decide_known(visitor: Visitor) -> CaptureVerdict:
    if visitor.has_withdrawn:
        return CaptureVerdict(REFUSED_BY_VISITOR, "withdrawn")
    if not fields_shared(visitor.share_level):
        return CaptureVerdict(REFUSED_BY_VISITOR, "shares_nothing")
    return CaptureVerdict(LEAD)


def _decide_unmatched(code_kind: str, text: str) -> CaptureVerdict:
    if code_kind == "nothing":
        return CaptureVerdict(BAD_CODE, "not_a_badge")
    if code_kind == "broken":
        return CaptureVerdict(BAD_CODE, "misread")
    if code_kind == "other_edition":
        return CaptureVerdict(OTHER_EDITION, "other_edition")
    if code_kind != "foreign":
        return CaptureVerdict(UNKNOWN_BADGE, "not_listed")
    name = name_foreign_code(text)
    if name == "entry_code":
        return CaptureVerdict(ENTRY_CODE, "not_listed")
    if name == "foreign":
        return CaptureVerdict(UNKNOWN_BADGE, "not_listed")
    return CaptureVerdict(BAD_CODE, name)
