"""Where work runs that would stop the event loop: real threads, when gevent is in charge."""

from collections.abc import Callable
from typing import Any

from gevent import get_hub, monkey
from gevent.threadpool import ThreadPool


def is_cooperative() -> bool:
    """Whether this process runs on gevent's event loop (`run_server.py` does)."""
    return bool(monkey.is_module_patched("socket"))


def make_thread_runner() -> Callable[[Callable[[], Any]], Any]:
    """A runner that always uses the same real thread: one for the database's writer, one for its
    long reads."""
    if not is_cooperative():
        return _run_here
    pool = ThreadPool(1)
    return lambda work: _apply(pool, work)


def offload(work: Callable[[], Any]) -> Any:
    """Run a slow computation on a real thread while other requests go on."""
    return _apply(get_hub().threadpool, work) if is_cooperative() else work()


def _apply(pool: ThreadPool, work: Callable[[], Any]) -> Any:
    """What `work` returns or raises. The pool would print what is raised, as if nobody caught it:
    a taken name would fill the log with a stack trace."""
    result, error = pool.apply(lambda: _attempt(work))
    if error is not None:
        raise error
    return result


def _attempt(work: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    try:
        return work(), None
    except BaseException as error:  # handed on, not swallowed
        return None, error


def _run_here(work: Callable[[], Any]) -> Any:
    return work()
