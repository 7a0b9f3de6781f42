"""From what a station holds to what the rules ask for, and from a verdict to what the page shows:
the same as the server's receipt, marked as not confirmed.

Twin of static/js/models/local-answers.js.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from domain.admission import (
    ADMITTED,
    ALREADY_INSIDE,
    EXITED,
    NEEDS_DESK,
    NOT_READY,
    NOT_TODAY,
    Candidate,
    CheckInList,
    Span,
    Verdict,
)
from domain.badge_code import BadgeCode
from domain.presence import EXIT, NEVER_SEEN, CheckIn, Presence, fold_presence
from domain.sealed_roster import badge_token, text_token
from kiosk.store.outbox import OwnCheckIn
from kiosk.store.roster import KnownPresence

UNCONFIRMED = "unconfirmed"
"""The status of an answer that the server has not confirmed yet."""
_WITH_CARD = (ADMITTED, EXITED, ALREADY_INSIDE, NEEDS_DESK)

Answer = dict[str, Any]
Entry = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One badge at one gate: what its code is, what its entry says, and the rules it meets.

    `presence` is before this scan, `at` the server's time of it.
    """

    code: BadgeCode
    entry: Entry | None
    configuration: dict[str, Any]
    other_editions: list[dict[str, Any]]
    rules: dict[str, Any]
    presence: Presence = NEVER_SEEN
    at: int = 0


def list_tokens(code: BadgeCode) -> list[bytes]:
    """Under what a code may be in the roster, best first. Another system's code can look like a
    short or a broken one of ours: it is also looked up as it was read."""
    own = [badge_token(code.text)] if code.kind == "ours" else []
    texts = dict.fromkeys(text for text in (code.text, code.as_read) if text)
    return own + [text_token(text) for text in texts]


def to_candidate(entry: Entry) -> Candidate:
    """The attendee behind a roster entry."""
    return Candidate(entry["c"], entry["s"], bool(entry["x"]), entry["d"], bool(entry["t"]))


def to_rules(wire: dict[str, Any]) -> CheckInList:
    """A check-in list as the configuration has it."""
    spans, categories = wire["opening_spans"], wire["categories"]
    return CheckInList(
        entry_rule=wire["entry_rule"],
        categories=None if categories is None else frozenset(categories),
        days=_to_spans(wire["days"]),
        opening_spans=None if spans is None else _to_spans(spans),
        capacity=wire["capacity"],
    )


def fold_known(known: KnownPresence, own: Sequence[OwnCheckIn]) -> Presence:
    """Where somebody is: the server's last word, without what was taken back here, and what this
    station saw that is not in it yet."""

    def is_in(number: int | None) -> bool:
        return number is not None and number <= known.number

    undone = (o for o in own if o.is_taken_back and is_in(o.number) and not is_in(o.undo_number))
    left = reduce(_take_back, (o.check_in for o in undone), known.presence)
    unknown = (o.check_in for o in own if not o.is_taken_back and not is_in(o.number))
    return reduce(fold_presence, unknown, left)


def _take_back(presence: Presence, check_in: CheckIn) -> Presence:
    """As well as a station can tell that has no history: the server's word replaces this soon."""
    is_last = presence.last_at == check_in.at
    if check_in.direction == EXIT:
        count = max(0, presence.exit_count - 1)
        return replace(presence, is_inside=is_last or presence.is_inside, exit_count=count)
    was_this_entry = presence.entered_at == check_in.at
    return replace(
        presence,
        is_inside=presence.is_inside and not is_last,
        entry_count=max(0, presence.entry_count - 1),
        entered_at=None if was_this_entry else presence.entered_at,
        entered_gate_id=None if was_this_entry else presence.entered_gate_id,
    )


def make_answer(verdict: Verdict, case: Case | None) -> Answer:
    """What the page shows until the server has spoken; no case: we are not ready."""
    answer = _blank(UNCONFIRMED, verdict.code, verdict.reason)
    if case is None:
        return answer
    return answer | {
        "card": _make_card(verdict, case.entry),
        "earlier": _find_earlier(verdict, case),
        "edition": _find_edition(case),
        "opens_at": _find_opening(case) if verdict.code == NOT_TODAY else None,
    }


def no_answer() -> Answer:
    """What the page shows when the server did not answer in time."""
    return _blank("unanswered", NOT_READY, "connection_lost") | {"retryable": True}


def _blank(status: str, verdict: str, reason: str) -> Answer:
    nothing = ("scan_id", "change_number", "card", "earlier", "edition", "opens_at", "with")
    answer: Answer = dict.fromkeys(nothing)
    return answer | {"status": status, "verdict": verdict, "reason": reason, "retryable": False}


def _make_card(verdict: Verdict, entry: Entry | None) -> dict[str, Any] | None:
    if entry is None or verdict.code not in _WITH_CARD:
        return None
    return {
        "display_name": entry.get("n") or "",
        "display_name_ar": entry.get("r") or "",
        "company": entry.get("o") or "",
        "category_id": entry["c"],
        "language": entry["l"],
        "attention": verdict.has_attention,
    }


def _find_earlier(verdict: Verdict, case: Case) -> dict[str, Any] | None:
    entered_at, gate_id = case.presence.entered_at, case.presence.entered_gate_id
    if verdict.code != ALREADY_INSIDE or entered_at is None:
        return None
    gates = case.configuration.get("gates") or []
    name = next((gate["name"] for gate in gates if gate["id"] == gate_id), "")
    return {"gate_name": name, "at": entered_at}


def _find_edition(case: Case) -> dict[str, Any] | None:
    if case.code.kind != "other_edition":
        return None
    found = (other for other in case.other_editions if other["tag"] == case.code.tag)
    return next(({name: o[name] for name in ("name", "city", "year")} for o in found), None)


def _find_opening(case: Case) -> int | None:
    """When the doors open next."""
    spans = case.rules["opening_spans"] or []
    return min((s["starts_at"] for s in spans if s["starts_at"] > case.at), default=None)


def _to_spans(spans: Iterable[dict[str, int]]) -> tuple[Span, ...]:
    return tuple(Span(span["starts_at"], span["ends_at"]) for span in spans)
