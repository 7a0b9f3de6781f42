"""Every code has words, in three languages."""

import re
from pathlib import Path

import pytest

from server.importing import header_words, texts
from tools.catalogues import read_area

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "server" / "importing").glob("*.py"))
ALL = [
    *texts.FILE_PROBLEMS.values(),
    *texts.ROW_PROBLEMS.values(),
    *texts.SEVERITIES.values(),
    *texts.REPORT_HEADERS,
    *texts.FIELD_NAMES.values(),
]


def find_codes(pattern: str) -> set[str]:
    """The codes that stand in the source after `pattern`."""
    return {
        code
        for path in SOURCES
        for code in re.findall(pattern + r'\(\s*"([a-z0-9_]+)"', path.read_text("utf-8"))
    }


def test_every_error_has_its_text() -> None:
    assert find_codes(r"(?:BadFileError|MappingError|NotFoundError)") <= set(texts.FILE_PROBLEMS)


def test_every_row_problem_has_its_text() -> None:
    assert find_codes(r"(?:\.note|_Match)") <= set(texts.ROW_PROBLEMS)


def test_every_field_has_a_name() -> None:
    assert set(texts.FIELD_NAMES) == set(header_words.FIELDS)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_text_is_translated_and_none_is_left_over(language: str) -> None:
    found = read_area(ROOT / "translations" / language / "importing.po", language)
    assert {text.msgid for text in found} == set(ALL)
    assert all(text.forms["other"] for text in found)
