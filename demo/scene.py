"""What a webcam at an entrance sees: a hall out of focus, and a hand that holds up a badge."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

_SKIN = (128, 160, 205)
_SLEEVE = (150, 148, 142)
_RIBBON = (63, 59, 13)
# Sizes as shares of the badge's width.
_MARGIN = 0.09
_RIBBON_WIDTH, _RIBBON_LENGTH = 0.11, 0.5
_FIST_DEPTH = 0.42


@dataclass(frozen=True)
class Held:
    """A badge in its sleeve, on its ribbon, in a hand: colours and how opaque they are.

    `badge_box` is (left, top, width, height) of the badge itself, in pixels.
    """

    colors: Picture
    opacity: Picture
    badge_box: tuple[int, int, int, int]


def paint_hall(size: tuple[int, int], chance: np.random.Generator) -> Picture:
    """A bright trade-show hall far behind the badge: light above, floor below, lamps, people."""
    width, height = size
    hall = _paint_gradient(size, top=(196, 188, 178), bottom=(96, 92, 90))
    for _ in range(26):
        left, top = int(chance.integers(0, width)), int(chance.integers(height // 3, height))
        dark = int(chance.integers(45, 140))
        figure = tuple(dark + int(tint) for tint in chance.integers(-18, 18, 3))
        cv2.ellipse(hall, (left, top), (width // 30, height // 3), 0, 0, 360, figure, -1)
    hall = _blur(hall, width / 40)
    for _ in range(40):
        center = int(chance.integers(0, width)), int(chance.integers(0, height // 3))
        cv2.circle(hall, center, int(chance.integers(4, width // 60)), (238, 246, 252), -1)
    return _blur(hall, width / 140)


def _paint_gradient(
    size: tuple[int, int], top: tuple[int, int, int], bottom: tuple[int, int, int]
) -> Picture:
    share = np.linspace(0, 1, size[1])[:, None, None]
    column = np.array(top) * (1 - share) + np.array(bottom) * share
    return np.repeat(column, size[0], axis=1).astype(np.uint8)


def _blur(picture: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), dtype=np.uint8)


def hold_badge(badge: Picture) -> Held:
    """Put a badge (height, width, 3; blue-green-red) into a sleeve, on a ribbon, in a hand."""
    height, width = badge.shape[:2]
    margin, ribbon, fist = (int(width * s) for s in (_MARGIN, _RIBBON_LENGTH, _FIST_DEPTH))
    shape = (ribbon + height + 2 * margin + fist, width + 2 * margin)
    colors = np.zeros((*shape, 3), dtype=np.uint8)
    opacity = np.zeros(shape, dtype=np.uint8)
    top = ribbon + margin
    _draw_ribbon(colors, opacity, width)
    _draw_fist(colors, opacity, bottom=top + height, width=width)
    _draw_sleeve(colors, opacity, (0, ribbon, width + 2 * margin, height + 2 * margin))
    colors[top : top + height, margin : margin + width] = badge
    _draw_thumb(colors, opacity, bottom=top + height, width=width)
    return Held(colors, opacity, (margin, top, width, height))


def _draw_ribbon(colors: Picture, opacity: Picture, width: int) -> None:
    left = (colors.shape[1] - int(width * _RIBBON_WIDTH)) // 2
    right, bottom = left + int(width * _RIBBON_WIDTH), int(width * (_RIBBON_LENGTH + _MARGIN))
    cv2.rectangle(colors, (left, 0), (right, bottom), _RIBBON, -1)
    cv2.rectangle(opacity, (left, 0), (right, bottom), 255, -1)


def _draw_sleeve(colors: Picture, opacity: Picture, box: tuple[int, int, int, int]) -> None:
    """Clear plastic: a grey, half transparent edge that shines on top."""
    left, top, width, height = box
    cv2.rectangle(colors, (left, top), (left + width, top + height), _SLEEVE, -1)
    cv2.rectangle(opacity, (left, top), (left + width, top + height), 150, -1)
    edge = int(width * _MARGIN / (1 + 2 * _MARGIN)) - 3
    inner = (left + edge, top + edge), (left + width - edge, top + height - edge)
    cv2.rectangle(opacity, *inner, 255, -1)
    cv2.rectangle(colors, (left, top), (left + width, top + height), (225, 225, 222), 3)


def _draw_fist(colors: Picture, opacity: Picture, bottom: int, width: int) -> None:
    """Fingers behind the lower edge."""
    middle = colors.shape[1] // 2
    for finger in range(4):
        center = middle + int(width * (finger - 1.5) * 0.15), bottom + int(width * 0.14)
        axes = int(width * 0.095), int(width * 0.26)
        shade = tuple(int(channel * (0.9 - 0.04 * finger)) for channel in _SKIN)
        cv2.ellipse(colors, center, axes, 4, 0, 360, shade, -1, cv2.LINE_AA)
        cv2.ellipse(opacity, center, axes, 4, 0, 360, 255, -1, cv2.LINE_AA)


def _draw_thumb(colors: Picture, opacity: Picture, bottom: int, width: int) -> None:
    """A thumb on the category band, below the code on every badge."""
    center = colors.shape[1] // 2, bottom + int(width * 0.14)
    axes = int(width * 0.085), int(width * 0.22)
    cv2.ellipse(colors, center, axes, -6, 0, 360, _SKIN, -1, cv2.LINE_AA)
    cv2.ellipse(opacity, center, axes, -6, 0, 360, 255, -1, cv2.LINE_AA)
    nail = center[0] + int(width * 0.012), center[1] - int(width * 0.14)
    nail_axes = int(width * 0.05), int(width * 0.055)
    cv2.ellipse(colors, nail, nail_axes, -6, 0, 360, (165, 190, 228), -1, cv2.LINE_AA)
