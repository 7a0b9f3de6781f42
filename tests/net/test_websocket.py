"""Whole frames for slow devices, an end for those that read nothing, no trace of garbage."""

import json
import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from server.net.websocket import unmask
from tests.net.venue import (
    RawDevice,
    Venue,
    open_websocket_request,
    read_all,
    start_venue,
    wait_until,
)


@pytest.fixture(params=["https", "http"])
def patient(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Venue]:
    """A server that waits long for slow devices."""
    with start_venue(tmp_path / "v", is_http=request.param == "http", stall_seconds=60) as running:
        yield running


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[Venue]:
    """A server that drops a device after one second without progress."""
    with start_venue(tmp_path / "v", stall_seconds=1) as running:
        yield running


def await_full_socket(venue: Venue) -> None:
    """Wait until what is left for the only device no longer gets less: its socket is full."""
    seen: list[int] = []

    def stands_still() -> bool:
        seen.append(sum(venue.get("/sockets").json()["waiting"]))
        return len(seen) > 5 and len(set(seen[-5:])) == 1

    wait_until(stands_still)


def test_an_event_is_answered(device: RawDevice) -> None:
    device.send('421["ask","où?"]')
    assert device.read_message() == '431[{"you_asked":"o\\u00f9?"}]'


def test_a_device_that_pauses_gets_every_frame_whole(patient: Venue) -> None:
    device = RawDevice(patient)
    device.join()
    patient.post("/emit", json={"count": 12_000, "size": 300})
    await_full_socket(patient)
    news = device.read_news(12_000)
    assert [n["number"] for n in news] == list(range(12_000))
    assert {n["text"] for n in news} == {"é" * 150}
    device.close()


def test_a_device_that_pauses_gets_a_large_frame_whole(patient: Venue) -> None:
    device = RawDevice(patient)
    device.join()
    patient.post("/emit", json={"count": 1, "size": 3_000_000})
    patient.post("/emit", json={"count": 50, "size": 300})
    await_full_socket(patient)
    large, *small = device.read_news(51)
    assert large["text"] == "é" * 1_500_000
    assert [n["number"] for n in small] == list(range(50))
    device.close()


def test_pings_between_large_frames_break_none(patient: Venue) -> None:
    device = RawDevice(patient)
    device.join()
    patient.post("/emit", json={"count": 4, "size": 2_000_000})
    await_full_socket(patient)
    ping = bytes([0x89, 0x80 | 4]) + b"\0\0\0\0" + b"beat"
    device.send_bytes(ping * 20)  # the server answers from another greenlet than the one writing
    assert [len(n["text"]) for n in device.read_news(4)] == [1_000_000] * 4
    device.close()


def send_news(venue: Venue, busy: RawDevice) -> None:
    venue.post("/emit", json={"count": 1_000, "size": 2_000})
    assert [n["number"] for n in busy.read_news(1_000)] == list(range(1_000))


def test_a_device_that_reads_nothing_is_dropped_and_others_go_on(impatient: Venue) -> None:
    stuck, busy = RawDevice(impatient), RawDevice(impatient)
    stuck.join()
    busy.join()
    wait_until(lambda: send_news(impatient, busy) or count_sockets(impatient) == 1)
    stuck.read_to_the_end()
    assert stuck.is_gone
    before = impatient.get("/sockets").json()["memory_kib"]
    for _ in range(15):  # 90 MB, none of it kept for the one that went
        send_news(impatient, busy)
    assert impatient.get("/sockets").json()["memory_kib"] - before < 20_000
    stuck.close()
    busy.close()


def count_sockets(venue: Venue) -> int:
    return len(venue.get("/sockets").json()["waiting"])


def garbage() -> list[bytes]:
    """Frames nobody should send, masked with zeros where they are masked at all."""

    def text(content: bytes) -> bytes:
        return bytes([0x81, 0x80 | 126]) + struct.pack("!H", len(content)) + bytes(4) + content

    return [
        os.urandom(400),
        b"GET / HTTP/1.1\r\n\r\n",
        text(b"zzz"),
        text("²".encode()),
        text(b""),
        text(b"\xff\xfe"),
        text(b"b!!!!"),
        text(b"9"),
        bytes([0x81, 5]) + b"40abc",  # not masked
        bytes([0xF1, 0x85]) + bytes(4) + b"hello",  # reserved bits
        bytes([0x80, 0x81]) + bytes(4) + b"4",  # continues nothing
        bytes([0x89, 0xFE, 0xFF, 0xFF]) + bytes(4),  # a ping of 64 kB
        bytes([0x88, 0x81]) + bytes(4) + b"x",  # a close code of one byte
        bytes([0x81, 0xFF]) + b"\x7f" + b"\xff" * 7 + bytes(4),  # nine quintillion bytes
    ]


