"""`POST /api/v1/rescues`: a dead tablet's scans, handed in by others, count as its own."""

import hashlib
import json
import re
from typing import Any

import pytest
import requests

from domain.rescue import sign_rescue
from server.clock import now_ms
from server.services.events import NewEvent, create_event
from server.services.ids import hash_token
from server.services.organizers import Credentials, add_organizer
from tests.support.fair import Fair, GateDevice
from tests.support.running_server import RunningServer

EMAIL, PASSWORD = "lina@siccam.example", "a password for tests"


@pytest.fixture
def broken(open_fair: Fair) -> GateDevice:
    """The tablet whose screen works and whose network does not."""
    return open_fair.pair(open_fair.gate_a)


@pytest.fixture
def helper(open_fair: Fair) -> GateDevice:
    return open_fair.pair(open_fair.gate_b)


def make_rescue(device: GateDevice, scans: list[Any], token: str | None = None) -> str:
    """The text that the tablet shows or saves."""
    head = {"accueil_rescue": 1, "device_id": device.device.id, "made_at": 0, "scans": len(scans)}
    body = "".join(json.dumps(value) + "\n" for value in [head, *scans])
    signature = sign_rescue(body, hash_token(token or device.token))
    return body + json.dumps(
        {"checksum": hashlib.sha256(body.encode()).hexdigest(), "signature": signature}
    )


def hand_in(server: RunningServer, helper: GateDevice, rescue: object) -> requests.Response:
    message = {"v": 1, "rescue": rescue}
    headers = {"Authorization": f"Device {helper.token}"}
    return server.post("/api/v1/rescues", json=message, headers=headers)


def find_scans(fair: Fair, device: GateDevice) -> list[tuple[int, str]]:
    """Number and verdict of a device's scans in the log."""
    with fair.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT device_seq, verdict FROM scans WHERE device_id = ? ORDER BY device_seq",
            (device.device.id,),
        )
        return [(seq, verdict) for seq, verdict in rows]


def test_it_works(
    server: RunningServer, open_fair: Fair, broken: GateDevice, helper: GateDevice
) -> None:
    scans = [broken.make_scan(open_fair.code("imane")), broken.make_scan("stranger")]
    answer = hand_in(server, helper, make_rescue(broken, scans)).json()
    assert (answer["recorded"], answer["parked"]) == (2, 0)
    assert answer["device"] == {"id": broken.device.id, "name": broken.device.name}
    assert find_scans(open_fair, broken) == [(1, "admitted"), (2, "unknown_badge")]
    assert find_scans(open_fair, helper) == []


def test_handed_in_again_and_by_the_device_itself_counts_once(
    server: RunningServer, open_fair: Fair, broken: GateDevice, helper: GateDevice
) -> None:
    scans = [broken.make_scan(f"nobody {n}") for n in range(700)]
    for _ in range(2):
        answer = hand_in(server, helper, make_rescue(broken, scans)).json()
        assert (answer["recorded"], answer["parked"]) == (700, 0)
    headers = {"Authorization": f"Device {broken.token}"}
    message = {"v": 1, "scans": scans[:500]}
    receipts = server.post("/api/v1/scans", json=message, headers=headers).json()["receipts"]
    assert {receipt["status"] for receipt in receipts} == {"accepted"}
    assert len(find_scans(open_fair, broken)) == 700


def test_what_is_no_scan_is_parked_and_blocks_no_other(
    server: RunningServer, open_fair: Fair, broken: GateDevice, helper: GateDevice
) -> None:
    rescue = make_rescue(broken, [17, broken.make_scan("x"), broken.make_scan("y", gate_id="z")])
    answer = hand_in(server, helper, rescue).json()
    assert (answer["recorded"], answer["parked"]) == (1, 2)


def change_a_scan(rescue: str) -> str:
    return rescue.replace("stranger", "Stranger")


def drop_a_line(rescue: str) -> str:
    lines = rescue.split("\n")
    return "\n".join([lines[0], *lines[2:]])


def cut_short(rescue: str) -> str:
    return rescue[:-30]


@pytest.mark.parametrize("damage", [change_a_scan, drop_a_line, cut_short])
def test_a_damaged_rescue_writes_nothing(
    server: RunningServer, open_fair: Fair, broken: GateDevice, helper: GateDevice, damage: Any
) -> None:
    rescue = make_rescue(broken, [broken.make_scan("stranger"), broken.make_scan("other")])
    answer = hand_in(server, helper, damage(rescue))
    assert (answer.status_code, answer.json()["code"]) == (400, "rescue_damaged")
    assert find_scans(open_fair, broken) == []


@pytest.mark.parametrize("rescue", ["", "\n", "{}", "[]\n[]", "\ud800", "[" * 100_000, 7, None])
def test_what_is_no_rescue_is_refused_in_words(
    server: RunningServer, helper: GateDevice, rescue: object
) -> None:
    answer = hand_in(server, helper, rescue)
    assert answer.status_code == 400, answer.text
    assert "Traceback" not in server.log


def test_one_device_cannot_speak_for_another(
    server: RunningServer, open_fair: Fair, broken: GateDevice, helper: GateDevice
) -> None:
    forged = make_rescue(broken, [broken.make_scan("stranger")], token=helper.token)
    answer = hand_in(server, helper, forged)
    assert (answer.status_code, answer.json()["code"]) == (403, "rescue_not_genuine")
    assert find_scans(open_fair, broken) == []


def test_a_rescue_stays_in_its_edition(
    server: RunningServer, open_fair: Fair, broken: GateDevice, helper: GateDevice
) -> None:
    other = create_event(
        open_fair.database, NewEvent("SICCAM", "Fès", "2023-05-10", "2023-05-11"), now_ms()
    )
    rescue = make_rescue(broken, [broken.make_scan("stranger")])
    _move(open_fair, helper, other)
    answer = hand_in(server, helper, rescue)
    assert (answer.status_code, answer.json()["code"]) == (404, "device_not_found")


def _move(fair: Fair, device: GateDevice, event_id: str) -> None:
    fair.database.write(
        lambda connection: connection.exec_driver_sql(
            "UPDATE devices SET event_id = ?, gate_id = NULL WHERE id = ?",
            (event_id, device.device.id),
        )
    )


def test_nobody_else_hands_anything_in(server: RunningServer, broken: GateDevice) -> None:
    message = {"v": 1, "rescue": make_rescue(broken, [broken.make_scan("stranger")])}
    answer = server.post("/api/v1/rescues", json=message)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_required")


def test_an_organizer_hands_in_a_file(
    server: RunningServer, open_fair: Fair, broken: GateDevice
) -> None:
    add_organizer(open_fair.database, Credentials(EMAIL, "Lina", PASSWORD), now_ms())
    with requests.Session() as session:
        token = _sign_in(session, server)
        message = {"v": 1, "rescue": make_rescue(broken, [broken.make_scan("stranger")])}
        url = server.url + "/api/v1/rescues"
        refused = session.post(url, json=message, timeout=30)
        assert (refused.status_code, refused.json()["code"]) == (400, "csrf_failed")
        taken = session.post(url, json=message, headers={"X-CSRFToken": token}, timeout=30)
    assert taken.json()["recorded"] == 1


def _sign_in(session: requests.Session, server: RunningServer) -> str:
    """Signs in; returns the form token of the page that comes next."""
    fields = {"email": EMAIL, "password": PASSWORD}
    page = session.get(server.url + "/sign-in", timeout=30).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    fields["csrf_token"] = token[1]
    session.post(server.url + "/sign-in", data=fields, timeout=30).raise_for_status()
    return token[1]
