"""Leads: times that order edits, the fold in several orders, facts on the wire, verdicts."""

from typing import Any

from tools.vector_cases import Section, case, section

_SARA = "018f1a2b-3c4d-7e5f-8a6b-7c8d9e0f1a20"
_ALI = "018f1a2b-3c4d-7e5f-8a6b-7c8d9e0f1a21"
_ID = "018f1a2b-3c4d-7e5f-8a6b-00000000000"
_EARLY, _LATE = f"0000000000100-0000-{_SARA}", f"0000000000100-0001-{_ALI}"


def make_sections() -> list[Section]:
    """From hybrid times to verdicts."""
    return [
        section("make_hybrid_time", _time_cases()),
        section("parse_hybrid_time", _text_cases()),
        section("fields_shared", _level_cases()),
        section("fold_lead", _fold_cases()),
        section("parse_fact_batch", _batch_cases()),
        section("decide_capture", _verdict_cases()),
        section("judge_answer", _answer_cases()),
    ]


def _time_cases() -> list[dict[str, Any]]:
    def make(name: str, now_ms: int, newest: str | None, expected: object) -> dict[str, Any]:
        return case(name, {"now_ms": now_ms, "device_id": _SARA, "newest": newest}, expected)

    return [
        make("the first", 7, None, f"0000000000007-0000-{_SARA}"),
        make("the clock went on", 101, _LATE, f"0000000000101-0000-{_SARA}"),
        make("the clock stands", 100, _LATE, f"0000000000100-0002-{_SARA}"),
        make("the clock is behind", 1, _LATE, f"0000000000100-0002-{_SARA}"),
        make(
            "65,536 in a millisecond",
            1,
            f"0000000000100-ffff-{_ALI}",
            f"0000000000101-0000-{_SARA}",
        ),
        make("before 1970", -1, None, f"0000000000000-0000-{_SARA}"),
        make("after no time", 1, "yesterday", {"error": "not_a_hybrid_time"}),
    ]


def _text_cases() -> list[dict[str, Any]]:
    read = {"ms": 100, "counter": 1, "device_id": _ALI}
    return [
        case("a time", {"text": _LATE}, read),
        case("another digit", {"text": "٠" + _LATE[1:]}, None),
        case("no text", {"text": 7}, None),
    ]


def _level_cases() -> list[dict[str, Any]]:
    names = ["first_name", "last_name", "first_name_ar", "last_name_ar"]
    card = [*names, "company", "job_title", "city", "country"]
    return [
        case("nothing", {"level": "none"}, []),
        case("the card", {"level": "card"}, card),
        case("and mail", {"level": "mail"}, [*card, "email"]),
        case("everything", {"level": "all"}, [*card, "email", "phone"]),
        case("a level nobody knows", {"level": "All"}, []),
    ]


def _edit(number: int, field: str, value: object, time: str, member: str) -> dict[str, Any]:
    edit = {"edit_id": f"{_ID}{number}", "field": field, "value": value}
    return edit | {"hybrid_time": time, "member": member, "at": 100}


def _fold_cases() -> list[dict[str, Any]]:
    capture = {"capture_id": f"{_ID}0", "at": 50, "member": "Sara", "device": "Sara"}
    capture |= {"scan_type": "lead", "source": "camera", "manual": None}
    edits = [
        _edit(1, "rating", "cold", _EARLY, "Sara"),
        _edit(2, "rating", "hot", _LATE, "Ali"),
        _edit(3, "note", "first", _EARLY, "Sara"),
        _edit(4, "tag:CRM", True, _EARLY, "Sara"),
    ]
    sara = {"value": "cold", "stamp": f"{_EARLY}/{_ID}1", "member": "Sara", "at": 100}
    ali = {"value": "hot", "stamp": f"{_LATE}/{_ID}2", "member": "Ali", "at": 100}
    tag = {"value": True, "stamp": f"{_EARLY}/{_ID}4", "member": "Sara", "at": 100}
    note = {"edit_id": f"{_ID}3", "hybrid_time": _EARLY, "member": "Sara", "at": 100}
    fields = {"rating": ali, "rating:Ali": ali, "rating:Sara": sara, "tag:CRM": tag}
    fold = {"captures": [capture], "notes": [note | {"text": "first"}], "fields": fields}
    view: dict[str, Any] = {
        "rating": "hot",
        "ratings": [
            {"member": "Ali", "value": "hot", "at": 100},
            {"member": "Sara", "value": "cold", "at": 100},
        ],
        "tags": ["CRM"],
        "answers": {},
        "notes": [{"at": 100, "member": "Sara", "text": "first"}],
        "next_action": None,
        "own_contact": {},
        "consent": None,
        "is_hidden": False,
        "hybrid_time": _LATE,
    }
    expected = {"fold": fold, "view": view}
    return [
        case(name, {"captures": captures, "edits": order}, expected)
        for name, captures, order in (
            ("as it was written", [capture], edits),
            ("the other way round", [capture], edits[::-1]),
            ("everything twice", [capture, capture], [*edits, *edits[::-1]]),
        )
    ]


