"""The turns that frames take: what is tried on one frame, and what on the next."""

from dataclasses import dataclass

from kiosk.decoder import preparations as prep
from kiosk.decoder.preparations import Preparation

_WHOLE_WIDTH = 1280


@dataclass(frozen=True)
class Step:
    """One attempt: on the part of this rank (0 the likeliest), grown so much, prepared so."""

    rank: int
    preparation: Preparation
    grow: float = 1.15


@dataclass(frozen=True)
class Turn:
    """What one frame gets: the whole picture prepared so, or steps on parts of it."""

    steps: tuple[Step, ...] = ()
    is_even: bool = False
    whole: Preparation | None = None


_WHOLE_AS_IT_IS = Preparation("whole", _WHOLE_WIDTH, lambda grey: grey, is_for_whole=True)
_WHOLE_THRESHOLD = Preparation(
    "whole threshold", _WHOLE_WIDTH, lambda grey: prep.threshold(grey, 40, 5), is_for_whole=True
)
_WHOLE_HALVED = Preparation(
    "whole at half size", _WHOLE_WIDTH // 2, prep.stretch, is_for_whole=True
)

_LIKELIEST = Turn(
    (
        Step(0, prep.SHARPENED_THRESHOLD),
        Step(0, prep.INVERTED),
        Step(0, prep.SOFTENED_THRESHOLD),
        Step(1, prep.SHARPENED_THRESHOLD),
        Step(1, prep.INVERTED),
    )
)
_OTHERS = Turn(
    (
        Step(0, prep.SHARPENED),
        Step(0, prep.COARSE_THRESHOLD),
        Step(0, prep.EQUALIZED),
        Step(0, prep.INVERTED_SHARPENED),
        Step(2, prep.SHARPENED_THRESHOLD),
    )
)
_PALE = Turn(
    (
        Step(0, prep.SHARPENED_THRESHOLD, 1.3),
        Step(1, prep.SHARPENED_THRESHOLD, 1.3),
        Step(2, prep.SHARPENED_THRESHOLD, 1.3),
        Step(0, prep.INVERTED, 1.3),
    ),
    is_even=True,
)
_WIDER = Turn(
    (
        Step(0, prep.SHARPENED_THRESHOLD, 1.6),
        Step(0, prep.ENLARGED, 1.3),
        Step(0, prep.FINE_THRESHOLD, 1.3),
        Step(0, prep.INVERTED, 1.6),
    )
)

TURNS = (
    _LIKELIEST,
    Turn(whole=_WHOLE_AS_IT_IS),
    _PALE,
    _OTHERS,
    _LIKELIEST,
    Turn(whole=_WHOLE_THRESHOLD),
    _WIDER,
    _LIKELIEST,
    Turn(whole=_WHOLE_HALVED),
)
