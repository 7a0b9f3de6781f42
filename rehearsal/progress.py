"""One line that tells how far the rehearsal is."""

import asyncio
import sys
from collections.abc import Sequence

from rehearsal.device import SimulatedDevice
from rehearsal.fates import DAYS
from rehearsal.world import World

_OPENS_MINUTE, _CLOSES_MINUTE = 9 * 60, 18 * 60
_TERMINAL_SECONDS, _LOG_SECONDS = 0.5, 15.0


class Progress:
    """`stage` is what is going on when the doors are not open."""

    def __init__(self, world: World, devices: Sequence[SimulatedDevice]) -> None:
        self._world = world
        self._devices = devices
        self.stage = ""

    async def show(self) -> None:
        """Until cancelled: in place on a terminal, line by line elsewhere."""
        is_terminal = sys.stderr.isatty()
        try:
            while True:
                line = self.make_line()
                print(
                    f"\r\x1b[K{line}" if is_terminal else line,
                    end="" if is_terminal else "\n",
                    file=sys.stderr,
                    flush=True,
                )
                await asyncio.sleep(_TERMINAL_SECONDS if is_terminal else _LOG_SECONDS)
        finally:
            if is_terminal:
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def make_line(self) -> str:
        """Where we are, who is there, what is scanned and what waits."""
        online = sum(device.is_online for device in self._devices)
        waiting = sum(len(d.disk.unsent) for d in self._devices if not d.is_dead)
        ledger = self._world.ledger
        return (
            f"{self.stage or self._make_clock()}: {online}/{len(self._devices)} online, "
            f"{len(ledger.dead)} dead, {len(ledger.scanned)} scanned, {waiting} waiting"
        )

    def _make_clock(self) -> str:
        share = self._world.seconds / self._world.plan.seconds
        for number, (opens, closes) in enumerate(DAYS, 1):
            if share <= closes:
                part = max(0.0, (share - opens) / (closes - opens))
                minute = _OPENS_MINUTE + int(part * (_CLOSES_MINUTE - _OPENS_MINUTE))
                return f"day {number}, {minute // 60:02}:{minute % 60:02}"
        return "evening"
