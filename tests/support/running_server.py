"""The real server in a process of its own, as `run_server.py serve` starts it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import IO, Any

import requests

from tests.support.warm_processes import ROOT, WarmProcess, run_warm, start_warm


@dataclass
class RunningServer:
    """A server that answers at `url` and keeps its files in `folder`."""

    process: subprocess.Popen[str] | WarmProcess
    folder: Path
    url: str
    lines: list[str] = field(default_factory=list)

    def get(self, path: str, **options: Any) -> requests.Response:
        """GET a path of the server."""
        return requests.get(self.url + path, timeout=30, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        """POST to a path of the server."""
        return requests.post(self.url + path, timeout=30, **options)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of `run_server.py` on the same folder."""
        return run_warm(arguments, _environment(self.folder), self.folder)

    def kill(self) -> None:
        """kill -9: as when the power goes."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    @property
    def log(self) -> str:
        """What the server wrote to standard error."""
        return (self.folder / "server.log").read_text()


@contextmanager
def run_server(
    folder: Path, *options: str, port: int = 0, root: Path = ROOT, **more: str
) -> Iterator[RunningServer]:
    """Start `run_server.py serve --http` of the product in `root` on `folder`; it is stopped at
    the end. `more` are environment variables. This product's own modules are loaded once for all
    servers (tests/support/warm_host.py); another `root` is started from nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    arguments = ("serve", "--http", "--port", str(port), *options)
    environment = _environment(folder) | more
    with (folder / "server.log").open("a") as log:
        if root == ROOT:
            process = start_warm(arguments, environment, log)
        else:
            process = _start_cold(arguments, environment, log, root)
    server = RunningServer(process, folder, "")
    try:
        server.url = _wait_for_address(server)
        Thread(target=_drain, args=(server,), daemon=True).start()
        yield server
    finally:
        _stop(process)


def _start_cold(
    arguments: tuple[str, ...], environment: dict[str, str], log: IO[str], root: Path
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "run_server.py", *arguments],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )


def _environment(folder: Path) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("ACCUEIL_")}
    return inherited | {"ACCUEIL_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


def _wait_for_address(server: RunningServer) -> str:
    assert server.process.stdout is not None
    for line in server.process.stdout:
        server.lines.append(line)
        found = re.fullmatch(r"\s*(https?://\S+:\d+)\s*", line)
        if found:
            return found[1]
    raise AssertionError(f"the server did not start: {''.join(server.lines)}{server.log}")


def _drain(server: RunningServer) -> None:
    assert server.process.stdout is not None
    for line in server.process.stdout:
        server.lines.append(line)


def _stop(process: subprocess.Popen[str] | WarmProcess) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
    if process.stdout is not None:
        process.stdout.close()
