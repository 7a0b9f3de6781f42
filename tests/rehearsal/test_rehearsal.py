"""A small rehearsal against a real server passes; one with a device that breaks the rules does
not."""

from pathlib import Path

import pytest

from rehearsal.report import Report
from server.cli.rehearse import Order, rehearse

FEW = Order(devices=10, seconds=3.0, scans=150, attendees=40, seed=7)


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


@pytest.mark.parametrize(
    ("sabotage", "wrong"),
    [
        ("drop", ["missing, of living devices", "of these reported missing, by number"]),
        ("double", ["double"]),
    ],
)
def test_a_device_that_breaks_the_rules_is_noticed(
    tmp_path: Path, sabotage: str, wrong: list[str]
) -> None:
    report = rehearse(FEW, tmp_path, restarts=(), sabotage=sabotage)
    assert wrong_lines(report) == wrong
    assert not report.is_passed
