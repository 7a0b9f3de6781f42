"""How large a registration file may be. Beyond any fair, below what harms a small server."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class FileLimits:
    """Bounds checked before or while a file is read.

    `file_bytes` of the upload, `unpacked_bytes` and `entries` of a workbook's zip,
    `memory_bytes` and `seconds` of the process that reads a workbook, `rows`, `columns` and
    `cells` of a sheet, `line_chars` of one line of a text file.
    """

    file_bytes: int = 64 * MIB
    unpacked_bytes: int = 256 * MIB
    entries: int = 2_000
    memory_bytes: int = 1_024 * MIB
    seconds: int = 60
    rows: int = 200_000
    columns: int = 500
    cells: int = 5_000_000
    line_chars: int = MIB


DEFAULT_LIMITS = FileLimits()
