"""zxing-cpp as a second opinion, where it is installed. The station does without."""

import importlib
import importlib.util
from types import ModuleType
from typing import Any

from kiosk.camera.picture import Picture
from kiosk.decoder.zbar import Sighting

_NAME = "zxingcpp"


def is_zxing_installed() -> bool:
    """Whether this Python has zxing-cpp."""
    return importlib.util.find_spec(_NAME) is not None


def read_codes_with_zxing(grey: Picture) -> list[Sighting]:
    """The QR codes zxing-cpp reads; none where it is not installed."""
    zxing = _load()
    if zxing is None:
        return []
    found = zxing.read_barcodes(grey, formats=zxing.BarcodeFormat.QRCode)
    return [_describe(barcode) for barcode in found if barcode.valid]


def _load() -> ModuleType | None:
    return importlib.import_module(_NAME) if is_zxing_installed() else None


def _describe(barcode: Any) -> Sighting:
    place = barcode.position
    corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return Sighting(barcode.text, (min(xs), min(ys), max(xs), max(ys)))
