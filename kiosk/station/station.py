"""One station: its lanes, its store, its line to the server, and who listens to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.config import StationSettings

Event = dict[str, Any]
"""What the local page is told; `type` is one of:

- `state`: ready, not_ready (worst problem's code or None), problems (all codes), online (True,
  False, None until known), unsent, parked, oldest_unsent_at, roster {count, complete, at},
  clock_offset_ms, lanes [{number, gate {id, name, direction} | None, camera (state), hint}],
  configuration (the server's, without its keyring; None before the first).
- `verdict`: lane, scan_id (None for `unanswered`), source, answer (a receipt as in
  docs/protocol.md; status `unconfirmed` until the server has spoken), confirmed, repeat. Sent a
  second time with confirmed true when the server agrees while it is on the screen.
- `correction`: the same fields; the server's verdict is another than the one shown.
- `held`: lane, scan_id: the badge is still in front of the camera; keep its verdict a little.
- `checking`: lane: a scan was made and only the server can decide.
- `conflict`: gate_ids, at, verdict, as the server pushed it.
"""


class Station:
    """Everything behind the page. All methods may be called from any thread.

    `subscribe`rs are called on the thread where the event happens and must return at once (put
    it in a queue); what they raise is logged and forgotten.
    """

    def __init__(self, settings: StationSettings) -> None:
        self.settings = settings

    def start(self) -> None:
        """Open the store, the cameras and the line; returns when scanning can begin.

        Raises StoreFailedError when the file cannot be used, StoreTooNewError when a later
        version of the product wrote it.
        """
        raise NotImplementedError

    def stop(self) -> None:
        """Close everything; no thread of the station is left. May be called twice."""
        raise NotImplementedError

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call `callback` for every event from now on; returns what ends that."""
        raise NotImplementedError

    def state(self) -> Event:
        """The `state` event as of now."""
        raise NotImplementedError

    def submit_code(self, text: str, source: str, lane: int = 0) -> None:
        """A hand scanner (`hid`) or the keypad (`typed`) gave a text."""
        raise NotImplementedError

    def dismiss(self, lane: int = 0) -> None:
        """Staff or the visitor is done with the verdict on the screen."""
        raise NotImplementedError

    def pause(self, is_paused: bool) -> None:
        """While staff is at the menu nothing is scanned."""
        raise NotImplementedError

    def undo(self, scan_id: str, reason: str) -> None:
        """Take a scan back; waits for the server's answer, at most 10 s.

        Raises DeviceRefusedError with the server's code (`undo_too_late`, `scan_undone`), or
        `unreachable`.
        """
        raise NotImplementedError

    def latest_scans(self, limit: int) -> list[dict[str, Any]]:
        """The latest scans, latest first: scan_id, at (server's time), verdict, status, reason."""
        raise NotImplementedError

    def preview(self, lane: int = 0) -> bytes | None:
        """The newest picture of a lane as JPEG, small, mirrored as configured; None if none."""
        raise NotImplementedError

    def leave_kiosk(self) -> None:
        """Staff leaves the kiosk: whoever runs the station is told to end it."""
        raise NotImplementedError
