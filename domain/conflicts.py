"""Gates that were apart: what was the state when a late scan was made, and what contradicts it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.admission import (
    ADMITTED,
    ALREADY_INSIDE,
    Candidate,
    CheckInList,
    Passage,
    Verdict,
    decide_admission,
)
from domain.presence import ENTRY, NEVER_SEEN, CheckIn, Presence, fold_presence

DOUBLE_ENTRY = "double_entry"
AGAINST_RULE = "against_rule"


@dataclass(frozen=True)
class PastCheckIn:
    """One entry or exit of an attendee at a list, as the log has it."""

    scan_id: str
    check_in: CheckIn


@dataclass(frozen=True)
class Contradiction:
    """What stands against a scan. `other` is the check-in on the other side; `is_earlier` says
    that it came before the scan by corrected time."""

    kind: str
    other: PastCheckIn | None = None
    is_earlier: bool = True


def presence_at(history: Sequence[PastCheckIn], at: int) -> Presence:
    """The presence at the moment `at`, by all that is known today; `history` in order of time."""
    presence = NEVER_SEEN
    for past in history:
        if past.check_in.at <= at:
            presence = fold_presence(presence, past.check_in)
    return presence


def find_contradiction(
    verdict: Verdict,
    check_in: CheckIn,
    was_let_in: bool,
    history: Sequence[PastCheckIn],
    rules: CheckInList,
) -> Contradiction | None:
    """What a person must judge about a scan, or None. `was_let_in`: the gate had opened.

    `history` is all else known of the attendee at this list, in order of time.
    """
    if verdict.code == ADMITTED:
        return _find_later_entry(check_in, history, rules)
    if not was_let_in or check_in.direction != ENTRY:
        return None
    if verdict.code != ALREADY_INSIDE:
        return Contradiction(AGAINST_RULE)
    return Contradiction(DOUBLE_ENTRY, _last_entry(history, check_in.at))


def _last_entry(history: Sequence[PastCheckIn], at: int) -> PastCheckIn | None:
    entries = (p for p in history if p.check_in.direction == ENTRY and p.check_in.at <= at)
    return max(entries, key=lambda p: p.check_in.at, default=None)


def _find_later_entry(
    check_in: CheckIn, history: Sequence[PastCheckIn], rules: CheckInList
) -> Contradiction | None:
    """The entry after a late one, when the rules would have refused it had this one been known."""
    later = next((p for p in history if p.check_in.at > check_in.at), None)
    if later is None or later.check_in.direction != ENTRY:
        return None
    presence = fold_presence(presence_at(history, check_in.at), check_in)
    repeated = decide_admission(
        Passage("ours", ENTRY, later.check_in.at),
        Candidate(category_id=""),
        CheckInList(entry_rule=rules.entry_rule, days=rules.days),
        presence,
    )
    if repeated.code != ALREADY_INSIDE:
        return None
    return Contradiction(DOUBLE_ENTRY, later, is_earlier=False)
