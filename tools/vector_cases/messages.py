"""Scan batches, good and bad, and what is kept of a scanned text."""

from typing import Any

from tools.vector_cases import Section, case, section

_ID = "018f1a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b"
_ID_2 = "018f1a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2c"
_CODE = "A580020G30G2GC1R81450PPH56WVJ"
_SCAN: dict[str, Any] = {
    "scan_id": _ID,
    "device_seq": 1,
    "badge_code": _CODE,
    "gate_id": "gate-a",
    "direction": "entry",
    "device_time": 1_714_132_800_000,
    "clock_offset_ms": -250,
    "source": "camera",
    "local_verdict": "admitted",
    "local_reason": None,
    "decode_ms": 12,
}
_STEPS = ("capture_ms", "decode_ms", "decide_ms")
_OPTIONAL = ("local_verdict", "local_reason", "decode_ms")
_YEAR_9999 = 253_402_300_799_999
_YEAR_1 = -62_135_596_800_000


def make_sections() -> list[Section]:
    """All messages."""
    batches = [*_good(), *_bad_fields(), *_not_scans(), *_mixed(), *_envelopes()]
    return [section("parse_scan_batch", batches), section("clip_badge_text", _clips())]


def _batch(name: str, scans: list[Any], parsed: list[dict[str, Any]]) -> dict[str, Any]:
    return case(name, {"message": {"v": 1, "scans": scans}}, parsed)


def _taken(name: str, **fields: Any) -> dict[str, Any]:
    return _batch(name, [_SCAN | fields], [_SCAN | fields])


