"""Requests over real sockets: limits, time limits, refusals that can be read, no 40 ms stall."""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import gevent
import pytest
import requests
from gevent import socket as green
from gevent.event import Event

from server.net import Limits, VenueServer
from tests.net.venue import Venue, read_all

MIB = 1024 * 1024


def ask(venue: Venue, request: bytes) -> bytes:
    with venue.connect() as sock:
        sock.sendall(request)
        return read_all(sock)


def code_of(response: bytes) -> str:
    return str(json.loads(response.split(b"\r\n\r\n", 1)[1])["code"])


def test_a_request_is_answered(venue: Venue) -> None:
    response = venue.get("/hello")
    assert (response.status_code, response.text) == (200, "hello")


def test_one_connection_serves_many_requests(venue: Venue) -> None:
    with requests.Session() as session:
        session.verify, session.trust_env = venue.trust, False
        ports = set()
        for _ in range(5):
            response = session.get(venue.url + "/hello", stream=True)
            ports.add(response.raw.connection.sock.getsockname()[1])
            assert response.text == "hello"
    assert len(ports) == 1


def test_a_kept_alive_answer_leaves_in_one_tls_record(venue: Venue) -> None:
    device = TlsByHand(venue)
    device.request("/hello")
    records = device.request("/hello")
    assert records == [23], "one record of application data (RFC 8446, 5.1), so one packet"
    device.close()


def test_accepted_sockets_send_without_delay() -> None:
    with running_server() as server, green.create_connection(server.address) as device:
        accepted = next_accepted(server)
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        device.close()
        accepted.close()


def test_a_large_answer_arrives_whole(venue: Venue) -> None:
    assert venue.get(f"/large/{5 * MIB}").content == b"x" * 5 * MIB


def test_a_body_is_taken_up_to_the_limit(venue: Venue) -> None:
    assert venue.post("/upload", data=b"x" * 3 * MIB).json() == {"received": 3 * MIB}


def test_a_body_over_the_limit_is_refused_readably(venue: Venue) -> None:
    response = venue.post("/upload", data=b"x" * 80 * MIB)
    assert response.status_code == 413
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "body_too_large"


def test_a_body_without_a_length_is_refused(venue: Venue) -> None:
    response = venue.post("/upload", data=iter([b"a", b"b"]))
    assert (response.status_code, response.json()["code"]) == (411, "length_required")


def test_a_head_of_4_kb_is_taken_and_one_of_40_kb_refused(venue: Venue) -> None:
    assert venue.get("/hello", headers={"X-Long": "x" * 4096}).text == "hello"
    request = b"GET /hello HTTP/1.1\r\nHost: a\r\nX-Long: " + b"x" * 40_000 + b"\r\n\r\n"
    response = ask(venue, request)
    assert response.startswith(b"HTTP/1.1 431")
    assert code_of(response) == "header_too_large"


def test_a_line_too_long(venue: Venue) -> None:
    assert ask(venue, b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 414")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"BREW\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/x\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: five\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(200)) + b"\r\n",
    ],
)
def test_a_malformed_request_is_answered_with_400(venue: Venue, request_bytes: bytes) -> None:
    response = ask(venue, request_bytes)
    assert response.startswith(b"HTTP/1.1 400")
    assert code_of(response) == "request_malformed"


