"""No socket event, asked or pushed, gives an exhibitor anything of another one."""

import asyncio
import json
from typing import Any

import pytest

from server.live.dashboard import DashboardNamespace
from server.live.device import DeviceNamespace
from tests.isolation.audiences import EVENTS
from tests.isolation.scene import SECRETS
from tests.live.device_socket import call, connect, run, wait_until
from tests.support.booth import BoothPhone, Booths
from tests.support.fair import Fair
from tests.support.running_server import RunningServer


@pytest.fixture(scope="module")
def live_booths(open_fair: Fair) -> Booths:
    return Booths(open_fair)


def _events(namespace: type) -> set[str]:
    return {n.removeprefix("on_") for n in dir(namespace) if n.startswith("on_")}


def test_every_event_is_classified() -> None:
    assert _events(DeviceNamespace) == EVENTS
    assert _events(DashboardNamespace) == {"connect", "disconnect"}


def _messages(rival: BoothPhone, capture: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """One of each event, with Atlas's ids wherever there is room for one."""
    stolen = rival.make_capture("UNKNOWN") | {"fact_id": capture["fact_id"]}
    edits = [rival.make_edit(capture, field, value) for field, value in (("note", "spy"),)]
    scan = {"scan_id": capture["fact_id"], "device_seq": 900, "badge_code": "UNKNOWN"}
    undo = {"undo_id": edits[0]["fact_id"], "scan_id": capture["fact_id"], "reason": "spy"}
    return {
        "facts": {"v": 1, "facts": [stolen, *edits]},
        "scans": {"v": 1, "scans": [scan]},
        "heartbeat": {"v": 1, "unsent": 0, "clock_offset_ms": 0, "last_seq": 2},
        "undo": {"v": 1, **undo},
    }


def test_no_answer_and_no_push_tells_anything(
    server: RunningServer, open_fair: Fair, live_booths: Booths
) -> None:
    code = live_booths.share("imane", "all")
    atlas, colleague = live_booths.join("atlas"), live_booths.join("atlas", "Ali")
    rivals = [live_booths.join("rival"), live_booths.join("rival", "Extra", "scan_only")]
    pushed: dict[str, list[Any]] = {"atlas": [], "rival": [], "scanner": []}

    async def main() -> str:
        async with (
            connect(server.url, atlas.token) as sender,
            connect(server.url, colleague.token) as team,
            connect(server.url, rivals[0].token) as rival,
            connect(server.url, rivals[1].token) as scanner,
        ):
            for name, client in (("atlas", team), ("rival", rival), ("scanner", scanner)):
                client.on("*", lambda *said, n=name: pushed[n].append(said), namespace="/device")
            capture = atlas.make_capture(code)
            note = atlas.make_edit(capture, "note", "SECRETNOTE")
            ack = await call(sender, "facts", {"v": 1, "facts": [capture, note]})
            assert [r["status"] for r in ack["receipts"]] == ["accepted", "accepted"]
            await wait_until(lambda: any(said[0] == "leads" for said in pushed["atlas"]))
            answers = []
            for phone, client in zip(rivals, (rival, scanner), strict=True):
                for event, message in _messages(phone, capture).items():
                    answers.append(await call(client, event, message))
            await asyncio.sleep(0)
            return json.dumps(answers)

    said = run(main())
    assert not [secret for secret in SECRETS if secret in said]
    assert {said[0] for said in pushed["scanner"]} <= {"changes"}
    own = [said for said in pushed["rival"] if said[0] != "changes"]
    assert all(message[0] == "leads" for message in own)
    numbers = [message[1]["change_number"] for message in own]
    assert numbers == [1, 2], "only the rival's own two edits are pushed to him"
    (lead,) = [lead for lead in colleague.leads().values() if lead["attendee_id"]]
    assert [note["text"] for note in lead["notes"]] == ["SECRETNOTE"]
