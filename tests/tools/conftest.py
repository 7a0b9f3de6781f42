"""A small project of its own for the tools to look at."""

from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: {plural_forms}\n"

"""
PLURAL_FORMS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=0 && n%100<=2 ? 4 : 5);"
    ),
}
WritePo = Callable[..., Path]


@pytest.fixture
def write_po(tmp_path: Path) -> WritePo:
    """Write one area of one language below a temporary project."""

    def write(language: str, area: str, body: str, plural_forms: str = "") -> Path:
        path = tmp_path / "translations" / language / f"{area}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        header = HEADER.format(plural_forms=plural_forms or PLURAL_FORMS[language])
        path.write_text(header + body, encoding="utf-8")
        return path

    return write
