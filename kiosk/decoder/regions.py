"""Where in a picture a QR code may be: where edges run both ways, close together.

Found on a reduced picture in a few milliseconds, so that the decoder's time goes into one small
part prepared well, and not into a whole hall.
"""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.picture import Picture

_REDUCED_WIDTH = 480
# In reduced pixels. A code is some 15 to 120 of them wide.
_FINE, _COARSE = 13, 25
_LEAST_REACH, _MOST_REACH, _UNCLEAR_REACH = 18, 94, 60
_MARGIN = 4
_EVEN_OVER = 12.0

_Map = NDArray[np.float32]


@dataclass(frozen=True)
class Region:
    """A square around a point of a picture; `reach` is half its side, all in pixels.

    `strength` says how much it looks like a code: an empty hall has up to 2, a badge 4 to 12 (less
    in the dark). Where a code was read it is without bounds.
    """

    x: float
    y: float
    reach: float
    strength: float = math.inf

    def grow(self, factor: float) -> "Region":
        """The same middle, a larger or smaller square."""
        return replace(self, reach=self.reach * factor)

    def holds(self, other: "Region") -> bool:
        """Whether the other's middle is inside."""
        return max(abs(other.x - self.x), abs(other.y - self.y)) <= self.reach

    def cut(self, grey: Picture) -> tuple[Picture, int, int]:
        """That part of a picture, and where its left upper corner is; may be empty."""
        left, top = max(0, int(self.x - self.reach)), max(0, int(self.y - self.reach))
        right, bottom = int(self.x + self.reach) + 1, int(self.y + self.reach) + 1
        return grey[top : max(top, bottom), left : max(left, right)], left, top


def find_regions(grey: Picture, count: int, *, is_even: bool = False) -> list[Region]:
    """The parts of a grey picture most like a code, likeliest first; at most so many.

    `is_even` weighs a pale code as much as a dark one, and noise too.
    """
    scale = min(1.0, _REDUCED_WIDTH / grey.shape[1])
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    reduced = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    fine, coarse = _map_texture(reduced.astype(np.float32), is_even=is_even)
    found = []
    for _ in range(count):
        _, strongest, _, (x, y) = cv2.minMaxLoc(coarse)
        if strongest <= 0:
            break
        region = _outline(fine, x, y)
        _wipe(coarse, region, x, y)
        place = region.x / scale, region.y / scale, region.reach / scale
        found.append(Region(*place, float(strongest)))
    return found


def _map_texture(reduced: _Map, *, is_even: bool) -> tuple[_Map, _Map]:
    """How much there is of the weaker of both edge directions, nearby and around."""
    smooth = cv2.GaussianBlur(reduced, (0, 0), 0.8)
    if is_even:
        away = smooth - cv2.boxFilter(smooth, -1, (_COARSE, _COARSE))
        # Rounding leaves the sums of plain surfaces a little below nothing.
        power = np.maximum(cv2.boxFilter(away * away, -1, (_COARSE, _COARSE)), 0)
        spread = np.sqrt(power)
        weighed = away / (spread + _EVEN_OVER)
    else:
        # The root makes shade and light alike.
        weighed = np.sqrt(smooth + 4)
    across = np.abs(cv2.Sobel(weighed, cv2.CV_32F, 1, 0))
    along = np.abs(cv2.Sobel(weighed, cv2.CV_32F, 0, 1))
    fine, coarse = (
        np.minimum(cv2.boxFilter(across, -1, (k, k)), cv2.boxFilter(along, -1, (k, k)))
        for k in (_FINE, _COARSE)
    )
    return fine.astype(np.float32), coarse.astype(np.float32)


def _outline(fine: _Map, x: int, y: int) -> Region:
    """The connected patch around a peak, as far as it has half the peak's strength."""
    left, top = max(0, x - 2 * _MOST_REACH), max(0, y - 2 * _MOST_REACH)
    window = fine[top : y + 2 * _MOST_REACH, left : x + 2 * _MOST_REACH]
    near = fine[max(0, y - 10) : y + 11, max(0, x - 10) : x + 11]
    strong = (window > near.max() / 2).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(strong)
    label = labels[y - top, x - left]
    if label == 0:
        return Region(x, y, _LEAST_REACH + _MARGIN)
    patch_left, patch_top, width, height = (int(n) for n in stats[label][:4])
    reach = max(width, height) / 2
    if reach > _MOST_REACH:
        return Region(x, y, _UNCLEAR_REACH)
    middle = left + patch_left + width / 2, top + patch_top + height / 2
    return Region(*middle, max(_LEAST_REACH, reach) + _MARGIN)


def _wipe(coarse: _Map, region: Region, x: int, y: int) -> None:
    """Nothing more is to be found in a region, nor at the peak it came from."""
    coarse[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3] = 0
    part, _, _ = region.cut(coarse)  # type: ignore[arg-type]
    part[:] = 0
