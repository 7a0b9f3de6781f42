"""The domain's functions as JSON in, JSON out: what vectors and differential tests call.

The JavaScript side is `js_functions.mjs`.
"""

from collections.abc import Callable
from dataclasses import asdict
from functools import reduce
from operator import xor
from typing import Any

from domain import admission, badge_code, clock, ids, messages, presence, sealed_code, sealed_roster
from domain.errors import MessageError
from domain.keyboard_layouts import undo_layouts
from tests.domain.lead_functions import LEAD_FUNCTIONS

Given = dict[str, Any]


def make_keyring(raw: Given) -> badge_code.Keyring:
    """A keyring from its JSON form, keys in hexadecimal digits."""
    return badge_code.Keyring(
        _make_edition(raw["edition"]), tuple(_make_edition(other) for other in raw["others"])
    )


def _make_edition(raw: Given) -> badge_code.EditionKeys:
    return badge_code.EditionKeys(raw["tag"], tuple(bytes.fromhex(key) for key in raw["keys"]))


def _parse_badge_code(given: Given) -> Any:
    return asdict(badge_code.parse_badge_code(given["text"], make_keyring(given["keyring"])))


def _make_badge_code(given: Given) -> Any:
    secret, key = bytes.fromhex(given["secret"]), bytes.fromhex(given["key"])
    try:
        code = badge_code.make_badge_code(given["tag"], secret, key)
    except ValueError:
        return {"error": "out_of_range"}
    short = badge_code.short_code(secret)
    return {"code": code, "short": short, "secret": badge_code.secret_of(code).hex()}


def _make_scan_id(given: Given) -> Any:
    return ids.make_scan_id(given["now_ms"], bytes.fromhex(given["random10"]), given["last"])


def _measure_offset(given: Given) -> Any:
    return clock.measure_offset(clock.ClockSample(**given))


def _best_offset(given: Given) -> Any:
    return clock.best_offset([clock.ClockSample(**sample) for sample in given["samples"]])


def _fold_presence(given: Given) -> Any:
    check_ins = [presence.CheckIn(**check_in) for check_in in given["check_ins"]]
    return asdict(reduce(presence.fold_presence, check_ins, presence.NEVER_SEEN))


def _decide_admission(given: Given) -> Any:
    candidate = given["candidate"]
    verdict = admission.decide_admission(
        admission.Passage(**given["passage"]),
        None if candidate is None else admission.Candidate(**candidate),
        _make_rules(given["rules"]),
        presence.Presence(**given["presence"]),
        given["inside_count"],
    )
    return {**asdict(verdict), "is_check_in": verdict.is_check_in}


def _make_rules(raw: Given) -> admission.CheckInList:
    return admission.CheckInList(
        raw["entry_rule"],
        None if raw["categories"] is None else frozenset(raw["categories"]),
        _make_spans(raw["days"]),
        None if raw["opening_spans"] is None else _make_spans(raw["opening_spans"]),
        raw["capacity"],
    )


def _make_spans(raw: list[Given]) -> tuple[admission.Span, ...]:
    return tuple(admission.Span(**span) for span in raw)


def _parse_scan_batch(given: Given) -> Any:
    try:
        return [_to_wire(parsed) for parsed in messages.parse_scan_batch(given["message"])]
    except MessageError as error:
        return {"error": error.code}


def _to_wire(parsed: messages.Scan | messages.BadScan) -> Given:
    """A scan that came without timings has none, as in the JavaScript."""
    wire = asdict(parsed)
    return {name: value for name, value in wire.items() if (name, value) != ("timings", None)}


def _seal_entry(given: Given) -> Any:
    return sealed_roster.seal_entry(bytes.fromhex(given["token"]), given["entry"])


def _open_entry(given: Given) -> Any:
    try:
        return sealed_roster.open_entry(bytes.fromhex(given["token"]), given["sealed"])
    except sealed_roster.SealedEntryError:
        return {"error": "damaged"}


def _roster_digest(given: Given) -> Any:
    fingerprints = [sealed_roster.entry_fingerprint(*entry) for entry in given["entries"]]
    return sealed_roster.format_digest(reduce(xor, fingerprints, sealed_roster.EMPTY_FINGERPRINT))


def _seal_code(given: Given) -> Any:
    public_key, once = bytes.fromhex(given["public_key"]), bytes.fromhex(given["once"])
    return sealed_code.seal_code(given["text"], public_key, once, given["number"])


FUNCTIONS: dict[str, Callable[[Given], Any]] = {
    "parse_badge_code": _parse_badge_code,
    "make_badge_code": _make_badge_code,
    "check_character": lambda given: badge_code.check_character(given["body"]),
    "format_short_code": lambda given: badge_code.format_short_code(given["short"]),
    "undo_layouts": lambda given: undo_layouts(given["text"]),
    "make_scan_id": _make_scan_id,
    "is_scan_id": lambda given: ids.is_scan_id(given["text"]),
    "measure_offset": _measure_offset,
    "best_offset": _best_offset,
    "corrected_time": lambda given: clock.corrected_time(**given),
    "plausible_time": lambda given: clock.plausible_time(**given),
    "is_clock_off": lambda given: clock.is_clock_off(**given),
    "fold_presence": _fold_presence,
    "decide_admission": _decide_admission,
    "parse_scan_batch": _parse_scan_batch,
    "text_token": lambda given: sealed_roster.text_token(given["text"]).hex(),
    "roster_index": lambda given: sealed_roster.roster_index(bytes.fromhex(given["token"])),
    "seal_entry": _seal_entry,
    "open_entry": _open_entry,
    "roster_digest": _roster_digest,
    "seal_code": _seal_code,
    "clip_badge_text": lambda given: messages.clip_badge_text(given["text"]),
    **LEAD_FUNCTIONS,
}
