"""What all simulated devices share: the server's address, the time of the fair, the books."""

import asyncio
import time
from dataclasses import dataclass, field

import aiohttp

from rehearsal.ledger import Ledger
from rehearsal.plan import Plan


@dataclass
class World:
    """`waits` are the seconds that scans sent one by one took until their receipt."""

    plan: Plan
    http: aiohttp.ClientSession
    url: str
    ledger: Ledger = field(default_factory=Ledger)
    waits: list[float] = field(default_factory=list)
    is_closing: bool = False
    _opened_at: float = 0.0

    def open_doors(self) -> None:
        """The fair begins now."""
        self._opened_at = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long the doors have been open."""
        return time.monotonic() - self._opened_at

    async def wait_until(self, at: float) -> None:
        """Sleep until the fair is `at` seconds old."""
        await asyncio.sleep(max(0.0, at - self.seconds))
