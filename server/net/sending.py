"""Bytes leave whole or the connection ends: the one place that writes to a device's socket."""

from __future__ import annotations

import errno
import struct
from contextlib import suppress

import gevent
from gevent import socket

# A device on bad Wi-Fi may need long for a large page; what counts is that it takes something.
CHUNK_BYTES = 64 * 1024

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
# Linux <netinet/tcp.h>; not every Python exports the last one.
_TCP_USER_TIMEOUT = getattr(socket, "TCP_USER_TIMEOUT", 18)
_DEAD_PEER_MS = 30_000


class StalledError(TimeoutError):
    """The other side took nothing for too long and was disconnected."""

    def __init__(self) -> None:
        super().__init__(errno.ETIMEDOUT, "the other side takes nothing")


def send_whole(sock: socket.socket, content: bytes | bytearray, stall_seconds: float) -> None:
    """Send all of `content`, or abort the connection: half a frame would corrupt the stream.

    Lets other greenlets run while the other side is slow. One caller at a time per socket.
    Raises StalledError when nothing could be sent for `stall_seconds`, OSError when the
    connection is gone.
    """
    view = memoryview(content)
    sent = 0
    try:
        while sent < len(view):
            with gevent.Timeout(stall_seconds, StalledError()):
                sent += sock.send(view[sent : sent + CHUNK_BYTES])
    finally:
        if sent < len(view):
            abort(sock)


def abort(sock: socket.socket) -> None:
    """End the connection at once; what is still unsent is thrown away, a waiting reader wakes."""
    with suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    with suppress(OSError):
        # Not SSLSocket.shutdown: it takes the TLS state from under the greenlet that reads.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def tune(sock: socket.socket) -> None:
    """Options of every accepted connection.

    Without TCP_NODELAY an answer that leaves in two packets waits 40 ms for the device's delayed
    acknowledgement. Keep-alive and user timeout find devices that left the Wi-Fi without a word.
    """
    with suppress(OSError):  # the device may be gone again already
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        sock.setsockopt(socket.IPPROTO_TCP, _TCP_USER_TIMEOUT, _DEAD_PEER_MS)
