"""Is this zip a workbook, and safe to unpack? Decided before a spreadsheet library sees it.

A zip states its own sizes, and a hostile one lies: after the declared sizes every entry is really
decompressed, in portions and counted, never keeping more than one portion.
"""

import struct
import zipfile
import zlib
from io import BytesIO

from domain.errors import BadFileError
from server.importing.limits import MIB, FileLimits

_PORTION = 64 * 1024
_LARGEST_DIRECTORY = MIB
_SUSPECT_RATIO = 400
_SUSPECT_BYTES = 32 * MIB
_END = struct.Struct("<4s4H2LH")
_ENCRYPTED = 0x1


def check_workbook_zip(content: bytes, limits: FileLimits) -> None:
    """Raises BadFileError unless `content` is an intact, harmless XLSX, XLSB or ODS.

    Codes: `workbook_broken`, `workbook_protected`, `zip_bomb`, `file_is_document`,
    `file_is_archive`.
    """
    _check_directory_size(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_declared(archive, limits)
            _check_is_workbook(archive)
            _check_unpacked(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise BadFileError("workbook_broken", str(error)) from error
    except (struct.error, ValueError, RuntimeError) as error:
        raise BadFileError("workbook_broken", str(error)) from error


def _check_directory_size(content: bytes) -> None:
    """Python reads the whole directory into objects at once: bound it first."""
    start = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if start < 0 or len(content) < start + _END.size:
        raise BadFileError("workbook_broken", "no end of directory")
    size = _END.unpack_from(content, start)[5]
    if size == 0xFFFFFFFF:
        size = _zip64_directory_size(content, start)
    if size > _LARGEST_DIRECTORY:
        raise BadFileError("zip_bomb", "directory too large")


def _zip64_directory_size(content: bytes, end: int) -> int:
    start = content.rfind(b"PK\x06\x06", 0, end)
    if start < 0 or len(content) < start + 56:
        raise BadFileError("workbook_broken", "no zip64 directory")
    size: int = struct.unpack_from("<Q", content, start + 40)[0]
    return size


def _check_declared(archive: zipfile.ZipFile, limits: FileLimits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise BadFileError("zip_bomb", "too many entries")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise BadFileError("workbook_protected")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise BadFileError("zip_bomb", "declared size")


def _check_is_workbook(archive: zipfile.ZipFile) -> None:
    names = {name.lower() for name in archive.namelist()}
    if names & {"xl/workbook.xml", "xl/workbook.bin"} or _is_spreadsheet(archive, names):
        return
    documents = ("word/", "ppt/", "visio/", "meta-inf/")
    if any(name.startswith(documents) for name in names) or "mimetype" in names:
        raise BadFileError("file_is_document")
    if any(name.startswith("xl/") for name in names) or "[content_types].xml" in names:
        raise BadFileError("workbook_broken", "no workbook inside")
    raise BadFileError("file_is_archive")


def _is_spreadsheet(archive: zipfile.ZipFile, names: set[str]) -> bool:
    if "mimetype" not in names:
        return False
    with archive.open("mimetype") as entry:
        return entry.read(200).startswith(b"application/vnd.oasis.opendocument.spreadsheet")


def _check_unpacked(archive: zipfile.ZipFile, limits: FileLimits) -> None:
    total = 0
    for entry in archive.infolist():
        size = _unpacked_size(archive, entry, limits.unpacked_bytes - total)
        if size > _SUSPECT_BYTES and size > _SUSPECT_RATIO * max(entry.compress_size, 1):
            raise BadFileError("zip_bomb", "compression ratio")
        total += size


def _unpacked_size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> int:
    size = 0
    with archive.open(entry) as stream:
        while portion := stream.read(_PORTION):
            size += len(portion)
            if size > most:
                raise BadFileError("zip_bomb", "unpacked size")
    return size
