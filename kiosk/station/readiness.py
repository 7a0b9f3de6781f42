"""What keeps a station from its work, worst first; the codes are those of the kiosk page
(static/js/models/readiness.js), which words them."""

from __future__ import annotations

import threading

STORE_PROBLEMS = (
    "storage_blocked",
    "storage_full",
    "storage_too_new",
    "station_key_missing",
    "station_key_wrong",
)
"""The station's file cannot be used, or takes nothing."""
PROBLEMS = (
    *STORE_PROBLEMS,
    "not_paired",
    "wrong_version",
    "device_revoked",
    "device_unknown",
    "connection_lost",
    "no_configuration",
    "wrong_role",
    "no_gate",
    "kiosk_failed",
    "camera_missing",
    "camera_lost",
    "camera_black",
    "reader_failed",
)

CAMERA_PROBLEMS = {"lost": "camera_lost", "frozen": "camera_lost", "black": "camera_black"}
"""By state of a camera."""


class Readiness:
    """The problems of now. Safe to use from several threads."""

    def __init__(self) -> None:
        self._problems: set[str] = set()
        self._turn = threading.Lock()

    def set(self, code: str, is_there: bool = True) -> bool:
        """Returns whether that changed anything."""
        with self._turn:
            if (code in self._problems) == is_there:
                return False
            (self._problems.add if is_there else self._problems.discard)(code)
            return True

    def all(self) -> tuple[str, ...]:
        """Every problem, worst first; unknown ones last."""
        with self._turn:
            return tuple(sorted(self._problems, key=_rank))

    @property
    def worst(self) -> str | None:
        """The one to show."""
        return next(iter(self.all()), None)

    @property
    def is_open(self) -> bool:
        """Whether badges can be scanned at all, if only with a hand scanner."""
        return all(is_only_camera(code) for code in self.all())


def is_only_camera(code: str) -> bool:
    """Whether a hand scanner and the keypad still work."""
    return code.startswith("camera_") or code == "reader_failed"


def _rank(code: str) -> tuple[int, str]:
    return (PROBLEMS.index(code) if code in PROBLEMS else len(PROBLEMS), code)
