"""Group commit: callers that come while a commit is on its way share the next one.

One commit to disk costs milliseconds whatever it holds, so 32 gates that scan at the same moment
pay for two commits, not for 32 (design 5, "one writer thread fed by 32 callers").
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

Entry = TypeVar("Entry")
Answer = TypeVar("Answer")


class _Waiting(Generic[Entry, Answer]):
    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.answers: Sequence[Answer] | None = None
        self.error: BaseException | None = None

    @property
    def is_done(self) -> bool:
        return self.answers is not None or self.error is not None


class GroupCommit(Generic[Entry, Answer]):
    """Whoever gets the lock commits for everybody who is waiting.

    `commit` takes a list of entries and returns one answer each, in order, after they are on
    disk. When a shared commit fails, each caller's entries are tried once more on their own, so
    that nobody fails for another's entry.
    """

    def __init__(
        self, commit: Callable[[Sequence[Entry]], Sequence[Answer]], most_entries: int = 500
    ) -> None:
        self._commit = commit
        self._most_entries = most_entries
        self._lock = threading.Lock()
        self._queue: list[_Waiting[Entry, Answer]] = []

    def submit(self, entries: Sequence[Entry]) -> Sequence[Answer]:
        """The answers to `entries`, once durable. Raises what committing them alone raised."""
        mine: _Waiting[Entry, Answer] = _Waiting(entries)
        self._queue.append(mine)
        with self._lock:
            while not mine.is_done:
                self._commit_next_group()
        if mine.error is not None:
            raise mine.error
        assert mine.answers is not None  # noqa: S101 - is_done says so; this tells mypy
        return mine.answers

    def _commit_next_group(self) -> None:
        group = self._take_group()
        try:
            answers = self._commit([entry for waiting in group for entry in waiting.entries])
        except Exception as error:
            self._commit_one_by_one(group, error)
            return
        _hand_out(group, answers)

    def _take_group(self) -> list[_Waiting[Entry, Answer]]:
        size, count = 0, 0
        for waiting in self._queue:
            size += len(waiting.entries)
            if count and size > self._most_entries:
                break
            count += 1
        group = self._queue[:count]
        del self._queue[:count]  # in place: another thread may be appending to this very list
        return group

    def _commit_one_by_one(
        self, group: list[_Waiting[Entry, Answer]], error: BaseException
    ) -> None:
        if len(group) == 1:
            group[0].error = error
            return
        for waiting in group:
            try:
                waiting.answers = self._commit(waiting.entries)
            except Exception as own_error:
                waiting.error = own_error


def _hand_out(group: list[_Waiting[Any, Answer]], answers: Sequence[Answer]) -> None:
    start = 0
    for waiting in group:
        waiting.answers = answers[start : start + len(waiting.entries)]
        start += len(waiting.entries)
