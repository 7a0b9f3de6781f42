"""The numbers on the screens equal a recount of the log, and a wrong one is found."""

import random

from sqlalchemy import text

from server.services.attendance import AttendanceBoard
from server.services.recount import rebuild, recount
from tests.support.fair import Fair


def play(fair: Fair, scans: int) -> None:
    """Scans in and out at two gates, some of them refused, over both days."""
    rolls = random.Random(7)
    gates = [fair.pair(fair.gate_a), fair.pair(fair.gate_b)]
    codes = [fair.code(key) for key in fair.badges] + ["stranger"]
    for _ in range(scans):
        fair.clock.pass_ms(rolls.randrange(1_000, 900_000))
        direction = rolls.choice(["entry", "entry", "exit"])
        rolls.choice(gates).scan(rolls.choice(codes), direction=direction)


def run(fair: Fair, statement: str) -> None:
    fair.database.write(lambda connection: connection.execute(text(statement)))


def test_it_works(fair: Fair) -> None:
    play(fair, 120)
    counted = recount(fair.database, fair.event_id)
    assert counted.scan_count == 120
    assert counted.differences == ()
    snapshot = AttendanceBoard(fair.database).get_snapshot(fair.event_id, fair.clock())
    assert snapshot["inside"] == counted.inside


def test_a_number_that_went_wrong_is_found_and_mended(fair: Fair) -> None:
    play(fair, 60)
    before = recount(fair.database, fair.event_id)
    for statement in (
        "UPDATE presence SET is_inside = NOT is_inside",
        "DELETE FROM visits",
        "UPDATE attendance_counts SET scan_count = scan_count + 1",
    ):
        run(fair, statement)
        assert recount(fair.database, fair.event_id).differences, statement
    assert rebuild(fair.database, fair.event_id) == before
    assert recount(fair.database, fair.event_id) == before


def test_an_edition_without_scans_counts_nothing(fair: Fair) -> None:
    counted = recount(fair.database, fair.event_id)
    assert (counted.scan_count, counted.inside, counted.visits) == (0, 0, 0)
