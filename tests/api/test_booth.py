"""Booths' devices over HTTP: join, configure, send, pull; everything else is shut."""

from typing import Any

import pytest

from domain.sealed_roster import BOOTH_ROSTER, badge_token, open_entry, roster_index
from tests.support.booth import BoothPhone, Booths
from tests.support.fair import Fair
from tests.support.running_server import RunningServer


@pytest.fixture(scope="module")
def live_booths(open_fair: Fair) -> Booths:
    return Booths(open_fair)


def _header(phone: BoothPhone) -> dict[str, str]:
    return {"Authorization": f"Device {phone.token}"}


def _get(server: RunningServer, path: str, phone: BoothPhone) -> Any:
    return server.get(path, headers=_header(phone))


def test_it_works(server: RunningServer, live_booths: Booths) -> None:
    code = live_booths.share("imane", "mail")
    message = {"v": 1, "code": live_booths.codes["atlas"]["full"], "member_name": "Sara"}
    joined = server.post("/api/v1/booth/join", json=message)
    assert joined.status_code == 201
    answer = joined.json()
    assert (answer["access"], answer["exhibitor"]["name"]) == ("full", "Atlas BPO")
    header = {"Authorization": f"Device {answer['token']}"}
    configured = server.get("/api/v1/booth", headers=header).json()
    assert (configured["member"], configured["access"]) == ("Sara", "full")
    phone = live_booths.join("atlas", "Ali")
    sent = {"v": 1, "facts": [phone.make_capture(code)]}
    ack = server.post("/api/v1/facts", json=sent, headers=_header(phone)).json()
    assert ack["receipts"][0]["lead"]["contact"]["last_name"] == "Diallo"
    assert (
        server.post("/api/v1/facts", json=sent, headers=_header(phone)).json()["receipts"]
        == (ack["receipts"])
    )
    feed = server.get("/api/v1/leads/changes?since=0", headers=header).json()
    assert [lead["contact"]["last_name"] for lead in feed["leads"]] == ["Diallo"]
    assert (
        server.get(f"/api/v1/leads/changes?since={feed['to']}", headers=header).json()["leads"]
        == []
    )


def test_pages_of_the_feed_lose_nothing(server: RunningServer, live_booths: Booths) -> None:
    phone = live_booths.join("rival", "Omar")
    phone.send(*(phone.make_capture(f"UNKNOWN BADGE {n}") for n in range(7)))
    seen: list[str] = []
    since, more = 0, True
    while more:
        path = f"/api/v1/leads/changes?since={since}&limit=3"
        page = _get(server, path, phone).json()
        seen += [lead["badge_code"] for lead in page["leads"]]
        since, more = page["to"], page["more"]
    assert sorted(seen) == [f"UNKNOWN BADGE {n}" for n in range(7)]
    ahead = _get(server, f"/api/v1/leads/changes?since={since + 99}", phone).json()
    assert (ahead["since"], len(ahead["leads"])) == (0, 7)


def test_a_booth_reads_its_own_roster(server: RunningServer, live_booths: Booths) -> None:
    code = live_booths.share("imane", "card")
    page = _get(server, "/api/v1/changes?limit=5000", live_booths.join("atlas")).json()
    entries = {row["i"]: row["s"] for row in page["badges"]}
    token = badge_token(code)
    assert open_entry(token, entries[roster_index(token)], BOOTH_ROSTER)["k"] == "card"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/v1/leads/changes", "access_reads_nothing"),
        ("/api/v1/changes", "role_has_no_roster"),
    ],
)
def test_a_phone_that_only_scans_reads_nothing(
    server: RunningServer, live_booths: Booths, path: str, code: str
) -> None:
    phone = live_booths.join("atlas", "Extra", "scan_only")
    response = _get(server, path, phone)
    assert (response.status_code, response.json()["code"]) == (403, code)


def test_gates_are_no_booths(server: RunningServer, open_fair: Fair, live_booths: Booths) -> None:
    gate = open_fair.pair(open_fair.gate_a)
    header = {"Authorization": f"Device {gate.token}"}
    for path, code in (
        ("/api/v1/booth", "role_is_no_booth"),
        ("/api/v1/leads/changes", "access_reads_nothing"),
    ):
        response = server.get(path, headers=header)
        assert (response.status_code, response.json()["code"]) == (403, code)


def test_booths_are_no_gates(server: RunningServer, open_fair: Fair, live_booths: Booths) -> None:
    """They admit nobody, take nothing back, and learn nothing that opens a kiosk's menu."""
    phone = live_booths.join("atlas")
    scan = open_fair.pair(open_fair.gate_a).make_scan(open_fair.code("imane"))
    sent = {"v": 1, "scans": [scan]}
    ack = server.post("/api/v1/scans", json=sent, headers=_header(phone)).json()
    assert ack["receipts"][0]["reason"] == "role_may_not_admit"
    undo = {"v": 1, "undo_id": scan["scan_id"], "scan_id": scan["scan_id"], "reason": "spy"}
    response = server.post("/api/v1/undos", json=undo, headers=_header(phone))
    assert (response.status_code, response.json()["code"]) == (403, "forbidden")
    configured = _get(server, "/api/v1/device", phone).json()
    assert configured["kiosk"]["pin"] is None
    assert "keyring" not in configured


def test_wrong_codes_are_refused(server: RunningServer) -> None:
    message = {"v": 1, "code": "ABCD-1235", "member_name": "Sara"}
    response = server.post("/api/v1/booth/join", json=message)
    assert (response.status_code, response.json()["code"]) == (404, "access_code_invalid")
    assert server.post("/api/v1/facts", json={"v": 1, "facts": []}).status_code == 401