def _batch_cases() -> list[dict[str, Any]]:
    capture: dict[str, Any] = {"fact_id": f"{_ID}0", "device_seq": 1, "scan_type": "lead"}
    capture |= {"badge_code": "A123", "source": "camera", "device_time": 0, "manual": None}
    capture |= {"clock_offset_ms": 0, "decode_ms": None, "training": False}
    edit: dict[str, Any] = {"fact_id": f"{_ID}1", "device_seq": 2, "capture_id": f"{_ID}0"}
    edit |= {"field": "rating", "value": "hot", "hybrid_time": _EARLY, "device_time": 0}
    edit |= {"clock_offset_ms": 0}
    sent = [{"kind": "capture"} | capture, {"kind": "edit"} | edit]
    bad = {"fact_id": f"{_ID}1", "reason": "malformed_fact"}

    def send(name: str, facts: object, expected: object) -> dict[str, Any]:
        return case(name, {"message": {"v": 1, "facts": facts}}, expected)

    return [
        send("both kinds", sent, [capture, edit]),
        send("a rating nobody knows", [sent[1] | {"value": "boiling"}], [bad | {"field": "value"}]),
        send("a field nobody knows", [sent[1] | {"field": "salary"}], [bad | {"field": "field"}]),
        send("no list", {}, {"error": "malformed_message"}),
        send("too many", [None] * 501, {"error": "batch_too_large"}),
        case("another version", {"message": {"v": 2, "facts": []}}, {"error": "wrong_version"}),
    ]


def _verdict_cases() -> list[dict[str, Any]]:
    sharing = {"share_level": "card", "has_withdrawn": False, "standing": ""}

    def decide(
        name: str, kind: str, text: str, visitor: object, expected: tuple[str, str], **more: bool
    ) -> dict[str, Any]:
        given = {"code_kind": kind, "text": text, "visitor": visitor}
        given |= {"gives_contact": True, "is_training": False} | more
        return case(name, given, dict(zip(("code", "reason"), expected, strict=True)))

    withdrawn = sharing | {"has_withdrawn": True}
    silent = sharing | {"share_level": "none"}
    lost = sharing | {"standing": "badge_revoked"}
    return [
        decide("shares the card", "ours", "A1", sharing, ("lead", "")),
        decide("only counts", "ours", "A1", sharing, ("counted", ""), gives_contact=False),
        decide("shares nothing", "ours", "A1", silent, ("refused_by_visitor", "shares_nothing")),
        decide("took it back", "ours", "A1", withdrawn, ("refused_by_visitor", "withdrawn")),
        decide("a lost badge", "ours", "A1", lost, ("unknown_badge", "badge_revoked")),
        decide("not registered yet", "ours", "A1", None, ("unknown_badge", "not_listed")),
        decide("misread", "broken", "A1", None, ("bad_code", "misread")),
        decide("another fair's", "other_edition", "A1", None, ("other_edition", "other_edition")),
        decide("a pretix secret", "foreign", "k3jv8q2mzt6w", None, ("entry_code", "not_listed")),
        decide("a web address", "foreign", "HTTPS://A.MA", None, ("bad_code", "web_address")),
        decide("typed in", "manual", "", None, ("lead", "")),
        decide("practice", "ours", "A1", silent, ("lead", ""), is_training=True),
    ]


def _answer_cases() -> list[dict[str, Any]]:
    def judge(
        kind: str, answer: object, kept: object, fits: bool, is_asked: bool = False
    ) -> dict[str, Any]:
        given = {"kind": kind, "options": ["a", "b"], "any_of": ["a", "yes"], "answer": answer}
        return case(f"{kind}: {answer}", given, {"kept": kept, "fits": fits, "is_asked": is_asked})

    other = {"code": None, "other": "words"}
    return [
        judge("single", "a", "a", True, True),
        judge("single", "c", "c", False),
        judge("multiple", ["b", "a", "a"], ["a", "b"], True, True),
        judge("choice_other", {"other": "words"}, other, True),
        judge("choice_other", {"code": "a"}, {"code": "a", "other": None}, True, True),
        judge("yes_no", True, True, True, True),
        judge("rating", 6, 6, False),
        judge("number", 5.0, 5, True),
        judge("date", "2024-05-02", "2024-05-02", True),
        judge("text", {"na": True}, {"na": True}, True),
        judge("text", None, None, False),
    ]
