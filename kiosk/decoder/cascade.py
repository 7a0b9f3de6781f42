"""Which preparation each frame gets. A badge is held for half a second or more, 15 frames: one or
two cheap preparations a frame, different on the next, read together what one alone does not.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.decoder.greys import to_grey
from kiosk.decoder.zbar import read_codes


@dataclass(frozen=True)
class Decoded:
    """The texts read in one frame, how long it took, and the preparation that read them
    (the last one tried when none did)."""

    texts: tuple[str, ...]
    decode_ms: float
    preparation: str


class Cascade:
    """Decodes the frames of one lane; not to be shared between threads.

    `is_trusted` tells a text worth stopping for from a misreading: what it refuses is still
    reported when nothing better is found, but the search goes on.
    """

    def __init__(
        self, is_trusted: Callable[[str], bool] | None = None, *, with_zxing: bool = False
    ) -> None:
        self._is_trusted = is_trusted or bool
        self._with_zxing = with_zxing

    def decode(self, image: NDArray[np.generic]) -> Decoded:
        """The codes in a picture of any kind; never raises."""
        started = time.perf_counter()
        grey = to_grey(image)
        texts = () if grey is None else tuple(sighting.text for sighting in read_codes(grey))
        return Decoded(texts, (time.perf_counter() - started) * 1000, "whole")
