"""Booths that fall silent, and phones that scan behind visitors' backs."""

from domain.booth_watch import (
    SILENT_MS,
    STEALTH_BADGES,
    STEALTH_WINDOW_MS,
    Sighting,
    find_bursts,
    is_silent,
)


def _scan(count: int, gap_ms: int = 2_000, device: str = "phone") -> list[Sighting]:
    return [Sighting(device, n * gap_ms, f"badge {n}", is_edited=False) for n in range(count)]


def test_many_badges_without_a_word_are_a_burst() -> None:
    (burst,) = find_bursts(_scan(STEALTH_BADGES))
    assert (burst.device_id, burst.at, burst.badge_count) == ("phone", 0, STEALTH_BADGES)


def test_one_badge_fewer_is_none() -> None:
    assert find_bursts(_scan(STEALTH_BADGES - 1)) == []


def test_the_same_badge_again_and_again_is_none() -> None:
    assert find_bursts([Sighting("phone", n, "one badge", False) for n in range(50)]) == []


def test_one_rating_within_the_minute_clears_it() -> None:
    scans = _scan(STEALTH_BADGES)
    scans[5] = Sighting("phone", scans[5].at, scans[5].badge, is_edited=True)
    assert find_bursts(scans) == []


def test_an_edit_before_the_burst_does_not_clear_it() -> None:
    early = Sighting("phone", -STEALTH_WINDOW_MS, "somebody", is_edited=True)
    assert len(find_bursts([early, *_scan(STEALTH_BADGES)])) == 1


def test_a_calm_day_is_none() -> None:
    assert find_bursts(_scan(200, gap_ms=STEALTH_WINDOW_MS // 6)) == []


def test_two_phones_are_not_added_up_and_the_worst_comes_first() -> None:
    half = _scan(STEALTH_BADGES // 2, device="a") + _scan(STEALTH_BADGES // 2, device="b")
    assert find_bursts(half) == []
    both = _scan(STEALTH_BADGES, device="a") + _scan(STEALTH_BADGES + 3, device="b")
    assert [burst.device_id for burst in find_bursts(reversed(both))] == ["b", "a"]


def test_silence_counts_from_the_last_scan_or_else_from_joining() -> None:
    assert is_silent(0, None, SILENT_MS)
    assert not is_silent(1, 0, SILENT_MS)
    assert is_silent(None, 0, SILENT_MS)
    assert not is_silent(None, None, 10 * SILENT_MS)
