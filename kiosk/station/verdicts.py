"""How long each verdict stays on the screen; static/js/models/verdicts.js shows it so long."""

from typing import Any

LEAST_SHOWN_MS = 1_500
"""A different badge may replace a verdict after this time, not before."""
_SHOWN_MS = {"admitted": 1_500, "exited": 1_500, "needs_desk": 6_000}
_OTHERS_MS = 4_000


def verdict_of(receipt: dict[str, Any]) -> str:
    """The verdict to show: a parked scan is our fault, and never looks like a bad badge."""
    if receipt["status"] == "parked" or receipt["verdict"] is None:
        return "not_ready"
    return str(receipt["verdict"])


def shown_ms_of(receipt: dict[str, Any]) -> int:
    """Milliseconds on the screen."""
    return _SHOWN_MS.get(verdict_of(receipt), _OTHERS_MS)
