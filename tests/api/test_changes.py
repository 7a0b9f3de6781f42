"""`GET /api/v1/changes` and what a device is told to judge alone, against the real server."""

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from domain.badge_code import EditionKeys, Keyring, parse_badge_code
from domain.sealed_roster import badge_token, open_entry, roster_index
from server.services.devices import revoke_device
from server.services.events import NewEvent, create_event
from tests.api.test_scans import header, problem_code
from tests.support.fair import Fair, GateDevice
from tests.support.running_server import RunningServer

PERSON = {
    "first_name": "Zoubida",
    "last_name": "Benchekroun",
    "first_name_ar": "زبيدة",
    "last_name_ar": "بنشقرون",
    "company": "Téléservices Atlas",
    "job_title": "Directrice",
    "email": "zoubida.benchekroun@example.ma",
    "phone": "+212661234567",
    "phone_raw": "06 61 23 45 67",
    "note": "Ne pas laisser seule",
}


@pytest.fixture
def device(open_fair: Fair) -> GateDevice:
    return open_fair.pair(open_fair.gate_a)


def pull(server: RunningServer, device: GateDevice, query: str = "", **headers: str) -> Any:
    return server.get(f"/api/v1/changes{query}", headers=header(device) | headers)


def test_it_works(server: RunningServer, open_fair: Fair, device: GateDevice) -> None:
    answer = pull(server, device, "?since=0&limit=1000")
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.json()
    entries = {row["i"]: row["s"] for row in page["badges"]}
    token = badge_token(open_fair.code("imane"))
    assert open_entry(token, entries[roster_index(token)])["n"] == "Imane Diallo"
    number = page["to"]
    scan = {"v": 1, "scans": [device.make_scan(open_fair.code("imane"))]}
    receipt = server.post("/api/v1/scans", json=scan, headers=header(device)).json()
    page = pull(server, device, f"?since={number}").json()
    assert page["to"] == receipt["change_number"]
    assert [row["a"] for row in page["presence"]] == [open_fair.attendees["imane"]]


def test_a_number_of_another_feed_begins_from_nothing(
    server: RunningServer, device: GateDevice
) -> None:
    page = pull(server, device).json()
    place = f"?since={page['to']}&feed="
    assert pull(server, device, place + page["feed"]).json()["since"] == page["to"]
    assert pull(server, device, place + "another").json()["since"] == 0


