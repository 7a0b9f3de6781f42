"""run_kiosk.py as a process: pairing, the self-test, stopping on signals."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

from kiosk.operations.logs import FILE_NAME, close_logs, open_logs
from kiosk.store import open_store
from server.services.devices import create_pairing_code
from tests.kiosk.prepared import prepare_station
from tests.support.fair import Fair, TrueClock
from tests.support.running_server import RunningServer
from tests.support.small_disk import fill, mount_small_disk

ROOT = Path(__file__).parents[3]


def run_kiosk(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "run_kiosk.py", "--data-dir", str(folder), *words],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("ACCUEIL_")}


def start_kiosk(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "run_kiosk.py", "--data-dir", str(folder), "--window", "no", *words],
        cwd=ROOT,
        env=environment(),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for_line(process: subprocess.Popen[str], words: str) -> list[str]:
    assert process.stderr is not None
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError("".join(lines))


def listen(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    """What the station tells its page of its state, from the link on its terminal."""
    assert process.stdout is not None
    link = process.stdout.readline().removeprefix("page: ").strip()
    window = requests.Session()
    window.get(link, timeout=10)
    told = window.get(urljoin(link, "/events?lane=1"), stream=True, timeout=20)
    return (event for line in told.iter_lines() if (event := json.loads(line))["type"] == "state")


def test_it_pairs_once_then_runs_until_it_is_told_to_stop(
    tmp_path: Path, open_fair: Fair, server: RunningServer
) -> None:
    code = create_pairing_code(
        open_fair.database, open_fair.event_id, open_fair.gate_a, "Borne 1", open_fair.clock()
    )
    words = ("--server", server.url, "--camera", "none", "--page-port", "0")
    process = start_kiosk(tmp_path, *words, "--pair", code)
    wait_for_line(process, "the station runs")
    process.send_signal(signal.SIGTERM)
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert "paired as Borne 1 (gate)" in output
    assert "the station has stopped" in errors

    again = start_kiosk(tmp_path, "--camera", "none", "--page-port", "0")
    wait_for_line(again, "the station runs")
    busy = run_kiosk(tmp_path, "--camera", "none")
    again.send_signal(signal.SIGINT)
    again.communicate(timeout=20)
    assert again.returncode == 0
    assert (busy.returncode, "storage_in_use" in busy.stderr) == (1, True)


def test_the_self_test_is_green_when_all_is_well_and_says_what_is_not(
    tmp_path: Path, open_fair: Fair, server: RunningServer
) -> None:
    device = open_fair.pair(open_fair.gate_a, name="Borne 2")
    prepare_station(tmp_path / "station", open_fair, device, server.url)
    good = run_kiosk(tmp_path / "station", "--check", "--camera", "none")
    assert good.returncode == 0, good.stdout
    marks = read_marks(good.stdout)
    assert marks["zbar"] == marks["server"] == marks["clock"] == marks["roster"] == "ok"
    assert marks["printer"] == marks["camera"] == "-"

    bad = run_kiosk(
        tmp_path / "station",
        "--check",
        "--camera",
        "no-such-film.mjpeg",
        "--printer",
        "127.0.0.1:9",
    )
    assert bad.returncode == 1
    assert read_marks(bad.stdout)["printer"] == read_marks(bad.stdout)["camera"] == "FAILED"


def read_marks(text: str) -> dict[str, str]:
    return {line.split()[1]: line.split()[0] for line in text.splitlines()}


def test_a_station_that_is_not_paired_says_what_to_do(tmp_path: Path) -> None:
    told = run_kiosk(tmp_path, "--camera", "none")
    assert (told.returncode, "--pair CODE" in told.stderr) == (78, True)
    nowhere = run_kiosk(tmp_path, "--pair", "ABCDEFGHJK")
    assert (nowhere.returncode, "--server" in nowhere.stderr) == (78, True)
    away = run_kiosk(tmp_path, "--pair", "ABCDEFGHJK", "--server", "http://127.0.0.1:9")
    assert (away.returncode, "unreachable" in away.stderr) == (1, True)


def test_a_key_that_is_missing_is_said_on_the_page(tmp_path: Path, sqlite_database: Any) -> None:
    fair = Fair(sqlite_database, TrueClock())
    settings = prepare_station(tmp_path, fair, fair.pair(fair.gate_a))
    away = settings.key_path.rename(tmp_path / "elsewhere")
    process = start_kiosk(tmp_path, "--camera", "none", "--page-port", "0")
    states = listen(process)
    assert next(states)["problems"] == ["station_key_missing"]
    away.rename(settings.key_path)
    assert any(state["ready"] for state in states), "it goes on by itself"
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 0


def test_a_disk_that_was_never_written_to_is_said_on_the_page(tmp_path: Path) -> None:
    with mount_small_disk(tmp_path / "disk", megabytes=1) as folder:
        fill(folder / "ballast")
        process = start_kiosk(folder / "station", "--camera", "none", "--page-port", "0")
        assert next(listen(process))["problems"][0] in ("storage_blocked", "storage_full")
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


def test_a_wrong_code_and_a_bad_setting_are_named(tmp_path: Path, server: RunningServer) -> None:
    wrong = run_kiosk(tmp_path, "--pair", "ABCDEFGHJK", "--server", server.url)
    assert (wrong.returncode, "pairing_code_invalid" in wrong.stderr) == (1, True)
    bad = run_kiosk(tmp_path, "--camera-size", "large")
    assert (bad.returncode, "ACCUEIL_KIOSK_CAMERA_SIZE" in bad.stderr) == (78, True)


def test_pairing_anew_does_not_forget_scans_that_wait(tmp_path: Path, sqlite_database: Any) -> None:
    fair = Fair(sqlite_database, TrueClock())
    device = fair.pair(fair.gate_a)
    settings = prepare_station(tmp_path, fair, device)
    store = open_store(settings)
    store.outbox(device.device.id, fair.clock).add(lambda seq, _: device.make_scan("X"))
    store.close()
    told = run_kiosk(tmp_path, "--pair", "ABCDEFGHJK", "--server", "http://127.0.0.1:9")
    assert (told.returncode, "1 scans" in told.stderr) == (78, True)


def test_logs_are_kept_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.operations.logs.MOST_BYTES", 1_000)
    before = logging.getLogger().handlers[:]
    level = logging.getLogger().level
    try:
        open_logs(tmp_path / "logs", "info")
        for number in range(200):
            logging.getLogger("kiosk").info("line %s of many", number)
    finally:
        close_logs()
        logging.basicConfig(handlers=before, level=level, force=True)
    files = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert files[0] == FILE_NAME
    assert len(files) == 6
    assert all(path.stat().st_size <= 1_000 for path in (tmp_path / "logs").iterdir())
