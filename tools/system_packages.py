"""Find the system libraries and programs that are missing and install them, or say how.

    python3 tools/system_packages.py STAMP [--dev]

Runs before there is a virtual environment: standard library only, and readable by old Pythons.
Without root and without a password-less sudo it changes nothing and prints the exact command.
Leaves with 1 when nothing can go on (no Python of 3.11 or later, no `venv` module), else with 0.
Writes the file STAMP when nothing is missing, so that a later set-up need not look again.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, NamedTuple  # noqa: UP035 - Python 3.8 must reach the message below

OLDEST_PYTHON = (3, 11)
QUIET_INSTALL = ["install", "--yes", "--no-install-recommends"]


class Need(NamedTuple):
    """A Debian or Ubuntu package, what tells that it is there, what is lost without it."""

    package: str
    is_there: Callable[[], bool]
    loss: str


def has_venv() -> bool:
    """Debian ships `venv` without the `ensurepip` that it needs."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def has_library(name: str) -> bool:
    """Whether the loader finds a shared library, e.g. `libzbar.so.0`."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_program(*names: str) -> bool:
    """Whether one of the programs is on the PATH."""
    return any(shutil.which(name) for name in names)


def has_postgresql() -> bool:
    """Debian keeps the server's programs out of the PATH."""
    return has_program("postgres") or any(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


NEEDED_TO_START = [Need("python3-venv", has_venv, "nothing can be installed")]
NEEDED_TO_RUN = [
    Need("libzbar0", lambda: has_library("libzbar.so.0"), "pyzbar reads no badge"),
    Need("libgl1", lambda: has_library("libGL.so.1"), "OpenCV opens no camera"),
    Need("libglib2.0-0", lambda: has_library("libgthread-2.0.so.0"), "OpenCV opens no camera"),
]
NEEDED_TO_TEST = [
    Need("chromium", lambda: has_program("chromium"), "browser tests are skipped"),
    Need("postgresql", has_postgresql, "PostgreSQL tests are skipped"),
]
# The same engine without windows, at a quarter of the processor time. Ubuntu has none.
WISHED_TO_TEST = [
    Need(
        "chromium-headless-shell",
        lambda: has_program("chromium-headless-shell"),
        "browser tests take longer",
    ),
]


def find_missing(needs: list[Need]) -> list[Need]:
    """The needs whose library, module or program is not there."""
    return [need for need in needs if not need.is_there()]


def find_apt() -> list[str] | None:
    """The start of an apt command that runs now without a question, or None."""
    if not has_program("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    may_sudo = has_program("sudo") and _succeeds(["sudo", "-n", "true"])
    return ["sudo", "-n", "apt-get"] if may_sudo else None


def install_packages(apt: list[str], packages: list[str]) -> None:
    """Install one by one, so that a package unknown here stops no other."""
    if not _succeeds([*apt, *QUIET_INSTALL, "--dry-run", *packages]):
        _run_apt([*apt, "update"])
    for package in packages:
        _run_apt([*apt, *QUIET_INSTALL, package])


def describe_missing(missing: list[Need]) -> str:
    """What is missing, what that costs, and the command that cures it."""
    lines = [f"Missing: {need.package} ({need.loss})." for need in missing]
    command = " ".join(["sudo apt-get", *QUIET_INSTALL, *(need.package for need in missing)])
    return "\n".join([*lines, f"Install with:\n\n    {command}\n"])


def main(arguments: list[str]) -> int:
    """Install or report; answers the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        return _refuse_python()
    for_tests = "--dev" in arguments
    missing = find_missing(NEEDED_TO_START + NEEDED_TO_RUN + (NEEDED_TO_TEST if for_tests else []))
    wished = find_missing(WISHED_TO_TEST) if for_tests else []
    apt = find_apt() if missing or wished else None
    if apt:
        install_packages(apt, [need.package for need in missing + wished])
        missing = find_missing(missing)
    if missing:
        print(describe_missing(missing))
    else:
        _write_stamp(Path(arguments[0]))
    return 1 if any(need in NEEDED_TO_START for need in missing) else 0


def _refuse_python() -> int:
    print("Python 3.11 or later is needed, this is {}.{}.".format(*sys.version_info[:2]))
    print("Name another one with: make PYTHON=python3.12 ...")
    return 1


def _write_stamp(stamp: Path) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.touch()


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _run_apt(command: list[str]) -> None:
    """A failure is not raised: what is still missing afterwards is reported."""
    wrapped = ["env", "DEBIAN_FRONTEND=noninteractive", *command]
    if command[0] == "sudo":
        wrapped = ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive", *command[2:]]
    subprocess.run(wrapped, stdin=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
