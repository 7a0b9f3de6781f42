"""A lane takes no scans while nobody sees its light."""

from kiosk.page.presence import Presence


class Lanes:
    """What was paused, by lane."""

    def __init__(self) -> None:
        self.paused: dict[int, bool] = {}

    def pause(self, is_paused: bool, lane: int) -> None:
        self.paused[lane] = is_paused


def test_a_lane_is_open_while_its_page_is() -> None:
    lanes = Lanes()
    presence = Presence(lanes.pause, 2, must_be_seen=True)
    assert lanes.paused == {0: True, 1: True}
    presence.enter(0)
    assert lanes.paused == {0: False, 1: True}
    presence.leave(0)
    assert lanes.paused == {0: True, 1: True}


def test_a_reloaded_page_is_there_before_the_old_one_is_gone() -> None:
    lanes = Lanes()
    presence = Presence(lanes.pause, 1, must_be_seen=True)
    presence.enter(0)
    presence.enter(0)
    presence.leave(0)
    assert lanes.paused == {0: False}
    assert presence.open_pages == 1


def test_staff_at_the_menu_stops_its_own_lane() -> None:
    lanes = Lanes()
    presence = Presence(lanes.pause, 2, must_be_seen=False)
    presence.enter(0)
    presence.set_staff(0, is_in=True)
    assert lanes.paused == {0: True, 1: False}
    presence.set_staff(0, is_in=False)
    assert lanes.paused == {0: False, 1: False}


def test_a_menu_whose_page_is_gone_is_closed() -> None:
    lanes = Lanes()
    presence = Presence(lanes.pause, 1, must_be_seen=True)
    presence.enter(0)
    presence.set_staff(0, is_in=True)
    presence.leave(0)
    presence.enter(0)
    assert lanes.paused == {0: False}


def test_a_station_without_a_window_scans_until_a_page_came_and_went() -> None:
    lanes = Lanes()
    presence = Presence(lanes.pause, 1, must_be_seen=False)
    assert lanes.paused == {0: False}
    presence.enter(0)
    presence.leave(0)
    assert lanes.paused == {0: True}
