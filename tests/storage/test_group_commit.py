"""Group commit: callers share commits, and only their own entry can fail them."""

import threading
from collections.abc import Sequence

import pytest

from server.storage.group_commit import GroupCommit


class Ledger:
    """A store that commits on demand of the test."""

    def __init__(self) -> None:
        self.commits: list[list[int]] = []
        self.may_commit = threading.Event()
        self.may_commit.set()
        self.is_committing = threading.Event()

    def commit(self, entries: Sequence[int]) -> list[str]:
        self.is_committing.set()
        self.may_commit.wait(10)
        if 13 in entries:
            raise ValueError("thirteen")
        self.commits.append(list(entries))
        return [f"done {entry}" for entry in entries]


def test_it_works() -> None:
    ledger = Ledger()
    assert list(GroupCommit(ledger.commit).submit([1, 2])) == ["done 1", "done 2"]
    assert ledger.commits == [[1, 2]]


def submit_together(ledger: Ledger, numbers: Sequence[int]) -> dict[int, object]:
    """One caller commits while all the others queue up behind it."""
    group: GroupCommit[int, str] = GroupCommit(ledger.commit)
    answers: dict[int, object] = {}

    def submit(number: int) -> None:
        try:
            answers[number] = group.submit([number])[0]
        except ValueError as error:
            answers[number] = error

    ledger.may_commit.clear()
    threads = [threading.Thread(target=submit, args=(number,)) for number in numbers]
    threads[0].start()
    assert ledger.is_committing.wait(10)
    for thread in threads[1:]:
        thread.start()
    while len(group._queue) < len(numbers) - 1:
        threading.Event().wait(0.001)
    ledger.may_commit.set()
    for thread in threads:
        thread.join()
    return answers


def test_callers_who_come_meanwhile_share_one_commit() -> None:
    ledger = Ledger()
    answers = submit_together(ledger, range(20, 30))
    assert answers == {n: f"done {n}" for n in range(20, 30)}
    assert [len(commit) for commit in ledger.commits] == [1, 9]


def test_one_bad_entry_fails_only_its_own_caller() -> None:
    ledger = Ledger()
    answers = submit_together(ledger, [11, 12, 13, 14])
    assert isinstance(answers.pop(13), ValueError)
    assert answers == {n: f"done {n}" for n in (11, 12, 14)}
    assert sorted(n for commit in ledger.commits for n in commit) == [11, 12, 14]


def test_a_group_has_a_limit() -> None:
    ledger = Ledger()
    group: GroupCommit[int, str] = GroupCommit(ledger.commit, most_entries=3)
    assert len(group.submit([1, 2, 3, 4, 5])) == 5  # one caller's entries are never split
    assert len(ledger.commits) == 1


def test_a_caller_alone_gets_the_error_itself() -> None:
    with pytest.raises(ValueError, match="thirteen"):
        GroupCommit(Ledger().commit).submit([13])
