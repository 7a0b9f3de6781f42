"""What a rehearsal finds wrong, figure by figure."""

from dataclasses import replace
from typing import Any

import pytest

from rehearsal.plan import Played, Scanned
from rehearsal.report import Line, Logged, Report, ServerFigures, judge

SCANS = [
    Scanned(device, seq, f"{device}{seq}", "CODE", "entry", 1_000 + seq)
    for device in ("alive", "dead")
    for seq in (1, 2, 3)
]
ARRIVED = [scan for scan in SCANS if (scan.device_id, scan.device_seq) != ("dead", 3)]
PLAYED = Played(
    scanned=tuple(SCANS),
    acknowledged=tuple(scan.scan_id for scan in ARRIVED),
    parked=(),
    changed_receipts=(),
    dead=("dead",),
    presence_digests={"Tablet 1": "right"},
    roster_mistakes=(),
    unfinished=(),
)
LOG = tuple(Logged(**vars(scan)) for scan in ARRIVED)
SERVER = ServerFigures(
    log=LOG,
    parked=0,
    conflicts=4,
    missing={"alive": (), "dead": (3,)},
    differences=(),
    presence_digest="right",
    names={"alive": "Tablet 1", "dead": "Tablet 2"},
)


def wrong_lines(report: Report) -> list[Line]:
    return [line for line in report.lines if line.is_right is False]


def test_it_works() -> None:
    report = judge(PLAYED, SERVER)
    assert report.is_passed
    told = {line.words: line.figure for line in report.lines}
    assert (told["scanned"], told["received"], told["lost with them"]) == ("6", "5", "1")
    assert told["of these reported missing, by number"] == "1"


@pytest.mark.parametrize(
    ("words", "server", "played"),
    [
        ("double", {"log": (*LOG, replace(LOG[0], scan_id="invented", device_seq=4))}, {}),
        ("double", {"log": (*LOG, LOG[0])}, {}),
        ("altered on the way", {"log": (replace(LOG[0], badge_code="OTHER"), *LOG[1:])}, {}),
        ("another receipt for the same scan", {}, {"changed_receipts": ("alive1",)}),
        ("parked", {"parked": 1}, {}),
        ("parked", {}, {"parked": ("alive1",)}),
        ("devices that were not done in time", {}, {"unfinished": ("Tablet 1",)}),
        ("differences between presence and the log", {"differences": ("count",)}, {}),
        ("devices whose presence differs", {"presence_digest": "other"}, {}),
        ("devices whose roster differs", {}, {"roster_mistakes": ("Tablet 1",)}),
        ("of these reported missing, by number", {"missing": {}}, {}),
        ("of these reported missing, by number", {"missing": {"dead": (2, 3)}}, {}),
        ("of these reported missing, by number", {"missing": {"dead": (3,), "alive": (1,)}}, {}),
    ],
)
def test_one_thing_is_wrong(words: str, server: Any, played: Any) -> None:
    report = judge(replace(PLAYED, **played), replace(SERVER, **server))
    assert [line.words for line in wrong_lines(report)] == [words]


def test_a_promised_scan_that_is_not_there() -> None:
    report = judge(PLAYED, replace(SERVER, log=LOG[1:]))
    assert {line.words for line in wrong_lines(report)} == {
        "missing, of living devices",
        "acknowledged but absent",
    }
    assert "Tablet 1 number 1 (alive1)" in wrong_lines(report)[0].details
