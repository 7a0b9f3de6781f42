"""Generated captures, edits and answers, near the edges; see strategies.py."""

from typing import Any

from hypothesis import strategies as st

from domain.hybrid_time import make_hybrid_time
from domain.lead_messages import CAPTURE_SOURCES, MANUAL_FIELDS
from domain.qualifiers import KINDS
from tests.domain.combining import combine, make_combinations, shuffle, weigh

Cases = st.SearchStrategy[list[dict[str, Any]]]

_DEVICES = [f"018f1a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2{n}" for n in range(3)]
_IDS = [f"018f1a2b-3c4d-7e5f-8a6b-00000000000{n}" for n in range(8)]
_TIMES = [make_hybrid_time(ms, device) for ms in (0, 7, 8) for device in _DEVICES]
_MEMBERS = ["Sara", "علي", "🦊"]

hybrid_makings: Cases = combine(
    now_ms=[-1, 0, 7, 8, 1_714_132_800_000, 9_999_999_999_999, 10_000_000_000_000],
    device_id=_DEVICES,
    newest=[None, *_TIMES, "0000000000007-ffff-" + _DEVICES[0], "9999999999999-ffff-" + _DEVICES[1]]
    + ["", "7", "0000000000007-FFFF-" + _DEVICES[0]],
).map(lambda case: [case])
hybrid_texts: Cases = st.sampled_from(
    shuffle([*_TIMES, "", None, 7, _TIMES[0] + "\n", "٠" + _TIMES[0][1:], _TIMES[0].upper()])
).map(lambda text: [{"text": text}])
levels: Cases = st.sampled_from(["none", "card", "mail", "all", "", "All", "everything"]).map(
    lambda level: [{"level": level}]
)

# The fold

_captures = combine(
    capture_id=_IDS[:4],
    at=[100, 200, 300],
    member=_MEMBERS,
    device=["Téléphone"],
    scan_type=["lead", "coffee"],
    source=["camera"],
    manual=[None, None, {"first_name": "Aya", "email": ""}, {"email": "a@b.ma"}],
)
_WRITTEN: dict[str, list[Any]] = {
    "rating": ["hot", "warm", "cold", None],
    "note": ["one", "two 🎫"],
    "tag:CRM": [True, False],
    "tag:🎫": [True],
    "tag:﷽": [True],
    "answer:seats": ["from_10", ["a", "b"], None, {"na": True}],
    "contact:email": ["x@y.ma", None, ""],
    "next_action": [{"what": "Call", "due_on": None}, None],
    "consent:mailing": [{"given": True, "text_version": 1, "language": "ar"}, None],
    "hidden": [True, False],
}
_EDITS = [
    {"field": field, "value": value} | rest
    for field, values in _WRITTEN.items()
    for value in values
    for rest in make_combinations(hybrid_time=_TIMES, member=_MEMBERS, at=[150])
]
_edits = st.sampled_from(shuffle(_EDITS))


def _with_ids(captures: list[Any], edits: list[Any]) -> tuple[list[Any], list[Any]]:
    """A capture's id stands for one capture only, and an edit's for one edit."""
    by_id = {one["capture_id"]: one for one in captures}
    return list(by_id.values()), [edit | {"edit_id": _IDS[n]} for n, edit in enumerate(edits)]


facts = st.builds(
    _with_ids, st.lists(_captures, max_size=4), st.lists(_edits, min_size=2, max_size=7)
)
folds: Cases = facts.map(
    lambda found: [
        {"captures": captures, "edits": edits}
        for captures, edits in ((found[0], found[1]), (found[0][::-1], found[1][::-1]))
    ]
)

# Messages

