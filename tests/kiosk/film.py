"""Films of badges held up to a camera, drawn from a seed: each shown in its own way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import qrcode
from qrcode.constants import ERROR_CORRECT_Q

from demo.motion import FRAMES_PER_SECOND, Gesture
from demo.scene import hold_badge
from demo.video import Picture, Studio

_QUALITY = 85

USUAL = Gesture(
    hold_seconds=0.6, enter_seconds=0.3, focus_seconds=0.2, leave_seconds=0.3, pause_seconds=1.0
)
HARD = (
    USUAL,
    replace(USUAL, enter_seconds=0.12, leave_seconds=0.12, focus_seconds=0.1),
    replace(USUAL, scale=0.62),
    replace(USUAL, scale=0.95),
    replace(USUAL, tilt_degrees=28.0),
    replace(USUAL, roll_degrees=35.0),
    replace(USUAL, rest_blur=1.2),
    replace(USUAL, light=0.35),
    replace(USUAL, light=0.3, tilt_degrees=20.0),
    replace(USUAL, jitter=3.0, rest_blur=0.8),
)
"""Speeds, distances, tilts, blur, low light."""


@dataclass(frozen=True)
class Shown:
    """A badge in a film, and for how many seconds it is held still."""

    code: str
    gesture: Gesture = USUAL


def draw_badge(code: str) -> Picture:
    """A badge as it is printed, 90 x 130 mm at 150 dpi, its code 35 mm wide."""
    badge = np.full((768, 531, 3), 255, np.uint8)
    badge[:110] = (120, 60, 30)
    cv2.putText(badge, "SICCAM 2026", (60, 70), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (255,) * 3, 3)
    cv2.putText(badge, "VISITEUR", (140, 260), cv2.FONT_HERSHEY_SIMPLEX, 1.8, (20,) * 3, 4)
    qr = qrcode.QRCode(version=2, error_correction=ERROR_CORRECT_Q, border=4, mask_pattern=3)
    qr.add_data(code)
    dark = np.array(qr.get_matrix(), dtype=bool)
    side = 207 * dark.shape[0] // 25
    drawn = np.where(dark, 0, 255).astype(np.uint8)
    drawn = cv2.resize(drawn, (side, side), interpolation=cv2.INTER_NEAREST)
    top, left = 400, (531 - side) // 2
    badge[top : top + side, left : left + side] = drawn[:, :, None]
    return badge


def make_film(path: Path, shown: Sequence[Shown], seed: int = 1) -> float:
    """Write an .mjpeg in which badges are held up one after another; returns its seconds."""
    frames = 0
    with path.open("wb") as file:
        for number, one in enumerate(shown):
            held = hold_badge(draw_badge(one.code))
            studio = Studio(one.gesture, seed + number)
            for _, frame in studio.show(held, leans_left=number % 2 == 1):
                _, encoded = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
                file.write(encoded.tobytes())
                frames += 1
    return frames / FRAMES_PER_SECOND
