"""The one door to the database: many readers, one writer, each commit durable.

SQLite: WAL, `synchronous=FULL`, BEGIN IMMEDIATE (a deferred BEGIN that turns into a write fails
at once when another connection wrote in between). PostgreSQL: as it comes; the edition's change
number is taken with a row lock, so numbers become visible in order.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from domain.errors import StorageBusyError, StorageFullError

T = TypeVar("T")
Runner = Callable[[Callable[[], T]], T]

_DISK_FULL = "53100"  # PostgreSQL's name for it
_BUSY_SECONDS = 10


def run_here(work: Callable[[], T]) -> T:
    """Run `work` on the calling thread: the default where no event loop must be kept free."""
    return work()


class Database:
    """Reads in parallel, writes one after the other.

    `runner` decides where a write runs: the server passes a one-thread pool, so that waiting for
    the disk never stops the event loop. `long_reads` does the same for reads that take long; each
    has an engine of its own, since a pool's locks hold for one event loop only.
    """

    def __init__(
        self, url: str, runner: Runner[Any] = run_here, long_reads: Runner[Any] = run_here
    ) -> None:
        self.url = url
        self._run = runner
        self._run_long_read = long_reads
        self._writer_lock = threading.Lock()
        self._long_read_lock = threading.Lock()
        self._readers = _make_reading_engine(url, pool_size=16)
        self._long_reader = _make_reading_engine(url, pool_size=1)
        self._writer = _make_engine(url, pool_size=1, on_begin=_begin_immediate)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the file database (the default) or a PostgreSQL server."""
        return self._writer.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent state and writes nothing."""
        with _read(self._readers) as connection:
            yield connection

    def read_long(self, work: Callable[[Connection], T]) -> T:
        """Run a `work` that takes long on one consistent state, one after the other and, where
        there is an event loop, away from it: `work` may use neither its locks nor its sockets.

        Raises what `work` raises.
        """
        with self._long_read_lock:
            result: T = self._run_long_read(lambda: self._read_long(work))
            return result

    def _read_long(self, work: Callable[[Connection], T]) -> T:
        with _read(self._long_reader) as connection:
            return work(connection)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction of its own; it is on disk when this returns.

        Raises what `work` raises, with nothing written, StorageBusyError when another process
        holds the database for too long, and StorageFullError.
        """
        with self._writer_lock:
            result: T = self._run(lambda: self._commit(work))
            return result

    def _commit(self, work: Callable[[Connection], T]) -> T:
        with _named_errors(), self._writer.begin() as connection:
            return work(connection)

    @property
    def engine(self) -> Engine:
        """The writer's engine, for migrations."""
        return self._writer

    def close(self) -> None:
        """Let go of every connection."""
        self._readers.dispose()
        self._long_reader.dispose()
        self._writer.dispose()


@contextmanager
def _read(engine: Engine) -> Iterator[Connection]:
    with _named_errors(), engine.connect() as connection:
        try:
            yield connection
        finally:
            connection.rollback()


def _make_reading_engine(url: str, pool_size: int) -> Engine:
    engine = _make_engine(url, pool_size, on_begin=_begin_deferred)
    if engine.dialect.name == "sqlite":
        return engine
    # One state for all queries of a read, as SQLite has it anyway.
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _make_engine(url: str, pool_size: int, on_begin: Callable[[Connection], None]) -> Engine:
    options: dict[str, Any] = {"poolclass": QueuePool, "pool_size": pool_size, "max_overflow": 0}
    options["hide_parameters"] = True  # an error of the database goes to the log: nobody's details
    if not url.startswith("sqlite"):
        return create_engine(url, **options)
    options["connect_args"] = {"timeout": _BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", on_begin)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Autocommit mode at the driver, so that we and not it say BEGIN."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-32000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if _is_busy(error):
            raise StorageBusyError("storage_busy", str(error.orig)) from error
        if _is_full(error):
            raise StorageFullError("storage_full", str(error.orig)) from error
        raise


def _is_busy(error: OperationalError) -> bool:
    name = getattr(error.orig, "sqlite_errorname", "")
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _is_full(error: OperationalError) -> bool:
    """SQLite finds a full disk either way: where it writes, or where it maps its `-shm`."""
    name = getattr(error.orig, "sqlite_errorname", "")
    is_postgresql = getattr(error.orig, "sqlstate", None) == _DISK_FULL
    return name in ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE") or is_postgresql
