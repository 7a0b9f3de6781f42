"""Scan ids sort in the order they were made, whatever the clock does."""

import uuid
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import is_scan_id, make_scan_id

NOW = 1_714_132_800_000
clocks = st.lists(
    st.integers(-10, 10).map(lambda step: NOW + step) | st.integers(-(1 << 60), 1 << 47),
    min_size=2,
    max_size=30,
)
random10 = st.binary(min_size=10, max_size=10) | st.sampled_from([bytes(10), bytes([255]) * 10])


def test_an_id_is_a_uuid_of_version_7_with_its_time() -> None:
    made = uuid.UUID(make_scan_id(NOW, bytes(10)))

    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == NOW


@given(clocks, st.data())
def test_ids_rise_strictly_whatever_the_clock_does(moments: list[int], data: st.DataObject) -> None:
    ids: list[str] = []
    for now in moments:
        ids.append(make_scan_id(now, data.draw(random10), ids[-1] if ids else None))

    assert all(before < after for before, after in pairwise(ids))
    assert all(is_scan_id(made) for made in ids)


def test_a_million_in_one_millisecond_would_do() -> None:
    """Counting starts anywhere in 74 bits and runs into the next millisecond when they end."""
    last = make_scan_id(NOW, bytes([255]) * 10)
    assert make_scan_id(NOW, bytes(10), last) == make_scan_id(NOW + 1, bytes(10))


def test_a_clock_set_back_goes_on_from_the_last_id() -> None:
    last = make_scan_id(NOW, bytes(10))
    again = make_scan_id(NOW - 86_400_000, bytes([255]) * 10, last)
    assert uuid.UUID(again).int - uuid.UUID(last).int == 1


def test_a_clock_that_was_ahead_and_is_right_again_does_no_harm() -> None:
    ahead = make_scan_id(NOW + 86_400_000, bytes(10))
    assert make_scan_id(NOW, bytes(10), ahead) > ahead


@pytest.mark.parametrize("now", [-1, -(1 << 70), 1 << 48, 1 << 70])
def test_an_impossible_clock_still_gives_an_id(now: int) -> None:
    assert is_scan_id(make_scan_id(now, bytes(10)))
