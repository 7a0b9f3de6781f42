"""A private PostgreSQL server for the tests: own folder, own socket, no TCP port at all."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ABSENT = "PostgreSQL's server is not installed (Debian: apt-get install postgresql)"


def find_binaries() -> Path | None:
    """The folder of initdb and postgres, the newest version first; None where absent."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def run_postgresql(binaries: Path) -> Iterator[str]:
    """Start a server; gives the URL prefix to which a database name is appended."""
    folder = Path(tempfile.mkdtemp(prefix="accueil-pg-"))
    prefix = _as_other_account(folder)
    try:
        _run([*prefix, str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "accueil"])
        _control(prefix, binaries, folder, "start", "-w", "-o", _options(folder))
        try:
            yield f"postgresql+psycopg://accueil@/{{name}}?host={folder}"
        finally:
            _control(prefix, binaries, folder, "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _options(folder: Path) -> str:
    return f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"


def _as_other_account(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then the account of Debian's package does it."""
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]


def _control(prefix: list[str], binaries: Path, folder: Path, verb: str, *more: str) -> None:
    log = ["-l", str(folder / "log")] if verb == "start" else []
    _run([*prefix, str(binaries / "pg_ctl"), "-D", str(folder / "data"), *log, verb, *more])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
