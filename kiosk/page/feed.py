"""What the station says, as lines of JSON to one page for as long as it listens."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from kiosk.page.presence import Presence

Event = dict[str, Any]

PULSE_SECONDS = 1.0
"""The page takes three times this without a word for the station's end."""
_MOST_WAITING = 200
_NO_LANE: Event = {"gate": None, "camera": "none", "hint": None}


class Speaker(Protocol):
    """The part of a station that is listened to."""

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call `callback` for every event from now on; returns what ends that."""

    def state(self) -> Event:
        """The `state` event as of now."""


class EventFeed:
    """Gives each page its lane's events. Safe to use from several threads."""

    def __init__(self, station: Speaker, presence: Presence, version: str) -> None:
        self._station = station
        self._presence = presence
        self._version = version
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Every page is told good-bye within a second."""
        self._stopping.set()

    def listen(self, lane: int) -> Iterator[bytes]:
        """`hello`, the state, then every event of this lane (from 0), and a pulse in silence.

        A page that does not keep up is cut off: it comes back and gets the state of then.
        """
        waiting = _Waiting()
        end = self._station.subscribe(waiting.put)
        self._presence.enter(lane)
        try:
            yield _line({"type": "hello", "version": self._version})
            yield _line(select_for_lane(self._station.state(), lane))
            while not (self._stopping.is_set() or waiting.has_overflown):
                event = select_for_lane(waiting.take(), lane)
                if event is not None:
                    yield _line(event)
        finally:
            end()
            self._presence.leave(lane)


class _Waiting:
    """Events between the station's threads and one page."""

    def __init__(self) -> None:
        self._events: queue.Queue[Event] = queue.Queue(_MOST_WAITING)
        self.has_overflown = False

    def put(self, event: Event) -> None:
        try:
            self._events.put_nowait(event)
        except queue.Full:
            self.has_overflown = True

    def take(self) -> Event:
        try:
            return self._events.get(timeout=PULSE_SECONDS)
        except queue.Empty:
            return {"type": "pulse"}


def select_for_lane(event: Event, lane: int) -> Event | None:
    """The event as the page of one lane sees it, None for another lane's.

    A state has `lane`, its own, instead of `lanes`; a station that is not paired has none yet.
    """
    if event["type"] == "state":
        lanes = event["lanes"]
        own = lanes[lane] if lane < len(lanes) else _NO_LANE
        return {key: value for key, value in event.items() if key != "lanes"} | {"lane": own}
    return event if event.get("lane", lane) == lane else None


def _line(event: Event | None) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
