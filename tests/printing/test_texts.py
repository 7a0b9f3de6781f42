"""Every code of the library has words in three languages."""

import re
from pathlib import Path

import pytest

from server.printing import BadgeError, Layout
from server.printing.errors import PrintFailedError
from server.printing.texts import ERRORS, LAYOUT_NAMES, WARNINGS
from tools.catalogues import read_area

SOURCES = "".join(path.read_text() for path in Path("server/printing").glob("*.py"))


def test_every_error_has_words_and_is_documented() -> None:
    raised = set(re.findall(r'(?:BadgeError|PrintFailedError)\(\s*"(\w+)"', SOURCES))

    assert raised == set(ERRORS)
    documented = f"{BadgeError.__doc__} {PrintFailedError.__doc__}"
    assert all(f"`{code}`" in documented for code in ERRORS)


def test_every_warning_has_words() -> None:
    assert set(re.findall(r'\.warn\(\s*"(\w+)"', SOURCES)) == set(WARNINGS)


def test_every_layout_has_a_name() -> None:
    assert {layout.value for layout in Layout} == set(LAYOUT_NAMES)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_text_is_translated(language: str) -> None:
    area = Path("translations") / language / "badges.po"
    found = {text.msgid: text.forms["other"] for text in read_area(area, language)}
    texts = [*ERRORS.values(), *WARNINGS.values(), *LAYOUT_NAMES.values()]

    assert all(found.get(text) for text in texts)
