"""zbar through pyzbar's binding: QR codes only, and no exception from any picture.

`pyzbar.decode` is not called, but what it calls: it raises ValueError on some pictures that zbar
has read (`4294967295 is not a valid ZBarOrientation`), losing the text.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_void_p, string_at
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyzbar import wrapper

from kiosk.camera.picture import Picture

_GREY = 808466521
"""The four letters Y800, as zbar wants them."""
_LEAST_SIDE = 21
"""Pixels: a QR code of the smallest version has as many modules."""


@dataclass(frozen=True)
class Sighting:
    """A text that was read, and the box around its code: left, top, right, bottom in pixels."""

    text: str
    box: tuple[float, float, float, float]


def read_codes(grey: Picture) -> list[Sighting]:
    """The QR codes that zbar reads in a grey picture. A picture too small has none."""
    if grey.ndim != 2 or min(grey.shape) < _LEAST_SIDE:
        return []
    height, width = grey.shape
    pixels = np.ascontiguousarray(grey)
    with _open_scanner() as scanner, _open_image() as image:
        wrapper.zbar_image_set_format(image, _GREY)
        wrapper.zbar_image_set_size(image, width, height)
        wrapper.zbar_image_set_data(image, c_void_p(pixels.ctypes.data), pixels.size, None)
        if wrapper.zbar_scan_image(scanner, image) <= 0:
            return []
        return [_describe(symbol) for symbol in _list_symbols(image)]


@contextmanager
def _open_scanner() -> Iterator[Any]:
    """A scanner that looks for QR codes alone: the others cost time and misread texture."""
    scanner = wrapper.zbar_image_scanner_create()
    try:
        enable = wrapper.ZBarConfig.CFG_ENABLE
        wrapper.zbar_image_scanner_set_config(scanner, 0, enable, 0)
        wrapper.zbar_image_scanner_set_config(scanner, wrapper.ZBarSymbol.QRCODE, enable, 1)
        yield scanner
    finally:
        wrapper.zbar_image_scanner_destroy(scanner)


@contextmanager
def _open_image() -> Iterator[Any]:
    image = wrapper.zbar_image_create()
    try:
        yield image
    finally:
        wrapper.zbar_image_destroy(image)


def _list_symbols(image: Any) -> Iterator[Any]:
    symbol = wrapper.zbar_image_first_symbol(image)
    while symbol:
        yield symbol
        symbol = wrapper.zbar_symbol_next(symbol)


def _describe(symbol: Any) -> Sighting:
    length = wrapper.zbar_symbol_get_data_length(symbol)
    read = string_at(wrapper.zbar_symbol_get_data(symbol), length)
    points = range(wrapper.zbar_symbol_get_loc_size(symbol))
    xs = [wrapper.zbar_symbol_get_loc_x(symbol, n) for n in points] or [0]
    ys = [wrapper.zbar_symbol_get_loc_y(symbol, n) for n in points] or [0]
    return Sighting(read.decode("utf-8", "replace"), (min(xs), min(ys), max(xs), max(ys)))
