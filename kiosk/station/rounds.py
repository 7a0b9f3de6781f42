"""What has to be looked at now and then, because it tells nobody."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence

_log = logging.getLogger(__name__)

Look = Callable[[], object]


class Rounds:
    """Calls each look every so many seconds on one thread; a look that fails is tried again."""

    def __init__(self, looks: Sequence[tuple[float, Look]]) -> None:
        self._looks = looks
        self._woken = threading.Event()
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; a look under way is waited for. May be called twice, and before the start."""
        self._is_stopping = True
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join()

    def hurry(self) -> None:
        """Look at everything now."""
        self._woken.set()

    def _run(self) -> None:
        pause = min(seconds for seconds, _ in self._looks)
        looked_at = [time.monotonic()] * len(self._looks)
        while True:
            is_hurried = self._woken.wait(pause)
            self._woken.clear()
            if self._is_stopping:
                return
            for number, (seconds, look) in enumerate(self._looks):
                if is_hurried or time.monotonic() - looked_at[number] >= seconds:
                    looked_at[number] = time.monotonic()
                    _try(look)


def _try(look: Look) -> None:
    try:
        look()
    except Exception:
        _log.exception("looking after the station failed")
