"""What the socket layer hands to Socket.IO: well-formed packets, nothing else.

python-socketio 5.18 raises on a malformed packet deep inside and logs a stack trace; here such a
packet is dropped with one line, and the connection and its other packets go on.
"""

from __future__ import annotations

import json
import logging
from types import SimpleNamespace
from typing import Any

from socketio.packet import ACK, BINARY_ACK, BINARY_EVENT, CONNECT, DISCONNECT, EVENT, Packet

# Below WARNING both libraries log what is in the packets: names and badge codes.
logger = logging.getLogger("accueil.socket")
logger.setLevel(logging.WARNING)

# What no handler and no namespace listens to: Socket.IO looks for its connection and lets it go.
_DROPPED = ["dropped"]


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def load_json(text: str | bytes) -> Any:
    """As `json.loads`, but NaN, Infinity and endless nesting are a ValueError as well."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


class CheckedPacket(Packet):  # type: ignore[misc]
    """A Socket.IO packet; a malformed one turns into an event nobody hears."""

    uses_binary_events = False

    def __init__(self, *fields: Any, encoded_packet: Any = None, **named: Any) -> None:
        super().__init__(*fields, encoded_packet=encoded_packet, **named)
        if encoded_packet == "":  # which the base class does not even try to decode
            self._drop("empty")

    def decode(self, encoded_packet: Any) -> int:
        """Decode; returns how many binary attachments follow (always 0, none are taken)."""
        try:
            self._decode_checked(encoded_packet)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            self._drop(str(error))
        return 0

    def _drop(self, reason: str) -> None:
        logger.warning("dropped a malformed packet: %s", reason)
        self.packet_type, self.data = EVENT, _DROPPED
        self.namespace = self.id = None

    def _decode_checked(self, encoded_packet: Any) -> None:
        if not isinstance(encoded_packet, str):
            raise TypeError("binary packets are not spoken here")
        super().decode(encoded_packet)
        if self.packet_type in (BINARY_EVENT, BINARY_ACK) or self.packet_type > BINARY_ACK:
            raise ValueError(f"packet type {self.packet_type}")
        if not _fits(self.packet_type, self.data):
            raise ValueError(f"data of packet type {self.packet_type}")


def _fits(packet_type: int, content: Any) -> bool:
    if packet_type == EVENT:
        return isinstance(content, list) and bool(content) and isinstance(content[0], str)
    if packet_type == ACK:
        return isinstance(content, list)
    if packet_type == CONNECT:
        return content is None or isinstance(content, dict)
    return bool(packet_type == DISCONNECT)


def _shorten_trace(record: logging.LogRecord) -> bool:
    # Engine.IO logs garbage in a polling request with its whole stack.
    if record.msg == "post request handler error":
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


logger.addFilter(_shorten_trace)

MOST_MESSAGE_BYTES = 2_000_000

# For `flask_socketio.SocketIO(**SOCKET_OPTIONS)`. A device that stays silent for ping_interval
# plus ping_timeout is gone; our own heartbeat is faster, this one only clears the dead.
SOCKET_OPTIONS: dict[str, Any] = {
    "async_mode": "gevent",
    "json": SimpleNamespace(loads=load_json, dumps=json.dumps),
    "serializer": CheckedPacket,
    "max_http_buffer_size": MOST_MESSAGE_BYTES,
    "ping_interval": 5,
    "ping_timeout": 8,
    "manage_session": False,
    "logger": logger,
    "engineio_logger": logger,
}
