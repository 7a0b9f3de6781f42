"""Generated cases near the edges: times on the borders of spans, messages with one thing wrong.

Every strategy gives lists of cases; those of a list have something in common.
"""

import random
from typing import Any

from hypothesis import strategies as st

from domain.admission import ENTRY_RULES, VERDICTS
from domain.badge_code import ALPHABET
from domain.messages import SOURCES
from tests.domain.combining import VARIANTS, combine, hex_digits, make_combinations, shuffle, weigh
from tests.domain.text_strategies import CODES, FOREIGN, SHORTS, crockford_text
from tests.domain.text_strategies import texts as _texts

Cases = st.SearchStrategy[list[dict[str, Any]]]

_dice = random.Random(20240427)


def _alone(**fields: st.SearchStrategy[Any]) -> Cases:
    return st.fixed_dictionaries(fields).map(lambda case: [case])


texts: Cases = _texts.map(lambda family: [{"text": text} for text in family])
bodies: Cases = _alone(body=st.text(alphabet=ALPHABET + "OIL", max_size=12))
shorts: Cases = _alone(short=st.sampled_from(SHORTS * 2) | crockford_text)
makings: Cases = _alone(
    tag=weigh((9, st.integers(0, 255)), (1, st.sampled_from([-1, 256]))),
    secret=weigh((9, hex_digits(12)), (1, hex_digits(11) | hex_digits(13))),
    key=hex_digits(1) | hex_digits(32) | hex_digits(65),
)

# Ids and clocks

_SCAN_IDS = [
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    "017f22e2-79b0-7fff-bfff-ffffffffffff",
    "017f22e2-79b0-7000-bfff-ffffffffffff",
    "00000000-0000-7000-8000-000000000000",
    "018f1a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b",
]
_plain_json = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.integers(-(1 << 60), 1 << 60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(alphabet="aé\0\n\ud800🎫", max_size=3),
    st.sampled_from([[], {}, [1], {"v": 1}]),
)
_damaged_ids = st.builds(
    lambda scan_id, at, letter: scan_id[:at] + letter + scan_id[at + 1 :],
    st.sampled_from(_SCAN_IDS),
    st.integers(0, 36),
    st.sampled_from(["", "0", "7", "8", "c", "f", "F", "-", "\n", "٠"]),
)
_clock_values = st.integers(-(1 << 52), 1 << 52) | st.integers(-99_999, 99_999)
_SAMPLE = ("sent_at", "server_at", "received_at")
_sample = st.fixed_dictionaries(dict.fromkeys(_SAMPLE, _clock_values))

