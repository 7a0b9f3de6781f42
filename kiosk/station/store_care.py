"""A file that could not be used is tried again: a disk gets space, a key its place."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from kiosk.errors import StoreFailedError
from kiosk.station.readiness import STORE_PROBLEMS

_log = logging.getLogger(__name__)


def look_after_store(problems: Sequence[str], try_store: Callable[[], object]) -> dict[str, bool]:
    """Which problems of the file are there now, and which no more.

    Nothing is tried without one: a healthy disk is left alone. `try_store` opens or writes the file
    and raises StoreFailedError.
    """
    found = dict.fromkeys((code for code in problems if code in STORE_PROBLEMS), False)
    if not found:
        return {}
    try:
        try_store()
    except StoreFailedError as error:
        _log.warning("the station's file cannot be used yet: %s: %s", error.code, error)
        return found | {error.code: True}
    return found
