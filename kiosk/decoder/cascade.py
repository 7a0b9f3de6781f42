"""Which preparations each frame gets. A badge is held for half a second or more, 15 frames: a few
cheap preparations a frame, others on the next, read together what one alone does not.

The place of the last sighting comes first. Then each frame has its turn: parts that look like a
code, prepared one way or another, or the whole picture. A turn's steps are taken in order while
the frame's time lasts; what a step costs on this machine is learnt.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.camera.picture import Picture
from kiosk.decoder import preparations as prep
from kiosk.decoder.greys import to_grey
from kiosk.decoder.preparations import Preparation
from kiosk.decoder.regions import Region, find_regions
from kiosk.decoder.turns import TURNS, Turn
from kiosk.decoder.zbar import Sighting, read_codes
from kiosk.decoder.zxing import read_codes_with_zxing

_log = logging.getLogger(__name__)

BUDGET_MS = 33.0
_FORGET_AFTER = 10
"""Frames after which a code that is no longer seen is no longer expected at its place."""
_LEARN = 0.2
_LEAST_SIDE = 12

Reader = Callable[[Picture], list[Sighting]]


@dataclass(frozen=True)
class Decoded:
    """What came of one frame: texts, time, and the preparation that read them (the last one tried
    when none did). `region` is where a code is or may be, None when nothing looks like one."""

    texts: tuple[str, ...]
    decode_ms: float
    preparation: str
    region: Region | None = None


@dataclass(frozen=True)
class Sighted:
    """Where a code was last read, and the preparation to read it there again."""

    region: Region
    preparation: Preparation


class Cascade:
    """Decodes the frames of one lane; not to be shared between threads.

    `is_trusted` tells a text worth stopping for from a misreading: what it refuses is reported
    only when nothing better is found, and the search goes on. `with_zxing` asks zxing-cpp too,
    where it is installed.
    """

    def __init__(
        self,
        is_trusted: Callable[[str], bool] | None = None,
        *,
        with_zxing: bool = False,
        budget_ms: float = BUDGET_MS,
    ) -> None:
        self._is_trusted = is_trusted or bool
        self._readers: tuple[Reader, ...] = (read_codes,)
        if with_zxing:
            self._readers += (read_codes_with_zxing,)
        self._budget_ms = budget_ms
        self._costs: dict[str, float] = {}
        self._turn = 0
        self._last: Sighted | None = None
        self._unseen = 0

    def decode(self, image: NDArray[np.generic]) -> Decoded:
        """The codes in a picture of any kind; never raises."""
        started = time.perf_counter()
        grey = to_grey(image)
        if grey is None or min(grey.shape) < _LEAST_SIDE:
            return Decoded((), _since(started), "no picture")
        search = _Search(grey, started + self._budget_ms / 1000, self)
        search.run(TURNS[self._turn % len(TURNS)], self._last, look_around=self._turn % 2 == 1)
        self._turn += 1
        self._remember(search)
        return Decoded(search.list_texts(), _since(started), search.preparation, search.region)

    def _remember(self, search: "_Search") -> None:
        if search.sighted is not None:
            self._last, self._unseen = search.sighted, 0
            return
        self._unseen += 1
        if self._unseen > _FORGET_AFTER:
            self._last = None

    def read(self, prepared: Picture) -> list[Sighting]:
        """What the decoders make of a prepared picture; the second is asked when the first is
        silent."""
        for reader in self._readers:
            try:
                found = reader(prepared)
            except Exception:  # whatever a decoder stumbles over, it has read nothing
                _log.debug("a decoder failed", exc_info=True)
                continue
            if found:
                return found
        return []

    def is_trusted(self, text: str) -> bool:
        """Whether the search may end."""
        return self._is_trusted(text)

    def expect_seconds(self, name: str) -> float:
        """What a preparation will probably cost."""
        return self._costs.get(name, 0.0)

    def learn_cost(self, name: str, seconds: float) -> None:
        """What it did cost: an average that forgets."""
        before = self._costs.get(name, seconds)
        self._costs[name] = before + _LEARN * (seconds - before)


class _Search:
    """The search for codes in one frame."""

    def __init__(self, grey: Picture, deadline: float, cascade: Cascade) -> None:
        self.preparation = "none"
        self.region: Region | None = None
        self.sighted: Sighted | None = None
        self._grey = grey
        self._deadline = deadline
        self._cascade = cascade
        self._trusted: list[str] = []
        self._doubtful: list[str] = []

    def list_texts(self) -> tuple[str, ...]:
        """Trusted texts; if there are none, what else was read."""
        return tuple(dict.fromkeys(self._trusted or self._doubtful))

    def run(self, turn: Turn, last: Sighted | None, *, look_around: bool) -> None:
        """The last place first. A badge that stays there must not hide another, so every second
        frame looks around even so."""
        if last is not None:
            self.region = last.region
            self._try_part(last.region, last.preparation)
            if self._trusted and not look_around:
                return
        if turn.whole is not None:
            self._try_whole(turn.whole)
            return
        for region, preparation in self._list_attempts(turn):
            if self._is_late(preparation):
                return
            if self._try_part(region, preparation):
                return

    def _list_attempts(self, turn: Turn) -> Iterator[tuple[Region, Preparation]]:
        regions = find_regions(self._grey, 3, is_even=turn.is_even)
        if self.sighted is not None:
            regions = [r for r in regions if not self.sighted.region.holds(r)]
        if self.region is None and regions:
            self.region = regions[0]
        for step in turn.steps:
            if step.rank < len(regions):
                yield regions[step.rank].grow(step.grow), step.preparation

    def _is_late(self, preparation: Preparation) -> bool:
        """The first attempt of a frame is always made, however slow the machine."""
        expected = time.perf_counter() + self._cascade.expect_seconds(preparation.name)
        return self.preparation != "none" and expected > self._deadline

    def _try_whole(self, preparation: Preparation) -> bool:
        whole = self._grey
        scale = min(1.0, preparation.side / max(whole.shape))
        if scale < 1:
            whole = prep.resize(whole, scale)
        return self._read(whole, preparation, (0, 0, scale))

    def _try_part(self, region: Region, preparation: Preparation) -> bool:
        part, left, top = region.cut(self._grey)
        if part.size == 0 or min(part.shape) < _LEAST_SIDE:
            return False
        scale = prep.scale_for(part, preparation.side)
        return self._read(prep.resize(part, scale), preparation, (left, top, scale))

    def _read(self, part: Picture, preparation: Preparation, frame: tuple[int, int, float]) -> bool:
        """True when a trusted text was read. `frame` is where the part was, and how much larger
        it is now."""
        started = time.perf_counter()
        found = self._cascade.read(preparation.apply(part))
        self._cascade.learn_cost(preparation.name, time.perf_counter() - started)
        if not self._trusted:
            self.preparation = preparation.name
        return [self._note(sighting, preparation, frame) for sighting in found].count(True) > 0

    def _note(
        self, sighting: Sighting, preparation: Preparation, frame: tuple[int, int, float]
    ) -> bool:
        if not self._cascade.is_trusted(sighting.text):
            self._doubtful.append(sighting.text)
            return False
        self._trusted.append(sighting.text)
        self.region = _place(sighting, frame)
        self.sighted = Sighted(self.region, preparation.for_part())
        return True


def _place(sighting: Sighting, frame: tuple[int, int, float]) -> Region:
    """Where a code is in the whole picture, with room for the hand to move."""
    left, top, scale = frame
    x0, y0, x1, y1 = sighting.box
    reach = 0.75 * max(x1 - x0, y1 - y0, 21) / scale
    return Region(left + (x0 + x1) / 2 / scale, top + (y0 + y1) / 2 / scale, reach)


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
