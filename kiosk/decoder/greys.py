"""Any array that might be a picture, as a grey one that decoders can take."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.picture import Picture

_MOST_PIXELS = 2_100_000
"""A 1080p frame and a little; larger ones are made smaller, more pixels read no more badges."""


def to_grey(image: NDArray[np.generic]) -> Picture | None:
    """Grey, 8 bits, contiguous, of a bearable size; None for what is no picture."""
    if image.ndim not in (2, 3) or image.size == 0 or image.dtype.kind not in "buif":
        return None
    flat = _to_one_channel(_to_bytes(image))
    return None if flat is None else _shrink(np.ascontiguousarray(flat))


def _to_bytes(image: NDArray[np.generic]) -> Picture:
    if image.dtype == np.uint8:
        return image.astype(np.uint8, copy=False)
    if image.dtype.kind == "b":
        return image.astype(np.uint8) * np.uint8(255)
    # Not a number, and numbers beyond any, are what a broken driver may give.
    with np.errstate(all="ignore"):
        return _scale_to_bytes(image.astype(np.float64), image.dtype)


def _scale_to_bytes(values: NDArray[np.float64], kind: np.dtype[np.generic]) -> Picture:
    most = _brightest(values) if kind.kind == "f" else float(np.iinfo(kind.name).max)
    shares = np.nan_to_num(values, nan=0.0, posinf=most, neginf=0.0) / most
    return (np.clip(shares, 0.0, 1.0) * 255).astype(np.uint8)


def _brightest(values: NDArray[np.float64]) -> float:
    """Floats come as 0 to 1 or as 0 to 255."""
    known = values[np.isfinite(values)]
    return 1.0 if known.size == 0 or known.max() <= 1.0 else 255.0


def _to_one_channel(image: Picture) -> Picture | None:
    if image.ndim == 2:
        return image
    channels = image.shape[2]
    if channels in (1, 2):
        return np.asarray(image[:, :, 0], dtype=np.uint8)
    if channels not in (3, 4):
        return None
    code = cv2.COLOR_BGR2GRAY if channels == 3 else cv2.COLOR_BGRA2GRAY
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(image), code), dtype=np.uint8)


def _shrink(grey: Picture) -> Picture:
    height, width = grey.shape
    scale = (_MOST_PIXELS / (height * width)) ** 0.5
    if scale >= 1:
        return grey
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
