"""Write tests/vectors/*.json, the cases that hold the Python and the JavaScript core together.

Usage: python -m tools.make_vectors
"""

import json
from pathlib import Path
from types import ModuleType

from tools.vector_cases import (
    admission,
    badge_codes,
    clock,
    ids,
    leads,
    messages,
    presence,
    sealed_code,
    sealed_roster,
)

VECTORS = Path(__file__).parent.parent / "tests" / "vectors"
_MODULES = (
    admission,
    badge_codes,
    clock,
    ids,
    leads,
    messages,
    presence,
    sealed_code,
    sealed_roster,
)


def render_vectors() -> dict[str, str]:
    """The text of every vector file, by file name."""
    return {f"{_name_of(module)}.json": _render(module) for module in _MODULES}


def write_vectors(folder: Path = VECTORS) -> None:
    """Write all files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in render_vectors().items():
        (folder / name).write_text(text, encoding="ascii")


def _name_of(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _render(module: ModuleType) -> str:
    """One case a line, so that a change to one case is a change to one line."""
    sections = [_render_section(section) for section in module.make_sections()]
    return "[\n" + ",\n".join(sections) + "\n]\n"


def _render_section(section: dict[str, object]) -> str:
    cases = section["cases"]
    assert isinstance(cases, list)  # noqa: S101 - tells mypy what `section()` guarantees
    lines = ",\n".join("  " + json.dumps(case, allow_nan=False) for case in cases)
    head = json.dumps({"function": section["function"], "shared": section["shared"]})
    return f'{head[:-1]}, "cases": [\n{lines}\n]}}'


if __name__ == "__main__":
    write_vectors()
