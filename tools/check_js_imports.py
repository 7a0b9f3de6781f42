"""Check what JavaScript modules import: files that exist, by relative paths, in one direction.

    .venv/bin/python -m tools.check_js_imports

Import maps do not reach workers, so every import is relative, and a missing file shows only when a
page is opened: this finds it earlier. `domain` and `helpers` import nothing outside themselves.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
JS = Path("static/js")
CLOSED_FOLDERS = ("domain", "helpers")
IMPORT = re.compile(
    r"""^\s*(?:import|export)\b[^;'"]*?from\s*["']([^"']+)["']"""
    r"""|^\s*import\s*["']([^"']+)["']"""
    r"""|\bimport\(\s*["']([^"']+)["']\s*\)""",
    re.MULTILINE,
)


def list_imports(source: str) -> Iterator[str]:
    """The module names that a file imports; types named in JSDoc comments do not count."""
    code = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    for match in IMPORT.finditer(code):
        yield next(group for group in match.groups() if group)


def check_module(root: Path, module: Path) -> Iterator[str]:
    """What is wrong with the imports of one file, in words."""
    place = module.relative_to(root)
    for name in list_imports(module.read_text("utf-8")):
        target = (module.parent / name).resolve()
        if not name.startswith("."):
            yield f"{place}: {name!r} is not a relative path"
        elif not target.is_file():
            yield f"{place}: {name!r} does not exist"
        elif not _may_import(module, target, root / JS):
            yield f"{place}: {name!r} leaves a folder that imports nothing else"


def main(root: Path = ROOT) -> int:
    """Check; answers the exit code."""
    modules = sorted((root / JS).rglob("*.js"))
    problems = [problem for module in modules for problem in check_module(root, module)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _may_import(module: Path, target: Path, folder: Path) -> bool:
    closed = [folder / name for name in CLOSED_FOLDERS if module.is_relative_to(folder / name)]
    return all(target.is_relative_to(inside) for inside in closed)


if __name__ == "__main__":
    sys.exit(main())
