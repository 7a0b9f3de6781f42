"""The vectors that both languages answer, answered by Python."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.domain.python_functions import FUNCTIONS
from tools.make_vectors import VECTORS, render_vectors, write_vectors

_FILES = sorted(VECTORS.glob("*.json"))


def _read_cases() -> Iterator[Any]:
    for file in _FILES:
        for section in json.loads(file.read_text(encoding="ascii")):
            for case in section["cases"]:
                given = {**section["shared"], **case["given"]}
                name = f"{section['function']}: {case['name']}"
                yield pytest.param(section["function"], given, case["expected"], id=ascii(name))


@pytest.mark.parametrize(("function", "given", "expected"), list(_read_cases()))
def test_python_answers_the_vectors(function: str, given: dict[str, Any], expected: object) -> None:
    assert FUNCTIONS[function](given) == expected


def test_every_function_has_vectors() -> None:
    sections = [section for file in _FILES for section in json.loads(file.read_text())]
    assert {section["function"] for section in sections} == set(FUNCTIONS)


def test_committed_vectors_are_the_generated_ones() -> None:
    rendered = render_vectors()
    assert {file.name: file.read_text(encoding="ascii") for file in _FILES} == rendered


def test_vectors_are_written_where_told(tmp_path: Path) -> None:
    write_vectors(tmp_path / "new")
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == sorted(render_vectors())
