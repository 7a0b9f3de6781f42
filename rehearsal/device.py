"""A simulated device: decides by itself, keeps before it shows, sends until it is answered."""

import asyncio
import random
import time
from contextlib import suppress
from typing import Any

from domain.clock import ClockSample, best_offset, measure_offset
from domain.ids import make_scan_id
from domain.messages import PROTOCOL_VERSION
from rehearsal.disk import Disk, Message
from rehearsal.fates import CLOCK, DIE, REBOOT, SCAN, WIFI_OFF, WIFI_ON, Fate, Moment
from rehearsal.judge import NOT_READY_HERE, UNDECIDED, Judge, Judgement
from rehearsal.link import Address, Link, LinkLostError
from rehearsal.plan import PlannedDevice
from rehearsal.world import World

_BATCH = 250
_PAGE = 1_000
_PULL_SECONDS = 30
_CLOCK_SAMPLES = 6
_CLOCK_STEP_MS = 1_000
_FIRST_WAIT, _LONGEST_WAIT = 0.3, 5.0


class SimulatedDevice:
    """One tablet. `disk` survives reboots, everything else does not."""

    def __init__(self, planned: PlannedDevice, fate: Fate, world: World) -> None:
        self.id = planned.id
        self.name = planned.name
        self.fate = fate
        self.disk = Disk()
        self.judge: Judge | None = None
        self.is_dead = False
        self._world = world
        self._rolls = random.Random(f"{world.plan.seed} {planned.name}")  # noqa: S311
        self._address = Address(world.http, world.url, planned.token)
        self._skew_ms = fate.skew_ms
        self._lose_memory()

    def _lose_memory(self) -> None:
        self._link: Link | None = None
        self._touch: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._samples: list[ClockSample] = []
        self._confirmed_seq = -1
        self._pulled_at = float("-inf")
        self._beat_at = float("-inf")

    @property
    def now(self) -> int:
        """What this device's clock shows."""
        return time.time_ns() // 1_000_000 + self._skew_ms

    @property
    def is_online(self) -> bool:
        """Whether the Wi-Fi is there."""
        return self._touch is not None

    @property
    def is_ready(self) -> bool:
        """Whether badges can be judged here without the server."""
        return self.judge is not None and self.disk.roster is not None

    @property
    def is_settled(self) -> bool:
        """Whether the server has answered everything and lacks nothing that is still held here."""
        return not self.disk.unsent and self._confirmed_seq == self.disk.last_seq

    async def live(self) -> None:
        """Meet every moment of this device's fate."""
        for moment in self.fate.moments:
            await self._world.wait_until(moment.at)
            await self._meet(moment)

    async def _meet(self, moment: Moment) -> None:
        if moment.what == SCAN:
            self.scan(moment.code)
        elif moment.what in (WIFI_ON, WIFI_OFF):
            self.set_wifi(moment.what == WIFI_ON)
        elif moment.what == CLOCK:
            self._skew_ms += moment.value
        elif moment.what == REBOOT:
            await self._reboot()
        elif moment.what == DIE:
            await self._die()

    def scan(self, code: str) -> None:
        """A badge is held before the device: judged, numbered and kept, and then shown."""
        if self.judge is None:
            raise RuntimeError("doors are opened when every device has its data")
        judged = self._judge(self.judge, code)
        scan = self._make_scan(code) | {"gate_id": self.judge.gate["id"]}
        scan |= {"direction": self.judge.gate["direction"]}
        scan |= {"local_verdict": judged.code, "local_reason": judged.reason}
        self._world.ledger.note_scan(self.id, scan)
        self.keep(scan, judged.attendee_id)
        self._wake.set()

    def _judge(self, judge: Judge, code: str) -> Judgement:
        """With half a roster it cannot: online it waits for the server, alone it says so."""
        if self.disk.roster is None:
            return UNDECIDED if self.is_online else NOT_READY_HERE
        return judge.decide(self.disk, code, self.now + self.disk.clock_offset_ms)

    def _make_scan(self, code: str) -> Message:
        random10 = self._rolls.randbytes(10)
        return {
            "scan_id": make_scan_id(max(self.now, 0), random10, self.disk.last_scan_id),
            "device_seq": self.disk.last_seq + 1,
            "badge_code": code,
            "device_time": self.now,
            "clock_offset_ms": self.disk.clock_offset_ms,
            "source": "camera",
            "decode_ms": self._rolls.randrange(8, 60),
        }

    def keep(self, scan: Message, attendee_id: str | None) -> None:
        """Durable before anything lights up."""
        self.disk.keep(scan, attendee_id)

    def set_wifi(self, is_on: bool) -> None:
        """Let the device find the network, or lose it in the middle of whatever it was doing."""
        if is_on == self.is_online or self.is_dead:
            return
        if is_on:
            self._touch = asyncio.create_task(self._stay_in_touch())
            return
        if self._touch is not None:
            self._touch.cancel()
        if self._link is not None:
            self._link.cut()
        self._touch = self._link = None

    async def _reboot(self) -> None:
        was_online = self.is_online
        self.set_wifi(False)
        self._lose_memory()
        self._world.ledger.count("reboots")
        await asyncio.sleep(self._rolls.uniform(0.5, 2.0))
        self.set_wifi(was_online)

    async def _die(self) -> None:
        """It gets through once more: says how far its numbers go, sends half of what it has or
        nothing, and is never seen again."""
        self.set_wifi(False)
        while not self.is_dead:
            link = Link(self._address, self._rolls)
            try:
                await link.open()
                await self._beat(link)
                self.is_dead = True
                await self._send_half(link)
            except LinkLostError:
                await asyncio.sleep(_FIRST_WAIT)
            link.cut()
        self._world.ledger.dead.append(self.id)

    async def _send_half(self, link: Link) -> None:
        scans = self.disk.oldest_unsent(len(self.disk.unsent) // 2)
        if scans and self._rolls.random() < 0.5:
            await link.call("scans", {"v": PROTOCOL_VERSION, "scans": scans})

    async def _stay_in_touch(self) -> None:
        wait = _FIRST_WAIT
        # Python 3.11's wait_for, which Socket.IO uses, may swallow a cancellation.
        while self._touch is asyncio.current_task():
            link = self._link = Link(self._address, self._rolls)
            try:
                await link.open()
                wait = _FIRST_WAIT
                await self._serve(link)
            except LinkLostError:
                link.cut()
            await asyncio.sleep(wait * self._rolls.uniform(0.5, 1))
            wait = min(2 * wait, _LONGEST_WAIT)

    async def _serve(self, link: Link) -> None:
        if self.judge is None:
            self.judge = Judge(await self._address.get("/api/v1/device"))
        self._samples = []
        await self._beat(link)
        while not link.is_cut:
            self._wake.clear()
            await self._send_unsent(link)
            await self._beat_when_due(link)
            await self._pull_when_due(link)
            await self._wait_for_work()

    async def _wait_for_work(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._world.plan.heartbeat_ms / 1000):
                await self._wake.wait()

    async def _send_unsent(self, link: Link) -> None:
        while scans := self.disk.oldest_unsent(_BATCH):
            started = time.monotonic()
            receipts = await link.send_scans(scans)
            if len(scans) == 1:
                self._world.waits.append(time.monotonic() - started)
            numbers = {scan["scan_id"]: scan["device_seq"] for scan in scans}
            for receipt in receipts:
                self._world.ledger.note_receipt(receipt)
                self.disk.take_receipt(numbers[receipt["scan_id"]], receipt)

    async def _beat_when_due(self, link: Link) -> None:
        is_due = time.monotonic() - self._beat_at >= self._world.plan.heartbeat_ms / 1000
        if is_due or self._confirmed_seq != self.disk.last_seq and self._world.is_closing:
            await self._beat(link)

    async def _beat(self, link: Link) -> None:
        sent_at, last_seq = self.now, self.disk.last_seq
        said = {"v": PROTOCOL_VERSION, "unsent": len(self.disk.unsent), "last_seq": last_seq}
        answer = await link.call("heartbeat", said | {"clock_offset_ms": self.disk.clock_offset_ms})
        self._beat_at = time.monotonic()
        self._measure(ClockSample(sent_at, answer["server_time"], self.now))
        if not self.disk.take_missing(answer["missing"]):
            self._confirmed_seq = last_seq

    def _measure(self, sample: ClockSample) -> None:
        """After a step of this clock, what was measured before means nothing."""
        has_stepped = abs(measure_offset(sample) - self.disk.clock_offset_ms) > _CLOCK_STEP_MS
        kept = [] if has_stepped else self._samples
        self._samples = [*kept, sample][-_CLOCK_SAMPLES:]
        offset: Any = best_offset(self._samples)
        self.disk.clock_offset_ms = self.disk.clock_offset_ms if offset is None else offset

    async def _pull_when_due(self, link: Link) -> None:
        told = link.told["changes"]
        is_old = time.monotonic() - self._pulled_at > _PULL_SECONDS
        if is_old or not self.is_ready or (told is not None and told != self.disk.cursor):
            link.told["changes"] = None
            await self.pull()

    async def pull(self) -> None:
        """Catch up with the server, page by page. Raises LinkLostError."""
        has_more = True
        while has_more:
            place = f"since={self.disk.cursor}&feed={self.disk.feed}&limit={_PAGE}"
            asked_from = self.disk.cursor
            page = await self._address.get(f"/api/v1/changes?{place}")
            if self.disk.cursor == asked_from:
                self.disk.take_page(page)
            has_more = page["more"]
        self._pulled_at = time.monotonic()
        self._world.ledger.count("pulls")