def test_half_a_request_and_gone(venue: Venue) -> None:
    with venue.connect() as sock:
        sock.sendall(b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Le")
    with venue.connect() as sock:
        sock.sendall(b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf")
    assert venue.get("/hello").text == "hello"


def test_a_fault_of_the_application_is_a_500() -> None:
    with running_server(application=break_down) as server:
        response = green_ask(server, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    assert response.startswith(b"HTTP/1.1 500")


def test_a_silent_connection_is_ended() -> None:
    with running_server(keep_alive_seconds=0.1) as server:
        assert green_ask(server, b"") == b""


def test_a_head_that_drips_is_ended() -> None:
    with (
        running_server(header_seconds=0.3) as server,
        green.create_connection(server.address) as device,
    ):
        device.sendall(b"GET / HTTP/1.1\r\n")
        dripping = gevent.spawn(drip, device, b"X-A: 1\r\n")
        response = read_all(device)
        dripping.kill()
    assert response.startswith(b"HTTP/1.1 408")


def test_a_body_that_stops_coming_is_ended() -> None:
    with running_server(body_seconds=0.1) as server:
        head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"
        assert not green_ask(server, head).startswith(b"HTTP/1.1 2")


def test_an_answer_nobody_takes_is_ended() -> None:
    with (
        running_server(stall_seconds=0.2, application=send_much) as server,
        green.create_connection(server.address) as device,
    ):
        device.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert wait_empty(server)
        assert len(read_all(device)) < 64 * MIB


def test_idle_connections_do_not_delay_the_stop() -> None:
    with running_server(keep_alive_seconds=60) as server:
        device = green.create_connection(server.address)
        device.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert device.recv(100).startswith(b"HTTP/1.1 200")
        with gevent.Timeout(5):
            server.stop(60)
        device.close()


def say_ok(environ: dict[str, object], start_response: object) -> list[bytes]:
    environ["wsgi.input"].read()  # type: ignore[attr-defined]
    start_response("200 OK", [("Content-Length", "2")])  # type: ignore[operator]
    return [b"ok"]


def send_much(environ: dict[str, object], start_response: object) -> list[bytes]:
    start_response("200 OK", [])  # type: ignore[operator]
    return [b"x" * 64 * MIB]


def break_down(environ: dict[str, object], start_response: object) -> list[bytes]:
    raise RuntimeError("a fault")


@contextmanager
def running_server(application: object = say_ok, **limits: float) -> Iterator[VenueServer]:
    """A server in this process, on plain HTTP, with limits short enough to wait for."""
    chosen = {"max_body_bytes": MIB, "stall_seconds": 5} | limits
    server = VenueServer(("127.0.0.1", 0), application, Limits(**chosen))  # type: ignore[arg-type]
    server.start()
    try:
        yield server
    finally:
        server.stop(1)


def next_accepted(server: VenueServer) -> green.socket:
    """The connection the server accepts next, taken from it."""
    taken: list[green.socket] = []
    arrived = Event()

    def take(sock: green.socket, address: object) -> None:
        taken.append(sock)
        arrived.set()
        gevent.sleep(60)

    server._handle = take
    assert arrived.wait(5)
    return taken[0]


def green_ask(server: VenueServer, request: bytes) -> bytes:
    with green.create_connection(server.address) as device, gevent.Timeout(10):
        device.sendall(request)
        return read_all(device)


def wait_empty(server: VenueServer) -> bool:
    """Wait until a connection has come and none is left."""
    with gevent.Timeout(10):
        while not server.pool:
            gevent.sleep(0.005)
    return bool(server.pool.join(timeout=10))


def drip(device: green.socket, line: bytes) -> None:
    while True:
        device.sendall(line)
        gevent.sleep(0.02)


class TlsByHand:
    """A TLS connection whose records can be counted."""

    def __init__(self, venue: Venue) -> None:
        context = ssl.create_default_context(cafile=str(venue.authority))
        self.sock = venue.connect_plain()
        self.arriving, self.leaving = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.arriving, self.leaving, server_hostname="127.0.0.1")
        self.shake_hands()

    def shake_hands(self) -> None:
        while True:
            try:
                self.tls.do_handshake()
            except ssl.SSLWantReadError:
                self.flush()
                self.arriving.write(self.sock.recv(65536))
            else:
                return self.flush()

    def flush(self) -> None:
        self.sock.sendall(self.leaving.read())

    def request(self, path: str) -> list[int]:
        """Ask, wait for the answer; the content types of the records it came in."""
        self.tls.write(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        self.flush()
        raw, answer = b"", b""
        while not answer.endswith(b"hello"):
            received = self.sock.recv(65536)
            raw += received
            self.arriving.write(received)
            answer += self.read()
        return record_types(raw)

    def read(self) -> bytes:
        try:
            return self.tls.read(65536)
        except ssl.SSLWantReadError:
            return b""

    def close(self) -> None:
        self.sock.close()


def record_types(raw: bytes) -> list[int]:
    """Content type of each TLS record: a byte, two of version, two of length, the rest."""
    types = []
    while raw:
        types.append(raw[0])
        raw = raw[5 + int.from_bytes(raw[3:5], "big") :]
    return types