def test_pages_are_packed_for_those_who_ask(server: RunningServer, device: GateDevice) -> None:
    packed = pull(server, device, **{"Accept-Encoding": "gzip"})
    plain = pull(server, device, **{"Accept-Encoding": "identity"})
    refused = pull(server, device, **{"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < len(plain.content)
    for answer in (plain, refused):
        assert "Content-Encoding" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.json()["roster"] == packed.json()["roster"]


def test_without_a_number_everything_is_told(server: RunningServer, device: GateDevice) -> None:
    everything, all_asked = pull(server, device), pull(server, device, "?since=0")
    assert everything.json()["badges"] == all_asked.json()["badges"] != []


@pytest.mark.parametrize("name", ["since", "limit"])
@pytest.mark.parametrize(
    "value",
    ["-1", "", "1.5", "x", "1e3", "٣", "9" * 16, "9" * 5_000, "%00", "0x10", "+1", "1%201"],
)
def test_garbage_for_a_number_is_a_problem(
    server: RunningServer, device: GateDevice, name: str, value: str
) -> None:
    answer = pull(server, device, f"?{name}={value}")
    assert problem_code(answer, 400) == "malformed_message"


@pytest.mark.parametrize("limit", ["0", "5001"])
def test_a_limit_out_of_range_is_a_problem(
    server: RunningServer, device: GateDevice, limit: str
) -> None:
    assert problem_code(pull(server, device, f"?limit={limit}"), 400) == "malformed_message"


def test_unknown_and_revoked_devices_get_nothing(
    server: RunningServer, open_fair: Fair, device: GateDevice
) -> None:
    stranger = server.get("/api/v1/changes", headers={"Authorization": "Device guessed"})
    assert problem_code(stranger, 401) == "device_unknown"
    revoke_device(open_fair.database, device.device.id, open_fair.clock(), "test")
    assert problem_code(pull(server, device), 401) == "device_revoked"


def test_booths_get_no_entries_no_rules_and_no_keys(server: RunningServer, open_fair: Fair) -> None:
    booth = open_fair.pair(None, "Stand 12", role="booth")
    assert problem_code(pull(server, booth), 403) == "role_has_no_roster"
    configuration = server.get("/api/v1/device", headers=header(booth)).json()
    assert configuration["device"]["role"] == "booth"
    assert not {"lists", "gates", "keyring"} & set(configuration)


@pytest.mark.parametrize("role", ["gate", "desk"])
def test_a_stolen_roster_reveals_nothing(server: RunningServer, open_fair: Fair, role: str) -> None:
    key = f"zoubida {role}"
    open_fair.add_attendee(key, **PERSON)
    foreign = f"kgx7hg3bn2vq9mz4tw8c5dy6fr2ph7{role}"
    open_fair.add_foreign_badge(key, foreign)
    stolen = open_fair.pair(open_fair.gate_a, role=role)
    page = pull(server, stolen)
    configuration = server.get("/api/v1/device", headers=header(stolen))
    haystack = b"\n".join([page.content, configuration.content, *_decoded(page.json())])
    secrets = list(PERSON.values())
    for badge in open_fair.badges.values():
        token = badge_token(badge.code)
        secrets += [badge.code, badge.short_code or badge.code, token.hex()]
        secrets += [base64.b64encode(token).decode()]
    for needle in [*secrets, foreign, "Imane Diallo", "Atlas BPO", "Bennani"]:
        assert needle.encode() not in haystack, needle
        assert json.dumps(needle)[1:-1].encode() not in haystack, needle


def _decoded(page: Any) -> Iterator[bytes]:
    """Everything a thief sees at once: what is encoded, not encrypted."""
    return (base64.b64decode(row["s"]) for row in page["badges"])


def test_many_devices_load_at_once(server: RunningServer, open_fair: Fair) -> None:
    """The feed has one thread and one connection; twelve devices get the same all the same."""
    devices = [open_fair.pair(open_fair.gate_b) for _ in range(12)]
    with ThreadPoolExecutor(len(devices)) as pool:
        answers = list(pool.map(lambda one: pull(server, one), devices))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["roster"]["digest"] for answer in answers}) == 1


def test_a_gate_is_told_rules_and_keys(
    server: RunningServer, open_fair: Fair, device: GateDevice
) -> None:
    rabat = NewEvent("SICCAM", "Rabat", "2025-05-01", "2025-05-02")
    create_event(open_fair.database, rabat, 0)
    configuration = server.get("/api/v1/device", headers=header(device)).json()
    assert configuration["list"]["entry_rule"] == "reentry"
    assert configuration["list"] in configuration["lists"]
    assert [day["ends_at"] - day["starts_at"] for day in configuration["list"]["days"]] == [
        86_400_000
    ] * 2
    assert {gate["id"] for gate in configuration["gates"]} >= {open_fair.gate_a, open_fair.gate_b}
    keyring = configuration["keyring"]
    keys = tuple(map(base64.b64decode, keyring["edition"]["keys"]))
    read = parse_badge_code(
        open_fair.code("imane"), Keyring(EditionKeys(keyring["edition"]["tag"], keys))
    )
    assert read.kind == "ours"
    other = keyring["others"][0]
    assert (other["name"], other["city"], other["year"]) == ("SICCAM", "Rabat", "2025")


def test_a_desk_without_gate_has_rules_but_no_list_of_its_own(
    server: RunningServer, open_fair: Fair
) -> None:
    desk = open_fair.pair(None, "Accueil 1", role="desk")
    configuration = server.get("/api/v1/device", headers=header(desk)).json()
    assert (configuration["gate"], configuration["list"]) == (None, None)
    assert configuration["lists"] != []
