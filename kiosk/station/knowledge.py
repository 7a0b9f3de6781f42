"""What a station has to judge by: rules, badge keys, roster, and how it stands with the server."""

from __future__ import annotations

import base64
import threading
from dataclasses import dataclass, replace
from typing import Any

from domain.badge_code import BadgeCode, EditionKeys, Keyring, parse_badge_code
from domain.messages import clip_badge_text
from kiosk.config import LaneSettings
from kiosk.station.reading import LaneGate

Configuration = dict[str, Any]
WireKeyring = dict[str, Any]


@dataclass(frozen=True)
class Knowledge:
    """All of it at one moment; None for what the station does not have.

    `is_complete`: the roster is the server's. `is_reachable` None: not known yet. `offset_ms` is
    what to add to this machine's clock.
    """

    configuration: Configuration | None = None
    keyring: Keyring | None = None
    other_editions: tuple[dict[str, Any], ...] = ()
    is_complete: bool = False
    is_reachable: bool | None = None
    offset_ms: int = 0

    @property
    def can_judge(self) -> bool:
        """Whether badges can be judged without the server."""
        has_rules = self.configuration is not None and bool(self.configuration.get("lists"))
        return has_rules and self.keyring is not None and self.is_complete

    def parse(self, text: str) -> BadgeCode | None:
        """What a text is; None without keys."""
        if self.keyring is None:
            return None
        return parse_badge_code(clip_badge_text(text), self.keyring)

    def find_rules(self, list_id: str) -> dict[str, Any] | None:
        """The rules of one check-in list."""
        lists = (self.configuration or {}).get("lists") or []
        return next((rules for rules in lists if rules["id"] == list_id), None)

    def find_gate(self, lane: LaneSettings) -> LaneGate | None:
        """The gate a lane stands at: the one it names, else the station's own."""
        configuration = self.configuration or {}
        own = configuration.get("gate") or {}
        wanted = lane.gate or own.get("id")
        gates = configuration.get("gates") or []
        found = next((g for g in gates if wanted in (g["id"], g["name"])), None)
        if found is None:
            return None
        direction = lane.direction or found["direction"]
        return LaneGate(found["id"], found["name"], found["list_id"], direction)


class KnowledgeHolder:
    """The knowledge of now, changed by the line to the server and read by every lane."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._now = Knowledge()

    def __call__(self) -> Knowledge:
        return self._now

    def change(self, **fields: Any) -> Knowledge:
        """Replace some fields; returns all as it is then."""
        with self._turn:
            self._now = replace(self._now, **fields)
            return self._now

    def take_keys(self, wire: WireKeyring | None) -> None:
        """The editions' keys as the server sends them; None forgets them."""
        if wire is None:
            self.change(keyring=None, other_editions=())
            return
        keyring = Keyring(_to_keys(wire["edition"]), tuple(map(_to_keys, wire["others"])))
        names = ("tag", "name", "city", "year")
        others = tuple({name: other[name] for name in names} for other in wire["others"])
        self.change(keyring=keyring, other_editions=others)


def _to_keys(wire: dict[str, Any]) -> EditionKeys:
    return EditionKeys(wire["tag"], tuple(base64.b64decode(key) for key in wire["keys"]))
