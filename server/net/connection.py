"""One connection of a device: requests one after the other, or a websocket.

gevent's pywsgi speaks HTTP; this class gives it what it lacks: time limits, size limits, answers
instead of stack traces, and a response that leaves in one piece.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import ssl
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING, Any

import gevent
from geventwebsocket.handler import WebSocketHandler

from server.net.sending import abort, send_whole
from server.net.websocket import WholeFrameWebSocket

if TYPE_CHECKING:
    from server.net.venue_server import VenueServer

MAX_HEADER_BYTES = 32 * 1024
# Larger bodies are sent after the head instead of being copied behind it.
JOIN_BYTES = 64 * 1024
WEBSOCKET_PATH = "/socket.io/"
WEBSOCKET_VERSION = "13"  # RFC 6455


class RefusedRequestError(ValueError):
    """A request that is answered by the server itself and ends the connection."""

    def __init__(self, status: HTTPStatus, code: str) -> None:
        super().__init__(f"{status.value} {code}")
        self.status = status
        self.code = code


class SlowRequestError(RefusedRequestError):
    """The head of a request did not arrive in time."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.REQUEST_TIMEOUT, "request_timeout")


class Connection(WebSocketHandler):  # type: ignore[misc]
    """Serves one accepted socket until either side ends it."""

    server: VenueServer
    code: int
    _held: bytearray | None = None

    def handle(self) -> None:
        """Serve requests until the connection ends. A lost connection is no error."""
        sock = self.socket
        try:
            super().handle()
        except OSError as error:
            self.logger.debug("connection lost: %s", error)
            abort(sock)

    def read_requestline(self) -> str:
        """Wait for the next request; the server ends idle connections when it stops."""
        if self.server.closed:
            return ""
        self.socket.settimeout(self.server.limits.keep_alive_seconds)
        self.server.idle.add(self)
        try:
            line: str = super().read_requestline()
        finally:
            self.server.idle.discard(self)
        self.socket.settimeout(self.server.limits.body_seconds)
        return line

    def read_request(self, raw_requestline: str) -> bool:
        """Read the head of a request. Raises ValueError when it is refused."""
        with gevent.Timeout(self.server.limits.header_seconds, SlowRequestError()):
            is_read = bool(super().read_request(raw_requestline))
        self._check_body()
        return is_read

    def MessageClass(self, rfile: Any, *args: Any) -> Any:  # noqa: N802 - name given by pywsgi
        """Parse the header lines, of which only so many bytes are read."""
        return super().MessageClass(io.BytesIO(_read_header_lines(rfile)), *args)

    def get_environ(self) -> dict[str, Any]:
        """As pywsgi; but Werkzeug is to stop at Content-Length and to take a lost device as 400."""
        environ: dict[str, Any] = super().get_environ()
        del environ["wsgi.input_terminated"]
        return environ

    def handle_one_request(self) -> Any:
        """As pywsgi; but a refusal is sent so that the device gets to read it."""
        outcome = super().handle_one_request()
        if isinstance(outcome, tuple):
            self._send_refusal(outcome[1])
            return None
        return outcome

    def upgrade_websocket(self) -> list[bytes] | None:
        """Open a websocket if this request asks for one; the body of a refusal otherwise."""
        if not self._wants_websocket():
            return None
        key = self.environ.get("HTTP_SEC_WEBSOCKET_KEY", "").strip()
        version = self.environ.get("HTTP_SEC_WEBSOCKET_VERSION", "")
        if version != WEBSOCKET_VERSION or not _is_websocket_key(key):
            self.start_response("400 Bad Request", [("Sec-WebSocket-Version", WEBSOCKET_VERSION)])
            return [b"not a websocket handshake"]
        self._open_websocket(key)
        return None

    def log_request(self) -> None:
        """One line per request, for debugging only: a busy gate makes thousands."""
        self.logger.debug("%s", self.format_request())

    def handle_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log what the application did not catch and answer 500; a lost connection is no error."""
        if isinstance(error, gevent.GreenletExit):
            self.close_connection = True
        elif isinstance(error, ConnectionError | TimeoutError | ssl.SSLError):
            self.close_connection = True
            self.logger.debug("connection lost: %s", error)
        else:
            self.logger.error("request failed: %s", self.path, exc_info=(kind, error, trace))
            self._send_error_response_if_possible(500)

    def _handle_client_error(self, ex: Exception) -> tuple[str, bytes] | None:
        if isinstance(ex, RefusedRequestError):
            refusal = ex
        elif isinstance(ex, OSError):
            return None
        else:  # whatever the parsers of pywsgi and the standard library stumble over
            refusal = RefusedRequestError(HTTPStatus.BAD_REQUEST, "request_malformed")
        self.logger.info("refused %s: %s", self.client_address[0], refusal)
        return str(refusal.status.value), _make_refusal(refusal)

    def _check_body(self) -> None:
        if self.headers.get("Transfer-Encoding"):
            # No browser sends one; without a length there is no limit to hold.
            raise RefusedRequestError(HTTPStatus.LENGTH_REQUIRED, "length_required")
        if len(set(self.headers.get_all("Content-Length", []))) > 1:
            raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "request_malformed")
        if (self.content_length or 0) > self.server.limits.max_body_bytes:
            raise RefusedRequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large")

    def _send_refusal(self, response: bytes) -> None:
        send_whole(self.socket, response, self.server.limits.stall_seconds)
        self.server.finish(self.socket)

    def _wants_websocket(self) -> bool:
        environ = self.environ
        return bool(
            environ["REQUEST_METHOD"] == "GET"
            and environ.get("HTTP_UPGRADE", "").lower() == "websocket"
            and "upgrade" in environ.get("HTTP_CONNECTION", "").lower()
            and environ["PATH_INFO"].startswith(WEBSOCKET_PATH)
            and self.request_version == "HTTP/1.1"
        )

    def _open_websocket(self, key: str) -> None:
        self.websocket = WholeFrameWebSocket(self.environ, self)
        self.environ["wsgi.websocket"] = self.websocket
        self.environ["wsgi.websocket_version"] = WEBSOCKET_VERSION
        # RFC 6455, 4.2.2: SHA-1 is part of the handshake, it protects nothing.
        digest = hashlib.sha1((key + self.GUID).encode(), usedforsecurity=False).digest()
        accept = base64.b64encode(digest).decode()
        self.start_response(
            "101 Switching Protocols",
            [
                ("Upgrade", "websocket"),
                ("Connection", "Upgrade"),
                ("Sec-WebSocket-Accept", accept),
            ],
        )

    def _sendall(self, content: bytes | bytearray) -> None:
        if self._held is not None:
            self._held += content
            return
        try:
            send_whole(self.socket, content, self.server.limits.stall_seconds)
        except OSError as error:
            self.status, self.code = f"socket error: {error}", -abs(self.code)
            raise
        self.response_length += len(content)

    def _write_with_headers(self, content: bytes) -> None:
        # pywsgi sends head and body apart: two packets, two TLS records.
        if len(content) > JOIN_BYTES:
            super()._write_with_headers(content)
            return
        self._held = bytearray()
        try:
            super()._write_with_headers(content)
            held = self._held
        finally:
            self._held = None
        self._sendall(held)


def _read_header_lines(rfile: Any) -> bytes:
    lines = bytearray()
    while not lines.endswith((b"\n\r\n", b"\n\n")) and bytes(lines) not in (b"\r\n", b"\n"):
        line = rfile.readline(MAX_HEADER_BYTES + 1 - len(lines))
        lines += line
        if len(lines) > MAX_HEADER_BYTES:
            raise RefusedRequestError(
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "header_too_large"
            )
        if not line:
            raise ConnectionAbortedError("the connection ended within the head of a request")
    return bytes(lines)


def _is_websocket_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def _make_refusal(refusal: RefusedRequestError) -> bytes:
    status = refusal.status
    problem = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "code": refusal.code,
        "detail": status.description,
        "retryable": False,
    }
    body = json.dumps(problem).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        "Content-Type: application/problem+json\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body
