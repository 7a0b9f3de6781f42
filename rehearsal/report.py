"""Holds what the simulator saw against what the server has: the verdict on a rehearsal."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rehearsal.plan import Played, Scanned

MOST_SHOWN = 10


@dataclass(frozen=True)
class Logged:
    """One scan of the rehearsal's devices in the server's log."""

    device_id: str
    device_seq: int
    scan_id: str
    badge_code: str
    direction: str
    device_time: int


@dataclass(frozen=True)
class ServerFigures:
    """What the server has when it is over, by its own account.

    `missing` are the numbers its device list reports as not arrived, by device; `differences`
    where presence, visits and counts are not the fold of the log; `presence_digest` what every
    device must have.
    """

    log: tuple[Logged, ...]
    parked: int
    conflicts: int
    missing: dict[str, tuple[int, ...]]
    differences: tuple[str, ...]
    presence_digest: str
    names: dict[str, str]


@dataclass(frozen=True)
class Line:
    """One figure; `is_right` is None where it only informs."""

    words: str
    figure: str
    is_right: bool | None = None
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The table."""

    lines: tuple[Line, ...]

    @property
    def is_passed(self) -> bool:
        """Whether nothing was lost, doubled or misreported."""
        return all(line.is_right is not False for line in self.lines)


def judge(played: Played, server: ServerFigures) -> Report:
    """Compare scan by scan; nothing is taken from a device's own outbox."""
    books = _Books(played, server)
    return Report((*books.count_scans(), *books.count_dead(), *books.count_state(), *_tell(played)))


class _Books:
    def __init__(self, played: Played, server: ServerFigures) -> None:
        self._played = played
        self._server = server
        self._dead = set(played.dead)
        self._scanned = {scan.scan_id: scan for scan in played.scanned}
        self._logged = {scan.scan_id: scan for scan in server.log}
        self._lost = [s for s in played.scanned if s.scan_id not in self._logged]

    def count_scans(self) -> list[Line]:
        """Scanned, received, missing, double."""
        missing = [self._name(scan) for scan in self._lost if scan.device_id not in self._dead]
        double = self._find_doubles()
        altered = [self._name(s) for s in self._played.scanned if self._is_altered(s)]
        absent = sorted(set(self._played.acknowledged) - self._logged.keys())
        return [
            Line("scanned", f"{len(self._played.scanned)}"),
            Line("received", f"{len(self._logged)}"),
            _none("missing, of living devices", missing),
            _none("double", double),
            _none("altered on the way", altered),
            _none("acknowledged but absent", absent),
            _none("another receipt for the same scan", self._played.changed_receipts),
            _none("parked", self._played.parked, self._server.parked),
            _none("devices that were not done in time", self._played.unfinished),
        ]

    def _find_doubles(self) -> list[str]:
        """What the log has more than was scanned, and numbers that it has twice."""
        invented = [self._name(s) for s in self._server.log if s.scan_id not in self._scanned]
        numbers = Counter((s.device_id, s.device_seq) for s in self._server.log)
        twice = [
            f"{self._call(device)} number {seq}" for (device, seq), n in numbers.items() if n > 1
        ]
        rows = Counter(s.scan_id for s in self._server.log)
        return invented + twice + [scan_id for scan_id, n in rows.items() if n > 1]

    def _is_altered(self, scan: Scanned) -> bool:
        logged = self._logged.get(scan.scan_id)
        return logged is not None and vars(logged) != vars(scan)

    def count_dead(self) -> list[Line]:
        """Lost with a device is one thing, lost without a word another."""
        expected = _numbers((s.device_id, s.device_seq) for s in self._lost)
        expected = {device: seqs for device, seqs in expected.items() if device in self._dead}
        reported = {device: set(seqs) for device, seqs in self._server.missing.items() if seqs}
        of_dead = {device: seqs for device, seqs in reported.items() if device in self._dead}
        wrong = [d for d in {*expected, *reported} if expected.get(d) != reported.get(d)]
        details = [_compare(self._call(d), expected.get(d), reported.get(d)) for d in wrong]
        return [
            Line("dead devices", f"{len(self._dead)}"),
            Line("lost with them", f"{_size(expected)}"),
            Line(
                "of these reported missing, by number",
                f"{_size(of_dead)}",
                not wrong,
                tuple(sorted(details)),
            ),
        ]

    def count_state(self) -> list[Line]:
        """What follows from the log, here and on the devices."""
        digests = self._played.presence_digests.items()
        others = [name for name, digest in digests if digest != self._server.presence_digest]
        return [
            _none("differences between presence and the log", self._server.differences),
            _none("devices whose presence differs", others),
            _none("devices whose roster differs", self._played.roster_mistakes),
            Line("conflicts for a person to judge", f"{self._server.conflicts}"),
        ]

    def _name(self, scan: Scanned | Logged) -> str:
        return f"{self._call(scan.device_id)} number {scan.device_seq} ({scan.scan_id})"

    def _call(self, device_id: str) -> str:
        return self._server.names.get(device_id, device_id)


def _compare(name: str, lost: set[int] | None, reported: set[int] | None) -> str:
    return f"{name}: lost {sorted(lost or ())}, reported {sorted(reported or ())}"


def _tell(played: Played) -> list[Line]:
    figures = played.figures
    taken = sum(seconds for name, seconds in figures.items() if name.endswith("_seconds"))
    told = [
        ("server killed", "server_kill", "{:.0f} times"),
        ("devices rebooted", "reboots", "{:.0f} times"),
        ("all devices had their data after", "ready_seconds", "{:.1f} s"),
        ("last scan arrived after closing", "settle_seconds", "{:.1f} s"),
        ("receipt of a single scan, half within", "p50_ms", "{:.0f} ms"),
        ("receipt of a single scan, 95 % within", "p95_ms", "{:.0f} ms"),
    ]
    lines = [Line(words, form.format(figures.get(name, 0))) for words, name, form in told]
    return [*lines, Line("time taken", f"{taken:.0f} s")]


def digest_presence(rows: Iterable[Sequence[Any]]) -> str:
    """A hash of (list, attendee, inside, entries, exits, entered at, entered gate, last at)."""
    ordered = sorted(json.dumps(list(row)) for row in rows)
    return hashlib.sha256("\n".join(ordered).encode()).hexdigest()


def _none(words: str, found: Sequence[str], count: int | None = None) -> Line:
    number = len(found) if count is None else max(count, len(found))
    return Line(words, f"{number}", number == 0, tuple(found))


def _numbers(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    numbers: dict[str, set[int]] = {}
    for device, seq in pairs:
        numbers.setdefault(device, set()).add(seq)
    return numbers


def _size(numbers: dict[str, set[int]]) -> int:
    return sum(map(len, numbers.values()))
