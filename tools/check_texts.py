"""Check that every text in the code is in the catalogues, as a plural where it is used as one.

    .venv/bin/python -m tools.check_texts [--unused]

Looks at the literal first argument of `_`, `gettext`, `ngettext` and their lazy forms in Python and
in templates, and of `t` and `tn` in JavaScript. A text that stands in a table and is translated
through a variable is marked with `N_("...")`. `--unused` lists what no code names.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from babel.messages.extract import extract
from jinja2 import TemplateSyntaxError

from tools.catalogues import CatalogueError, Text
from tools.compile_translations import read_catalogues

ROOT = Path(__file__).resolve().parents[1]
PYTHON_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
JS_KEYWORDS: dict[str, tuple[int, ...] | None] = {"t": None, "tn": (1, 2)}

# Where texts stand: folder, pattern, extraction method, keywords.
SOURCES = [
    ("server", "*.py", "python", PYTHON_KEYWORDS),
    ("kiosk", "*.py", "python", PYTHON_KEYWORDS),
    ("templates", "*.*", "jinja2.ext:babel_extract", PYTHON_KEYWORDS),
    ("static/js", "*.js", "javascript", JS_KEYWORDS),
]
OPTIONS: dict[str, dict[str, Any]] = {
    "python": {},
    "jinja2.ext:babel_extract": {"silent": "false"},
    "javascript": {"jsx": False, "parse_template_string": True},
}


@dataclass(frozen=True)
class Use:
    """A text as the code names it."""

    where: str
    msgid: str
    plural: str | None


def find_uses(root: Path) -> Iterator[Use]:
    """Every text that the code below `root` shows; raises `CatalogueError` on broken templates."""
    for folder, pattern, method, keywords in SOURCES:
        for path in sorted((root / folder).rglob(pattern)):
            with path.open("rb") as lines:
                yield from _read_uses(lines, path.relative_to(root), method, keywords)


def check_uses(uses: list[Use], texts: dict[str, Text]) -> Iterator[str]:
    """The uses that the catalogue cannot serve, in words."""
    for use in uses:
        known = texts.get(use.msgid)
        if known is None:
            yield f"{use.where}: not in the catalogues: {use.msgid!r}"
        elif use.plural is not None and use.plural != known.plural:
            yield f"{use.where}: the catalogues have another plural: {use.msgid!r}"


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Check; answers the exit code."""
    try:
        catalogues, problems = read_catalogues(root / "translations")
        uses = list(find_uses(root))
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    texts = {msgid: text for known in catalogues.values() for msgid, text in known.items()}
    if "--unused" in arguments:
        print("\n".join(sorted(texts.keys() - {use.msgid for use in uses})))
    problems = [f"translations/{problem}" for problem in problems] + list(check_uses(uses, texts))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _read_uses(
    lines: IO[bytes], path: Path, method: str, keywords: dict[str, tuple[int, ...] | None]
) -> Iterator[Use]:
    try:
        for line, message, _, _ in extract(method, lines, keywords, options=OPTIONS[method]):
            msgid, plural = message if isinstance(message, tuple) else (message, None)
            yield Use(f"{path}:{line}", msgid, plural)
    except TemplateSyntaxError as error:
        raise CatalogueError(f"{path}:{error.lineno}: {error.message}") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
