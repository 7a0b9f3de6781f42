"""Make `.venv` and install exactly what a lock file names.

    python3 tools/virtual_environment.py LOCK_FILE

Runs outside the environment that it makes: standard library only. Safe to repeat: a lock that
is already installed costs nothing, an environment that was moved or broken is made anew.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

VENV = Path(".venv")
VENV_PYTHON = VENV / "bin" / "python"


def make_environment() -> None:
    """Make the virtual environment unless there is one that works."""
    if not _works():
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        subprocess.run(command, check=True)


def install_lock(lock: Path) -> None:
    """Install the packages of a lock file; every file must have a hash that the lock names."""
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "-qq"]
    subprocess.run([*pip, "--require-hashes", "--requirement", str(lock)], check=True)
    _stamp(lock).write_text(_fingerprint(lock), encoding="utf-8")


def is_installed(lock: Path) -> bool:
    """Whether the environment holds what the lock file says today."""
    return _stamp(lock).is_file() and _stamp(lock).read_text("utf-8") == _fingerprint(lock)


def main(arguments: list[str]) -> int:
    """Make, install; answers the exit code."""
    lock = Path(arguments[0])
    try:
        make_environment()
        if not is_installed(lock):
            print(f"Installing {lock}, about a minute ...", flush=True)
            install_lock(lock)
    except subprocess.CalledProcessError as error:
        print(f"Set-up stopped: {' '.join(map(str, error.cmd))} failed.", file=sys.stderr)
        return 1
    return 0


def _works() -> bool:
    """The programs of an environment that was copied or moved still name the old place."""
    pip = VENV / "bin" / "pip"
    if not (VENV_PYTHON.exists() and pip.exists()):
        return False
    is_here = str(VENV.absolute()).encode() in pip.read_bytes()
    command = [str(VENV_PYTHON), "-c", "import pip"]
    return is_here and subprocess.run(command, capture_output=True, check=False).returncode == 0


def _stamp(lock: Path) -> Path:
    return VENV / f".installed-{lock.name}"


def _fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
