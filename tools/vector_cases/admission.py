"""Every verdict, every pair of reasons at once, and the edges of days and hours.

The fair: 26 and 27 April 2024 in Casablanca (UTC+1), entry from 9:00 to 18:00.
"""

from itertools import combinations
from typing import Any

from tools.vector_cases import Section, case, section

_Overrides = dict[str, Any]

_HOUR = 3_600_000
_DAY_1 = 1_714_086_000_000
"""26 April 2024, 0:00 in Casablanca."""
_DAY_2 = _DAY_1 + 24 * _HOUR
_DAY_3 = _DAY_2 + 24 * _HOUR
_TEN = _DAY_1 + 10 * _HOUR
_DAYS = [
    {"starts_at": _DAY_1, "ends_at": _DAY_2},
    {"starts_at": _DAY_2, "ends_at": _DAY_3},
]
_OPEN = [
    {"starts_at": _DAY_1 + 9 * _HOUR, "ends_at": _DAY_1 + 18 * _HOUR},
    {"starts_at": _DAY_2 + 9 * _HOUR, "ends_at": _DAY_2 + 18 * _HOUR},
]

_PASSAGE: _Overrides = {"code_kind": "ours", "direction": "entry", "at": _TEN}
_CANDIDATE: _Overrides = {
    "category_id": "visitor",
    "status": "registered",
    "is_revoked": False,
    "needs_desk": None,
    "has_attention": False,
}
_RULES: _Overrides = {
    "entry_rule": "reentry",
    "categories": ["visitor", "vip"],
    "days": _DAYS,
    "opening_spans": _OPEN,
    "capacity": 100,
}
_PRESENCE: _Overrides = {
    "is_inside": False,
    "entry_count": 0,
    "exit_count": 0,
    "entered_at": None,
    "entered_gate_id": None,
    "last_at": None,
}
_INSIDE: _Overrides = {
    "is_inside": True,
    "entry_count": 1,
    "entered_at": _TEN - _HOUR,
    "entered_gate_id": "gate-a",
    "last_at": _TEN - _HOUR,
}
_LEFT: _Overrides = _INSIDE | {"is_inside": False, "exit_count": 1, "last_at": _TEN - 1}

_FAULTS: dict[str, tuple[_Overrides, str, str]] = {
    "revoked": ({"is_revoked": True}, "revoked", "badge_revoked"),
    "cancelled": ({"status": "cancelled"}, "cancelled", "registration_cancelled"),
    "blocked": ({"status": "blocked"}, "blocked", "attendee_blocked"),
    "unpaid": ({"needs_desk": "unpaid"}, "needs_desk", "unpaid"),
    "exhibitor": ({"category_id": "exhibitor"}, "not_here", "category_not_allowed"),
    "closed": ({"opening_spans": []}, "not_today", "closed"),
    "inside": ({"entry_rule": "once"} | _LEFT, "already_inside", "entered_before"),
    "full": ({"inside_count": 100}, "full", "capacity_reached"),
}
"""In the order in which they are checked."""


def make_sections() -> list[Section]:
    """All admissions."""
    cases = [
        *_plain(),
        *_unmatched(),
        *_single_faults(),
        *_conflicts(),
        *_exits(),
        *_hours(),
        *_repetitions(),
        *_rooms(),
    ]
    return [section("decide_admission", cases)]


def _asked(
    name: str, code: str, reason: str = "", /, is_flagged: bool = False, **overrides: Any
) -> dict[str, Any]:
    given = {
        "passage": _override(_PASSAGE, overrides),
        "candidate": _override(_CANDIDATE, overrides),
        "rules": _override(_RULES, overrides),
        "presence": _override(_PRESENCE, overrides),
        "inside_count": overrides.get("inside_count", 0),
    }
    expected = {
        "code": code,
        "reason": reason,
        "has_attention": is_flagged,
        "is_check_in": code in ("admitted", "exited"),
    }
    return case(name, given, expected)


def _override(defaults: _Overrides, overrides: _Overrides) -> _Overrides:
    return {field: overrides.get(field, value) for field, value in defaults.items()}


def _plain() -> list[dict[str, Any]]:
    return [
        _asked("a visitor comes in", "admitted"),
        _asked("with an attention flag", "admitted", is_flagged=True, has_attention=True),
        _asked("no limit on categories", "admitted", categories=None, category_id="press"),
        _asked("nobody is allowed", "not_here", "category_not_allowed", categories=[]),
        _asked("any kind of code admits a candidate", "admitted", code_kind="foreign"),
        _asked("a short code admits a candidate", "admitted", code_kind="short"),
        _asked("missing photo", "needs_desk", "photo", needs_desk="photo"),
        _asked(
            "a refusal hides the flag",
            "revoked",
            "badge_revoked",
            is_revoked=True,
            has_attention=True,
        ),
    ]


def _unmatched() -> list[dict[str, Any]]:
    answers = {
        "ours": ("needs_desk", "genuine_not_listed"),
        "short": ("unknown_badge", "not_listed"),
        "foreign": ("unknown_badge", "not_listed"),
        "other_edition": ("other_edition", "other_edition"),
        "broken": ("bad_code", "misread"),
        "nothing": ("bad_code", "not_a_badge"),
    }
    cases = []
    for kind, (code, reason) in answers.items():
        for direction in ("entry", "exit"):
            is_leaving = (kind, direction) == ("ours", "exit")
            asked = _asked(
                f"{kind}, not on the list, {direction}",
                "exited" if is_leaving else code,
                reason,
                code_kind=kind,
                direction=direction,
            )
            asked["given"]["candidate"] = None
            cases.append(asked)
    return cases


