"""Starting `run_server.py` without loading its modules anew: see tests/support/warm_host.py."""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]


class WarmProcess:
    """As `subprocess.Popen` with text pipes, as far as tests need it."""

    def __init__(self, host: _Host, pid: int, stdout: IO[str] | None) -> None:
        self._host = host
        self.pid = pid
        self.stdout = stdout

    @property
    def returncode(self) -> int | None:
        """Exit code once it has ended; -N after signal N."""
        return self._host.ended.get(self.pid)

    def poll(self) -> int | None:
        """The exit code if it has ended."""
        self._host.hear()
        return self.returncode

    def wait(self, timeout: float) -> int:
        """The exit code. Raises subprocess.TimeoutExpired."""
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired("run_server.py", timeout)
            self._host.hear(left)
        return code

    def send_signal(self, number: int) -> None:
        """Nothing happens when it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to stop."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """As when the power goes."""
        self.send_signal(signal.SIGKILL)


class _Host:
    """The process that forks; one for each process of the suite."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.warm_host", str(theirs.fileno())],
            cwd=ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self.ended: dict[int, int] = {}
        self._started: list[int] = []
        if not self._line.recv(1 << 16):
            raise RuntimeError("tests.support.warm_host did not start")

    def start(
        self, arguments: tuple[str, ...], environment: Mapping[str, str], files: list[int]
    ) -> int:
        """Fork; returns the process id."""
        order = json.dumps({"arguments": arguments, "environment": dict(environment)})
        socket.send_fds(self._line, [order.encode()], files)
        while not self._started:
            self.hear(60)
        return self._started.pop()

    def hear(self, seconds: float = 0.0) -> None:
        """Take what the host has said; wait so long for a first word."""
        while select.select([self._line], [], [], seconds)[0]:
            said: dict[str, Any] = json.loads(self._line.recv(1 << 16))
            if "started" in said:
                # The kernel gives the number of a process that has ended to another one.
                self.ended.pop(said["started"], None)
                self._started.append(said["started"])
            else:
                self.ended[said["ended"]] = said["code"]
            seconds = 0.0

    def close(self) -> None:
        """The host ends when nobody gives it orders any more."""
        self._line.close()
        self._process.wait(20)


@cache
def _get_host() -> _Host:
    host = _Host()
    atexit.register(host.close)
    return host


def start_warm(
    arguments: tuple[str, ...], environment: Mapping[str, str], stderr: IO[Any]
) -> WarmProcess:
    """`run_server.py` with these arguments; what it prints is read from `stdout`."""
    reads, writes = os.pipe()
    host = _get_host()
    with open(os.devnull) as nothing:
        pid = host.start(arguments, environment, [nothing.fileno(), writes, stderr.fileno()])
    os.close(writes)
    return WarmProcess(host, pid, open(reads))


def run_warm(
    arguments: tuple[str, ...], environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """`run_server.py` with these arguments until it has ended."""
    errors = folder / "command-errors"
    with errors.open("w") as stderr:
        process = start_warm(arguments, environment, stderr)
    assert process.stdout is not None
    with process.stdout:
        output = process.stdout.read()
    code = process.wait(120)
    return subprocess.CompletedProcess(
        ["run_server.py", *arguments], code, output, errors.read_text()
    )
