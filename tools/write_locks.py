"""Write the lock files anew from `pyproject.toml` and `package.json`; needs uv and npm.

    .venv/bin/python -m tools.write_locks [--upgrade]

Locks hold names, versions and hashes and no address: a machine fetches from the registries that it
is set up for. Without `--upgrade` uv keeps what the locks already say where that still fits.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = ["uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header"]
NO_ADDRESSES = ["--no-emit-index-url", "--no-emit-find-links"]
PYTHON_LOCKS = {
    "requirements.lock": ["pyproject.toml"],
    "requirements-dev.lock": ["pyproject.toml", "--group", "dev", "-c", "requirements.lock"],
    "requirements-node.lock": ["--group", "node"],
}
NPM = ["npm", "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
ADDRESS_KEYS = {"resolved", "funding"}


def write_python_lock(name: str, sources: list[str], options: list[str]) -> None:
    """Resolve for every Python from 3.11 on; raises `CalledProcessError` when uv finds no way."""
    command = [*UV, *NO_ADDRESSES, *options, *sources, "--output-file", name]
    subprocess.run(command, cwd=ROOT, check=True)


def strip_addresses(lock: str) -> str:
    """An npm lock without the addresses of registries and of people who collect money."""
    content = json.loads(lock)
    for package in content["packages"].values():
        for key in ADDRESS_KEYS & package.keys():
            del package[key]
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write all locks; answers the exit code."""
    for name, sources in PYTHON_LOCKS.items():
        write_python_lock(name, sources, arguments)
    subprocess.run(NPM, cwd=ROOT, check=True)
    lock = ROOT / "package-lock.json"
    lock.write_text(strip_addresses(lock.read_text("utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
