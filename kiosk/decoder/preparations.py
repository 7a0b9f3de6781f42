"""What is done to a part of a picture before zbar looks at it.

Chosen by measuring nineteen of them on the bench's stress frames: a sharpened adaptive threshold
alone read three quarters, the inverted one every phone in dark mode, and the others what was left.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.camera.picture import Picture


@dataclass(frozen=True)
class Preparation:
    """A name for the figures, how wide the part is made (pixels), and what is then done to it."""

    name: str
    side: int
    apply: Callable[[Picture], Picture]
    is_for_whole: bool = False

    def for_part(self) -> "Preparation":
        """The one for the part in which this one has read a code. What only the whole picture
        gave is pale, and sharpening would bury it in noise."""
        return SOFTENED_THRESHOLD if self.is_for_whole else self


_MOST_ENLARGED = 3.0
"""Measured at 640x480: three times reads what nine times does, in half the time."""


def scale_for(part: Picture, side: int) -> float:
    """How much a part is enlarged for its longer side to have `side` pixels, within reason."""
    return min(side / int(max(part.shape)), _MOST_ENLARGED)


def resize(part: Picture, scale: float) -> Picture:
    """A part made larger or smaller."""
    size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(part, size, interpolation=way), dtype=np.uint8)


def stretch(part: Picture) -> Picture:
    """The darkest and the lightest fiftieth made black and white."""
    low, high = np.percentile(part[::3, ::3], (2, 98))
    steps = np.clip((np.arange(256) - low) * (255 / max(1.0, high - low)), 0, 255)
    return np.asarray(cv2.LUT(part, steps.astype(np.uint8)), dtype=np.uint8)


def sharpen(part: Picture, sigma: float, amount: float) -> Picture:
    """Against a lens out of focus."""
    soft = cv2.GaussianBlur(part, (0, 0), sigma)
    return np.asarray(cv2.addWeighted(part, 1 + amount, soft, -amount, 0), dtype=np.uint8)


def soften(part: Picture, sigma: float) -> Picture:
    """Against noise."""
    return np.asarray(cv2.GaussianBlur(part, (0, 0), sigma), dtype=np.uint8)


def threshold(part: Picture, share: float = 6, offset: float = 4) -> Picture:
    """Black or white, by the surroundings of each pixel: cures shadow and uneven light."""
    block = max(15, int(max(part.shape) / share)) | 1
    method = cv2.ADAPTIVE_THRESH_GAUSSIAN_C
    made = cv2.adaptiveThreshold(part, 255, method, cv2.THRESH_BINARY, block, offset)
    return np.asarray(made, dtype=np.uint8)


def invert(part: Picture) -> Picture:
    """A phone in dark mode shows a light code on black, which zbar does not read."""
    return np.asarray(cv2.bitwise_not(part), dtype=np.uint8)


def equalize(part: Picture) -> Picture:
    """Contrast spread out in sixteen tiles."""
    return np.asarray(cv2.createCLAHE(4.0, (4, 4)).apply(part), dtype=np.uint8)


SHARPENED_THRESHOLD = Preparation(
    "sharpened threshold", 400, lambda part: threshold(sharpen(stretch(part), 5, 3))
)
SOFTENED_THRESHOLD = Preparation(
    "softened threshold", 320, lambda part: threshold(soften(stretch(part), 2))
)
INVERTED = Preparation("inverted threshold", 320, lambda part: threshold(invert(part)))
SHARPENED = Preparation("sharpened", 320, lambda part: sharpen(stretch(part), 3, 2))
EQUALIZED = Preparation("equalized", 320, lambda part: equalize(stretch(part)))
ENLARGED = Preparation("enlarged", 450, stretch)
FINE_THRESHOLD = Preparation("fine threshold", 320, lambda part: threshold(part, 12))
COARSE_THRESHOLD = Preparation("coarse threshold", 320, lambda part: threshold(part, 3))
INVERTED_SHARPENED = Preparation(
    "inverted sharpened threshold",
    400,
    lambda part: threshold(sharpen(invert(stretch(part)), 5, 3)),
)
