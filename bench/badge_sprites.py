"""Badges and phones with genuine badge codes on them, as flat pictures to be held up."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from demo.scene import hold_badge
from domain.badge_code import EditionKeys, Keyring, make_badge_code, parse_badge_code
from server.printing.qr import make_qr_matrix
from server.printing.raster import render_badge_image
from tests.browser.conftest import make_face

_TAG = 24
_KEY = bytes(range(32))
_KEYRING = Keyring(EditionKeys(_TAG, (_KEY,)))
_PHONE_MODULE = 14
_DPI = 200

Layer = NDArray[np.float32]


@dataclass(frozen=True)
class Sprite:
    """A badge in a hand: grey 0-255, opacity 0-1, and where its code is (left, top, width,
    height in pixels)."""

    text: str
    grey: Layer
    mask: Layer
    box: tuple[int, int, int, int]

    def shrink(self, scale: float) -> "Sprite":
        """Averaged down, so that a far badge is not sampled through holes."""
        if scale >= 1:
            return self
        rows, columns = self.grey.shape
        size = max(1, round(columns * scale)), max(1, round(rows * scale))
        grey, mask = (
            cv2.resize(layer, size, interpolation=cv2.INTER_AREA).astype(np.float32)
            for layer in (self.grey, self.mask)
        )
        left, top, width, height = (round(side * scale) for side in self.box)
        return replace(self, grey=grey, mask=mask, box=(left, top, width, height))


def is_genuine(text: str) -> bool:
    """Whether the domain takes a text for one of these badges' codes."""
    return parse_badge_code(text, _KEYRING).kind == "ours"


def make_sprites(chance: np.random.Generator, count: int) -> tuple[list[Sprite], list[Sprite]]:
    """So many badges, and as many phones in dark mode."""
    texts = [make_badge_code(_TAG, chance.bytes(12), _KEY) for _ in range(2 * count)]
    return [_make_badge(text) for text in texts[:count]], [_make_phone(t) for t in texts[count:]]


def _make_badge(text: str) -> Sprite:
    badge = render_badge_image(make_face(text), _DPI)
    held = hold_badge(badge)
    grey = cv2.cvtColor(held.colors, cv2.COLOR_BGR2GRAY)
    left, top = held.badge_box[:2]
    box = _find_code(cv2.cvtColor(badge, cv2.COLOR_BGR2GRAY))
    mask = held.opacity.astype(np.float32) / 255
    return Sprite(text, grey.astype(np.float32), mask, (left + box[0], top + box[1], *box[2:]))


def _find_code(badge: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Where the code is on a flat, perfect picture of a badge."""
    found, points = cv2.QRCodeDetector().detect(badge)
    if not found:
        raise ValueError("a badge without a code")
    left, top = points[0].min(axis=0)
    right, bottom = points[0].max(axis=0)
    return round(left), round(top), round(right - left), round(bottom - top)


def _make_phone(text: str) -> Sprite:
    """A light code on a dark screen, in a dark case."""
    matrix = np.array(make_qr_matrix(text), dtype=bool)
    code = np.where(matrix, 225.0, 18.0).repeat(_PHONE_MODULE, 0).repeat(_PHONE_MODULE, 1)
    side = code.shape[0]
    screen = np.full((int(side * 2.4), int(side * 1.35)), 18, dtype=np.float32)
    left, top = (screen.shape[1] - side) // 2, int(side * 0.6)
    screen[top : top + side, left : left + side] = code
    cv2.rectangle(screen, (left, top - 110), (left + side // 2, top - 60), 210, -1)
    edge = side // 12
    grey = cv2.copyMakeBorder(screen, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=60)
    mask = np.ones(grey.shape, dtype=np.float32)
    return Sprite(text, grey.astype(np.float32), mask, (left + edge, top + edge, side, side))
