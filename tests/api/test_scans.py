"""`POST /api/v1/scans` and its neighbours against the real server."""

from pathlib import Path
from typing import Any

import pytest

from server.services.devices import create_pairing_code
from tests.support.databases import open_migrated
from tests.support.fair import Fair, GateDevice, TrueClock
from tests.support.running_server import RunningServer, run_server


@pytest.fixture
def device(open_fair: Fair) -> GateDevice:
    return open_fair.pair(open_fair.gate_a)


def header(device: GateDevice) -> dict[str, str]:
    return {"Authorization": f"Device {device.token}"}


def problem_code(response: Any, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "code", "detail", "retryable"}
    assert "Traceback" not in response.text
    code: str = problem["code"]
    return code


def test_it_works(server: RunningServer, open_fair: Fair, device: GateDevice) -> None:
    message = {"v": 1, "scans": [device.make_scan(open_fair.code("imane"))]}
    answer = server.post("/api/v1/scans", json=message, headers=header(device))
    assert answer.json()["receipts"][0]["verdict"] == "admitted"
    again = server.post("/api/v1/scans", json=message, headers=header(device))
    assert again.json()["receipts"] == answer.json()["receipts"]


def test_a_backlog_of_500_is_one_request(
    server: RunningServer, open_fair: Fair, device: GateDevice
) -> None:
    scans = [device.make_scan(f"stranger {n}") for n in range(500)]
    message = {"v": 1, "scans": scans}
    answer = server.post("/api/v1/scans", json=message, headers=header(device)).json()
    assert [r["scan_id"] for r in answer["receipts"]] == [s["scan_id"] for s in scans]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "malformed_message"),
        (b"{", "malformed_message"),
        (b"\xff\xfe\x00", "malformed_message"),
        (b"[]", "malformed_message"),
        (b'{"v": 2, "scans": []}', "wrong_version"),
        (b'{"v": 1, "scans": {}}', "malformed_message"),
        (b"[" * 100_000, "malformed_message"),
    ],
)
def test_malformed_json_is_a_problem(
    server: RunningServer, device: GateDevice, body: bytes, code: str
) -> None:
    headers = header(device) | {"Content-Type": "application/json"}
    answer = server.post("/api/v1/scans", data=body, headers=headers)
    assert problem_code(answer, 400) == code
    assert "Traceback" not in server.log


def test_an_oversized_batch_is_a_problem(server: RunningServer, device: GateDevice) -> None:
    message = {"v": 1, "scans": [{}] * 501}
    answer = server.post("/api/v1/scans", json=message, headers=header(device))
    assert problem_code(answer, 400) == "batch_too_large"


def test_an_oversized_body_is_a_problem(server: RunningServer, device: GateDevice) -> None:
    message = {"v": 1, "scans": ["x" * 3_000_000]}
    answer = server.post("/api/v1/scans", json=message, headers=header(device))
    assert problem_code(answer, 413) == "request_entity_too_large"


@pytest.mark.parametrize("value", ["", "Device", "Device guessed", "Bearer x"])
def test_unknown_devices_are_turned_away(server: RunningServer, value: str) -> None:
    headers = {"Authorization": value}
    for answer in (
        server.post("/api/v1/scans", json={"v": 1, "scans": []}, headers=headers),
        server.get("/api/v1/device", headers=headers),
    ):
        assert problem_code(answer, 401) == "device_unknown"


def test_pairing_gives_a_token_once(server: RunningServer, open_fair: Fair) -> None:
    code = create_pairing_code(
        open_fair.database, open_fair.event_id, open_fair.gate_b, "Tablette 7", open_fair.clock()
    )
    typed = f"{code[:5].lower()} {code[5:].lower()}"
    paired = server.post("/api/v1/devices/pair", json={"v": 1, "code": typed})
    assert paired.status_code == 201
    token = paired.json()["token"]
    configuration = server.get(
        "/api/v1/device", headers={"Authorization": f"Device {token}"}
    ).json()
    assert configuration["gate"]["name"] == "Porte B"
    assert configuration["device"]["name"] == "Tablette 7"
    assert token not in (open_fair.database.url, server.log)
    again = server.post("/api/v1/devices/pair", json={"v": 1, "code": typed})
    assert problem_code(again, 404) == "pairing_code_invalid"


def test_an_expired_pairing_code_is_a_problem(server: RunningServer, open_fair: Fair) -> None:
    code = create_pairing_code(
        open_fair.database, open_fair.event_id, None, "Late", open_fair.clock() - 3_600_000
    )
    answer = server.post("/api/v1/devices/pair", json={"v": 1, "code": code})
    assert problem_code(answer, 410) == "pairing_code_expired"


def test_guessing_pairing_codes_is_slowed_down(server: RunningServer) -> None:
    answers = [
        server.post("/api/v1/devices/pair", json={"v": 1, "code": f"GUESS{n:05}"})
        for n in range(15)
    ]
    assert problem_code(answers[-1], 429) == "too_many_attempts"


def test_an_unknown_path_is_a_problem(server: RunningServer) -> None:
    assert problem_code(server.get("/api/v1/nowhere"), 404) == "not_found"


def test_kill_9_keeps_every_acknowledged_scan(tmp_path: Path) -> None:
    database = open_migrated(tmp_path / "accueil.db")
    fair = Fair(database, TrueClock())
    device = fair.pair(fair.gate_a)
    acknowledged = []
    with run_server(tmp_path) as server:
        for n in range(30):
            message = {"v": 1, "scans": [device.make_scan(f"stranger {n}")]}
            answer = server.post("/api/v1/scans", json=message, headers=header(device))
            acknowledged.append(answer.json()["receipts"][0])
        server.kill()
    with run_server(tmp_path) as server:
        with database.read() as connection:
            rows = connection.exec_driver_sql("SELECT scan_id FROM scans").scalars()
            assert {r["scan_id"] for r in acknowledged} == set(rows)
        again = server.post("/api/v1/scans", json=message, headers=header(device))
        assert again.json()["receipts"][0] == acknowledged[-1]
        assert server.command("recount", fair.event_id).returncode == 0
    database.close()
