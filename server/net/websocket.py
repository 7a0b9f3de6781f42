"""One websocket on the server's side: whole frames out, bounded messages in.

gevent-websocket 0.10.1 does the framing; this class makes it safe: writes of several greenlets
take turns, a device that reads nothing is dropped, an incoming message has a size limit, must be
masked (RFC 6455, 5.1) and is unmasked in one step instead of byte by byte.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from gevent.lock import BoundedSemaphore
from geventwebsocket.exceptions import FrameTooLargeException, ProtocolError, WebSocketError
from geventwebsocket.websocket import MSG_ALREADY_CLOSED, Header, Stream, WebSocket

from server.net.sending import abort, send_whole

if TYPE_CHECKING:
    from server.net.connection import Connection

# RFC 6455, 7.4.1
NORMAL = 1000
GOING_AWAY = 1001
PROTOCOL_ERROR = 1002
TOO_LARGE = 1009

# Engine.IO 4 packet types: open close ping pong message upgrade noop.
_PACKET_TYPES = "0123456"


class WholeFrameWebSocket(WebSocket):  # type: ignore[misc]
    """What Engine.IO finds as `wsgi.websocket`."""

    closed: bool
    stream: Any
    raw_read: Any
    raw_write: Any

    def __init__(self, environ: dict[str, Any], connection: Connection) -> None:
        super().__init__(environ, Stream(connection), connection)
        self._turn = BoundedSemaphore(1)
        self._limits = connection.server.limits
        self._socket = connection.socket
        self._message_bytes = 0

    def __del__(self) -> None:
        """Nothing: the base class would write to the socket from the garbage collector."""

    def settimeout(self, seconds: float | None) -> None:
        """How long a read may wait; Engine.IO sets its ping interval plus patience here."""
        self._socket.settimeout(seconds)

    def abort(self) -> None:
        """End the connection at once, without or after a goodbye."""
        abort(self._socket)

    def send_frame(self, message: str | bytes | bytearray, opcode: int) -> None:
        """Send one frame, after the frames of other greenlets.

        Raises WebSocketError when the connection is or gets closed.
        """
        content = message.encode() if isinstance(message, str) else bytes(message)
        frame = Header.encode_header(True, opcode, b"", len(content), 0) + content
        with self._turn:
            if self.closed:
                raise WebSocketError(MSG_ALREADY_CLOSED)
            try:
                send_whole(self._socket, frame, self._limits.stall_seconds)
            except OSError as error:
                raise WebSocketError(str(error)) from error

    def close(self, code: int = NORMAL, message: str | bytes = b"") -> None:
        """Say goodbye once, if the other side still takes it."""
        if self.closed:
            return
        reason = message.encode() if isinstance(message, str) else bytes(message or b"")
        try:
            self.send_frame(struct.pack("!H", code) + reason[:123], self.OPCODE_CLOSE)
        except WebSocketError:
            self.abort()
        finally:
            self.closed = True
            self.stream = self.raw_read = self.raw_write = self.environ = None

    def receive(self) -> str | bytes | None:
        """The next message, None when the connection ends.

        Text that cannot be an Engine.IO packet ends it too, before Engine.IO stumbles over it.
        """
        message: str | bytearray | None = super().receive()
        if message is None or isinstance(message, bytearray):
            return message if message is None else bytes(message)
        if message[:1] in _PACKET_TYPES and message:
            return message
        self.close(PROTOCOL_ERROR, "not an Engine.IO packet")
        return None

    def read_frame(self) -> tuple[Header, bytes]:
        """The next frame, unmasked. Raises WebSocketError."""
        if self.closed:
            raise WebSocketError(MSG_ALREADY_CLOSED)
        read = self.raw_read
        header = Header.decode_header(self.stream)
        self._check_header(header)
        payload: bytes = read(header.length) if header.length else b""
        if len(payload) != header.length:
            raise WebSocketError("the connection ended within a frame")
        return header, unmask(payload, header.mask)

    def validate_utf8(self, payload: bytes) -> None:
        """Nothing: a text message is decoded strictly once it is complete."""

    def _check_header(self, header: Header) -> None:
        if header.flags or not header.mask:
            raise ProtocolError("reserved bits set, or not masked")
        self._message_bytes += header.length
        if self._message_bytes > self._limits.max_message_bytes:
            self.close(TOO_LARGE, "message too large")
            raise FrameTooLargeException("message too large")
        if header.fin:
            self._message_bytes = 0


def unmask(payload: bytes, mask: bytes) -> bytes:
    """`payload` XOR the repeated 4-byte `mask` (RFC 6455, 5.3), as one big number."""
    size = len(payload)
    key = (mask * (size // 4 + 1))[:size]
    number = int.from_bytes(payload, "little") ^ int.from_bytes(key, "little")
    return number.to_bytes(size, "little")
