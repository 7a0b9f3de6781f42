"""What a file is by its first bytes; names and content types that browsers send are not asked."""

from domain.errors import BadFileError

DELIMITED = "delimited"
ZIP = "zip"
XLS = "xls"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM\x00",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x01\x00",
)
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_PROGRAMS = (b"\x7fELF", b"SQLite format 3", b"\xca\xfe\xba\xbe", b"OggS", b"ID3", b"fLaC")
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<svg")
_LOOKED_AT = 4096


def find_file_kind(content: bytes) -> str:
    """`delimited` (text), `zip` (workbook to be checked) or `xls` (old workbook).

    Raises BadFileError `file_empty`, `file_is_pdf`, `file_is_image`, `file_is_archive`,
    `file_is_html`, `file_is_document` or `file_is_binary`.
    """
    if not content.strip(b"\x00 \t\r\n"):
        raise BadFileError("file_empty")
    if content.startswith(b"PK"):
        return ZIP
    if content.startswith(_OLE):
        return XLS
    _refuse_known(content)
    _refuse_markup(content)
    return DELIMITED


def _refuse_known(content: bytes) -> None:
    if b"%PDF-" in content[:1024]:
        raise BadFileError("file_is_pdf")
    if content.startswith(_IMAGES) or content[:12].startswith(b"RIFF") and b"WEBP" in content[:16]:
        raise BadFileError("file_is_image")
    if content[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1"):
        raise BadFileError("file_is_image")
    if content.startswith(_ARCHIVES):
        raise BadFileError("file_is_archive")
    if content.startswith(b"{\\rtf"):
        raise BadFileError("file_is_document")
    if content.startswith(_PROGRAMS):
        raise BadFileError("file_is_binary")


def _refuse_markup(content: bytes) -> None:
    """Many web tools export an HTML page and call it .xls."""
    start = content[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_MARKUP):
        raise BadFileError("file_is_html")
    if start.startswith((b"{", b"[")) and content.rstrip().endswith((b"}", b"]")):
        raise BadFileError("file_is_json")
