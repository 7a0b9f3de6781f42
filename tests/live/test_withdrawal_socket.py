"""A visitor takes his details back on his own phone; the booth's phones know at once."""

import asyncio
import re
from typing import Any

import pytest
import requests

from tests.live.device_socket import connect, run, wait_until
from tests.support.booth import BoothPhone, Booths
from tests.support.fair import Fair
from tests.support.running_server import RunningServer

SECONDS = 2


@pytest.fixture(scope="module")
def live_booths(open_fair: Fair) -> Booths:
    return Booths(open_fair)


class _Visitor:
    """A browser that opened the receipt by the badge's code."""

    def __init__(self, server: RunningServer, code: str) -> None:
        self._session, self._url = requests.Session(), server.url
        self._token = self._read_token(self._session.get(f"{server.url}/b/{code}", timeout=20))

    def send(self, path: str, **fields: str) -> None:
        fields |= {"csrf_token": self._token}
        headers = {"Referer": f"{self._url}/b/mine"}
        answer = self._session.post(self._url + path, data=fields, headers=headers, timeout=20)
        assert answer.status_code == 200
        assert answer.url.endswith("/b/mine")

    def _read_token(self, page: requests.Response) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert found
        assert page.url.endswith("/b/mine")
        return found[1]


def test_a_withdrawal_reaches_every_booth_in_two_seconds(
    server: RunningServer, live_booths: Booths
) -> None:
    code = live_booths.share("imane", "all")
    phones = [live_booths.join("atlas"), live_booths.join("rival")]
    for phone in phones:
        phone.capture(code)
    visitor = _Visitor(server, code)

    async def main() -> None:
        atlas, rival = phones
        async with connect(server.url, atlas.token) as one, connect(server.url, rival.token) as two:
            heard_atlas, heard_rival = _listen(one), _listen(two)
            only = {"exhibitor_id": live_booths.ids["atlas"]}
            await asyncio.to_thread(lambda: visitor.send("/b/mine/withdraw", **only))
            await wait_until(lambda: bool(heard_atlas), SECONDS)
            assert _states(atlas, rival) == ["withdrawn", "open"]
            known = len(heard_rival)
            await asyncio.to_thread(lambda: visitor.send("/b/mine/withdraw"))
            await wait_until(lambda: len(heard_rival) > known, SECONDS)

    run(main())
    assert _states(*phones) == ["withdrawn", "withdrawn"]


def _listen(client: Any) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []
    client.on("leads", heard.append, namespace="/device")
    return heard


def _states(*phones: BoothPhone) -> list[str]:
    return [lead["state"] for phone in phones for lead in phone.leads().values()]
