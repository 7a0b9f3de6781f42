"""What is wrong with a picture, in figures for the organizer and a hint for the visitor."""

from collections import deque
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from kiosk.camera.picture import Picture

_REDUCED_WIDTH = 320
_GLARING = 250
_KEEP_FRAMES = 90
"""Three seconds: what the running figures are taken over."""

# Mean grey below which a picture is dark, and above which it is light again.
_DARK, _LIGHT_AGAIN = 38, 50
_GLARE_SHARE = 0.10
_BLURRED = 60.0
_SMALL_SHARE = 0.10
_SHOW_AFTER_MS, _HIDE_AFTER_MS = 700, 900


@dataclass(frozen=True)
class PictureFigures:
    """Figures of one picture or of a part of it.

    `sharpness` is the variance of the Laplacian on a picture 320 wide at most (a still, focused
    badge has hundreds), `brightness` the mean grey 0-255, `glare` the share of burnt-out pixels.
    """

    sharpness: float
    brightness: float
    glare: float


@dataclass(frozen=True)
class Glimpse:
    """One decoded frame: its figures, those of the part that looks like a code (None: nothing
    does), that part's width as a share of the picture's, and what decoding came to."""

    at_ms: float
    whole: PictureFigures
    part: PictureFigures | None
    part_share: float
    decode_ms: float
    is_read: bool


@dataclass(frozen=True)
class CameraReport:
    """The last three seconds of a camera: medians, and the share of frames with a code read out
    of those that showed something like one (None when none did)."""

    sharpness: float
    brightness: float
    glare: float
    decode_ms: float
    read_rate: float | None
    hint: str | None


def measure_picture(image: Picture) -> PictureFigures:
    """Measure a picture, or a part cut out of one. Nothing at all has figures of 0."""
    if image.size == 0:
        return PictureFigures(0.0, 0.0, 0.0)
    grey = _reduce(image)
    sharpness = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    glare = np.count_nonzero(grey >= _GLARING) / grey.size
    return PictureFigures(sharpness, float(grey.mean()), float(glare))


def _reduce(image: Picture) -> Picture:
    height, width = image.shape[:2]
    scale = min(1.0, _REDUCED_WIDTH / width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    grey = small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    return np.asarray(grey, dtype=np.uint8)


def suggest(glimpse: Glimpse, *, was_dark: bool = False) -> str | None:
    """What would help with this one frame: `too_dark`, `tilt`, `hold_still`, `closer` or None.

    Only darkness is worth a word when nobody is there.
    """
    if glimpse.is_read:
        return None
    if glimpse.whole.brightness < (_LIGHT_AGAIN if was_dark else _DARK):
        return "too_dark"
    if glimpse.part is None:
        return None
    return _suggest_for_part(glimpse.part, glimpse.part_share)


def _suggest_for_part(part: PictureFigures, share: float) -> str | None:
    if part.glare > _GLARE_SHARE:
        return "tilt"
    if part.sharpness < _BLURRED:
        return "hold_still"
    return "closer" if share < _SMALL_SHARE else None


class Doctor:
    """Keeps the last seconds of one camera. Not to be shared between threads."""

    def __init__(self) -> None:
        self._glimpses: deque[Glimpse] = deque(maxlen=_KEEP_FRAMES)
        self._hint: str | None = None
        self._wish: str | None = None
        self._wished_since = 0.0

    def see(self, glimpse: Glimpse) -> None:
        """One more frame was decoded."""
        self._glimpses.append(glimpse)
        wish = suggest(glimpse, was_dark=self._hint == "too_dark")
        if wish != self._wish:
            self._wish, self._wished_since = wish, glimpse.at_ms
        if glimpse.is_read:
            self._hint = None
        elif glimpse.at_ms - self._wished_since >= self._patience_ms():
            self._hint = self._wish

    def report(self) -> CameraReport | None:
        """Figures and the hint to show; None before the first frame."""
        if not self._glimpses:
            return None
        wholes = [glimpse.whole for glimpse in self._glimpses]
        return CameraReport(
            sharpness=median(figures.sharpness for figures in wholes),
            brightness=median(figures.brightness for figures in wholes),
            glare=median(figures.glare for figures in wholes),
            decode_ms=median(glimpse.decode_ms for glimpse in self._glimpses),
            read_rate=self._rate(),
            hint=self._hint,
        )

    def _patience_ms(self) -> float:
        """A hint that comes and goes with every frame helps nobody."""
        return _SHOW_AFTER_MS if self._hint is None else _HIDE_AFTER_MS

    def _rate(self) -> float | None:
        shown = [g.is_read for g in self._glimpses if g.is_read or g.part is not None]
        return sum(shown) / len(shown) if shown else None
