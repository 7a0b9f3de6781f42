"""Badge codes of scans as only the server reads them: a stolen station opens no roster entry.

The key pair is made anew at every start and never written down, see `domain.sealed_code`.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from itertools import count

from domain.sealed_code import KEY_BYTES, seal_code
from kiosk.station.knowledge import Knowledge


class CodeSeal:
    """Seals texts for the edition's public key; leaves them open where the server told none."""

    def __init__(self, knowledge: Callable[[], Knowledge]) -> None:
        self._knowledge = knowledge
        self._once = os.urandom(KEY_BYTES)
        self._numbers = count()

    def __call__(self, text: str) -> str:
        """The text to keep and send; `text` has no lone surrogates."""
        key = (self._knowledge().configuration or {}).get("sealing_key")
        if not key:
            return text
        return seal_code(text, base64.b64decode(key), self._once, next(self._numbers))
