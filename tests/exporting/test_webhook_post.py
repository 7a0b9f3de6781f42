"""Messages reach a real receiver, and nothing that is nobody's business."""

import ipaddress
import socket
import threading
from collections.abc import Iterator

import pytest

from server.exporting.webhook_post import (
    Answer,
    ForbiddenAddressError,
    check_url,
    post_message,
    resolve,
)
from tests.support.receiver import Receiver, run_receiver

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with run_receiver() as running:
        yield running


def test_a_message_arrives_with_its_headers(receiver: Receiver) -> None:
    answer = post_message(f"{receiver.url}/leads?a=b", {"webhook-id": "msg_1"}, b"{}", LOOPBACK)

    assert answer == Answer(204)
    ((path, headers, body),) = receiver.got
    assert (path, headers["webhook-id"], body) == ("/leads?a=b", "msg_1", b"{}")


@pytest.mark.parametrize("status", [302, 410, 500])
def test_a_refusal_is_an_answer_and_no_redirect_is_followed(
    receiver: Receiver, status: int
) -> None:
    receiver.statuses.append(status)
    answer = post_message(f"{receiver.url}/", {}, b"{}", LOOPBACK)

    assert (answer.status, answer.is_taken, answer.is_gone) == (status, False, status == 410)
    assert len(receiver.got) == 1


def test_a_receiver_asks_for_time(receiver: Receiver) -> None:
    receiver.statuses.append(503)
    assert post_message(f"{receiver.url}/", {}, b"{}", LOOPBACK).retry_after_seconds == 120


def test_nobody_there_is_no_crash() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        answer = post_message(url, {}, b"{}", LOOPBACK)

    assert answer.status is None
    assert answer.error == "connection_refused"
    assert "refused" in answer.detail.lower()


def test_a_receiver_that_never_answers_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        answer = post_message(url, {}, b"{}", LOOPBACK, timeout_seconds=0.3)

    assert answer.status is None
    assert answer.error == "timed_out"


def test_a_name_that_nobody_has_is_said_to_be_unknown() -> None:
    assert post_message("https://crm.invalid/", {}, b"{}").error == "name_unknown"


def test_a_receiver_that_breaks_off_is_no_crash() -> None:
    with socket.create_server(("127.0.0.1", 0)) as rude:
        url = f"http://127.0.0.1:{rude.getsockname()[1]}/"
        hangs_up = threading.Thread(target=lambda: rude.accept()[0].close())
        hangs_up.start()
        answer = post_message(url, {}, b"{}", LOOPBACK, timeout_seconds=5)
        hangs_up.join()

    assert answer.error in {"unreachable", "answer_unreadable"}


def test_a_receiver_that_speaks_no_http_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as rude:
        url = f"http://127.0.0.1:{rude.getsockname()[1]}/"
        babbles = threading.Thread(target=_babble, args=(rude,))
        babbles.start()
        answer = post_message(url, {}, b"{}", LOOPBACK, timeout_seconds=5)
        babbles.join()

    assert answer.error == "answer_unreadable"


def _babble(rude: socket.socket) -> None:
    connection = rude.accept()[0]
    connection.recv(65_536)
    connection.sendall(b"220 mail.example ESMTP\r\n")
    connection.close()


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://10.0.0.8/hook",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fe80::1]/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
    ],
)
def test_the_venue_s_own_network_is_not_sent_to(url: str) -> None:
    with pytest.raises(ForbiddenAddressError, match="address_not_public"):
        check_url(url)
    assert post_message(url, {}, b"{}") == Answer(None, "address_not_public")


def test_a_name_that_leads_inside_is_not_followed() -> None:
    with pytest.raises(ForbiddenAddressError, match="address_not_public"):
        resolve(check_url("https://localhost/"), ())
    assert post_message("https://localhost/", {}, b"{}").error == "address_not_public"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/", "url_not_https"),
        ("ftp://example.com/", "url_invalid"),
        ("https://user:secret@example.com/", "url_invalid"),
        ("https:///path", "url_invalid"),
        ("https://example.com:99999/", "url_invalid"),
        ("https://exa mple.com/", "url_invalid"),
        ("https://example.com/\r\nX: y", "url_invalid"),
        ("https://example.com/" + "x" * 2_000, "url_invalid"),
        ("", "url_invalid"),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(url: str, code: str) -> None:
    with pytest.raises(ForbiddenAddressError, match=code):
        check_url(url)


def test_an_own_network_can_be_allowed() -> None:
    assert check_url("http://127.0.0.1:8000/x", LOOPBACK).port == 8000
    with pytest.raises(ForbiddenAddressError):
        check_url("http://10.0.0.1/", LOOPBACK)
