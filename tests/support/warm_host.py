"""A Python that has loaded the server once and forks itself for every start of `run_server.py`.

    python -m tests.support.warm_host CONTROL_FD

Loading the server's 1,500 modules takes two seconds of a processor, and the suite starts the
server some two hundred times. What is forked runs the same `server.cli.main` with arguments,
environment, files and sockets of its own. tests/support/warm_processes.py is the other side.
"""

from gevent import monkey

monkey.patch_all()

import array  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from typing import Any  # noqa: E402

import gevent.os  # noqa: E402

from server.cli import load_command, main  # noqa: E402

# Nothing may wait the green way before the fork.
_select = monkey.get_original("select", "select")
_waitpid = monkey.get_original("os", "waitpid")
_signal = monkey.get_original("signal", "signal")
_close = monkey.get_original("os", "close")
_Socket = monkey.get_original("socket", "socket")
_MOST_BYTES = 1 << 17


class Host:
    """The other side's orders come over `control`, a socket that keeps messages apart."""

    def __init__(self, control: Any) -> None:
        self._control = control
        self._woken, self._wakes = os.pipe()
        os.set_blocking(self._wakes, False)
        _signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wakes)

    def work(self) -> dict[str, Any] | None:
        """Fork whenever told to; returns a fork's own order in the fork, None at the end."""
        while True:
            readable, _, _ = _select([self._control, self._woken], [], [])
            if self._woken in readable:
                os.read(self._woken, 4096)
                self._report_ends()
            if self._control in readable:
                order, files = self._receive()
                if order is None:
                    return None
                pid = gevent.os.fork_gevent()
                if pid == 0:
                    self._forget()
                    _take_place(order, files)
                    return order
                for file in files:
                    _close(file)
                self._say({"started": pid})

    def _receive(self) -> tuple[dict[str, Any] | None, list[int]]:
        message, parts, _, _ = self._control.recvmsg(_MOST_BYTES, 64)
        files = array.array("i")
        for _, _, data in parts:
            files.frombytes(data)
        return json.loads(message) if message else None, list(files)

    def _report_ends(self) -> None:
        while True:
            try:
                pid, status = _waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._say({"ended": pid, "code": os.waitstatus_to_exitcode(status)})

    def _say(self, news: dict[str, Any]) -> None:
        self._control.send(json.dumps(news).encode())

    def _forget(self) -> None:
        signal.set_wakeup_fd(-1)
        _signal(signal.SIGCHLD, signal.SIG_DFL)
        self._control.close()
        _close(self._woken)
        _close(self._wakes)


def _take_place(order: dict[str, Any], files: list[int]) -> None:
    """Be the process that `subprocess.Popen` would have made."""
    for target, file in enumerate(files):
        os.dup2(file, target)
        _close(file)
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    sys.argv = ["run_server.py", *order["arguments"]]


def run() -> None:
    """Host until the other side goes; a fork goes on as the product."""
    load_command("serve")
    control = _Socket(fileno=int(sys.argv[1]))
    control.send(b"{}")
    if Host(control).work() is not None:
        main()


if __name__ == "__main__":
    run()
