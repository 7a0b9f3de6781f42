"""One station: its lanes, its store, its line to the server, and who listens to it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from kiosk.config import StationSettings
from kiosk.errors import DeviceRefusedError, StoreFailedError, TrustError
from kiosk.station.camera_figures import report_cameras
from kiosk.station.gatekeeper import Gatekeeper
from kiosk.station.knowledge import KnowledgeHolder
from kiosk.station.lane import Lane, LaneParts
from kiosk.station.local_answers import Answer
from kiosk.station.local_decision import LocalJudge
from kiosk.station.readiness import CAMERA_PROBLEMS, STORE_PROBLEMS, Readiness
from kiosk.station.rounds import Rounds
from kiosk.station.state_event import describe_lane, make_state
from kiosk.station.store_care import look_after_store
from kiosk.station.subscribers import Callback, Event, Subscribers
from kiosk.store import (
    Outbox,
    OutboxCounts,
    Pairing,
    RosterState,
    Store,
    UndoState,
    UndoStore,
    open_store,
)
from kiosk.store.undos import REFUSED
from kiosk.sync import SessionParts, SyncThread, find_pairing
from kiosk.sync.api import unreachable
from kiosk.sync.take_backs import make_undo
from kiosk.sync.trust import make_trust

_log = logging.getLogger(__name__)

ROLES = ("gate", "desk")
"""The roles that may let visitors in."""
_LOOK_SECONDS = 0.5
_MEND_SECONDS = 5.0


class Station:
    """Everything behind the page. All methods may be called from any thread.

    Subscribers are called on the thread where the event happens and must return at once (put it in
    a queue); what they raise is logged and forgotten. An event is a dict; `type` is one of:

    - `state`: what `state()` returns.
    - `verdict`: lane, scan_id (None for `unanswered`), source, answer (a receipt as in
      docs/protocol.md; status `unconfirmed` until the server has spoken), confirmed, repeat,
      captured_at and read_at (this machine's steady clock, ms). Sent once more with confirmed
      true when the server agrees while it is on the screen.
    - `correction`: the same fields; the server's verdict is another than the one shown.
    - `checking`: lane, scan_id: a scan was made and only the server can decide.
    - `held`: lane, scan_id: the badge is still in front of the camera; keep its verdict a little.
    - `idle`: lane: nothing is on the screen.
    - `conflict`: gate_ids, at, verdict, as the server pushed it.
    - `leave`: staff leaves the kiosk; whoever runs the station ends it.
    """

    def __init__(self, settings: StationSettings, now: Callable[[], int] | None = None) -> None:
        self.settings = settings
        self._now = now or _now_ms
        self._subscribers = Subscribers()
        self._readiness = Readiness()
        self._knowledge = KnowledgeHolder()
        self._store: Store | None = None
        self._outbox: Outbox | None = None
        self._undos: UndoStore | None = None
        self._sync: SyncThread | None = None
        self._lanes: tuple[Lane, ...] = ()
        self._roster: RosterState | None = None
        self._counts = OutboxCounts()
        self._paused: frozenset[int] = frozenset()
        self._lanes_told: object = None
        self._rounds = Rounds([(_LOOK_SECONDS, self._look), (_MEND_SECONDS, self._mend_store)])

    def start(self) -> None:
        """Open the store, the cameras and the line; returns when scanning can begin.

        A file that cannot be used is a problem that the page shows, and it is tried again: nobody
        is helped by a dark screen. Raises StoreFailedError `storage_in_use`, and TrustError.
        """
        try:
            self._open()
        except StoreFailedError as error:
            if error.code not in STORE_PROBLEMS:
                raise
            _log.error("the station's file cannot be used: %s: %s", error.code, error)
            self._readiness.set(error.code)
        self._rounds.start()

    def _open(self) -> None:
        store = open_store(self.settings)
        try:
            pairing = find_pairing(self.settings, store)
            self._readiness.set("not_paired", pairing is None)
            if pairing is not None:
                self._open_pairing(store, pairing)
        except (StoreFailedError, TrustError):
            store.close()
            raise
        self._store = store

    def _open_pairing(self, store: Store, pairing: Pairing) -> None:
        self._outbox = store.outbox(pairing.device_id, self._now)
        self._undos = store.undos(pairing.device_id, self._now)
        roster = store.roster(pairing.event_id)
        self._roster = roster.state()
        self._counts = self._outbox.count()
        self._recall(store)
        judge = LocalJudge(roster, self._outbox, self._knowledge, self._now)
        gatekeeper = Gatekeeper(self._outbox, judge, self._knowledge, self._now)
        has_second = self.settings.has_second_reader
        parts = LaneParts(gatekeeper, judge, self._knowledge, with_zxing=has_second)
        self._lanes = tuple(
            Lane(number, lane, parts, self._on_lane_event)
            for number, lane in enumerate(self.settings.lanes)
        )
        self._sync = SyncThread(
            SessionParts(
                pairing,
                make_trust(self.settings, pairing.server),
                store.settings,
                self._outbox,
                self._undos,
                roster,
                self._report,
                self._now,
            ),
            self,
        )
        self._judge_readiness()
        for lane in self._lanes:
            lane.start()
        self._sync.start()

    def _recall(self, store: Store) -> None:
        """What the last run knew: a station starts with no server in sight."""
        kept = store.settings
        configuration = kept.configuration()
        self._knowledge.take_keys(kept.keyring())
        self._knowledge.change(
            configuration=configuration,
            is_complete=self._roster is not None and self._roster.is_complete,
            offset_ms=kept.clock_offset_ms(),
        )
        self._readiness.set("no_configuration", configuration is None)

    def stop(self) -> None:
        """Close everything; no thread of the station is left. May be called twice."""
        self._rounds.stop()
        for lane in self._lanes:
            lane.stop()
        if self._sync is not None:
            self._sync.stop()
        if self._store is not None:
            self._store.close()
            self._store = None

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Call `callback` for every event from now on; returns what ends that."""
        return self._subscribers.add(callback)

    def state(self) -> Event:
        """The `state` event as of now, see kiosk/station/state_event.py."""
        return make_state(
            self._readiness, self._knowledge(), self._counts, self._roster, self._lanes
        ) | {"server": self.settings.server}

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes, in the order of the settings."""
        return self._lanes

    def submit_code(self, text: str, source: str, lane: int = 0) -> None:
        """A hand scanner (`hid`) or the keypad (`typed`) gave a text."""
        if 0 <= lane < len(self._lanes) and source in ("hid", "typed"):
            self._lanes[lane].submit(text, source)

    def dismiss(self, lane: int = 0) -> None:
        """Staff or the visitor is done with the verdict on the screen."""
        if 0 <= lane < len(self._lanes):
            self._lanes[lane].flow.dismiss()

    def pause(self, is_paused: bool, lane: int = 0) -> None:
        """While staff is at a lane's menu, or nobody sees its screen, it scans nothing."""
        self._paused = self._paused | {lane} if is_paused else self._paused - {lane}
        self._judge_readiness()

    def wake(self) -> None:
        """Somebody asked to try again now."""
        self._rounds.hurry()
        if self._sync is not None:
            self._sync.wake()

    def undo(self, scan_id: str, reason: str) -> str:
        """Take a scan back: kept and counted at once; `waiting` while the server has not heard of
        it, else `accepted`.

        Raises StoreFailedError, and DeviceRefusedError with the server's code when it says no at
        once (`undo_too_late`), or `unreachable` for a station that is not paired.
        """
        if self._sync is None or self._undos is None:
            raise unreachable("the station is not paired")
        message = make_undo(scan_id, reason, self._now(), self._knowledge().offset_ms)
        self._undos.add(message)
        self._sync.send_undos()
        kept = self._undos.find(message["undo_id"]) or UndoState()
        self._count()
        if kept.status == REFUSED:
            raise DeviceRefusedError(kept.code or "", is_retryable=False)
        return kept.status

    def latest_scans(self, limit: int) -> list[dict[str, Any]]:
        """The latest scans, latest first: scan_id, device_seq, at (server's time), direction,
        status, reason, local_verdict, verdict, undo_status, undo_code. No codes and no names."""
        return [] if self._outbox is None else self._outbox.latest(limit)

    def preview(self, lane: int = 0) -> bytes | None:
        """The newest picture of a lane as JPEG, small, mirrored as configured; None if none."""
        return self._lanes[lane].preview() if 0 <= lane < len(self._lanes) else None

    def leave_kiosk(self) -> None:
        """Staff leaves the kiosk: whoever runs the station is told to end it."""
        self._subscribers.tell({"type": "leave"})

    # What the line to the server tells

    def on_receipt(self, receipt: Answer) -> None:
        """The server answered one scan."""
        for lane in self._lanes:
            lane.take_receipt(receipt)

    def on_settled(self) -> None:
        """The outbox has changed."""
        self._count()

    def on_problem(self, code: str, is_there: bool) -> None:
        """Something keeps the station from its work, or does no more."""
        if self._readiness.set(code, is_there):
            if code == "device_revoked" and is_there:
                self._knowledge.take_keys(None)
            self._judge_readiness()

    def on_configuration(self, configuration: Event, keyring: Event | None) -> None:
        """What the station is and where it stands."""
        self._knowledge.take_keys(keyring)
        self._knowledge.change(configuration=configuration)
        self._judge_readiness()

    def on_reachable(self, is_reachable: bool) -> None:
        """The server came into sight or went out of it."""
        self._knowledge.change(is_reachable=is_reachable)
        self._judge_readiness()

    def on_offset(self, offset_ms: int) -> None:
        """The clock was measured."""
        self._knowledge.change(offset_ms=offset_ms)

    def on_roster(self, state: RosterState) -> None:
        """A page of the roster was taken."""
        self._roster = state
        self._knowledge.change(is_complete=state.is_complete)
        self._judge_readiness()

    def on_conflict(self, conflict: Event) -> None:
        """One badge was let in at two gates that were apart."""
        self._subscribers.tell({**conflict, "type": "conflict"})

    # Within

    def _on_lane_event(self, event: Event) -> None:
        if event["type"] == "scan":
            if self._sync is not None:
                self._sync.deliver(event["scan"])
            self._count()
        elif event["type"] == "failed":
            self.on_problem(event["code"], True)
        else:
            self._subscribers.tell(event)

    def _report(self) -> Event:
        times = self._outbox.confirm_times() if self._outbox else []
        camera = report_cameras([lane.figures for lane in self._lanes], times)
        return {"camera": camera} if camera else {}

    def _count(self) -> None:
        if self._outbox is None:
            return
        try:
            counts = self._outbox.count()
        except StoreFailedError as error:
            self.on_problem(error.code, True)
            return
        if counts != self._counts:
            self._counts = counts
            self._tell_state()

    def _judge_readiness(self) -> None:
        knowledge = self._knowledge()
        configuration = knowledge.configuration or {}
        is_known = bool(configuration)
        role = configuration.get("device", {}).get("role")
        has_gates = all(lane.gate is not None for lane in self._lanes)
        is_alone = knowledge.is_reachable is False and not knowledge.can_judge
        self._readiness.set("connection_lost", is_alone)
        self._readiness.set("wrong_role", is_known and role not in ROLES)
        self._readiness.set("no_gate", is_known and role in ROLES and not has_gates)
        for lane in self._lanes:
            lane.flow.set_open(self._readiness.is_open and lane.number not in self._paused)
        self._tell_state()

    def _tell_state(self) -> None:
        self._subscribers.tell(self.state())

    def _look(self) -> None:
        """Cameras that stop tell nobody."""
        self._note_cameras()
        seen = [describe_lane(lane) for lane in self._lanes]
        if seen != self._lanes_told:
            self._lanes_told = seen
            self._judge_readiness()

    def _note_cameras(self) -> None:
        states = {lane.camera_state for lane in self._lanes if not lane.has_ended}
        found = {CAMERA_PROBLEMS[state] for state in states if state in CAMERA_PROBLEMS}
        for problem in set(CAMERA_PROBLEMS.values()):
            self.on_problem(problem, problem in found)

    def _mend_store(self) -> None:
        for code, is_there in look_after_store(self._readiness.all(), self._try_store).items():
            self.on_problem(code, is_there)

    def _try_store(self) -> None:
        if self._store is None:
            self._open()
        else:
            self._store.settings.probe()


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
