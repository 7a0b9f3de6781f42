"""What happens to each device and when: drawn beforehand, so that a seed gives the same fair."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rehearsal.plan import Plan

WIFI_ON, WIFI_OFF, REBOOT, CLOCK, SCAN, DIE = (
    "wifi_on",
    "wifi_off",
    "reboot",
    "clock",
    "scan",
    "die",
)

DAYS = ((0.0, 0.46), (0.54, 1.0))
"""The two days as shares of the whole; between them it is night."""
ONE_IN_DIES = 20
_FLAPPING = 0.25
_LONGEST_SPELL_SECONDS = 24.0
_HOUR_MS = 3_600_000
_STRANGERS = ("HTTPS://EXAMPLE.ORG/MENU", "A0000000000000000000000000000", "12345678")
_SCANS_BEFORE_DEATH = 4


@dataclass(frozen=True)
class Moment:
    """Something that happens to a device `at` seconds after the doors opened."""

    at: float
    what: str
    value: int = 0
    code: str = ""


@dataclass(frozen=True)
class Fate:
    """A device's moments in order; `skew_ms` is how far its clock is off at the start."""

    skew_ms: int
    moments: tuple[Moment, ...]

    @property
    def dies(self) -> bool:
        """Whether this device is lost for good."""
        return any(moment.what == DIE for moment in self.moments)


def draw_fates(plan: Plan) -> list[Fate]:
    """One fate for each device of the plan."""
    rolls = random.Random(plan.seed)  # noqa: S311 - a fair, not a secret
    count = len(plan.devices)
    doomed = set(rolls.sample(range(count), count // ONE_IN_DIES))
    scans = _draw_scans(plan, rolls)
    return [
        _draw_fate(plan.seconds, scans[number], number in doomed, rolls) for number in range(count)
    ]


def _draw_fate(seconds: float, scans: list[Moment], dies: bool, rolls: random.Random) -> Fate:
    moments = [
        *scans,
        *_draw_wifi(seconds, rolls),
        *_draw_reboots(seconds, rolls),
        *_draw_clock_jumps(seconds, rolls),
    ]
    moments.sort(key=lambda moment: moment.at)
    skew_ms = _draw_skew(rolls)
    return Fate(skew_ms, tuple(_cut_short(moments, rolls) if dies else moments))


def _draw_scans(plan: Plan, rolls: random.Random) -> list[list[Moment]]:
    """Visitors come in and go out: most badges are where they make sense, some are shown twice,
    some are no badges at all."""
    devices = range(len(plan.devices))
    places = sorted(
        (_draw_opening_time(plan.seconds, rolls), rolls.choice(devices)) for _ in range(plan.scans)
    )
    crowd = _Crowd(plan.codes, rolls)
    scans: list[list[Moment]] = [[] for _ in devices]
    for at, number in places:
        code = crowd.pick(plan.devices[number].direction)
        scans[number].append(Moment(at, SCAN, code=code))
    return scans


def _draw_opening_time(seconds: float, rolls: random.Random) -> float:
    """Mornings are busy."""
    opens, closes = rolls.choice(DAYS)
    return seconds * (opens + rolls.betavariate(1.6, 2.4) * (closes - opens))


class _Crowd:
    """Who is inside, as the visitors themselves know."""

    def __init__(self, codes: Sequence[str], rolls: random.Random) -> None:
        self._codes = codes
        self._rolls = rolls
        self._is_inside: dict[str, bool] = {}

    def pick(self, direction: str) -> str:
        """The badge that is shown next at a gate of this direction."""
        roll = self._rolls.random()
        if roll < 0.02:
            return self._rolls.choice(_STRANGERS)
        code = self._rolls.choice(self._codes)
        if roll < 0.90:
            code = self._find(code, is_inside=direction == "exit")
        self._is_inside[code] = direction == "entry"
        return code

    def _find(self, code: str, is_inside: bool) -> str:
        for _ in range(20):
            if self._is_inside.get(code, False) == is_inside:
                return code
            code = self._rolls.choice(self._codes)
        return code


def _draw_wifi(seconds: float, rolls: random.Random) -> Iterator[Moment]:
    """On and off for equally long on average, in long spells and in flapping ones; off at night."""
    longest = min(_LONGEST_SPELL_SECONDS, seconds / 5)
    for opens, closes in DAYS:
        at, end = seconds * opens, seconds * closes
        is_on = rolls.random() < 0.5
        while at < end:
            yield Moment(at, WIFI_ON if is_on else WIFI_OFF)
            is_on = not is_on
            flaps = rolls.random() < _FLAPPING
            at += rolls.uniform(0.3, 2.0) if flaps else rolls.uniform(0.25, 1) * longest
        yield Moment(end, WIFI_OFF)


def _draw_reboots(seconds: float, rolls: random.Random) -> Iterator[Moment]:
    """Each morning, and twice in between."""
    yield Moment(seconds * DAYS[1][0], REBOOT)
    for _ in range(2):
        yield Moment(rolls.uniform(0.02, 0.98) * seconds, REBOOT)


def _draw_skew(rolls: random.Random) -> int:
    roll = rolls.random()
    if roll < 0.6:
        return rolls.randint(-2_000, 2_000)
    if roll < 0.85:
        return rolls.randint(-120_000, 120_000)
    return rolls.randint(-30 * _HOUR_MS, 30 * _HOUR_MS)


def _draw_clock_jumps(seconds: float, rolls: random.Random) -> Iterator[Moment]:
    """One device in five sets its clock while it works."""
    if rolls.random() < 0.2:
        for _ in range(2):
            jump = rolls.randint(-5 * _HOUR_MS, 5 * _HOUR_MS)
            yield Moment(rolls.uniform(0.05, 0.95) * seconds, CLOCK, value=jump)


def _cut_short(moments: list[Moment], rolls: random.Random) -> list[Moment]:
    """The end of a device: without Wi-Fi for its last scans, then one last heartbeat."""
    scans = [place for place, moment in enumerate(moments) if moment.what == SCAN]
    if len(scans) < 2 * _SCANS_BEFORE_DEATH:
        return moments
    last = rolls.choice(scans[_SCANS_BEFORE_DEATH:-1])
    first = scans[scans.index(last) - rolls.randrange(1, _SCANS_BEFORE_DEATH)]
    before = moments[:first]
    alone = [moment for moment in moments[first : last + 1] if moment.what in (SCAN, CLOCK)]
    off, end = Moment(moments[first].at, WIFI_OFF), Moment(moments[last].at, DIE)
    return [*before, off, *alone, end]
