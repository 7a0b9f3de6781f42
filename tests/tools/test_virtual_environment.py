"""The virtual environment is made once and again when it does not work here."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "virtual_environment.py"


def make_environment(folder: Path, lock: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "some.lock").write_text(lock, encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(SCRIPT), "some.lock"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_is_made_kept_and_made_anew_where_it_was_moved(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()

    assert "Installing some.lock" in make_environment(here).stdout
    assert (here / ".venv" / "bin" / "python").exists()
    assert make_environment(here).stdout == ""

    here.rename(there)
    assert "Installing some.lock" in make_environment(there).stdout
    assert str(there).encode() in (there / ".venv" / "bin" / "pip").read_bytes()


def test_a_package_without_its_hash_is_not_installed(tmp_path: Path) -> None:
    result = make_environment(tmp_path, "idna==3.20\n")

    assert result.returncode == 1
    assert "Set-up stopped" in result.stderr
    assert not list((tmp_path / ".venv").glob(".installed*"))
