"""The one place that tells other screens. Called by the edges after a service has returned, so
no screen shows what was rolled back; a hint that gets lost costs nothing, devices pull."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_socketio import SocketIO

from server.services.admitting import Decision
from server.services.attendance import AttendanceBoard
from server.services.checkin import Outcome
from server.services.lead_news import LeadNews

DEVICE = "/device"
LIVE = "/live"
FLUSH_SECONDS = 0.25
"""Dashboards get at most four updates a second however many gates scan (design 5)."""
HINT_MS_PER_DEVICE = 10
"""A hint makes every device pull: the more there are, the longer until the next one, so that
three hundred make a hundred requests a second and not twelve hundred."""


def event_room(event_id: str) -> str:
    """Everybody who watches, or works for, an edition (one room in each namespace)."""
    return f"event:{event_id}"


def booths_room(event_id: str) -> str:
    """All booths' devices of an edition."""
    return f"booths:{event_id}"


def exhibitor_room(exhibitor_id: str) -> str:
    """A booth's devices that read leads."""
    return f"exhibitor:{exhibitor_id}"


def device_room(device_id: str) -> str:
    """All sockets of one device."""
    return f"device:{device_id}"


@dataclass
class _Hint:
    """The last number devices were told of, and when they may be told of another."""

    number: int = -1
    next_at: int = 0


class Broadcasts:
    """Sends live updates, coalesced per edition."""

    def __init__(
        self,
        socketio: SocketIO,
        board: AttendanceBoard,
        clock: Callable[[], int],
        lead_news: LeadNews,
    ) -> None:
        self._socketio = socketio
        self._board = board
        self._clock = clock
        self._lead_news = lead_news
        self._waiting: set[str] = set()
        self._flushed_at: dict[str, int] = {}
        self._watchers: dict[str, int] = {}
        self._hints: dict[str, _Hint] = {}

    def announce_scans(self, outcomes: Iterable[Outcome]) -> None:
        """Scans were committed: dashboards get new numbers, devices a hint to pull."""
        recorded = [o.decision for o in outcomes if o.decision is not None]
        for event_id in {decision.event_id for decision in recorded}:
            self._schedule(event_id)
        for decision in recorded:
            if decision.contradiction is not None:
                self._announce_conflict(decision)

    def _announce_conflict(self, decision: Decision) -> None:
        """A banner at both gates; without a name, as visitors read it too."""
        other = decision.contradiction.other if decision.contradiction else None
        gates = {decision.scan.gate_id} | ({other.check_in.gate_id} if other else set())
        message = {"gate_ids": sorted(gates), "at": decision.at, "verdict": decision.verdict.code}
        self._emit("conflict", message, DEVICE, event_room(decision.event_id))
        self._emit("conflict", message, LIVE, event_room(decision.event_id))

    def announce_change(self, event_id: str) -> None:
        """Anything else a dashboard shows has changed (a device came, attendees were imported)."""
        self._schedule(event_id)

    def announce_machine(self) -> None:
        """The server's machine has a problem, or no more: every open dashboard shows it."""
        for event_id, count in list(self._watchers.items()):
            if count:
                self._schedule(event_id)

    def announce_configuration(self, event_id: str) -> None:
        """Gates, lists, categories or settings changed: devices fetch them again."""
        self._emit("configuration_changed", {}, DEVICE, event_room(event_id))
        self._emit("configuration_changed", {}, DEVICE, booths_room(event_id))
        self._schedule(event_id)

    def announce_leads(self, numbers: Mapping[str, int]) -> None:
        """Exhibitors' leads changed, up to these numbers: their own devices pull at once."""
        for exhibitor_id, number in numbers.items():
            self._emit("leads", {"change_number": number}, DEVICE, exhibitor_room(exhibitor_id))

    def announce_booth(self, exhibitor_id: str) -> None:
        """An exhibitor's questions or scan types changed: his devices fetch them again."""
        self._emit("configuration_changed", {}, DEVICE, exhibitor_room(exhibitor_id))

    def announce_device_configuration(self, event_id: str, device_id: str) -> None:
        """One device was put at another gate: it fetches its configuration again."""
        self._emit("configuration_changed", {}, DEVICE, device_room(device_id))
        self._schedule(event_id)

    def announce_revoked(self, event_id: str, device_id: str) -> None:
        """A device lost its access: it is told so, shows it, and is hung up on."""
        self._emit("device_revoked", {}, DEVICE, device_room(device_id))
        self._hang_up(device_room(device_id))
        self._schedule(event_id)

    def _hang_up(self, room: str) -> None:
        """Close the sockets of a room; what was sent to them before still arrives first."""
        socketio: Any = self._socketio  # the stubs leave `server` out
        for sid, _ in list(socketio.server.manager.get_participants(DEVICE, room)):
            socketio.server.disconnect(sid, namespace=DEVICE)

    def add_watcher(self, event_id: str) -> None:
        """A dashboard was opened."""
        self._watchers[event_id] = self._watchers.get(event_id, 0) + 1

    def remove_watcher(self, event_id: str) -> None:
        """A dashboard was closed."""
        self._watchers[event_id] = max(0, self._watchers.get(event_id, 0) - 1)

    def _schedule(self, event_id: str) -> None:
        if event_id in self._waiting:
            return
        self._waiting.add(event_id)
        self._socketio.start_background_task(self._flush_in_time, event_id)

    def _flush_in_time(self, event_id: str) -> None:
        since_ms = self._clock() - self._flushed_at.get(event_id, 0)
        seconds: Any = max(0.0, FLUSH_SECONDS - since_ms / 1000)  # the stubs say int
        self._socketio.sleep(seconds)
        self._waiting.discard(event_id)
        self._flushed_at[event_id] = self._clock()
        self._flush(event_id)

    def _flush(self, event_id: str) -> None:
        if self._watchers.get(event_id):
            snapshot = self._board.get_snapshot(event_id, self._clock())
            self._emit("attendance", snapshot, LIVE, event_room(event_id))
        self._hint(event_id)

    def _hint(self, event_id: str) -> None:
        """Tell devices how far the edition is, once for each number and not too often."""
        hint = self._hints.setdefault(event_id, _Hint())
        number = self._board.get_change_number(event_id)
        if number == hint.number:
            return
        if self._clock() < hint.next_at:
            self._schedule(event_id)
            return
        hint.number = number
        hint.next_at = self._clock() + HINT_MS_PER_DEVICE * self._count_devices(event_id)
        self._emit("changes", {"change_number": number}, DEVICE, event_room(event_id))
        news = self._lead_news.look(event_id, self._clock())
        if news.has_changed_people:  # gates count on, and no phone of a booth is woken for it
            self._emit("changes", {"change_number": number}, DEVICE, booths_room(event_id))
        self.announce_leads(news.numbers)

    def _count_devices(self, event_id: str) -> int:
        socketio: Any = self._socketio  # the stubs leave `server` out
        return sum(
            1 for _ in socketio.server.manager.get_participants(DEVICE, event_room(event_id))
        )

    def _emit(self, name: str, message: dict[str, Any], namespace: str, room: str) -> None:
        self._socketio.emit(name, message, namespace=namespace, to=room)
