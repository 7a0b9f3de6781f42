"""A long-lived node process that answers with the JavaScript core."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

_RUNNER = Path(__file__).with_name("differential_runner.mjs")


class JavaScript:
    """Asks the other side, one case at a time."""

    def __init__(self, requests: IO[str], answers: IO[str]) -> None:
        self._requests = requests
        self._answers = answers

    def ask(self, function: str, case: dict[str, Any], shared: dict[str, Any]) -> Any:
        """The answer of one function to one case."""
        request = {"function": function, "given": {**shared, **case}}
        self._requests.write(json.dumps(request) + "\n")
        self._requests.flush()
        line = self._answers.readline()
        assert line, f"node gave up on {function}; its own words are above"
        return json.loads(line)


@contextmanager
def run_javascript() -> Iterator[JavaScript]:
    """Start node, and end it by closing its input."""
    node = shutil.which("node")
    assert node, "node is not installed: run `make setup`"
    command = [node, "--no-warnings", str(_RUNNER)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdin
        assert process.stdout
        yield JavaScript(process.stdin, process.stdout)
