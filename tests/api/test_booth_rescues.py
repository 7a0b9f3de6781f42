"""`POST /api/v1/rescues` for phones of booths: a colleague hands in what a dead phone could not."""

import hashlib
import json
import os
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from domain.ids import make_scan_id
from domain.rescue import sign_rescue
from server.clock import now_ms
from server.services.booth_join import NewBoothDevice, join_booth
from server.services.exhibitor_access import make_access_codes
from server.services.ids import hash_token
from server.services.programme import NewExhibitor, add_exhibitor
from tests.support.fair import Fair
from tests.support.running_server import RunningServer


@dataclass
class Booths:
    """Two exhibitors' full access codes, and their fair."""

    fair: Fair
    own: str
    rival: str

    def join(self, code: str, name: str) -> tuple[str, str]:
        """Another phone; returns its id and token."""
        joined = join_booth(self.fair.database, NewBoothDevice(code, name), now_ms())
        return joined.device.id, joined.token

    def count_captures(self, device_id: str) -> int:
        """How many scans of this phone the server has."""
        with self.fair.database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT COUNT(*) FROM captures WHERE device_id = ?", (device_id,)
            )
            return int(rows.scalar_one())


@pytest.fixture(scope="module")
def booths(open_fair: Fair) -> Booths:
    now = now_ms()
    names = ("Maghreb Contact", "Rif Télécom")
    ids = [
        add_exhibitor(open_fair.database, open_fair.event_id, NewExhibitor(name), now)
        for name in names
    ]
    sheets = make_access_codes(open_fair.database, open_fair.event_id, now, "command")
    codes = {sheet.exhibitor.id: sheet.codes["full"] for sheet in sheets}
    return Booths(open_fair, codes[ids[0]], codes[ids[1]])


def make_capture(seq: int, badge_code: str) -> dict[str, Any]:
    """One capture as on the wire."""
    now = now_ms()
    fact = {"kind": "capture", "fact_id": make_scan_id(now, os.urandom(10)), "device_seq": seq}
    fact |= {"scan_type": "lead", "badge_code": badge_code, "source": "camera"}
    return fact | {
        "device_time": now,
        "clock_offset_ms": 0,
        "decode_ms": 12,
        "training": False,
        "manual": None,
    }


def make_rescue(device_id: str, token: str, facts: list[dict[str, Any]]) -> str:
    """The text that the phone shows or saves."""
    head = {"accueil_rescue": 1, "device_id": device_id, "made_at": 0, "scans": len(facts)}
    body = "".join(json.dumps(value) + "\n" for value in [head, *facts])
    signature = sign_rescue(body, hash_token(token))
    checksum = hashlib.sha256(body.encode()).hexdigest()
    return body + json.dumps({"checksum": checksum, "signature": signature})


def hand_in(server: RunningServer, token: str, rescue: str) -> requests.Response:
    headers = {"Authorization": f"Device {token}"}
    return server.post("/api/v1/rescues", json={"v": 1, "rescue": rescue}, headers=headers)


def test_a_colleague_hands_in_a_dead_phones_scans(server: RunningServer, booths: Booths) -> None:
    device_id, token = booths.join(booths.own, "Yassine")
    _, colleague = booths.join(booths.own, "Nadia")
    facts = [make_capture(n, booths.fair.code("imane")) for n in (1, 2)]
    rescue = make_rescue(device_id, token, facts)
    for _ in range(2):
        answer = hand_in(server, colleague, rescue).json()
        assert (answer["recorded"], answer["parked"]) == (2, 0)
    assert booths.count_captures(device_id) == 2


def test_another_exhibitor_cannot(server: RunningServer, booths: Booths) -> None:
    device_id, token = booths.join(booths.own, "Yassine")
    _, rival = booths.join(booths.rival, "Omar")
    rescue = make_rescue(device_id, token, [make_capture(1, booths.fair.code("imane"))])
    answer = hand_in(server, rival, rescue)
    assert (answer.status_code, answer.json()["code"]) == (404, "device_not_found")
    assert booths.count_captures(device_id) == 0


def test_what_is_no_fact_is_set_aside(server: RunningServer, booths: Booths) -> None:
    device_id, token = booths.join(booths.own, "Yassine")
    good = make_capture(1, booths.fair.code("imane"))
    rescue = make_rescue(device_id, token, [good, {"kind": "song"}])
    answer = hand_in(server, token, rescue).json()
    assert (answer["recorded"], answer["parked"]) == (1, 1)
