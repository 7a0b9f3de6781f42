"""Who listens to a station."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

_log = logging.getLogger(__name__)

Event = dict[str, Any]
Callback = Callable[[Event], None]


class Subscribers:
    """Safe to use from several threads."""

    def __init__(self) -> None:
        self._callbacks: tuple[Callback, ...] = ()
        self._turn = threading.Lock()

    def add(self, callback: Callback) -> Callable[[], None]:
        """Returns what ends it."""
        with self._turn:
            self._callbacks = (*self._callbacks, callback)

        def remove() -> None:
            with self._turn:
                self._callbacks = tuple(c for c in self._callbacks if c is not callback)

        return remove

    def tell(self, event: Event) -> None:
        """Call all; one that fails keeps the event from no other."""
        for callback in self._callbacks:
            try:
                callback(event)
            except Exception:
                _log.exception("a listener failed at %s", event.get("type"))
