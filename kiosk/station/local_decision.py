"""Judges a badge at this station, by the same rules as the server: what the code is, whose entry it
opens, who is inside as far as this gate knows. The server has the last word.

Twin of static/js/models/local-decision.js.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.admission import NOT_READY, Passage, Verdict, decide_admission
from domain.badge_code import BadgeCode
from domain.presence import NEVER_SEEN, Presence
from domain.sealed_roster import SealedEntryError, open_entry, roster_index
from kiosk.station.knowledge import Knowledge
from kiosk.station.local_answers import (
    Answer,
    Case,
    Entry,
    fold_known,
    list_tokens,
    make_answer,
    to_candidate,
    to_rules,
)
from kiosk.station.reading import LaneGate
from kiosk.store import Outbox, Person, RosterStore

_NO_DATA = Verdict(NOT_READY, "no_data")


@dataclass(frozen=True)
class LocalDecision:
    """`answer` is what the page shows until the server has spoken; `person` is who passes."""

    verdict: str
    reason: str
    answer: Answer
    person: Person | None = None


class LocalJudge:
    """Judges for every lane of a station. Raises StoreFailedError where the file fails."""

    def __init__(
        self,
        roster: RosterStore,
        outbox: Outbox,
        knowledge: Callable[[], Knowledge],
        now: Callable[[], int],
    ) -> None:
        self._roster = roster
        self._outbox = outbox
        self._knowledge = knowledge
        self._now = now

    def decide(self, text: str, gate: LaneGate) -> LocalDecision | None:
        """None where the server has to decide: as long as this station has not everything."""
        knowledge = self._knowledge()
        code = knowledge.parse(text)
        rules = knowledge.find_rules(gate.list_id)
        if not knowledge.can_judge or code is None or rules is None:
            return _decide_without_roster(knowledge)
        case = Case(
            code,
            None,
            knowledge.configuration or {},
            list(knowledge.other_editions),
            rules,
            at=self._now() + knowledge.offset_ms,
        )
        try:
            return self._judge(replace(case, entry=self.find_entry(code)), gate)
        except SealedEntryError:
            return None  # damaged here: the server can tell

    def find_entry(self, code: BadgeCode) -> Entry | None:
        """The roster's entry for a code. Raises SealedEntryError on a damaged one."""
        for token in list_tokens(code):
            sealed = self._roster.find_sealed(roster_index(token))
            if sealed is not None:
                return open_entry(token, sealed)
        return None

    def _judge(self, case: Case, gate: LaneGate) -> LocalDecision:
        person = Person(gate.list_id, case.entry["a"]) if case.entry else None
        case = replace(case, presence=self._find_presence(person))
        rules = to_rules(case.rules)
        verdict = decide_admission(
            Passage(case.code.kind, gate.direction, case.at),
            to_candidate(case.entry) if case.entry else None,
            rules,
            case.presence,
            0 if rules.capacity is None else self._count_inside(gate.list_id),
        )
        passes = person if verdict.is_check_in else None
        return LocalDecision(verdict.code, verdict.reason, make_answer(verdict, case), passes)

    def _find_presence(self, person: Person | None) -> Presence:
        if person is None:
            return NEVER_SEEN
        known = self._roster.find_presence(person.list_id, person.attendee_id)
        return fold_known(known, self._outbox.check_ins_of(person))

    def _count_inside(self, list_id: str) -> int:
        return max(0, self._roster.count_inside(list_id) + self._outbox.count_unknown(list_id))


def _decide_without_roster(knowledge: Knowledge) -> LocalDecision | None:
    if knowledge.is_reachable is not False:
        return None
    return LocalDecision(_NO_DATA.code, _NO_DATA.reason, make_answer(_NO_DATA, None))
