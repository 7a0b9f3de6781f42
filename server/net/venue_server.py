"""The listening side: accepts, shakes hands, hands each connection to a greenlet of its own."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import gevent
from gevent import socket, ssl
from gevent.pool import Pool
from gevent.pywsgi import WSGIServer

from server.net.connection import Connection
from server.net.packets import MOST_MESSAGE_BYTES
from server.net.sending import abort, tune
from server.net.websocket import GOING_AWAY

WsgiApp = Callable[..., Any]

_TLS_HANDSHAKE = b"\x16"  # first byte of a ClientHello record (RFC 8446, 5.1)
_HEAD_BYTES = 8 * 1024
_REQUEST = re.compile(
    rb"(?:GET|HEAD) (/[!-~]*) HTTP/1\.[01]\r?\n(?:.*\n)*?[Hh]ost: *([A-Za-z0-9.:\[\]-]+)\s*\r?\n"
)
_LINGER_SECONDS = 30
_GOODBYE_SECONDS = 1

logger = logging.getLogger("accueil.net")


@dataclass(frozen=True)
class Limits:
    """What one device may take of the server. Durations in seconds."""

    max_body_bytes: int
    stall_seconds: float
    max_message_bytes: int = MOST_MESSAGE_BYTES
    max_connections: int = 8192
    handshake_seconds: float = 10
    header_seconds: float = 10
    keep_alive_seconds: float = 60
    body_seconds: float = 30


class VenueServer(WSGIServer):
    """HTTP server with websockets; with an SSL context it speaks HTTPS only."""

    def __init__(
        self,
        address: tuple[str, int],
        application: WsgiApp,
        limits: Limits,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits
        self._context = context
        self.logger = logger
        self.clients: dict[Any, Any] = {}  # open websockets; the name is gevent-websocket's
        self.idle: set[Connection] = set()
        self._open = Pool(limits.max_connections)
        secure: dict[str, Any] = {"ssl_context": context} if context else {}
        super().__init__(
            address,
            application,
            spawn=self._open,
            handler_class=Connection,
            log=None,
            error_log=logger,
            # Otherwise pywsgi asks a DNS server that a venue may not have.
            environ={"SERVER_NAME": address[0]},
            **secure,
        )

    def do_read(self) -> Any:
        """Accept one connection (called by gevent when there is one)."""
        accepted = super().do_read()
        if accepted:
            tune(accepted[0])
        return accepted

    def wrap_socket_and_handle(self, client_socket: socket.socket, address: Any) -> None:
        """Shake hands in the connection's own greenlet, then serve it."""
        try:
            secured = self._shake_hands(client_socket)
        except OSError as error:  # includes every ssl.SSLError: scanners, no trust, gone
            logger.debug("no TLS with %s: %s", address[0], error)
            return
        if secured is not None:
            with secured:
                self.handle(secured, address)

    def finish(self, sock: socket.socket) -> None:
        """Close our half, then read what still comes: a reset would swallow our answer."""
        with suppress(OSError), gevent.Timeout(_LINGER_SECONDS, TimeoutError()):
            socket.socket.shutdown(sock, socket.SHUT_WR)
            while sock.recv(65536):
                pass

    def stop(self, timeout: float | None = None) -> None:
        """Accept no more, say goodbye to websockets, let requests end within `timeout`."""
        self.close()
        sockets = [client.ws for client in self.clients.values()]
        goodbyes = [gevent.spawn(ws.close, GOING_AWAY, "server stops") for ws in sockets]
        for connection in list(self.idle):
            abort(connection.socket)
        gevent.joinall(goodbyes, timeout=_GOODBYE_SECONDS)
        self._open.join(timeout=_GOODBYE_SECONDS)
        for ws in sockets:  # the other side did not answer the goodbye
            ws.abort()
        super().stop(timeout)

    def _shake_hands(self, sock: socket.socket) -> Any:
        with gevent.Timeout(self.limits.handshake_seconds, TimeoutError("TLS handshake")):
            first = sock.recv(1, socket.MSG_PEEK)
            if first == _TLS_HANDSHAKE and self._context:
                return self._context.wrap_socket(sock, server_side=True)
            _send_to_https(sock)
        self.finish(sock)
        return None


def make_tls_context() -> ssl.SSLContext:
    """TLS 1.2 and 1.3 for a server; the certificate is loaded afterwards, and again on renewal."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Renegotiation would make a writer wait for reading, which another greenlet does already.
    context.options |= ssl.OP_NO_RENEGOTIATION | ssl.OP_NO_COMPRESSION
    context.set_alpn_protocols(["http/1.1"])
    return context


def _send_to_https(sock: socket.socket) -> None:
    head = b""
    while b"\r\n\r\n" not in head and b"\n\n" not in head and len(head) < _HEAD_BYTES:
        received = sock.recv(_HEAD_BYTES - len(head))
        if not received:
            return
        head += received
        if not head[:1].isalpha():
            return  # not HTTP: nothing that could be answered
    sock.sendall(_answer_in_plain(head))


def _answer_in_plain(head: bytes) -> bytes:
    request = _REQUEST.match(head)
    if request is None:
        status, location = b"400 Bad Request", b""
    else:
        path, host = request.groups()
        status, location = b"307 Temporary Redirect", b"Location: https://" + host + path + b"\r\n"
    body = b"This port speaks HTTPS.\n"
    return (
        b"HTTP/1.1 " + status + b"\r\n" + location + b"Content-Type: text/plain\r\n"
        b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
    ) + body
