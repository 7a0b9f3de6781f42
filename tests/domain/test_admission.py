"""Admission: rules that hold for every attendee, list and moment."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.admission import (
    ADMITTED,
    ALREADY_INSIDE,
    ENTRY_RULES,
    EXITED,
    FULL,
    NOT_HERE,
    NOT_TODAY,
    ONCE,
    ONCE_A_DAY,
    REENTRY,
    REVOKED,
    UNLIMITED,
    VERDICTS,
    Candidate,
    CheckInList,
    Passage,
    Span,
    decide_admission,
)
from domain.presence import ENTRY, EXIT, NEVER_SEEN, CheckIn, Presence, fold_presence

HOUR = 3_600_000
DAY_1 = Span(0, 24 * HOUR)
DAY_2 = Span(24 * HOUR, 48 * HOUR)
NOW = 10 * HOUR

spans = st.builds(Span, st.integers(0, 48 * HOUR), st.integers(0, 48 * HOUR))
candidates = st.builds(
    Candidate,
    category_id=st.sampled_from(["visitor", "vip"]),
    status=st.sampled_from(["registered", "cancelled", "blocked"]),
    is_revoked=st.booleans(),
    needs_desk=st.sampled_from([None, "unpaid"]),
    has_attention=st.booleans(),
)
lists = st.builds(
    CheckInList,
    entry_rule=st.sampled_from(ENTRY_RULES),
    categories=st.none() | st.frozensets(st.sampled_from(["visitor", "vip"])),
    days=st.sampled_from([(), (DAY_1,), (DAY_1, DAY_2)]),
    opening_spans=st.none() | st.lists(spans, max_size=3).map(tuple),
    capacity=st.none() | st.integers(0, 3),
)
presences = st.builds(
    Presence,
    is_inside=st.booleans(),
    entry_count=st.integers(0, 3),
    entered_at=st.none() | st.integers(0, 48 * HOUR),
)
times = st.integers(-HOUR, 49 * HOUR)
counts = st.integers(0, 5)


def _enter(at: int = NOW) -> Passage:
    return Passage("ours", ENTRY, at)


def test_a_registered_visitor_is_admitted() -> None:
    verdict = decide_admission(_enter(), Candidate("visitor"), CheckInList())

    assert (verdict.code, verdict.reason, verdict.is_check_in) == (ADMITTED, "", True)


@given(candidates, lists, presences, times, counts)
def test_every_decision_has_a_known_verdict(
    candidate: Candidate, rules: CheckInList, presence: Presence, at: int, inside: int
) -> None:
    verdict = decide_admission(_enter(at), candidate, rules, presence, inside)

    assert verdict.code in VERDICTS
    assert verdict.is_check_in == (verdict.code == ADMITTED)
    assert bool(verdict.reason) == (verdict.code != ADMITTED)


@given(candidates, lists, presences, times, counts)
def test_an_exit_is_never_refused_to_a_badge_that_exists(
    candidate: Candidate, rules: CheckInList, presence: Presence, at: int, inside: int
) -> None:
    passage = Passage("ours", EXIT, at)
    assert decide_admission(passage, candidate, rules, presence, inside).code == EXITED


@given(candidates, lists, presences, times, counts)
def test_nobody_not_in_good_standing_is_admitted(
    candidate: Candidate, rules: CheckInList, presence: Presence, at: int, inside: int
) -> None:
    code = decide_admission(_enter(at), candidate, rules, presence, inside).code
    is_in_order = candidate.status == "registered" and candidate.needs_desk is None
    assert code != ADMITTED or (is_in_order and not candidate.is_revoked)


@given(candidates, lists, presences, times, counts)
def test_nobody_is_admitted_outside_of_the_hours(
    candidate: Candidate, rules: CheckInList, presence: Presence, at: int, inside: int
) -> None:
    code = decide_admission(_enter(at), candidate, rules, presence, inside).code
    is_open = rules.opening_spans is None or any(span.contains(at) for span in rules.opening_spans)
    assert code != ADMITTED or is_open


@given(candidates, lists, presences, times, counts)
def test_a_full_list_takes_only_those_counted_already(
    candidate: Candidate, rules: CheckInList, presence: Presence, at: int, inside: int
) -> None:
    code = decide_admission(_enter(at), candidate, rules, presence, inside).code
    has_room = rules.capacity is None or inside < rules.capacity or presence.is_inside
    assert code != ADMITTED or has_room


@given(candidates, lists, presences, times, counts)
def test_a_revoked_badge_is_told_so_before_anything_else(
    candidate: Candidate, rules: CheckInList, presence: Presence, at: int, inside: int
) -> None:
    revoked = replace(candidate, is_revoked=True)
    assert decide_admission(_enter(at), revoked, rules, presence, inside).code == REVOKED


@pytest.mark.parametrize(
    ("rule", "repeated", "after_exit", "next_day"),
    [
        (ONCE, ALREADY_INSIDE, ALREADY_INSIDE, ALREADY_INSIDE),
        (ONCE_A_DAY, ALREADY_INSIDE, ALREADY_INSIDE, ADMITTED),
        (REENTRY, ALREADY_INSIDE, ADMITTED, ADMITTED),
        (UNLIMITED, ADMITTED, ADMITTED, ADMITTED),
    ],
)
def test_a_visit_by_every_rule(rule: str, repeated: str, after_exit: str, next_day: str) -> None:
    rules = CheckInList(rule, days=(DAY_1, DAY_2))
    inside = fold_presence(NEVER_SEEN, CheckIn(ENTRY, NOW, "gate-a"))
    outside = fold_presence(inside, CheckIn(EXIT, NOW + 1, "gate-a"))
    visitor = Candidate("visitor")

    assert decide_admission(_enter(), visitor, rules).code == ADMITTED
    assert decide_admission(_enter(NOW + 2), visitor, rules, inside).code == repeated
    assert decide_admission(_enter(NOW + 2), visitor, rules, outside).code == after_exit
    assert decide_admission(_enter(NOW + 24 * HOUR), visitor, rules, outside).code == next_day


def test_a_room_fills_up_and_frees_a_place() -> None:
    rules = CheckInList(capacity=2)
    codes = [
        decide_admission(_enter(), Candidate("visitor"), rules, NEVER_SEEN, inside).code
        for inside in (0, 1, 2, 3, 1)
    ]
    assert codes == [ADMITTED, ADMITTED, FULL, FULL, ADMITTED]


def test_a_category_that_is_not_allowed_is_sent_elsewhere() -> None:
    rules = CheckInList(categories=frozenset({"vip"}))
    assert decide_admission(_enter(), Candidate("visitor"), rules).code == NOT_HERE


def test_hours_include_the_opening_and_not_the_closing() -> None:
    rules = CheckInList(opening_spans=(Span(100, 200),))
    codes = [
        decide_admission(_enter(at), Candidate("visitor"), rules) for at in (99, 100, 199, 200)
    ]
    assert [verdict.code for verdict in codes] == [NOT_TODAY, ADMITTED, ADMITTED, NOT_TODAY]
    assert [codes[0].reason, codes[3].reason] == ["not_open_yet", "closed"]


def test_the_attention_flag_goes_with_the_admission() -> None:
    flagged = Candidate("visitor", has_attention=True)
    assert decide_admission(_enter(), flagged, CheckInList()).has_attention


def test_a_kind_of_code_that_does_not_exist_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        decide_admission(Passage("stolen", ENTRY, NOW), None, CheckInList())