_GOOD_CAPTURE = {
    "kind": "capture",
    "fact_id": _IDS[0],
    "device_seq": 1,
    "scan_type": "lead",
    "badge_code": "A123",
    "source": "camera",
    "device_time": 0,
    "clock_offset_ms": 0,
    "decode_ms": None,
    "training": False,
    "manual": None,
}
_MANUAL = {"source": "manual", "badge_code": None, "manual": dict.fromkeys(MANUAL_FIELDS, "x")}
_GOOD_EDIT = {
    "kind": "edit",
    "fact_id": _IDS[1],
    "device_seq": 2,
    "capture_id": _IDS[0],
    "field": "rating",
    "value": "hot",
    "hybrid_time": _TIMES[0],
    "device_time": 0,
    "clock_offset_ms": 0,
}
_ODD: list[Any] = [None, True, 0, 1, -1, 7.0, 0.5, 1e300, 2**53, "", "x", " \n", [], {}, "\ud800"]
_LONG = ["x" * 41, "🎫" * 40, "🎫" * 41, "x" * 258, "x" * 4_001, "a\0b", "é\ud800"]
_ANSWERS: list[Any] = [
    *_ODD,
    *_LONG,
    ["b", "a", "a"],
    ["A"],
    [1],
    ["x"] * 51,
    {"na": True},
    {"na": 1},
    {"code": "a"},
    {"code": "a", "other": "b"},
    {"code": None, "other": "words"},
    {"code": "A"},
    {"given": True, "language": "fr"},
    {"given": True, "language": "xx", "na": False},
    {"given": 1, "language": "fr"},
    -(2**53),
    2**53 - 1,
    "2024-02-30",
    "2024-13-01",
    5,
    6,
    False,
]
_VALUES: dict[str, list[Any]] = {
    "rating": [*_ODD, "hot"],
    "note": [*_ODD, *_LONG],
    "hidden": [*_ODD, False],
    "next_action": [*_ODD, {"what": "x" * 301}, {"what": "a", "due_on": "2024-05-02"}]
    + [{"what": "a", "due_on": "2024-5-2"}, {"what": "a", "due_on": 5}],
    "consent:mailing": [*_ODD]
    + [
        {"given": given, "text_version": version, "language": language}
        for given in (True, 1)
        for version in (0, 1, 7.0, 2**31, 2**31 + 1)
        for language in ("fr", "xx", 5)
    ],
    "answer:seats": _ANSWERS,
    "contact:email": [*_ODD, *_LONG],
    "tag:CRM": _ODD,
}
_FIELDS = ["tag:", "tag:" + "🎫" * 40, "tag:" + "🎫" * 41, "answer:A", "answer:" + "a" * 40]
_FIELDS += ["answer:" + "a" * 41, "contact:x", "rating:Sara", "tag:a\0", "tag:\ud800", "nothing"]
_EDITS_SENT = [
    _GOOD_EDIT | {"field": field, "value": value}
    for field, values in _VALUES.items()
    for value in values
] + [_GOOD_EDIT | {"field": field, "value": True} for field in _FIELDS]
_CAPTURES_SENT = [_GOOD_CAPTURE, _GOOD_CAPTURE | _MANUAL]
_CHANGED = [
    good | {name: value}
    for good in (*_CAPTURES_SENT, _GOOD_EDIT)
    for name in (*good, "zoom")
    for value in [*_ODD, *_LONG[:5], *CAPTURE_SOURCES]
]
_HALF_TYPED = [
    _GOOD_CAPTURE | _MANUAL | {"manual": manual}
    for manual in ({}, {"email": None}, {"email": 5}, {"phone": "x" * 201, "zoom": 1})
]
_facts_sent = st.sampled_from(
    shuffle([*_CAPTURES_SENT, *_EDITS_SENT, *_CHANGED, *_HALF_TYPED, None, 7, {}])
)
_versions = st.sampled_from(shuffle([1] * 30 + [1.0, 0, 2, None, True, "1"]))
_no_batches = st.sampled_from([None, [], {"v": 1}, {"v": 1, "facts": {}}, 7])
fact_batches: Cases = weigh(
    (
        9,
        st.builds(
            lambda version, sent: [
                {"message": {"v": version, "facts": facts}} for facts in (sent, sent[1:])
            ],
            _versions,
            st.lists(_facts_sent, min_size=2, max_size=4),
        ),
    ),
    (1, _no_batches.map(lambda message: [{"message": message}])),
)

# Verdicts and answers

_CODES = ["", "A123", "k3jv8q2mzt6w9x4c", "https://a.ma", "HTTP://A\nB", "begin:vcard\n", "WIFI:x"]
_CODES += ["12345678", "123456789012", "1234567890123456", "a" * 65, "ſhttps://", "wiﬁ:"]
_CODES += ["018f1a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b", "18f1a2b-3c4d", "١٢٣٤٥٦٧٨"]
_KINDS = ["ours", "short", "foreign", "foreign", "other_edition", "broken", "nothing", "manual"]
_VISITORS = [
    None,
    None,
    *make_combinations(
        share_level=["none", "card", "mail", "all", "odd"],
        has_withdrawn=[False, False, True],
        standing=["", "", "badge_revoked"],
    ),
]
decisions: Cases = combine(
    code_kind=_KINDS,
    text=_CODES,
    visitor=_VISITORS,
    gives_contact=[True, False],
    is_training=[False, False, True],
).map(lambda case: [case])
answers: Cases = combine(
    kind=list(KINDS), options=[["a", "b"], []], any_of=[["a"], ["yes", "other"]], answer=_ANSWERS
).map(lambda case: [case])
