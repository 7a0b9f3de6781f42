"""A station in this process, and what it told its page."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.config import StationSettings, load_settings
from kiosk.station.station import Station
from kiosk.store import open_store
from kiosk.sync import pair_station
from server.services.devices import create_pairing_code
from tests.support.fair import Fair

Event = dict[str, Any]
_PATIENCE_SECONDS = 20.0


def wait_until(is_so: Callable[[], object], what: str, seconds: float = _PATIENCE_SECONDS) -> Any:
    """The first true answer. Fails with `what` when none comes in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := is_so():
            return found
        time.sleep(0.02)
    raise AssertionError(f"not in {seconds} s: {what}")


@dataclass
class RunningStation:
    """`told` is everything it told its page, oldest first."""

    station: Station
    told: list[Event] = field(default_factory=list)
    news: queue.SimpleQueue[Event] = field(default_factory=queue.SimpleQueue)

    def take(self, event: Event) -> None:
        self.told.append(event)
        self.news.put(event)

    def verdicts(self, kind: str = "verdict") -> list[Event]:
        """First verdicts (not their confirmation), in order."""
        seen = [e for e in self.told if e["type"] == kind and not e.get("repeat")]
        return [e for e in seen if kind != "verdict" or not _is_confirmation(e, self.told)]

    def wait_for_verdicts(self, count: int, seconds: float = _PATIENCE_SECONDS) -> list[Event]:
        wait_until(lambda: len(self.verdicts()) >= count, f"{count} verdicts", seconds)
        return self.verdicts()

    def wait_for_state(
        self, is_so: Callable[[Event], object], what: str, seconds: float = _PATIENCE_SECONDS
    ) -> None:
        wait_until(lambda: is_so(self.station.state()), what, seconds)

    def wait_until_sent(self) -> None:
        """All that was shown so far: a station counts what waits a moment after its verdict."""
        kept = self.station.latest_scans
        wait_until(lambda: all(s["status"] != "waiting" for s in kept(1_000)), "everything sent")
        self.wait_for_state(lambda s: s["unsent"] == 0, "nothing to send")

    def scan(self, text: str, lane: int = 0) -> Event:
        """A hand scanner gives a text; returns the verdict."""
        known = len(self.verdicts())
        self.station.dismiss(lane)
        self.station.submit_code(text, "hid", lane)
        verdict: Event = self.wait_for_verdicts(known + 1)[known]
        return verdict


def _is_confirmation(event: Event, told: list[Event]) -> bool:
    first = next(e for e in told if e["type"] == "verdict" and e["scan_id"] == event["scan_id"])
    return first is not event


def make_settings(folder: Path, server: str = "", **arguments: Any) -> StationSettings:
    given = {"data_dir": folder, "cameras": "none", "server": server} | arguments
    return load_settings({}, given)


def pair(fair: Fair, settings: StationSettings, gate_id: str, name: str = "Borne") -> None:
    """As `run_kiosk.py --pair` does."""
    code = create_pairing_code(fair.database, fair.event_id, gate_id, name, fair.clock())
    pairing = pair_station(settings, code)
    store = open_store(settings)
    store.settings.set_pairing(pairing)
    store.close()


@contextmanager
def run_station(
    settings: StationSettings, *, wait_for_roster: bool = False
) -> Iterator[RunningStation]:
    station = Station(settings)
    running = RunningStation(station)
    station.subscribe(running.take)
    station.start()
    try:
        if wait_for_roster:
            running.wait_for_state(_can_judge, "a complete roster")
        yield running
    finally:
        station.stop()


def _can_judge(state: Event) -> bool:
    return bool(state["ready"] and state["roster"] and state["roster"]["complete"])
