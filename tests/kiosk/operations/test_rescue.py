"""`run_kiosk.py --rescue FILE`: a station's unsent scans, handed in at the server by others."""

from pathlib import Path
from typing import Any

import pytest
import requests

from domain.errors import ConfigurationError
from domain.rescue import parse_rescue
from kiosk.operations.main import main
from kiosk.operations.rescue import rescue_unsent
from kiosk.store import Pairing, open_store
from tests.api.test_rescues import find_scans, hand_in
from tests.kiosk.prepared import prepare_station
from tests.kiosk.running_station import make_settings, run_station
from tests.kiosk.support import make_scan, open_test_store
from tests.support.fair import Fair, GateDevice
from tests.support.running_server import RunningServer


def admit_alone(folder: Path, fair: Fair, *codes: str) -> GateDevice:
    """A station that has no server lets these in."""
    device = fair.pair(fair.gate_a, "Borne")
    settings = prepare_station(folder, fair, device)
    with run_station(settings) as running:
        running.wait_for_state(lambda s: s["online"] is False, "no server")
        for code in codes:
            assert running.scan(code)["answer"]["verdict"] == "admitted"
    return device


def test_the_server_takes_the_file_as_the_stations_own(
    tmp_path: Path,
    open_fair: Fair,
    server: RunningServer,
    capsys: pytest.CaptureFixture[str],
) -> None:
    codes = (open_fair.add_attendee("zoé"), open_fair.add_attendee("yto"))
    folder, path = tmp_path / "station", tmp_path / "stick.jsonl"
    device = admit_alone(folder, open_fair, *codes)
    assert main(["--data-dir", str(folder), "--rescue", str(path)]) == 0
    assert "2 scans written" in capsys.readouterr().out
    assert path.stat().st_mode & 0o777 == 0o600

    helper, text = open_fair.pair(open_fair.gate_b), path.read_text("utf-8")
    answers: list[requests.Response] = [hand_in(server, helper, text) for _ in range(2)]
    assert [(a.status_code, a.json()["recorded"]) for a in answers] == [(200, 2), (200, 2)]
    assert find_scans(open_fair, device) == [(1, "admitted"), (2, "admitted")]
    with run_station(make_settings(folder, server.url)) as running:
        running.wait_until_sent()
        assert running.station.state()["parked"] == 0
    assert find_scans(open_fair, device) == [(1, "admitted"), (2, "admitted")]


def test_what_somebody_changed_is_refused(
    tmp_path: Path, open_fair: Fair, server: RunningServer
) -> None:
    path = tmp_path / "stick.jsonl"
    admit_alone(tmp_path / "station", open_fair, open_fair.add_attendee("changed"))
    store = open_store(make_settings(tmp_path / "station"))
    rescue_unsent(store, path)
    store.close()
    helper, text = open_fair.pair(open_fair.gate_b), path.read_text("utf-8")
    changed = hand_in(server, helper, text.replace('"entry"', '"exit"'))
    assert (changed.status_code, changed.json()["code"]) == (400, "rescue_damaged")


def pair_as(store: Any, name: str) -> None:
    store.settings.set_pairing(Pairing("http://x", device_id(name), name, "gate", name, "event"))


def device_id(name: str) -> str:
    return f"01900000-0000-7000-a000-{int(name):012d}"


def test_scans_of_an_earlier_pairing_go_along_under_its_own_name(tmp_path: Path) -> None:
    store, path = open_test_store(tmp_path), tmp_path / "stick.jsonl"
    for number, name in ((1, "1"), (2, "2"), (3, "1")):
        pair_as(store, name)
        store.outbox(device_id(name), lambda: 0).add(lambda seq, _, n=number: make_scan(seq, n))
    assert [s.device_id for s in store.settings.signers()] == [device_id("1"), device_id("2")]
    assert rescue_unsent(store, path) == 3
    lines = path.read_text("utf-8").splitlines(keepends=True)
    rescues = [parse_rescue("".join(lines[:4])), parse_rescue("".join(lines[4:]))]
    assert [(r.device_id, len(r.scans)) for r in rescues] == [
        (device_id("1"), 2),
        (device_id("2"), 1),
    ]
    store.close()


def test_nothing_is_overwritten_and_nothing_is_made_of_nothing(tmp_path: Path) -> None:
    store, path = open_test_store(tmp_path), tmp_path / "stick.jsonl"
    with pytest.raises(ConfigurationError, match="not paired"):
        rescue_unsent(store, path)
    pair_as(store, "1")
    assert (rescue_unsent(store, path), path.exists()) == (0, False)
    store.outbox(device_id("1"), lambda: 0).add(lambda seq, _: make_scan(seq))
    path.write_text("another station's")
    with pytest.raises(ConfigurationError, match="new file"):
        rescue_unsent(store, path)
    assert path.read_text() == "another station's"
    with pytest.raises(ConfigurationError, match="new file"):
        rescue_unsent(store, tmp_path / "no-such-stick" / "file")
    store.close()
