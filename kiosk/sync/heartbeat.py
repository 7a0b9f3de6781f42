"""Is *our* server there? Asks every few seconds over the socket, or over HTTP when there is none,
and measures the clock on the way. Twin of static/js/sync/heartbeat.js."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from domain.clock import ClockSample, best_offset, measure_offset
from domain.messages import PROTOCOL_VERSION
from kiosk.errors import DeviceRefusedError
from kiosk.sync.api import DeviceApi, Message
from kiosk.sync.link import DeviceLink
from kiosk.sync.waiting import wait_at_most

_BEAT_EVERY_SECONDS = 5.0
_RETRY_AFTER_SECONDS = 0.3
_AWAY_EVERY_SECONDS = 5.0 / 3
_PATIENCE_SECONDS = 0.8
"""The second miss in a row means "not reachable": a gate that judges on its own loses nothing."""
_MOST_MISSES = 2
_SAMPLES_KEPT = 6
_SAMPLES_AT_ONCE = 5
"""Measured one after another when the server comes into sight."""
_CLOCK_STEP_MS = 1_000


class HeartbeatListener(Protocol):
    """Hears how the line is."""

    def on_reachable(self, is_reachable: bool) -> None: ...
    def on_offset(self, offset_ms: int) -> None: ...
    def on_missing(self, ranges: list[list[int]]) -> None: ...


class Heartbeat:
    """Beats for one pairing. `report` tells how this station is, for the organizer's list."""

    def __init__(
        self,
        link: DeviceLink,
        api: DeviceApi,
        report: Callable[[], Message],
        listener: HeartbeatListener,
        now: Callable[[], int],
    ) -> None:
        self._link = link
        self._api = api
        self._report = report
        self._listener = listener
        self._now = now
        self._samples: list[ClockSample] = []
        self._woken = asyncio.Event()
        self._misses = 0
        self._is_reachable: bool | None = None
        self.offset_ms = 0

    def assume_offset(self, offset_ms: int) -> None:
        """Until the server answers: what was measured before this start."""
        if not self._samples:
            self.offset_ms = offset_ms

    def beat(self) -> None:
        """One question now, whatever the time."""
        self._woken.set()

    async def run(self) -> None:
        """Beat until cancelled."""
        while True:
            self._woken.clear()
            await self._beat_once()
            await wait_at_most(self._woken, self._pause())

    async def _beat_once(self) -> None:
        try:
            self._take(await self._ask())
        except DeviceRefusedError:
            self._misses += 1
            if self._misses >= _MOST_MISSES:
                self._announce(False)
            return
        self._misses = 0
        self._announce(True)

    async def _ask(self) -> ClockSample:
        sent_at = self._now()
        if self._link.is_connected:
            answer = await self._link.request(
                "heartbeat", self._message(sent_at), _PATIENCE_SECONDS
            )
        else:
            answer = await self._api.get_time(_PATIENCE_SECONDS)
        if answer.get("missing"):
            self._listener.on_missing(answer["missing"])
        return ClockSample(sent_at, int(answer["server_time"]), self._now())

    def _message(self, sent_at: int) -> dict[str, Any]:
        said = {"v": PROTOCOL_VERSION, "sent_at": sent_at, "clock_offset_ms": self.offset_ms}
        return said | self._report()

    def _take(self, sample: ClockSample) -> None:
        """When this machine's own clock was set, the earlier samples mean nothing any more."""
        has_stepped = abs(measure_offset(sample) - self.offset_ms) > _CLOCK_STEP_MS
        kept = [] if has_stepped else self._samples
        self._samples = [*kept, sample][-_SAMPLES_KEPT:]
        offset_ms = best_offset(self._samples)
        if offset_ms is not None:
            self.offset_ms = offset_ms
            self._listener.on_offset(offset_ms)

    def _announce(self, is_reachable: bool) -> None:
        if is_reachable != self._is_reachable:
            self._is_reachable = is_reachable
            self._listener.on_reachable(is_reachable)

    def _pause(self) -> float:
        if self._misses == 0:
            is_measured = len(self._samples) >= _SAMPLES_AT_ONCE
            return _BEAT_EVERY_SECONDS if is_measured else _RETRY_AFTER_SECONDS
        return _RETRY_AFTER_SECONDS if self._misses < _MOST_MISSES else _AWAY_EVERY_SECONDS