id_makings: Cases = st.builds(
    lambda now_ms, random10, last: [
        {"now_ms": moment, "random10": random10, "last": last}
        for moment in (now_ms, -now_ms, now_ms // 2)
    ],
    st.integers(0x017F22E279AE, 0x017F22E279B2) | st.integers(-(1 << 49), 1 << 50),
    weigh((4, hex_digits(10)), (1, st.sampled_from(["00" * 10, "ff" * 10]))),
    st.sampled_from([None, None, *_SCAN_IDS]),
)
id_texts: Cases = _alone(text=weigh((5, _damaged_ids), (1, _plain_json)))
samples: Cases = _sample.map(lambda sample: [sample])
sample_lists: Cases = st.lists(_sample, min_size=2, max_size=4).map(
    lambda several: [{"samples": several}, {"samples": several[::-1]}, {"samples": several * 2}]
)
device_times: Cases = _alone(device_at=_clock_values, clock_offset_ms=_clock_values)
arrivals: Cases = _alone(corrected_at=_clock_values, earliest=_clock_values, latest=_clock_values)
offsets: Cases = _alone(clock_offset_ms=st.integers(-60_200, 60_200))

# Presence and admission

_DIRECTIONS = ["entry", "exit"]
_BORDERS = [at + step for at in range(0, 400, 100) for step in (-1, 0, 1)]
_GATES = ["gate-a", "gate-b", "gate-c"]
_check_in = combine(direction=_DIRECTIONS, at=_BORDERS, gate_id=_GATES)
check_ins: Cases = st.lists(_check_in, min_size=3, max_size=8).map(
    lambda facts: [{"check_ins": order} for order in (facts, facts[::-1], facts[1:], facts[:-1])]
)


def _roll_spans() -> list[dict[str, int]]:
    borders = [sorted(_dice.sample(_BORDERS, 2)) for _ in range(_dice.randint(1, 3))]
    return [{"starts_at": starts_at, "ends_at": ends_at} for starts_at, ends_at in borders]


_SPAN_LISTS = [_roll_spans() for _ in range(60)]
_CANDIDATES = list(
    make_combinations(
        category_id=["visitor", "visitor", "vip", "press"],
        status=["registered"] * 6 + ["cancelled", "blocked"],
        is_revoked=[False] * 6 + [True],
        needs_desk=[None] * 5 + ["unpaid", ""],
        has_attention=[False, True],
    )
)
_candidates = st.sampled_from(shuffle(_CANDIDATES + [None] * 300))
_limits = combine(
    entry_rule=ENTRY_RULES,
    categories=[None, None, ["visitor", "vip"], ["press"], []],
    capacity=[None, None, 0, 2, 3],
)
_presences = combine(
    is_inside=[False, True],
    entry_count=[0, 1, 2],
    exit_count=[0, 1],
    entered_at=[None, *_BORDERS],
    entered_gate_id=[None, "gate-a"],
    last_at=[None, 100],
)
_attempts = combine(
    code_kind=["ours", "short", "foreign", "other_edition", "broken", "nothing"],
    direction=["entry", "entry", "entry", "exit"],
    first=range(len(_BORDERS)),
)
_spans = combine(
    days=[[], *_SPAN_LISTS[:10]],
    opening_spans=[None] * 40 + [[]] * 10 + _SPAN_LISTS,
)


@st.composite
def _admissions(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The same attempt at times all over the days."""
    attempt, limits, spans = draw(_attempts), draw(_limits), draw(_spans)
    candidate, presence = draw(_candidates), draw(_presences)
    return [
        {
            "passage": {
                "code_kind": attempt["code_kind"],
                "direction": attempt["direction"],
                "at": _BORDERS[(attempt["first"] + 5 * number) % len(_BORDERS)],
            },
            "candidate": candidate,
            "rules": limits | spans,
            "presence": presence,
            "inside_count": number,
        }
        for number in range(VARIANTS)
    ]


admissions: Cases = _admissions()

# Messages

_good_scans = combine(
    device_seq=[1, 7.0, 2**53 - 1],
    gate_id=["gate-a", "", "🚪" * 64],
    direction=_DIRECTIONS,
    device_time=[0, 1_714_132_800_000, -62_135_596_800_000, 253_402_300_799_999],
    clock_offset_ms=[0, -250, -0.0, 1e12],
    source=SOURCES,
    local_verdict=[None, *VERDICTS],
    local_reason=[None, "", "x" * 64],
    decode_ms=[None, 0, 3_600_000],
    timings=[
        None,
        {},
        {"capture_ms": 0, "decode_ms": 9.0, "decide_ms": 3_600_000},
        {"decide_ms": None, "zoom": 2},
    ],
)
_FIELDS = "scan_id device_seq badge_code gate_id direction device_time clock_offset_ms source"
_ALL_FIELDS = [*_FIELDS.split(), "local_verdict", "local_reason", "decode_ms", "timings", "zoom"]
_EDGES: dict[str, list[Any]] = {
    "device_seq": [0, -1, 2**53 - 1, 2**53, 2**53 + 1],
    "gate_id": [" ", "x" * 64, "x" * 65, "🚪" * 65, "a\0", "\x1f", "\x7f", "\ud800"],
    "direction": ["exit", "Entry", ""],
    "device_time": [253_402_300_800_000, -62_135_596_800_001, -1],
    "clock_offset_ms": [315_537_897_599_999, 315_537_897_600_000, -315_537_897_600_000],
    "source": ["nfc", "hid", ""],
    "local_verdict": ["", "full", "Full", "admitted "],
    "local_reason": ["x" * 65, "\ud800", "\n"],
    "decode_ms": [-1, 3_600_000, 3_600_001, 0.5],
    "timings": [
        {"capture_ms": -1},
        {"decode_ms": 0.5},
        {"decide_ms": 3_600_001},
        {"decide_ms": True},
        {"capture_ms": "4"},
        {"capture_ms": 4.0},
    ],
}
_OTHERS: list[Any] = [None, True, 0, 1, "", "1", 1.5, 7.0, 1e300, [], {}, "zoom"]
_FIELDS = ["scan_id", "badge_code", "zoom", *_EDGES]
_values = {field: st.sampled_from([*_EDGES.get(field, []), *_OTHERS]) for field in _FIELDS}
_changed_fields = st.sampled_from(shuffle(_FIELDS))
_change_counts = st.sampled_from(shuffle([0] * 3 + [1] * 3 + [2]))
_missing_fields = st.sampled_from(shuffle([None] * 60 + _FIELDS))
_scanned = st.sampled_from(
    shuffle([*CODES[:9], *FOREIGN, "", "\0", "a\ud800b", "🎫" * 258, "x" * 256 + "🎫🎫"])
)


@st.composite
def _scans(draw: st.DrawFn) -> Any:
    named = {"scan_id": draw(st.sampled_from(_SCAN_IDS)), "badge_code": draw(_scanned)}
    scan = {**named, **draw(_good_scans)}
    for _ in range(draw(_change_counts)):
        field = draw(_changed_fields)
        scan[field] = draw(_values[field])
    scan.pop(draw(_missing_fields), None)
    return scan


def _send(version: object, scans: list[Any]) -> list[dict[str, Any]]:
    batches = [scans, scans[1:], scans[::-1], [*scans[:1], None, {}]]
    return [{"message": {"v": version, "scans": batch}} for batch in batches]


_versions = st.sampled_from(shuffle([1] * 40 + [1.0, 0, 2, None, True, "1", [1]]))
_good_batches = st.builds(_send, _versions, st.lists(_scans(), min_size=2, max_size=3))
_odd_batches = _alone(message=st.fixed_dictionaries({"v": _versions, "scans": _plain_json}))
_no_batches = _alone(message=_plain_json)
batches: Cases = weigh((9, _good_batches), (1, _odd_batches), (1, _no_batches))
