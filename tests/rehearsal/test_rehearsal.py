"""A small rehearsal against a real server passes; one with devices that break the rules does
not."""

from pathlib import Path

from rehearsal.report import Report
from server.cli.rehearse import Order, rehearse

FEW = Order(devices=20, seconds=3.0, scans=400, attendees=80, seed=7)


def figure_of(report: Report, words: str) -> int:
    return int(next(line.figure for line in report.lines if line.words.startswith(words)))


def wrong_lines(report: Report) -> list[str]:
    return [line.words for line in report.lines if line.is_right is False]


def test_nothing_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    report = rehearse(FEW, tmp_path, restarts=((0.4, "kill"),))
    assert wrong_lines(report) == []
    assert report.is_passed
    assert figure_of(report, "scanned") == (
        figure_of(report, "received") + figure_of(report, "lost with them")
    )
    assert figure_of(report, "lost with them") > 0, "a device died with scans that it had not sent"


def test_devices_that_break_the_rules_are_noticed(tmp_path: Path) -> None:
    report = rehearse(FEW, tmp_path, restarts=(), sabotage=("drop", "double"))
    found = {line.words: line for line in report.lines if line.is_right is False}
    assert set(found) == {
        "missing, of living devices",
        "double",
        "of these reported missing, by number",
    }
    assert found["missing, of living devices"].figure == "1"
    assert found["missing, of living devices"].details[0].startswith("Rehearsal 1 number 3 ")
    assert found["double"].figure == "1"
    assert found["double"].details[0].startswith("Rehearsal 2 number 4 ")
    assert not report.is_passed
