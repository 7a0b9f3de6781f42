"""Who may use the page: the station's own window, and nothing else on this machine or beyond."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from kiosk.page.door import PageDoor
from kiosk.page.serving import PageServer
from tests.kiosk.page.conftest import MakePage

COMMAND = {"type": "dismiss", "lane": 1}


def open_window(page: PageServer, lane: int = 1) -> requests.Session:
    window = requests.Session()
    window.get(page.make_link(lane), timeout=10)
    return window


def read_events(window: requests.Session, page: PageServer, lane: int = 1) -> Any:
    answer = window.get(f"{page.url}/events?lane={lane}", stream=True, timeout=10)
    assert answer.status_code == 200, answer.text
    return (json.loads(line) for line in answer.iter_lines())


def send(window: requests.Session, page: PageServer, message: Any, **headers: str) -> Any:
    origin = {"Origin": page.url} | headers
    return window.post(f"{page.url}/command", json=message, headers=origin, timeout=10)


def test_a_link_opens_the_page_and_the_station_speaks(page: PageServer) -> None:
    window = open_window(page)
    events = read_events(window, page)
    assert [next(events)["type"] for _ in range(2)] == ["hello", "state"]
    assert send(window, page, COMMAND).status_code == 204


def test_the_cookie_is_for_the_browser_alone(page: PageServer) -> None:
    answer = requests.get(page.make_link(), allow_redirects=False, timeout=10)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert answer.headers["Location"] == "/?lane=1"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_link_works_once(page: PageServer) -> None:
    link = page.make_link()
    assert "Set-Cookie" in requests.get(link, allow_redirects=False, timeout=10).headers
    used = requests.get(link, allow_redirects=False, timeout=10)
    assert used.headers["Location"] == "/?lane=1"
    assert "Set-Cookie" not in used.headers


@pytest.mark.parametrize("path", ["/events?lane=1", "/preview/1", "/scans"])
def test_another_program_of_this_machine_is_told_nothing(page: PageServer, path: str) -> None:
    answer = requests.get(page.url + path, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (401, "page_refused")


def test_another_program_of_this_machine_cannot_scan(page: PageServer) -> None:
    answer = send(requests.Session(), page, COMMAND)
    assert (answer.status_code, answer.json()["code"]) == (401, "page_refused")


def test_the_shell_knows_nothing(page: PageServer) -> None:
    shell = requests.get(page.url, timeout=10)
    assert shell.ok
    assert "station.js" in shell.text
    assert "manifest" not in shell.text
    assert "default-src 'self'" in shell.headers["Content-Security-Policy"]
    assert shell.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1"])
def test_a_name_that_was_rebound_to_this_machine(page: PageServer, host: str) -> None:
    window = open_window(page)
    answer = window.get(f"{page.url}/scans", headers={"Host": host}, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (421, "wrong_host")
    shell = window.get(page.url, headers={"Host": host}, timeout=10)
    assert shell.status_code == 421


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_another_site_in_the_same_browser(page: PageServer, origin: str) -> None:
    window = open_window(page)
    answer = send(window, page, COMMAND, Origin=origin)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")


def test_a_post_without_an_origin_comes_from_no_page(page: PageServer) -> None:
    window = open_window(page)
    answer = window.post(f"{page.url}/command", json=COMMAND, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/preview/1", "/scans", "/events?lane=1", "/"])
def test_another_site_embeds_nothing(page: PageServer, path: str, site: str) -> None:
    window = open_window(page)
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    assert window.get(page.url + path, headers=headers, timeout=10).status_code == 403


def test_a_frame_of_another_site_is_refused(page: PageServer) -> None:
    headers = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "iframe",
    }
    assert requests.get(page.url, headers=headers, timeout=10).status_code == 403


def test_the_page_is_on_this_machine_alone(page: PageServer) -> None:
    assert page.url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    "message",
    [
        [],
        "leave_kiosk",
        {},
        {"type": "unpair"},
        {"type": "submit_code", "lane": 1, "text": "A", "source": "camera"},
        {"type": "submit_code", "lane": 1, "text": "", "source": "hid"},
        {"type": "submit_code", "lane": 1, "text": "A" * 5_000, "source": "hid"},
        {"type": "submit_code", "lane": 1, "text": 7, "source": "hid"},
        {"type": "submit_code", "lane": 3, "text": "A", "source": "hid"},
        {"type": "submit_code", "lane": "-1", "text": "A", "source": "hid"},
        {"type": "pause", "lane": 1, "is_paused": "yes"},
        {"type": "undo", "lane": 1, "scan_id": "x"},
    ],
)
def test_a_command_that_is_none(page: PageServer, message: Any) -> None:
    answer = send(open_window(page), page, message)
    assert answer.status_code == 400, answer.text


def test_a_form_is_no_command(page: PageServer) -> None:
    window = open_window(page)
    answer = window.post(
        f"{page.url}/command", data=COMMAND, headers={"Origin": page.url}, timeout=10
    )
    assert answer.status_code == 415


def test_a_lane_that_is_not_there(page: PageServer) -> None:
    answer = open_window(page).get(f"{page.url}/events?lane=3", timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (400, "lane_unknown")


def test_a_station_that_is_not_paired_says_so(page: PageServer) -> None:
    events = read_events(open_window(page), page)
    state = [next(events) for _ in range(2)][1]
    assert state["not_ready"] == "not_paired"
    assert state["lane"] == {"gate": None, "camera": "none", "hint": None}


def test_silence_has_a_pulse(page: PageServer) -> None:
    events = read_events(open_window(page), page)
    assert any(next(events)["type"] == "pulse" for _ in range(20))


def test_an_open_window_knows_its_station_again(make_page: MakePage) -> None:
    """The station was restarted on the same port: the cookie is still good."""
    first = make_page()
    window = open_window(first)
    port = first.url.rpartition(":")[2]
    again = make_page(page_port=port)
    assert window.get(f"{again.url}/scans", timeout=10).ok


def test_the_link_lies_in_a_file_for_this_account(page: PageServer) -> None:
    path = page.folder / "open-lane-2.html"
    before = path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    link = before.partition("url=")[2].partition('"')[0].replace("&amp;", "&")
    answer = requests.get(link, allow_redirects=False, timeout=10)
    assert answer.headers["Location"] == "/?lane=2"
    assert path.read_text() != before, "a used link is renewed"


def test_the_key_is_for_this_account_and_stays(tmp_path: Path) -> None:
    key = tmp_path / "page.key"
    first, again = PageDoor(key), PageDoor(key)
    assert key.stat().st_mode & 0o077 == 0
    assert again.knows(first.take_link(first.make_link()))
    assert not again.knows(None)
    key.write_bytes(b"damaged")
    assert not PageDoor(key).knows(first.take_link(first.make_link()))
