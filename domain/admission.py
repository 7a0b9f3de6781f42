"""The one place that decides who may pass a gate. Pure: plain values in, a verdict out.

The JavaScript twin is `static/js/domain/admission.js`; both run on `tests/vectors/admission.json`
and on generated cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.presence import EXIT, NEVER_SEEN, Presence

ADMITTED = "admitted"
EXITED = "exited"
ALREADY_INSIDE = "already_inside"
OTHER_EDITION = "other_edition"
UNKNOWN_BADGE = "unknown_badge"
BAD_CODE = "bad_code"
NOT_TODAY = "not_today"
NOT_HERE = "not_here"
FULL = "full"
BLOCKED = "blocked"
CANCELLED = "cancelled"
REVOKED = "revoked"
NEEDS_DESK = "needs_desk"
NOT_READY = "not_ready"
VERDICTS = (
    ADMITTED,
    EXITED,
    ALREADY_INSIDE,
    OTHER_EDITION,
    UNKNOWN_BADGE,
    BAD_CODE,
    NOT_TODAY,
    NOT_HERE,
    FULL,
    BLOCKED,
    CANCELLED,
    REVOKED,
    NEEDS_DESK,
    NOT_READY,
)

ONCE = "once"
ONCE_A_DAY = "once_a_day"
REENTRY = "reentry"
UNLIMITED = "unlimited"
ENTRY_RULES = (ONCE, ONCE_A_DAY, REENTRY, UNLIMITED)


@dataclass(frozen=True)
class Span:
    """A stretch of time, `starts_at` included, `ends_at` not. The server computes days and opening
    hours from the venue's time zone, so that no device needs time zone tables."""

    starts_at: int
    ends_at: int

    def contains(self, at: int) -> bool:
        """Whether the moment `at` falls inside."""
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True)
class CheckInList:
    """Who may enter where, when, how often. `None` means no limit.

    `days` are the edition's calendar days; `opening_spans` the hours entry is open.
    """

    entry_rule: str = REENTRY
    categories: frozenset[str] | None = None
    days: tuple[Span, ...] = ()
    opening_spans: tuple[Span, ...] | None = None
    capacity: int | None = None


@dataclass(frozen=True)
class Candidate:
    """The attendee behind a badge, as far as admission cares.

    `status` is `registered`, `cancelled` or `blocked`; `needs_desk` names what must be settled at
    the desk (`unpaid`, `question`, `photo`, `approval`) or is None.
    """

    category_id: str
    status: str = "registered"
    is_revoked: bool = False
    needs_desk: str | None = None
    has_attention: bool = False


@dataclass(frozen=True)
class Passage:
    """One attempt to pass: what the code was (`BadgeCode.kind`), which way, when (corrected)."""

    code_kind: str
    direction: str
    at: int


@dataclass(frozen=True)
class Verdict:
    """What was decided, and the stable reason behind it (for staff screens and the log)."""

    code: str
    reason: str = ""
    has_attention: bool = False

    @property
    def is_check_in(self) -> bool:
        """Whether presence changes."""
        return self.code in (ADMITTED, EXITED)


def decide_admission(
    passage: Passage,
    candidate: Candidate | None,
    rules: CheckInList,
    presence: Presence = NEVER_SEEN,
    inside_count: int = 0,
) -> Verdict:
    """Decide one passage. `candidate` is None when no badge of this edition matches the code;
    `inside_count` is how many are inside this list now, for its capacity.

    The order of the checks is part of the contract: validity of the badge comes before "already
    inside", and an exit is never refused to a genuine badge, listed or not.
    """
    if candidate is None:
        return _decide_unmatched(passage)
    if passage.direction == EXIT:
        return Verdict(EXITED, _standing(candidate).reason)
    for verdict in (
        _standing(candidate),
        _place(candidate, rules),
        _hours(passage.at, rules),
        _repetition(passage.at, rules, presence),
        _room(rules, presence, inside_count),
    ):
        if verdict.code != ADMITTED:
            return verdict
    return Verdict(ADMITTED, has_attention=candidate.has_attention)


_PASSED = Verdict(ADMITTED)

_UNMATCHED = {
    "nothing": Verdict(BAD_CODE, "not_a_badge"),
    "broken": Verdict(BAD_CODE, "misread"),
    "other_edition": Verdict(OTHER_EDITION, "other_edition"),
    "ours": Verdict(NEEDS_DESK, "genuine_not_listed"),
    "short": Verdict(UNKNOWN_BADGE, "not_listed"),
    "foreign": Verdict(UNKNOWN_BADGE, "not_listed"),
}


def _decide_unmatched(passage: Passage) -> Verdict:
    """A genuine badge that is on no list (a lost backup, a walk-in not synced yet) is sent to the
    desk, never turned away; who wants to leave, leaves."""
    verdict = _UNMATCHED[passage.code_kind]
    if passage.code_kind == "ours" and passage.direction == EXIT:
        return Verdict(EXITED, verdict.reason)
    return verdict


def _standing(candidate: Candidate) -> Verdict:
    if candidate.is_revoked:
        return Verdict(REVOKED, "badge_revoked")
    if candidate.status == "cancelled":
        return Verdict(CANCELLED, "registration_cancelled")
    if candidate.status == "blocked":
        return Verdict(BLOCKED, "attendee_blocked")
    if candidate.needs_desk is not None:
        return Verdict(NEEDS_DESK, candidate.needs_desk)
    return _PASSED


def _place(candidate: Candidate, rules: CheckInList) -> Verdict:
    if rules.categories is None or candidate.category_id in rules.categories:
        return _PASSED
    return Verdict(NOT_HERE, "category_not_allowed")


def _hours(at: int, rules: CheckInList) -> Verdict:
    spans = rules.opening_spans
    if spans is None or any(span.contains(at) for span in spans):
        return _PASSED
    if any(span.starts_at > at for span in spans):
        return Verdict(NOT_TODAY, "not_open_yet")
    return Verdict(NOT_TODAY, "closed")


def _repetition(at: int, rules: CheckInList, presence: Presence) -> Verdict:
    if rules.entry_rule == ONCE and presence.entry_count > 0:
        return Verdict(ALREADY_INSIDE, "entered_before")
    if rules.entry_rule == ONCE_A_DAY and _is_same_day(at, presence.entered_at, rules.days):
        return Verdict(ALREADY_INSIDE, "entered_today")
    if rules.entry_rule == REENTRY and presence.is_inside:
        return Verdict(ALREADY_INSIDE, "not_left_yet")
    return _PASSED


def _is_same_day(at: int, entered_at: int | None, days: Sequence[Span]) -> bool:
    """Outside the edition's days (a rehearsal, a wrong clock) everything counts as one day."""
    if entered_at is None:
        return False
    return _day_number(at, days) == _day_number(entered_at, days)


def _day_number(at: int, days: Sequence[Span]) -> int:
    return next((number for number, day in enumerate(days) if day.contains(at)), -1)


def _room(rules: CheckInList, presence: Presence, inside_count: int) -> Verdict:
    """Somebody counted as inside takes no further place (unlimited and once-a-day lists)."""
    if rules.capacity is None or presence.is_inside or inside_count < rules.capacity:
        return _PASSED
    return Verdict(FULL, "capacity_reached")
