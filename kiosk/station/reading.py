"""What a lane is given and where it stands: plain values."""

from __future__ import annotations

from dataclasses import dataclass

from domain.presence import ENTRY


@dataclass(frozen=True)
class Reading:
    """A text that came from a badge. `captured_at` and `read_at` are a steady clock's, in
    milliseconds; for a camera the first is when the picture was taken."""

    text: str
    source: str
    captured_at: float
    read_at: float
    decoding_at: float | None = None
    """When the decoder took the picture; None without one."""


@dataclass(frozen=True)
class LaneGate:
    """The gate a lane stands at, with the check-in list it belongs to."""

    id: str
    name: str
    list_id: str
    direction: str = ENTRY
