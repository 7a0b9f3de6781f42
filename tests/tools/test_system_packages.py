"""What is missing on a machine is installed when that is allowed, else told exactly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.system_packages import Need, describe_missing, find_missing

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "system_packages.py"
APT = """#!/bin/sh
echo "$@" >> {log}
case "$*" in *--dry-run*chromium*) exit 100;; esac
case "$*" in *--dry-run*) exit 0;; *chromium) ln -s /bin/true {programs}/chromium;; esac
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A PATH of its own, with nothing but `env`."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "env").symlink_to("/usr/bin/env")
    (folder / "postgres").symlink_to("/bin/true")
    return folder


def run_script(programs: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    stamp = programs.parent / "stamp"
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(stamp), *arguments],
        env={"PATH": f"{programs}"},
        capture_output=True,
        text=True,
        check=False,
    )


def write_apt(programs: Path) -> Path:
    log = programs.parent / "apt.log"
    (programs / "ln").symlink_to("/bin/ln")
    (programs / "apt-get").write_text(APT.format(log=log, programs=programs))
    (programs / "apt-get").chmod(0o755)
    return log


def test_only_what_is_not_there_is_missing() -> None:
    here = Need("here", lambda: True, "nothing")
    away = Need("away", lambda: False, "something")

    assert find_missing([here, away]) == [away]


def test_the_command_to_run_is_exact() -> None:
    said = describe_missing([Need("libzbar0", lambda: False, "pyzbar reads no badge")])

    assert "Missing: libzbar0 (pyzbar reads no badge)." in said
    assert "    sudo apt-get install --yes --no-install-recommends libzbar0\n" in said


def test_a_machine_without_apt_is_told_and_goes_on(programs: Path, tmp_path: Path) -> None:
    result = run_script(programs, "--dev")

    assert result.returncode == 0
    assert "Missing: chromium (browser tests are skipped)." in result.stdout
    assert "sudo apt-get install" in result.stdout
    assert not (tmp_path / "stamp").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs without sudo")
def test_root_installs_and_the_stamp_says_so(programs: Path, tmp_path: Path) -> None:
    log = write_apt(programs)

    result = run_script(programs, "--dev")

    assert result.returncode == 0, result.stdout
    asked = log.read_text().splitlines()
    install = "install --yes --no-install-recommends"
    assert asked[0].endswith("--dry-run chromium chromium-headless-shell")
    # Ubuntu has no headless shell: nothing hangs on it, and it is not asked for again.
    installs = [f"{install} chromium", f"{install} chromium-headless-shell"]
    assert asked[1:] == ["update", *installs]
    assert "Missing" not in result.stdout
    assert (tmp_path / "stamp").exists()


def test_an_old_python_is_refused_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tools.system_packages import main

    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))

    assert main(["stamp"]) == 1
    assert "Python 3.11 or later is needed, this is 3.10." in capsys.readouterr().out


def test_without_venv_nothing_can_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tools import system_packages

    absent = Need("python3-venv", lambda: False, "nothing can be installed")
    monkeypatch.setattr(system_packages, "NEEDED_TO_START", [absent])
    monkeypatch.setenv("PATH", str(tmp_path))

    assert system_packages.main([str(tmp_path / "stamp")]) == 1
    assert "python3-venv" in capsys.readouterr().out