def _kept(name: str, sent: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    return _batch(name, [_SCAN | sent], [_SCAN | kept])


def _good() -> list[dict[str, Any]]:
    required = {field: value for field, value in _SCAN.items() if field not in _OPTIONAL}
    nulls = dict.fromkeys(_OPTIONAL)
    return [
        _batch("no scans", [], []),
        _taken("one scan"),
        _taken("exit, typed, no verdict", direction="exit", source="typed", local_verdict=None),
        _taken("HID scanner", source="hid", local_verdict="not_ready", local_reason="no_roster"),
        _batch("optional fields left out", [required], [required | nulls]),
        _batch("unknown fields are for newer versions", [_SCAN | {"zoom": 2}], [_SCAN]),
        _batch(
            "two scans stay in order",
            [_SCAN | {"scan_id": _ID_2}, _SCAN],
            [_SCAN | {"scan_id": _ID_2}, _SCAN],
        ),
        _taken("clock of 1970", device_time=0, clock_offset_ms=1_714_132_800_000),
        _taken("clock ten years ahead", device_time=2_029_665_600_000),
        _taken("last moment of the calendar", device_time=_YEAR_9999),
        _taken("first moment of the calendar", device_time=_YEAR_1),
        _taken("largest sequence number", device_seq=2**53 - 1),
        _kept("whole numbers written with a point", {"device_seq": 7.0}, {"device_seq": 7}),
        _taken("empty badge text", badge_code=""),
        _taken("a name with emoji in a gate id", gate_id="🚪" * 64),
        _taken("a gate id with a blank", gate_id="gate a"),
        _taken("local reason of 64", local_reason="x" * 64),
        _kept("4 kB of text", {"badge_code": "Z" * 4096}, {"badge_code": "Z" * 257}),
        _kept("NUL in the text", {"badge_code": _CODE + "\0"}, {"badge_code": _CODE + "\ufffd"}),
        _kept("lone surrogate", {"badge_code": "\ud83d"}, {"badge_code": "\ufffd"}),
        _taken("emoji in the text", badge_code="🎫" * 257),
        _taken("a sealed code", badge_code="ACS1." + "Z" * 1_595),
        _kept(
            "a text like one",
            {"badge_code": "ACS1.éZ" + "Z" * 1_600},
            {"badge_code": "ACS1.é" + "Z" * 1_594},
        ),
        _taken("timings", timings={"capture_ms": 0, "decode_ms": 9, "decide_ms": 3_600_000}),
        _kept(
            "timings of some steps, and of one of a newer version",
            {"timings": {"decode_ms": 9.0, "print_ms": 5}},
            {"timings": {"capture_ms": None, "decode_ms": 9, "decide_ms": None}},
        ),
        _kept("no steps timed", {"timings": {}}, {"timings": dict.fromkeys(_STEPS)}),
        _batch("no timings", [_SCAN | {"timings": None}], [_SCAN]),
        _taken("a URL to elsewhere", badge_code="https://www.example.com/"),
    ]


def _bad(name: str, field: str, *values: Any) -> list[dict[str, Any]]:
    parsed = {"scan_id": _ID, "reason": "malformed_scan", "field": field}
    return [
        _batch(f"{name} {number}", [_SCAN | {field: value}], [parsed])
        for number, value in enumerate(values, start=1)
    ]


def _bad_fields() -> list[dict[str, Any]]:
    numbers: list[Any] = [None, "1", True, 1.5, 1e300, [1], {}]
    return [
        *_bad("sequence number", "device_seq", *numbers, 0, -1, 2**53, 2**53 + 1),
        *_bad("badge text", "badge_code", None, 5, True, ["A"], {"text": "A"}),
        *_bad("gate", "gate_id", None, 5, "x" * 65, "🚪" * 65, "a\0b", "a\nb", "\udc00", ["a"]),
        *_bad("direction", "direction", None, "", "Entry", "in", 0, ["entry"]),
        *_bad("time", "device_time", *numbers, _YEAR_9999 + 1, _YEAR_1 - 1, 10**400),
        *_bad("offset", "clock_offset_ms", *numbers, _YEAR_9999 * 2, -_YEAR_9999 * 2),
        *_bad("source", "source", None, "", "nfc", 1, ["camera"]),
        *_bad("local verdict", "local_verdict", "", "ADMITTED", "let in", 1, False, []),
        *_bad("local reason", "local_reason", 1, "x" * 65, "\0", "\ud800", []),
        *_bad("decode time", "decode_ms", "1", True, -1, 3_600_001, 0.5, []),
        *_bad("timings", "timings", "1", True, 5, [], ["capture_ms"]),
        *(row for step in _STEPS for row in _bad_step(step)),
    ]


def _bad_step(step: str) -> list[dict[str, Any]]:
    wrong: list[Any] = ["1", True, -1, 3_600_001, 0.5, [], {}]
    return _bad(f"{step} of the timings", "timings", *({step: value} for value in wrong))


def _not_scans() -> list[dict[str, Any]]:
    nothing = {"scan_id": None, "reason": "malformed_scan", "field": "scan"}
    nameless = nothing | {"field": "scan_id"}
    not_objects: list[Any] = [None, 1, "scan", True, [], [_SCAN]]
    ids: list[Any] = [None, 1, "", "x", _ID.upper(), _ID + "\n", [_ID], "\0"]
    without = {field: value for field, value in _SCAN.items() if field != "scan_id"}
    return [
        *(_batch(f"not an object {n}", [raw], [nothing]) for n, raw in enumerate(not_objects)),
        *(
            _batch(f"bad id {n}", [_SCAN | {"scan_id": raw}], [nameless])
            for n, raw in enumerate(ids)
        ),
        _batch("no id", [without], [nameless]),
        _batch("empty object", [{}], [nameless]),
    ]


def _mixed() -> list[dict[str, Any]]:
    nothing = {"scan_id": None, "reason": "malformed_scan", "field": "scan"}
    bad_gate = {"scan_id": _ID_2, "reason": "malformed_scan", "field": "gate_id"}
    bad = _SCAN | {"scan_id": _ID_2, "gate_id": 5, "source": "nfc"}
    return [
        _batch("a good scan between bad ones", [None, _SCAN, bad], [nothing, _SCAN, bad_gate]),
        _batch("of two wrong fields the first is named", [bad], [bad_gate]),
    ]


def _envelopes() -> list[dict[str, Any]]:
    def refused(name: str, message: Any, code: str) -> dict[str, Any]:
        return case(name, {"message": message}, {"error": code})

    malformed: list[Any] = [None, 1, "scans", True, [], [{"v": 1, "scans": []}]]
    versions: list[Any] = [None, 0, 2, "1", True, [1], {"v": 1}, 1.5]
    no_lists: list[Any] = [None, {}, "[]", 5, True]
    return [
        *(
            refused(f"not a message {n}", raw, "malformed_message")
            for n, raw in enumerate(malformed)
        ),
        *(refused(f"version {v!r}", {"v": v, "scans": []}, "wrong_version") for v in versions),
        refused("no version", {"scans": []}, "wrong_version"),
        refused("empty message", {}, "wrong_version"),
        *(
            refused(f"scans {raw!r}", {"v": 1, "scans": raw}, "malformed_message")
            for raw in no_lists
        ),
        refused("no scans field", {"v": 1}, "malformed_message"),
        refused("501 scans", {"v": 1, "scans": [None] * 501}, "batch_too_large"),
        case("version written with a point", {"message": {"v": 1.0, "scans": []}}, []),
    ]


def _clips() -> list[dict[str, Any]]:
    texts = {
        "empty": ("", ""),
        "a badge": (_CODE, _CODE),
        "blanks stay": (" A \n", " A \n"),
        "NUL": ("a\0b", "a\ufffdb"),
        "other control characters stay": ("\x01\x1f\x7f", "\x01\x1f\x7f"),
        "high surrogate alone": ("\ud83da", "\ufffda"),
        "low surrogates alone": ("\udc00\udc01", "\ufffd\ufffd"),
        "emoji": ("🎫", "🎫"),
        "257 characters": ("x" * 257, "x" * 257),
        "258 characters": ("x" * 258, "x" * 257),
        "258 emoji": ("🎫" * 258, "🎫" * 257),
        "emoji across the cut": ("x" * 256 + "🎫🎫", "x" * 256 + "🎫"),
        "4 kB": ("é" * 4096, "é" * 257),
    }
    return [case(name, {"text": text}, clipped) for name, (text, clipped) in texts.items()]
