"""A device's own verdict, by the rules it shares with the server."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.admission import (
    ADMITTED,
    EXITED,
    NOT_READY,
    Candidate,
    CheckInList,
    Passage,
    Span,
    decide_admission,
)
from domain.badge_code import BadgeCode, EditionKeys, Keyring, parse_badge_code
from domain.presence import NEVER_SEEN
from domain.sealed_roster import badge_token, open_entry, roster_index, text_token
from rehearsal.disk import Disk, Message


@dataclass(frozen=True)
class Judgement:
    """What the device decided (None where only the server can), and who passes by it."""

    code: str | None
    reason: str | None
    attendee_id: str | None


UNDECIDED = Judgement(None, None, None)
NOT_READY_HERE = Judgement(NOT_READY, "no_data", None)


class Judge:
    """Made of the configuration a gate fetched."""

    def __init__(self, configuration: Message) -> None:
        self.gate: Message = configuration["gate"]
        self._list_id: str = configuration["list"]["id"]
        self._rules = _read_rules(configuration["list"])
        self._keyring = _read_keyring(configuration["keyring"])

    def decide(self, disk: Disk, text: str, at: int) -> Judgement:
        """Judge a badge by what the device knows; `at` is the corrected time (milliseconds)."""
        code = parse_badge_code(text, self._keyring)
        entry = _find_entry(disk, code)
        presence = disk.presence_of(self._list_id, entry["a"]) if entry else NEVER_SEEN
        verdict = decide_admission(
            Passage(code.kind, self.gate["direction"], at),
            _to_candidate(entry) if entry else None,
            self._rules,
            presence,
        )
        passes = entry is not None and verdict.code in (ADMITTED, EXITED)
        attendee_id = entry["a"] if entry and passes else None
        return Judgement(verdict.code, verdict.reason, attendee_id)


def _find_entry(disk: Disk, code: BadgeCode) -> dict[str, Any] | None:
    for token in _list_tokens(code):
        sealed = disk.entries.get(roster_index(token))
        if sealed is not None:
            return open_entry(token, sealed)
    return None


def _list_tokens(code: BadgeCode) -> Iterator[bytes]:
    if code.kind == "ours":
        yield badge_token(code.text)
    if code.kind == "short":
        yield text_token(code.text)
    if code.as_read:
        yield text_token(code.as_read)


def _to_candidate(entry: Message) -> Candidate:
    return Candidate(entry["c"], entry["s"], bool(entry["x"]), entry["d"], bool(entry["t"]))


def _read_rules(raw: Message) -> CheckInList:
    """Capacity is left to the server: it alone knows how many are inside."""
    spans = raw["opening_spans"]
    return CheckInList(
        entry_rule=raw["entry_rule"],
        categories=None if raw["categories"] is None else frozenset(raw["categories"]),
        days=tuple(Span(**day) for day in raw["days"]),
        opening_spans=None if spans is None else tuple(Span(**span) for span in spans),
    )


def _read_keyring(raw: Message) -> Keyring:
    return Keyring(_read_keys(raw["edition"]), tuple(map(_read_keys, raw["others"])))


def _read_keys(raw: Message) -> EditionKeys:
    return EditionKeys(raw["tag"], tuple(base64.b64decode(key) for key in raw["keys"]))
