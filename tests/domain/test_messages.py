"""Wire messages: one bad scan never costs a good one."""

import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.admission import VERDICTS
from domain.errors import MessageError
from domain.messages import (
    MAX_SCANS_PER_BATCH,
    SOURCES,
    BadScan,
    Receipt,
    Scan,
    clip_badge_text,
    park,
    parse_scan,
    parse_scan_batch,
)
from tests.domain.text_strategies import texts

RAW: dict[str, Any] = {
    "scan_id": "018f1a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b",
    "device_seq": 1,
    "badge_code": "A580020G30G2GC1R81450PPH56WVJ",
    "gate_id": "gate-a",
    "direction": "entry",
    "device_time": 1_714_132_800_000,
    "clock_offset_ms": 0,
    "source": "camera",
    "local_verdict": "admitted",
    "local_reason": None,
    "decode_ms": 12,
    "timings": {"capture_ms": 4, "decode_ms": 8, "decide_ms": None},
}

ENVELOPE_ERRORS = {"malformed_message", "wrong_version", "batch_too_large"}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


def test_a_scan_is_taken_field_by_field() -> None:
    (scan,) = parse_scan_batch({"v": 1, "scans": [RAW]})

    assert isinstance(scan, Scan)
    assert asdict(scan) == RAW


@given(json_values)
def test_garbage_is_a_message_error_or_bad_scans(message: Any) -> None:
    assert _name_outcomes(message) <= ENVELOPE_ERRORS
    assert _name_outcomes({"v": 1, "scans": message}) <= {*ENVELOPE_ERRORS, "BadScan"}


def _name_outcomes(message: object) -> set[str]:
    try:
        return {type(parsed).__name__ for parsed in parse_scan_batch(message)}
    except MessageError as error:
        return {error.code}


@given(st.sampled_from(sorted(RAW)), json_values)
def test_one_wrong_field_costs_one_scan(field: str, value: Any) -> None:
    parsed = parse_scan_batch({"v": 1, "scans": [RAW, RAW | {field: value}, RAW]})

    assert [isinstance(parsed[0], Scan), isinstance(parsed[2], Scan)] == [True, True]
    assert isinstance(parsed[1], Scan) or parsed[1].field == field


@given(st.sampled_from(sorted(RAW)), json_values)
def test_a_scan_that_is_taken_can_be_stored(field: str, value: Any) -> None:
    scan = parse_scan(RAW | {field: value})
    if isinstance(scan, Scan):
        stored = "".join(text for text in asdict(scan).values() if isinstance(text, str))
        assert "\0" not in stored
        assert stored.encode().decode() == stored
        assert scan.direction in ("entry", "exit")
        assert scan.source in SOURCES
        assert scan.local_verdict is None or scan.local_verdict in VERDICTS


@pytest.mark.parametrize("field", ["local_verdict", "local_reason", "decode_ms", "timings"])
def test_optional_fields_may_be_left_out(field: str) -> None:
    scan = parse_scan({name: value for name, value in RAW.items() if name != field})
    assert isinstance(scan, Scan)
    assert getattr(scan, field) is None


def test_a_batch_may_be_full_and_not_fuller() -> None:
    full = {"v": 1, "scans": [RAW] * MAX_SCANS_PER_BATCH}
    assert len(parse_scan_batch(full)) == 500

    full["scans"] = [RAW] * (MAX_SCANS_PER_BATCH + 1)
    with pytest.raises(MessageError) as refused:
        parse_scan_batch(full)
    assert (refused.value.code, refused.value.status) == ("batch_too_large", 400)


@pytest.mark.parametrize("version", [None, 0, 2, "1", True, 1.5, [1]])
def test_another_version_is_refused_as_a_whole(version: object) -> None:
    with pytest.raises(MessageError) as refused:
        parse_scan_batch({"v": version, "scans": [RAW]})
    assert refused.value.code == "wrong_version"


def test_a_bad_scan_is_parked_with_its_id_and_field() -> None:
    bad = parse_scan(RAW | {"gate_id": None})
    assert isinstance(bad, BadScan)

    receipt = park(bad)
    assert (receipt.scan_id, receipt.status) == (RAW["scan_id"], "parked")
    assert (receipt.reason, receipt.retryable) == ("malformed_scan:gate_id", False)


def test_a_receipt_goes_over_the_wire_as_plain_json() -> None:
    receipt = Receipt(RAW["scan_id"], "accepted", "admitted", change_number=7)
    wire = asdict(receipt)
    wire["with"] = wire.pop("other_side")  # a word of Python's
    assert json.loads(json.dumps(receipt.to_wire())) == wire


@given(texts)
def test_what_is_kept_of_a_text_is_short_and_stays_the_same(family: list[str]) -> None:
    for text in family:
        kept = clip_badge_text(text)
        assert len(kept) <= 257
        assert clip_badge_text(kept) == kept
        assert "\0" not in kept
        assert kept.encode().decode() == kept
