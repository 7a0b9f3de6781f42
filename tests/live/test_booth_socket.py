"""Booths over real sockets: colleagues hear of each other at once, gates of nothing."""

from typing import Any

import pytest

from tests.live.device_socket import call, connect, run, wait_until
from tests.support.booth import Booths
from tests.support.fair import Fair
from tests.support.running_server import RunningServer

FOREIGN = "k3jv8q2mzt6w9x4c7b5n1h0gfdsapoiu"


@pytest.fixture(scope="module")
def live_booths(open_fair: Fair) -> Booths:
    return Booths(open_fair)


def _listen(client: Any) -> list[tuple[Any, ...]]:
    heard: list[tuple[Any, ...]] = []
    client.on("*", lambda *said: heard.append(said), namespace="/device")
    return heard


def test_a_colleague_is_told_at_once(server: RunningServer, live_booths: Booths) -> None:
    code = live_booths.share("imane", "card")
    sara, ali = live_booths.join("atlas"), live_booths.join("atlas", "Ali")

    async def main() -> None:
        async with connect(server.url, sara.token) as one, connect(server.url, ali.token) as other:
            heard = _listen(other)
            ack = await call(one, "facts", {"v": 1, "facts": [sara.make_capture(code)]})
            number = ack["receipts"][0]["change_number"]
            await wait_until(lambda: ("leads", {"change_number": number}) in heard)

    run(main())
    (lead,) = ali.leads().values()
    assert lead["contact"]["last_name"] == "Diallo"


def test_a_registration_resolves_what_waits_for_it(
    server: RunningServer, open_fair: Fair, live_booths: Booths
) -> None:
    """Whatever wrote the badge: the next announced change of the edition brings it to booths."""
    phone, gate = live_booths.join("rival"), open_fair.pair(open_fair.gate_a)
    live_booths.share("ahmed", "card")

    async def main() -> None:
        async with connect(server.url, phone.token) as booth, connect(server.url, gate.token) as at:
            await call(booth, "facts", {"v": 1, "facts": [phone.make_capture(FOREIGN)]})
            heard = _listen(booth)
            open_fair.add_foreign_badge("ahmed", FOREIGN)
            beat = {"v": 1, "unsent": 0, "clock_offset_ms": 0, "last_seq": 0}
            await call(at, "heartbeat", beat)
            await wait_until(lambda: {"leads", "changes"} <= {said[0] for said in heard})

    run(main())
    (lead,) = phone.leads().values()
    assert lead["contact"]["last_name_ar"] == "العمراني"


def test_booths_hear_nothing_of_the_gates(
    server: RunningServer, open_fair: Fair, live_booths: Booths
) -> None:
    phone, gate = live_booths.join("atlas"), open_fair.pair(open_fair.gate_a)

    async def main() -> None:
        async with connect(server.url, phone.token) as booth, connect(server.url, gate.token) as at:
            beat = {"v": 1, "unsent": 0, "clock_offset_ms": 0, "last_seq": 0}
            heard, heard_at_gate = _listen(booth), _listen(at)
            code = open_fair.add_attendee("passes by", first_name="Aya")
            await call(at, "heartbeat", beat)
            await wait_until(lambda: [said[0] for said in heard] == ["changes"])  # of the new badge
            known = len(heard_at_gate)
            await call(at, "scans", {"v": 1, "scans": [gate.make_scan(code)]})
            await wait_until(lambda: len(heard_at_gate) > known)
            await call(booth, "heartbeat", beat)
            assert len(heard) == 1

    run(main())
