"""What one page hears."""

import json
from collections.abc import Callable
from typing import Any

from kiosk.page.feed import Event, EventFeed, select_for_lane
from kiosk.page.presence import Presence
from kiosk.page.previews import PreviewKeeper

STATE: Event = {
    "type": "state",
    "lanes": [{"camera": "ready"}, {"camera": "lost"}],
    "unsent": 0,
}


class Speaker:
    """Something to listen to."""

    def __init__(self) -> None:
        self.callbacks: list[Callable[[Event], None]] = []

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        self.callbacks.append(callback)
        return lambda: self.callbacks.remove(callback)

    def state(self) -> Event:
        return STATE

    def tell(self, event: Event) -> None:
        for callback in self.callbacks:
            callback(event)


def make_feed() -> tuple[Speaker, Presence, EventFeed]:
    speaker = Speaker()
    presence = Presence(lambda *_: None, 2, must_be_seen=False)
    return speaker, presence, EventFeed(speaker, presence, "v1")


def test_a_page_hears_its_own_lane() -> None:
    speaker, presence, feed = make_feed()
    lines = feed.listen(1)
    told: list[Any] = [json.loads(next(lines)) for _ in range(2)]
    assert told[0] == {"type": "hello", "version": "v1"}
    assert told[1] == {"type": "state", "unsent": 0, "lane": {"camera": "lost"}}
    speaker.tell({"type": "verdict", "lane": 0})
    speaker.tell({"type": "verdict", "lane": 1})
    assert json.loads(next(lines)) == {"type": "verdict", "lane": 1}
    assert presence.open_pages == 1
    lines.close()  # type: ignore[attr-defined]
    assert (presence.open_pages, speaker.callbacks) == (0, [])


def test_what_is_for_all_reaches_all() -> None:
    assert select_for_lane({"type": "conflict"}, 1) == {"type": "conflict"}


def test_a_page_that_does_not_keep_up_is_cut_off() -> None:
    speaker, presence, feed = make_feed()
    lines = feed.listen(0)
    next(lines), next(lines)
    for _ in range(1_000):
        speaker.tell({"type": "checking", "lane": 0})
    assert list(lines) == []
    assert presence.open_pages == 0


def test_a_station_that_stops_says_no_more() -> None:
    _, _, feed = make_feed()
    lines = feed.listen(0)
    next(lines), next(lines)
    feed.stop()
    assert list(lines) == []


def test_previews_are_taken_at_most_ten_times_a_second() -> None:
    taken: list[int] = []

    def take(lane: int) -> bytes:
        taken.append(lane)
        return b"jpeg"

    keeper = PreviewKeeper(take, 2)
    for _ in range(200):
        assert keeper.picture(0) == b"jpeg"
    keeper.picture(1)
    assert taken.count(1) == 1
    assert taken.count(0) < 20, "200 askers within milliseconds"
