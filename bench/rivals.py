"""The decoders the station's is compared with, each as it comes."""

import sys
from collections.abc import Callable
from importlib import import_module, util
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pyzbar import pyzbar

Picture = NDArray[np.uint8]
Decode = Callable[[Picture], list[str]]

CACHE = Path("instance/bench")
"""Where what only a bench needs may lie; `pip install --target` fills it."""


def list_rivals() -> dict[str, Decode]:
    """Name and decoder, all of them given grey frames; zxing-cpp where it can be had."""
    rivals: dict[str, Decode] = {"pyzbar": _read_with_pyzbar, "OpenCV": _read_with_opencv}
    sys.path.append(str(CACHE))
    if util.find_spec("zxingcpp") is not None:
        rivals["zxing-cpp"] = _make_zxing()
    return rivals


def _read_with_pyzbar(frame: Picture) -> list[str]:
    found = pyzbar.decode(frame, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [code.data.decode("utf-8", "replace") for code in found]


def _read_with_opencv(frame: Picture) -> list[str]:
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(frame)
    return [text] if text else []


def _make_zxing() -> Decode:
    zxing: Any = import_module("zxingcpp")

    def read(frame: Picture) -> list[str]:
        found = zxing.read_barcodes(frame, formats=zxing.BarcodeFormat.QRCode)
        return [code.text for code in found if code.valid]

    return read


def read_safely(decode: Decode, frame: Picture) -> list[str]:
    """What a decoder makes of a frame; its exception is a miss."""
    try:
        return decode(frame)
    except (ValueError, RuntimeError, cv2.error):
        return []
