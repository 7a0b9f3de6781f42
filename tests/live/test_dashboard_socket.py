"""Organizers' screens over real sockets, and what devices hear of an organizer's decisions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import requests
import socketio
from socketio.exceptions import ConnectionError as NotConnected

from server.clock import now_ms
from server.services.organizers import Credentials, add_organizer
from tests.live.device_socket import call, connect, run, wait_until
from tests.support.fair import Fair
from tests.support.running_server import RunningServer

LIVE = "/live"
EMAIL, PASSWORD = "lina@siccam.example", "a password for tests"
PAGE = "/console/siccam-casablanca-2024/devices"


class Console:
    """A signed-in organizer's browser, as far as HTTP goes."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.send("/sign-in", email=EMAIL, password=PASSWORD)

    def send(self, path: str, page: str | None = None, **fields: str) -> requests.Response:
        """Fill in and send a form."""
        text = self.session.get(self.url + (page or path), timeout=20).text
        token = text.split('name="csrf_token" value="')[1].split('"')[0]
        fields["csrf_token"] = token
        answer = self.session.post(self.url + path, data=fields, timeout=20)
        answer.raise_for_status()
        return answer

    @property
    def cookie(self) -> dict[str, str]:
        """What a browser sends along when it opens a socket."""
        return {"Cookie": f"accueil_session={self.session.cookies['accueil_session']}"}


@pytest.fixture(scope="module")
def console(server: RunningServer, open_fair: Fair) -> Console:
    add_organizer(open_fair.database, Credentials(EMAIL, "Lina", PASSWORD), now_ms())
    return Console(server.url)


@asynccontextmanager
async def watch(
    url: str, event_id: str, headers: dict[str, str]
) -> AsyncIterator[list[dict[str, Any]]]:
    """An open dashboard; gives the list that its snapshots are added to."""
    client = socketio.AsyncClient(reconnection=False)
    snapshots: list[dict[str, Any]] = []
    client.on("attendance", snapshots.append, namespace=LIVE)
    await client.connect(
        url,
        headers=headers,
        auth={"event_id": event_id},
        namespaces=[LIVE],
        transports=["websocket"],
        wait_timeout=20,
    )
    try:
        yield snapshots
    finally:
        await client.disconnect()


async def refused(url: str, event_id: object, headers: dict[str, str]) -> str:
    """The code a dashboard is refused with."""
    client = socketio.AsyncClient(reconnection=False)
    said: list[dict[str, Any]] = []
    client.on("connect_error", said.append, namespace=LIVE)
    try:
        await client.connect(
            url,
            headers=headers,
            auth={"event_id": event_id},
            namespaces=[LIVE],
            transports=["websocket"],
        )
    except NotConnected:
        code: str = said[0]["data"]["code"]
        return code
    finally:
        await client.disconnect()
    raise AssertionError("the server let the screen in")


def test_it_works(server: RunningServer, open_fair: Fair, console: Console) -> None:
    device = open_fair.pair(open_fair.gate_a)
    scan = device.make_scan(open_fair.add_attendee("watched", first_name="Salma"))

    async def main() -> None:
        async with watch(server.url, open_fair.event_id, console.cookie) as snapshots:
            await wait_until(lambda: bool(snapshots))
            inside = snapshots[0]["inside"]
            async with connect(server.url, device.token) as client:
                await call(client, "scans", {"v": 1, "scans": [scan]})
            await wait_until(lambda: snapshots[-1]["inside"] == inside + 1)
            last = snapshots[-1]["last_scans"][0]
            assert (last["display_name"], last["verdict"]) == ("Salma", "admitted")

    run(main())


