"""The server that is rehearsed with: a process of its own that can be killed and started again."""

import re
import signal
import subprocess
import threading
from pathlib import Path

from rehearsal.plan import Plan

_ADDRESS = re.compile(r"\s*(https?://\S+:(\d+))\s*")
_STOP_SECONDS = 20


class ServerProcess:
    """Keeps its port from one start to the next, as devices know no other."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._port = "0"
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> None:
        """Start and wait until it listens. Raises RuntimeError with what it said instead."""
        command = [*self._plan.command, "--port", self._port]
        with Path(self._plan.log).open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own server
                command,
                cwd=self._plan.root,
                env=self._plan.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._read_address(self._process)

    def _read_address(self, process: subprocess.Popen[str]) -> None:
        said = process.stdout or iter(())
        for line in said:
            found = _ADDRESS.fullmatch(line)
            if found:
                self.url, self._port = found[1], found[2]
                threading.Thread(target=lambda: list(said), daemon=True).start()
                return
        raise RuntimeError(f"the server did not start: see {self._plan.log}")

    def kill(self) -> None:
        """kill -9, as when somebody pulls the plug."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop; after twenty seconds it has to."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(_STOP_SECONDS)
