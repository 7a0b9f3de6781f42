"""What is drawn for the devices: the same for a seed, and as bad as promised."""

from dataclasses import replace

from rehearsal.fates import DIE, SCAN, WIFI_OFF, WIFI_ON, Fate, draw_fates
from rehearsal.plan import Plan, PlannedDevice

PLAN = Plan(
    command=(),
    root="",
    environment={},
    log="",
    devices=tuple(PlannedDevice(f"id {n}", "", f"Tablet {n}", "entry") for n in range(100)),
    codes=tuple(f"CODE{n}" for n in range(200)),
    seconds=100.0,
    scans=5_000,
    seed=1,
)


def share_online(fate: Fate) -> float:
    """Of the time that the doors are open."""
    online, since = 0.0, None
    for moment in fate.moments:
        if moment.what == WIFI_ON:
            since = moment.at if since is None else since
        elif moment.what == WIFI_OFF and since is not None:
            online, since = online + moment.at - since, None
    return online / (PLAN.seconds * 0.92)


def test_the_same_seed_draws_the_same_fair() -> None:
    assert draw_fates(PLAN) == draw_fates(PLAN)
    assert draw_fates(PLAN) != draw_fates(replace(PLAN, seed=2))


def test_one_device_in_twenty_dies_with_scans_nobody_has() -> None:
    dying = [fate for fate in draw_fates(PLAN) if fate.dies]
    assert len(dying) == 5
    for fate in dying:
        last_off = max(n for n, m in enumerate(fate.moments) if m.what == WIFI_OFF)
        whats = [moment.what for moment in fate.moments[last_off + 1 :]]
        assert whats[-1] == DIE
        assert SCAN in whats


def test_the_wifi_is_off_half_of_the_time() -> None:
    shares = [share_online(fate) for fate in draw_fates(PLAN) if not fate.dies]
    assert 0.4 < sum(shares) / len(shares) < 0.6


def test_moments_are_in_order() -> None:
    for fate in draw_fates(PLAN):
        assert list(fate.moments) == sorted(fate.moments, key=lambda moment: moment.at)