def _single_faults() -> list[dict[str, Any]]:
    return [
        _asked(f"{name} alone", code, reason, **overrides)
        for name, (overrides, code, reason) in _FAULTS.items()
    ]


def _conflicts() -> list[dict[str, Any]]:
    """Of two reasons the one that is checked first is told; a status is only ever one."""
    cases = []
    for (first, (one, code, reason)), (second, (other, _, _)) in combinations(_FAULTS.items(), 2):
        if not ("status" in one and "status" in other):
            cases.append(_asked(f"{first} and {second}", code, reason, **(one | other)))
    everything: _Overrides = {}
    for overrides, _, _ in reversed(_FAULTS.values()):
        everything |= overrides
    return [*cases, _asked("everything at once", "revoked", "badge_revoked", **everything)]


def _exits() -> list[dict[str, Any]]:
    standing = ("revoked", "cancelled", "blocked", "unpaid")
    refused = [
        _asked(
            f"{name} goes out",
            "exited",
            reason if name in standing else "",
            direction="exit",
            **overrides,
        )
        for name, (overrides, _, reason) in _FAULTS.items()
    ]
    return [
        *refused,
        _asked("goes out", "exited", direction="exit", **_INSIDE),
        _asked("goes out without having come in", "exited", direction="exit"),
        _asked("goes out at midnight", "exited", direction="exit", at=_DAY_2, **_INSIDE),
        _asked("goes out flagged", "exited", direction="exit", has_attention=True),
    ]


def _hours() -> list[dict[str, Any]]:
    nine, eighteen = _DAY_1 + 9 * _HOUR, _DAY_1 + 18 * _HOUR
    return [
        _asked("the moment of opening", "admitted", at=nine),
        _asked("a millisecond early", "not_today", "not_open_yet", at=nine - 1),
        _asked("the last millisecond", "admitted", at=eighteen - 1),
        _asked("the moment of closing", "not_today", "not_open_yet", at=eighteen),
        _asked("after the last day", "not_today", "closed", at=_DAY_2 + 18 * _HOUR),
        _asked("a year early", "not_today", "not_open_yet", at=_DAY_1 - 365 * 24 * _HOUR),
        _asked("always open", "admitted", at=_DAY_1 - 1, opening_spans=None),
        _asked("never open", "not_today", "closed", opening_spans=[]),
    ]


def _repetitions() -> list[dict[str, Any]]:
    once: _Overrides = {"entry_rule": "once"}
    daily: _Overrides = {"entry_rule": "once_a_day"}
    return [
        _asked("re-entry, still inside", "already_inside", "not_left_yet", **_INSIDE),
        _asked("re-entry after an exit", "admitted", **_LEFT),
        _asked("once, first time", "admitted", **once),
        _asked("once, still inside", "already_inside", "entered_before", **once, **_INSIDE),
        _asked("once, after an exit", "already_inside", "entered_before", **once, **_LEFT),
        _asked("unlimited, still inside", "admitted", entry_rule="unlimited", **_INSIDE),
        *_daily_repetitions(daily),
    ]


def _daily_repetitions(daily: _Overrides) -> list[dict[str, Any]]:
    today = ("already_inside", "entered_today")
    tomorrow, rehearsal = _DAY_2 + 9 * _HOUR, _DAY_1 - 48 * _HOUR
    late: _Overrides = _INSIDE | {"entered_at": _DAY_2 - 1}
    always: _Overrides = daily | {"opening_spans": None}
    before: _Overrides = _INSIDE | {"entered_at": rehearsal}
    return [
        _asked("once a day, first time", "admitted", **daily),
        _asked("once a day, same day", *today, **daily, **_INSIDE),
        _asked("once a day, same day after an exit", *today, **daily, **_LEFT),
        _asked("once a day, next day", "admitted", at=tomorrow, **daily, **_LEFT),
        _asked("once a day, next day without an exit", "admitted", at=tomorrow, **daily, **_INSIDE),
        _asked(
            "once a day, in before midnight, again at midnight",
            "admitted",
            at=_DAY_2,
            **always,
            **late,
        ),
        _asked("once a day, twice before midnight", *today, at=_DAY_2 - 1, **always, **late),
        _asked("once a day, two rehearsals", *today, at=_DAY_1 - 1, **always, **before),
        _asked("once a day, rehearsal and first day", "admitted", at=_DAY_1, **always, **before),
        _asked("once a day, no days known", *today, days=[], **daily, **_INSIDE),
    ]


def _rooms() -> list[dict[str, Any]]:
    full = ("full", "capacity_reached")
    unlimited: _Overrides = {"entry_rule": "unlimited"}
    return [
        _asked("the last place", "admitted", inside_count=99),
        _asked("no place left", *full, inside_count=100),
        _asked("more inside than allowed", *full, inside_count=250),
        _asked("a room for nobody", *full, capacity=0),
        _asked("no limit", "admitted", capacity=None, inside_count=1_000_000),
        _asked("counted already", "admitted", inside_count=100, **unlimited, **_INSIDE),
        _asked("back to a full room", *full, inside_count=100, **_LEFT),
    ]
