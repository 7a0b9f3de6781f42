"""Clock offsets: the error is at most half the round trip."""

from hypothesis import given
from hypothesis import strategies as st

from domain.clock import (
    OFF_BY_TOO_MUCH_MS,
    ClockSample,
    best_offset,
    corrected_time,
    is_clock_off,
    measure_offset,
    plausible_time,
)

NOW = 1_714_132_800_000
ways = st.integers(0, 5_000)
errors = st.integers(-315_532_800_000, 315_532_800_000)


def _round_trip(error: int, there: int, back: int) -> ClockSample:
    """A device whose clock is `error` ahead asks at NOW."""
    return ClockSample(NOW + error, NOW + there, NOW + there + back + error)


def test_equal_ways_give_the_exact_offset() -> None:
    assert measure_offset(_round_trip(-90_000, 20, 20)) == 90_000


@given(errors, ways, ways)
def test_unequal_ways_are_wrong_by_half_the_difference(error: int, there: int, back: int) -> None:
    offset = measure_offset(_round_trip(error, there, back))
    assert abs(offset + error) <= (abs(there - back) + 1) // 2


@given(errors, st.lists(st.tuples(ways, ways), min_size=1, max_size=8))
def test_the_best_sample_is_as_good_as_its_round_trip(
    error: int, trips: list[tuple[int, int]]
) -> None:
    offset = best_offset([_round_trip(error, there, back) for there, back in trips])
    assert offset is not None
    assert abs(offset + error) <= (min(map(sum, trips)) + 1) // 2


def test_no_sample_no_offset() -> None:
    assert best_offset([]) is None
    assert best_offset([ClockSample(sent_at=10, server_at=5, received_at=9)]) is None


@given(errors, ways)
def test_a_measured_device_tells_the_servers_time(error: int, way: int) -> None:
    offset = measure_offset(_round_trip(error, way, way))
    assert corrected_time(NOW + error, offset) == NOW


def test_a_time_that_cannot_be_true_becomes_the_arrival() -> None:
    assert plausible_time(NOW - 1, NOW, NOW + 10) == NOW + 10
    assert plausible_time(NOW + 5, NOW, NOW + 10) == NOW + 5


def test_a_minute_is_the_limit() -> None:
    assert not is_clock_off(-OFF_BY_TOO_MUCH_MS)
    assert is_clock_off(OFF_BY_TOO_MUCH_MS + 1)
