"""Change numbers become visible in order, whoever commits first."""

import threading

import pytest
from sqlalchemy import Connection

from server.storage.database import Database
from server.storage.events import get_change_number, next_change_numbers
from tests.support.fair import Fair


def test_it_works(fair: Fair) -> None:
    with fair.database.read() as connection:
        before = get_change_number(connection, fair.event_id)
    first = fair.database.write(lambda c: next_change_numbers(c, fair.event_id, 3))
    assert first == before + 1
    with fair.database.read() as connection:
        assert get_change_number(connection, fair.event_id) == before + 3


@pytest.mark.postgresql
def test_two_processes_cannot_commit_out_of_order(postgresql_database: Database) -> None:
    """Two servers on one PostgreSQL: the second waits for the first's commit before it numbers."""
    fair = Fair(postgresql_database)
    other = Database(postgresql_database.url)
    has_number, may_commit = threading.Event(), threading.Event()
    numbers: list[int] = []

    def slow(connection: Connection) -> None:
        numbers.append(next_change_numbers(connection, fair.event_id))
        has_number.set()
        assert may_commit.wait(10)

    first = threading.Thread(target=postgresql_database.write, args=(slow,))
    first.start()
    assert has_number.wait(10)
    second = threading.Thread(
        target=lambda: numbers.append(other.write(lambda c: next_change_numbers(c, fair.event_id)))
    )
    second.start()
    second.join(0.3)
    assert second.is_alive(), "the second writer must wait for the first"
    may_commit.set()
    first.join()
    second.join()
    other.close()
    assert numbers[1] == numbers[0] + 1
