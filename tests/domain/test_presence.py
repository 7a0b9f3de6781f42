"""Presence does not depend on the order in which facts arrive."""

import random
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from domain.presence import ENTRY, EXIT, NEVER_SEEN, CheckIn, Presence, fold_presence

facts = st.lists(
    st.builds(
        CheckIn, st.sampled_from([ENTRY, EXIT]), st.integers(0, 5), st.sampled_from(["a", "b", "c"])
    ),
    max_size=8,
)


def fold(check_ins: list[CheckIn]) -> Presence:
    return reduce(fold_presence, check_ins, NEVER_SEEN)


def test_an_entry_is_told_with_time_and_gate() -> None:
    presence = fold([CheckIn(ENTRY, 100, "gate-a")])

    assert presence == Presence(True, 1, 0, 100, "gate-a", 100)


@given(facts, st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_presence(
    check_ins: list[CheckIn], dice: random.Random
) -> None:
    shuffled = dice.sample(check_ins, len(check_ins))
    assert fold(shuffled) == fold(check_ins)


@given(facts)
def test_counts_are_the_counts_of_the_log(check_ins: list[CheckIn]) -> None:
    presence = fold(check_ins)
    directions = [check_in.direction for check_in in check_ins]
    assert presence.entry_count == directions.count(ENTRY)
    assert presence.exit_count == directions.count(EXIT)


@given(facts)
def test_inside_is_whoever_did_not_leave_last(check_ins: list[CheckIn]) -> None:
    latest = max((check_in.at for check_in in check_ins), default=None)
    last_directions = {c.direction for c in check_ins if c.at == latest}
    assert fold(check_ins).is_inside == (last_directions == {ENTRY})


@given(facts)
def test_the_latest_entry_is_told(check_ins: list[CheckIn]) -> None:
    presence = fold(check_ins)
    entries = [(c.at, c.gate_id) for c in check_ins if c.direction == ENTRY]
    expected = max(entries) if entries else (None, None)
    assert (presence.entered_at, presence.entered_gate_id) == expected
