"""What a rehearsal is given and what it hands back, as JSON files between the two processes."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

RESTARTS = ((0.25, "kill"), (0.5, "stop"), (0.77, "kill"))
"""When the server goes, as shares of the whole, and how; it comes back at once."""


@dataclass(frozen=True)
class PlannedDevice:
    """A device that was paired for the rehearsal."""

    id: str
    token: str
    name: str
    direction: str


@dataclass(frozen=True)
class Plan:
    """`command` starts the server (with `--port` to follow), in `root`, with `environment`.

    `seconds` is how long the two days take. `sabotage` makes the first devices break the rules, one
    each: `drop` forgets a scan, `double` sends one under two ids. A rehearsal must notice.
    """

    command: tuple[str, ...]
    root: str
    environment: dict[str, str]
    log: str
    devices: tuple[PlannedDevice, ...]
    codes: tuple[str, ...]
    seconds: float
    scans: int
    seed: int
    heartbeat_ms: int = 800
    restarts: tuple[tuple[float, str], ...] = RESTARTS
    sabotage: tuple[str, ...] = ()

    def write(self, path: Path) -> None:
        """Keep it for the simulator; it holds tokens, so for this account only."""
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")


def read_plan(path: Path) -> Plan:
    """What `Plan.write` wrote."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    devices = tuple(PlannedDevice(**device) for device in raw.pop("devices"))
    raw["restarts"] = tuple((share, how) for share, how in raw["restarts"])
    return Plan(devices=devices, **_freeze_lists(raw))


def _freeze_lists(raw: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(value) if isinstance(value, list) else value for k, value in raw.items()}


@dataclass(frozen=True)
class Scanned:
    """One badge held before one device: what the simulator saw happen, whatever the device did
    with it."""

    device_id: str
    device_seq: int
    scan_id: str
    badge_code: str
    direction: str
    device_time: int


@dataclass(frozen=True)
class Played:
    """What the simulator saw. Times in seconds.

    `acknowledged` are scan ids with a receipt that says the log has them; `changed_receipts` those
    that later got another one; `roster_mistakes` are devices whose roster was not the server's at
    the end; `unfinished` those that still had scans to send when time was up.
    """

    scanned: tuple[Scanned, ...]
    acknowledged: tuple[str, ...]
    parked: tuple[str, ...]
    changed_receipts: tuple[str, ...]
    dead: tuple[str, ...]
    presence_digests: dict[str, str]
    roster_mistakes: tuple[str, ...]
    unfinished: tuple[str, ...]
    figures: dict[str, float] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Keep it for whoever judges."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")


def read_played(path: Path) -> Played:
    """What `Played.write` wrote."""
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    scanned = tuple(Scanned(**scan) for scan in raw.pop("scanned"))
    return Played(scanned=scanned, **_freeze_lists(raw))
