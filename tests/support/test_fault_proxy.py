"""The proxy does what it says: otherwise the tests behind it prove nothing."""

import socket
import time
from collections.abc import Iterator
from threading import Thread

import pytest

from tests.support.fault_proxy import (
    BlackHole,
    CutFrame,
    FaultProxy,
    Flapping,
    Latency,
    Refusal,
    run_proxy,
)

WORDS = b"x" * 100


@pytest.fixture
def proxy() -> Iterator[FaultProxy]:
    """A proxy to a server that says everything back."""
    listener = socket.create_server(("127.0.0.1", 0))
    Thread(target=serve_echo, args=(listener,), daemon=True).start()
    with run_proxy(listener.getsockname()[1]) as running:
        yield running
    listener.close()


def serve_echo(listener: socket.socket) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        Thread(target=say_back, args=(connection,), daemon=True).start()


def say_back(connection: socket.socket) -> None:
    with connection:
        try:
            while words := connection.recv(1_000):
                connection.sendall(words)
        except OSError:
            return


def dial(proxy: FaultProxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=5)


def ask(line: socket.socket, seconds: float = 5) -> bytes:
    line.settimeout(seconds)
    line.sendall(WORDS)
    return hear(line, len(WORDS))


def hear(line: socket.socket, size: int) -> bytes:
    heard = b""
    while len(heard) < size and (more := line.recv(size - len(heard))):
        heard += more
    return heard


def test_it_passes_everything(proxy: FaultProxy) -> None:
    with dial(proxy) as line:
        assert ask(line) == WORDS
        line.shutdown(socket.SHUT_WR)
        assert line.recv(1) == b""


def test_latency_holds_up_each_direction(proxy: FaultProxy) -> None:
    proxy.set_fault(Latency(seconds=0.2))
    with dial(proxy) as line:
        started = time.monotonic()
        assert ask(line) == WORDS
        assert time.monotonic() - started >= 0.4


def test_a_black_hole_takes_all_and_gives_it_back_afterwards(proxy: FaultProxy) -> None:
    with dial(proxy) as old:
        assert ask(old) == WORDS
        proxy.set_fault(BlackHole())
        with dial(proxy) as new:
            for line in (old, new):
                with pytest.raises(TimeoutError):
                    ask(line, seconds=0.2)
            proxy.clear()
            for line in (old, new):
                line.settimeout(5)
                assert hear(line, len(WORDS)) == WORDS


@pytest.mark.parametrize("is_upward", [True, False])
def test_a_frame_is_cut(proxy: FaultProxy, is_upward: bool) -> None:
    with dial(proxy) as line:
        assert ask(line) == WORDS
        proxy.set_fault(CutFrame(is_upward, after_bytes=7))
        line.sendall(WORDS)
        assert hear(line, 7) == WORDS[:7]
        with pytest.raises(ConnectionResetError):
            line.recv(1)


def test_refused_and_back_on_the_same_port(proxy: FaultProxy) -> None:
    with dial(proxy) as line:
        assert ask(line) == WORDS
        proxy.set_fault(Refusal())
        with pytest.raises(ConnectionResetError):
            line.recv(1)
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            dial(proxy)
    proxy.clear()
    with dial(proxy) as line:
        assert ask(line) == WORDS


def test_flapping_goes_down_and_comes_up(proxy: FaultProxy) -> None:
    proxy.set_fault(Flapping(up_seconds=0.05, down_seconds=0.05))
    seen: set[str] = set()
    deadline = time.monotonic() + 10
    while seen != {"up", "down"}:
        assert time.monotonic() < deadline, seen
        seen.add(try_out(proxy))
    proxy.clear()
    assert try_out(proxy) == "up"


def try_out(proxy: FaultProxy) -> str:
    try:
        with dial(proxy) as line:
            return "up" if ask(line, seconds=0.5) == WORDS else "down"
    except OSError:
        return "down"
