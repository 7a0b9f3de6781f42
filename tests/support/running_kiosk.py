"""The real station in a process of its own, as `run_kiosk.py` starts it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 60.0


@dataclass
class RunningKiosk:
    """A station whose page opens once at `link`."""

    process: subprocess.Popen[str]
    link: str

    @property
    def url(self) -> str:
        return self.link.partition("/open?")[0]

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        """kill -9: as when the power goes."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def run_kiosk(folder: Path, *options: str) -> Iterator[RunningKiosk]:
    """Start `run_kiosk.py` on `folder` without a window; it is stopped at the end."""
    command = [sys.executable, "run_kiosk.py", "--data-dir", str(folder), "--window", "no"]
    process = subprocess.Popen(
        [*command, *(() if "--page-port" in options else ("--page-port", "0")), *options],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith("ACCUEIL_")}
        | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield RunningKiosk(process, _wait_for_link(process))
    finally:
        _stop(process)


def _wait_for_link(process: subprocess.Popen[str]) -> str:
    lines: Queue[str] = Queue()
    Thread(target=_read, args=(process, lines), daemon=True).start()
    seen: list[str] = []
    while True:
        try:
            line = lines.get(timeout=_PATIENCE_SECONDS)
        except Empty:
            raise AssertionError(f"the station did not start: {''.join(seen)}") from None
        seen.append(line)
        if found := re.search(r"page: (http://\S+)", line):
            return found[1]
        if line == "":
            raise AssertionError(f"the station ended: {''.join(seen)}")


def _read(process: subprocess.Popen[str], lines: "Queue[str]") -> None:
    assert process.stdout is not None
    with process.stdout as stdout:
        for line in stdout:
            lines.put(line)
    lines.put("")


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
