"""Which static files a page needs, found by following what it and its files refer to."""

import re
from collections.abc import Iterator
from pathlib import Path

ENTRY_FILES = (
    "vendor/zxing-wasm/dist/reader/zxing_reader.wasm",  # its address is made up at run time
    "i18n/fr.json",
    "i18n/ar.json",
    "i18n/en.json",
)
"""What no file names in full."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MODULE = re.compile(r"""(?:\bfrom|\bimport|\bURL\()\s*["'](\.{1,2}/[^"'\s]+\.js)["']""")
_SHEET_FILE = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
_REFERENCES = {".js": _MODULE, ".css": _SHEET_FILE}


def list_offline_files(static: Path, prefix: str, page: str) -> list[str]:
    """The files under `static` that `page` (HTML) needs, directly or not, as sorted relative paths.

    `prefix` is the address of the static folder, with a slash at the end. A reference to nothing
    is passed over: the browser would not find it online either.
    """
    found: set[str] = set()
    waiting = [*_list_page_files(prefix, page), *ENTRY_FILES]
    while waiting:
        name = waiting.pop()
        if name not in found and (static / name).is_file():
            found.add(name)
            waiting.extend(_list_references(static, name))
    return sorted(found)


def _list_page_files(prefix: str, page: str) -> Iterator[str]:
    for match in re.finditer(rf"""(?:href|src)="{re.escape(prefix)}([^"#?]+)""", page):
        yield match[1]


def _list_references(static: Path, name: str) -> Iterator[str]:
    pattern = _REFERENCES.get(Path(name).suffix)
    if pattern is None:
        return
    folder = (static / name).parent
    text = _COMMENT.sub("", (static / name).read_text("utf-8"))
    for match in pattern.finditer(text):
        yield _path_inside(static, folder, match[1])


def _path_inside(static: Path, folder: Path, reference: str) -> str:
    """`../vendor/x.js` seen from `folder`, as seen from `static`, without following links."""
    parts: list[str] = []
    for part in (folder.relative_to(static) / reference).parts:
        if part == ".." and parts:
            parts.pop()
        elif part != "..":
            parts.append(part)
    return "/".join(parts)
