"""Check that functions and files stay short and take few parameters.

    .venv/bin/python -m tools.check_shape

Hard limits, not aims: the aim is a median of seven lines. Exceptions stand in `pyproject.toml`
under `[tool.accueil.shape.allow]` as `"path" = "reason"` or `"path::function" = "reason"`; one that
is no longer needed is reported too.
"""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from tools.code_shape import Function, list_js_functions, list_python_functions

ROOT = Path(__file__).resolve().parents[1]
CODE = [
    ("domain", "*.py"),
    ("server", "*.py"),
    ("kiosk", "*.py"),
    ("web", "*.py"),
    ("rehearsal", "*.py"),
    ("demo", "*.py"),
    ("tools", "*.py"),
    ("bench", "*.py"),
    ("static/js", "*.js"),
]
MAX_FUNCTION_LINES = 40
MAX_PARAMETERS = 5
MAX_FILE_LINES = {".py": 350, ".js": 250}


@dataclass(frozen=True)
class Breach:
    """A limit that a file or function is over; `place` is what an exception names."""

    place: str
    message: str


def check_file(path: str, source: str) -> Iterator[Breach]:
    """What is too long or too wide in one file."""
    suffix = Path(path).suffix
    lines = source.count("\n")
    if lines > MAX_FILE_LINES[suffix]:
        yield Breach(path, f"{path}: {lines} lines, at most {MAX_FILE_LINES[suffix]}")
    functions = list_python_functions(source) if suffix == ".py" else list_js_functions(source)
    for function in functions:
        yield from _check_function(path, function)


def apply_allowed(breaches: list[Breach], allowed: dict[str, str]) -> list[str]:
    """The breaches that no exception covers, and the exceptions that cover nothing."""
    open_ = [
        breach.message
        for breach in breaches
        if not any(fnmatch(breach.place, pattern) for pattern in allowed)
    ]
    stale = [
        f"pyproject.toml: exception no longer needed: {pattern}"
        for pattern in allowed
        if not any(fnmatch(breach.place, pattern) for breach in breaches)
    ]
    return open_ + stale


def main(root: Path = ROOT) -> int:
    """Check; answers the exit code."""
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    allowed = settings.get("tool", {}).get("accueil", {}).get("shape", {}).get("allow", {})
    breaches = [
        breach
        for folder, pattern in CODE
        for path in sorted((root / folder).rglob(pattern))
        for breach in check_file(path.relative_to(root).as_posix(), path.read_text("utf-8"))
    ]
    problems = apply_allowed(breaches, allowed)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _check_function(path: str, function: Function) -> Iterator[Breach]:
    place = f"{path}::{function.name}"
    where = f"{path}:{function.line}: {function.name}"
    if function.length > MAX_FUNCTION_LINES:
        yield Breach(place, f"{where}: {function.length} lines, at most {MAX_FUNCTION_LINES}")
    if function.parameters > MAX_PARAMETERS:
        yield Breach(place, f"{where}: {function.parameters} parameters, at most {MAX_PARAMETERS}")


if __name__ == "__main__":
    sys.exit(main())
