"""Starting and stopping the test server; talking to it over plain sockets, byte by byte."""

from __future__ import annotations

import base64
import json
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from wsproto.connection import Connection as Frames
from wsproto.connection import ConnectionType
from wsproto.events import CloseConnection, Ping, TextMessage

ROOT = Path(__file__).parents[2]


@dataclass
class Venue:
    """A running server: its ports, its authority, its log."""

    process: subprocess.Popen[str]
    port: int
    handover: str | None
    scheme: str
    folder: Path

    @property
    def authority(self) -> Path:
        return self.folder / "tls" / "ca.crt"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    @property
    def trust(self) -> str | bool:
        return str(self.authority) if self.scheme == "https" else True

    def get(self, path: str, **options: Any) -> requests.Response:
        return requests.get(self.url + path, verify=self.trust, timeout=20, **options)

    def post(self, path: str, **options: Any) -> requests.Response:
        return requests.post(self.url + path, verify=self.trust, timeout=60, **options)

    def connect_plain(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def connect(self) -> socket.socket:
        plain = self.connect_plain()
        if self.scheme == "http":
            return plain
        context = ssl.create_default_context(cafile=str(self.authority))
        return context.wrap_socket(plain, server_hostname="127.0.0.1")


@contextmanager
def start_venue(folder: Path, **overrides: Any) -> Iterator[Venue]:
    """Run a server with these settings; it is gone afterwards."""
    folder.mkdir(exist_ok=True)
    settings = {"data_dir": str(folder), "port": 0, "http_port": 0, "host": "127.0.0.1"}
    (folder / "settings.json").write_text(json.dumps(settings | overrides))
    command = [sys.executable, "-m", "tests.net.server_process", str(folder / "settings.json")]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        yield _await_ready(process, folder)
    finally:
        process.kill()
        process.communicate()


def _await_ready(process: subprocess.Popen[str], folder: Path) -> Venue:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, (folder / "log").read_text()
    ready = json.loads(line)
    scheme, _, port = ready["product"][0].partition("://")[::1]
    return Venue(process, int(port.rsplit(":", 1)[1]), ready["handover"], scheme, folder)


def wait_until(is_true: Callable[[], object], seconds: float = 20) -> None:
    """Poll until `is_true`; fail when the time is up."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def read_all(sock: socket.socket) -> bytes:
    """Everything until the other side ends the connection, however it does."""
    parts = []
    while True:
        try:
            part = sock.recv(65536)
        except (ConnectionError, ssl.SSLError):
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


class RawDevice:
    """A device on the Socket.IO websocket that reads only when told to."""

    def __init__(self, venue: Venue) -> None:
        self.sock = venue.connect()
        self.sock.sendall(open_websocket_request(venue.port))
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.sock.recv(1)
        assert head.startswith(b"HTTP/1.1 101"), head
        self._frames = Frames(ConnectionType.CLIENT)
        self._text = ""
        self.closed_with: int | None = None
        self.is_gone = False

    def join(self) -> None:
        """Connect to the default namespace."""
        assert self.read_message().startswith("0{")
        self.send("40")
        assert self.read_message().startswith("40{")

    def send(self, text: str) -> None:
        self.sock.sendall(self._frames.send(TextMessage(data=text)))

    def send_bytes(self, raw: bytes) -> None:
        self.sock.sendall(raw)

    def read_message(self) -> str:
        """The next message; empty when the connection has ended."""
        while not self.is_gone:
            message = self._next_message()
            if message == "2":  # Engine.IO ping
                self.send("3")
            elif message:
                return message
        return ""

    def read_news(self, count: int) -> list[dict[str, Any]]:
        """The data of the next `count` "news" events."""
        return [json.loads(self.read_message()[2:])[1] for _ in range(count)]

    def read_to_the_end(self) -> None:
        while self.read_message():
            pass

    def close(self) -> None:
        self.sock.close()

    def _next_message(self) -> str:
        for event in self._frames.events():
            if isinstance(event, TextMessage):
                self._text += event.data
                if event.message_finished:
                    text, self._text = self._text, ""
                    return text
            elif isinstance(event, Ping):
                self.sock.sendall(self._frames.send(event.response()))
            elif isinstance(event, CloseConnection):
                self.closed_with = event.code
                self.is_gone = True
                return ""
        self._receive()
        return ""

    def _receive(self) -> None:
        try:
            received = self.sock.recv(1 << 20)
        except (ConnectionError, ssl.SSLError):
            received = b""
        if received:
            self._frames.receive_data(received)
        else:
            self.is_gone = True


def open_websocket_request(port: int, key: str | None = None, **changes: str) -> bytes:
    """The head of a websocket handshake; `changes` replaces or adds headers (_ for -)."""
    headers = {
        "Host": f"127.0.0.1:{port}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key or base64.b64encode(b"sixteen bytes key").decode()[:22] + "==",
    }
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    lines = ["GET /socket.io/?EIO=4&transport=websocket HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
