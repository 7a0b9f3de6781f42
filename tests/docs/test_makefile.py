"""Every make target says in one line what it does."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def list_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())


def test_help_lists_every_target() -> None:
    told = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    listed = dict(line.split(None, 2)[1:] for line in told.stdout.splitlines())
    assert listed.keys() == list_targets()
    assert all(len(comment) > 10 for comment in listed.values())


def test_continuous_integration_runs_what_people_run() -> None:
    script = ROOT / ".ci" / "run"

    assert "make test" in script.read_text("utf-8")
    assert script.stat().st_mode & 0o111
