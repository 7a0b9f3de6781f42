"""What the page asks of the station: each command checked, then one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.errors import MessageError
from kiosk.page.presence import Presence
from kiosk.station.station import Station

SOURCES = ("hid", "typed")
_LONGEST_TEXT = 4_096
_LONGEST_REASON = 200

Message = dict[str, Any]


class Commands:
    """Takes the page's commands; `lane` in them counts from 1."""

    def __init__(self, station: Station, presence: Presence, lane_count: int) -> None:
        self._station = station
        self._presence = presence
        self._lane_count = lane_count
        self._by_type: dict[str, Callable[[Message], Message | None]] = {
            "submit_code": self._submit_code,
            "dismiss": lambda message: station.dismiss(self.read_lane(message.get("lane"))),
            "pause": self._pause,
            "undo": self._undo,
            "wake": lambda _message: station.wake(),
            "leave_kiosk": lambda _message: station.leave_kiosk(),
        }

    def take(self, message: object) -> Message | None:
        """Do what is asked; returns the answer of what has one.

        Raises MessageError, and what the station raises.
        """
        if not isinstance(message, dict):
            raise _malformed("message")
        command = self._by_type.get(str(message.get("type")))
        if command is None:
            raise _malformed("type")
        return command(message)

    def read_lane(self, value: object) -> int:
        """A lane's number on the wire as the station counts; raises MessageError `lane_unknown`."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= self._lane_count):
            raise MessageError("lane_unknown", f"there is no lane {text!r}")
        return int(text) - 1

    def _submit_code(self, message: Message) -> None:
        source = message.get("source")
        if source not in SOURCES:
            raise _malformed("source")
        text = _read_text(message, "text", _LONGEST_TEXT)
        self._station.submit_code(text, str(source), self.read_lane(message.get("lane")))

    def _pause(self, message: Message) -> None:
        is_paused = message.get("is_paused")
        if not isinstance(is_paused, bool):
            raise _malformed("is_paused")
        self._presence.set_staff(self.read_lane(message.get("lane")), is_in=is_paused)

    def _undo(self, message: Message) -> Message:
        scan_id = _read_text(message, "scan_id", _LONGEST_REASON)
        status = self._station.undo(scan_id, _read_text(message, "reason", _LONGEST_REASON))
        return {"status": status}


def _read_text(message: Message, field: str, longest: int) -> str:
    value = message.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise _malformed(field)
    return value


def _malformed(field: str) -> MessageError:
    return MessageError("malformed_message", f"`{field}` is not as it should be", field=field)
