"""The QR code of a badge: the fewest modules at error correction Q, as one vector path."""

from functools import lru_cache

from qrcode import QRCode, util
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError

from server.printing.errors import BadgeError

QUIET_MODULES = 4
SMALLEST_VERSION = 2
# 49 modules: at the printed size a module is still 0.8 mm, about what a 720p camera reads
# from 25 cm. A longer text would print and then not be readable at the entrance.
LARGEST_VERSION = 8
# Any mask is valid; searching the best of eight costs seven times the rest of the encoding.
MASK_PATTERN = 2

Matrix = list[list[bool]]
# Column, row, width and height in modules.
Bar = tuple[int, int, int, int]


def make_qr_matrix(code_text: str) -> Matrix:
    """Dark modules of the QR code, row by row, without the quiet zone.

    Version 2 (25 modules) for a text of up to 29 alphanumeric characters, else the smallest
    version that holds it at level Q. Raises `BadgeError`: `badge_code_missing`,
    `badge_code_unprintable` (control characters), `badge_code_too_long` (`characters`).
    """
    _check_printable(code_text)
    try:
        return _encode(code_text)
    except DataOverflowError as error:
        raise BadgeError("badge_code_too_long", characters=len(code_text)) from error


def _check_printable(code_text: str) -> None:
    if not code_text:
        raise BadgeError("badge_code_missing")
    if not code_text.isprintable():
        raise BadgeError("badge_code_unprintable", code_text=repr(code_text[:40]))


def _encode(code_text: str) -> Matrix:
    data = util.QRData(code_text.encode())
    code: QRCode = QRCode(  # type: ignore[type-arg]
        version=_smallest_version(data),
        error_correction=ERROR_CORRECT_Q,
        mask_pattern=MASK_PATTERN,
        border=0,
    )
    code.add_data(data, optimize=0)
    code.make(fit=False)
    return [[bool(module) for module in row] for row in code.modules]


def _smallest_version(data: util.QRData) -> int:
    """Smallest version from 2 to 8 whose capacity at level Q holds `data`."""
    for version in range(SMALLEST_VERSION, LARGEST_VERSION + 1):
        header_bits = 4 + util.mode_sizes_for_version(version)[data.mode]
        if header_bits + _payload_bits(data) <= _capacity_bits(version):
            return version
    raise DataOverflowError


def _payload_bits(data: util.QRData) -> int:
    """Bits of the text itself (ISO/IEC 18004, 7.4): digits by threes, letters by pairs, bytes."""
    length = len(data)
    if data.mode == util.MODE_NUMBER:
        return 10 * (length // 3) + (0, 4, 7)[length % 3]
    if data.mode == util.MODE_ALPHA_NUM:
        return 11 * (length // 2) + 6 * (length % 2)
    return 8 * length


@lru_cache(maxsize=LARGEST_VERSION)
def _capacity_bits(version: int) -> int:
    return int(util.BIT_LIMIT_TABLE[ERROR_CORRECT_Q][version])


def merge_modules(matrix: Matrix) -> list[Bar]:
    """Cover the dark modules with few bars: runs along a row, grown down while they repeat."""
    finished: list[Bar] = []
    growing: dict[tuple[int, int], int] = {}
    for row_number, row in enumerate(matrix):
        runs = set(_dark_runs(row))
        for ended in growing.keys() - runs:
            finished.append(_close_bar(ended, growing.pop(ended), row_number))
        growing.update(dict.fromkeys(runs - growing.keys(), row_number))
    finished += [_close_bar(run, top, len(matrix)) for run, top in growing.items()]
    return finished


def _dark_runs(row: list[bool]) -> list[tuple[int, int]]:
    """Start and width of every run of dark modules."""
    runs: list[tuple[int, int]] = []
    start = 0
    for column, dark in enumerate([*row, False]):
        if not dark:
            if column > start:
                runs.append((start, column - start))
            start = column + 1
    return runs


def _close_bar(run: tuple[int, int], top: int, bottom: int) -> Bar:
    return run[0], top, run[1], bottom - top