@pytest.mark.parametrize("number", range(len(garbage())))
def test_garbage_frames_end_the_connection_quietly(venue: Venue, number: int) -> None:
    device = RawDevice(venue)
    device.join()
    device.send_bytes(garbage()[number])
    if number == 0:
        device.sock.close()
    else:
        device.read_to_the_end()
    assert venue.get("/hello").text == "hello"
    device.close()


@pytest.mark.parametrize(
    "packet",
    [
        "4zzz",
        "4",
        "42",
        "42{}",
        "42[]",
        "42[1]",
        '42["ask"',
        "42[NaN]",
        '42["unheard","x"]',
        "43[1]",
        "43{}",
        "44{}",
        "45",
        '451-["ask",{"_placeholder":true,"num":0}]',
        "49",
        "4" + "[" * 100_000,
        "42" + "[" * 100_000,
        "40/nowhere,",
        "40{",
        '42/nowhere,["ask"]',
        '4299999999999999999999["unheard"]',
    ],
)
def test_malformed_packets_are_dropped_and_the_next_is_answered(
    venue: Venue, device: RawDevice, packet: str
) -> None:
    device.send(packet)
    device.send('427["ask",1]')
    answer = device.read_message()
    while answer.startswith("44"):  # a refused namespace is told so
        answer = device.read_message()
    assert answer == '437[{"you_asked":1}]'


def test_a_message_over_the_limit_is_refused(device: RawDevice) -> None:
    with suppress(OSError):  # refused before all of it is sent
        device.send("4" + "x" * 2_100_000)
    device.read_to_the_end()
    assert device.is_gone


def test_fragments_add_up_to_the_limit(device: RawDevice) -> None:
    part = bytes([0xFF]) + struct.pack("!Q", 600_000) + bytes(4) + b"4" * 600_000
    device.send_bytes(bytes([0x01]) + part + (bytes([0x00]) + part) * 2)
    with suppress(OSError):  # refused already
        device.send_bytes(bytes([0x00]) + part)
    device.read_to_the_end()
    assert device.is_gone


@pytest.mark.parametrize(
    "changes",
    [
        {"Sec_WebSocket_Key": "!"},
        {"Sec_WebSocket_Key": ""},
        {"Sec_WebSocket_Key": "c2hvcnQ="},
        {"Sec_WebSocket_Version": "8"},
        {"Sec_WebSocket_Version": ""},
    ],
)
def test_a_malformed_handshake_is_refused(venue: Venue, changes: dict[str, str]) -> None:
    with venue.connect() as sock:
        sock.sendall(open_websocket_request(venue.port, **changes, Connection="Upgrade, close"))
        sock.settimeout(5)
        assert sock.recv(100).startswith(b"HTTP/1.1 400")


def test_another_origin_is_refused(venue: Venue) -> None:
    with venue.connect() as sock:
        sock.sendall(open_websocket_request(venue.port, Origin="https://elsewhere.example"))
        assert b"0{" not in read_all(sock)


def test_garbage_through_polling_leaves_no_trace(venue: Venue) -> None:
    opened = venue.get("/socket.io/?EIO=4&transport=polling").text
    session = json.loads(opened[1:])["sid"]
    for body in (b"\xff\xfe", b"zzz", b"4" + b"[" * 90_000, b"\x1e" * 40):
        venue.post(f"/socket.io/?EIO=4&transport=polling&sid={session}", data=body)
    assert venue.get("/hello").text == "hello"


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5, 126, 70_001])
def test_unmask_is_xor_with_the_repeated_mask(size: int) -> None:
    payload, mask = os.urandom(size), os.urandom(4)
    expected = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
    assert unmask(payload, mask) == expected