def test_a_screen_that_comes_back_is_up_to_date_at_once(
    server: RunningServer, open_fair: Fair, console: Console
) -> None:
    device = open_fair.pair(open_fair.gate_a)

    async def main() -> None:
        async with watch(server.url, open_fair.event_id, console.cookie) as before:
            await wait_until(lambda: bool(before))
        missed = {"v": 1, "scans": [device.make_scan(open_fair.add_attendee("missed"))]}
        header = {"Authorization": f"Device {device.token}"}
        server.post("/api/v1/scans", json=missed, headers=header)
        async with watch(server.url, open_fair.event_id, console.cookie) as after:
            await wait_until(lambda: bool(after))
            assert after[0]["inside"] == before[-1]["inside"] + 1
            assert after[0]["change_number"] > before[-1]["change_number"]

    run(main())


def test_only_organizers_watch(server: RunningServer, open_fair: Fair, console: Console) -> None:
    device = open_fair.pair(open_fair.gate_a)

    async def main() -> None:
        for headers in ({}, {"Cookie": "accueil_session=guessed"}, {"Cookie": device.token}):
            code = await refused(server.url, open_fair.event_id, headers)
            assert code == "sign_in_required"
        assert await refused(server.url, "nowhere", console.cookie) == "event_unknown"
        assert await refused(server.url, {"$ne": 1}, console.cookie) == "event_unknown"

    run(main())


def test_updates_are_at_most_four_a_second(
    server: RunningServer, open_fair: Fair, console: Console
) -> None:
    device = open_fair.pair(open_fair.gate_a)
    scans = [device.make_scan(open_fair.add_attendee(f"crowd {n}")) for n in range(30)]

    async def main() -> None:
        async with watch(server.url, open_fair.event_id, console.cookie) as snapshots:
            await wait_until(lambda: bool(snapshots))
            inside = snapshots[0]["inside"]
            async with connect(server.url, device.token) as client:
                for scan in scans:
                    await call(client, "scans", {"v": 1, "scans": [scan]})
            await wait_until(lambda: snapshots[-1]["inside"] == inside + 30)
            pushed = [s["at"] for s in snapshots[1:]]
            assert len(pushed) < 30
            seconds = (pushed[-1] - pushed[0]) / 1000
            assert len(pushed) <= seconds * 4 + 2

    run(main())


def test_a_revoked_device_is_told_first_and_then_hung_up_on(
    server: RunningServer, open_fair: Fair, console: Console
) -> None:
    lost, other = open_fair.pair(open_fair.gate_a), open_fair.pair(open_fair.gate_a)

    async def main() -> None:
        heard: list[str] = []
        async with connect(server.url, lost.token) as client, connect(server.url, other.token) as o:
            client.on("device_revoked", lambda _: heard.append("revoked"), namespace="/device")
            client.on("disconnect", lambda *_: heard.append("hung up"), namespace="/device")
            path = f"{PAGE}/{lost.device.id}/revoke"
            await asyncio.to_thread(console.send, path, PAGE)
            await wait_until(lambda: len(heard) == 2)
            assert heard == ["revoked", "hung up"]
            ack = await call(o, "heartbeat", {"v": 1, "unsent": 0, "clock_offset_ms": 0})
            assert "error" not in ack

    run(main())


def test_only_the_device_that_was_moved_fetches_its_configuration(
    server: RunningServer, open_fair: Fair, console: Console
) -> None:
    moved, other = open_fair.pair(open_fair.gate_a), open_fair.pair(open_fair.gate_a)

    async def main() -> None:
        heard: list[str] = []
        async with connect(server.url, moved.token) as m, connect(server.url, other.token) as o:
            m.on("configuration_changed", lambda _: heard.append("moved"), namespace="/device")
            o.on("configuration_changed", lambda _: heard.append("other"), namespace="/device")
            path = f"{PAGE}/{moved.device.id}/move"
            await asyncio.to_thread(console.send, path, PAGE, gate_id=open_fair.gate_b)
            await wait_until(lambda: bool(heard))
            for client in (m, o):  # an answer to each: anything sent before has arrived
                await call(client, "heartbeat", {"v": 1, "unsent": 0, "clock_offset_ms": 0})
            assert heard == ["moved"]

    run(main())
    header = {"Authorization": f"Device {moved.token}"}
    assert server.get("/api/v1/device", headers=header).json()["gate"]["id"] == open_fair.gate_b
