"""Compile the .po files of every language for the server (.mo) and for the browser (JSON).

    .venv/bin/python -m tools.compile_translations [--check]

Merges all areas of a language into `translations/<language>/LC_MESSAGES/messages.mo` and
`static/i18n/<language>.json`. Writes nothing when a text is missing or contradicts itself, and says
which. `--check` only looks.
"""

import io
import json
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tools.catalogues import (
    LANGUAGES,
    SOURCE_LANGUAGE,
    CatalogueError,
    Text,
    check_text,
    list_categories,
    merge_areas,
    read_language,
)

ROOT = Path(__file__).resolve().parents[1]
Texts = dict[str, Text]


def read_catalogues(folder: Path) -> tuple[dict[str, Texts], list[str]]:
    """Texts by language and msgid, and everything that is wrong with them in words."""
    catalogues, problems = {}, []
    for language in LANGUAGES:
        texts = [_fill_source(text, language) for text in read_language(folder, language)]
        catalogues[language], contradictions = merge_areas(texts)
        found = [fault for text in texts for fault in check_text(text, language)]
        problems += [f"{language}/{fault}" for fault in contradictions + found]
    return catalogues, problems + find_absent(catalogues)


def find_absent(catalogues: dict[str, Texts]) -> list[str]:
    """Texts that one language has and another has not, or has with another plural."""
    problems = []
    for msgid, text in sorted(_join(catalogues).items()):
        for language, texts in catalogues.items():
            if msgid not in texts:
                problems.append(f"{language}/{text.area}: {msgid!r} is absent")
            elif texts[msgid].plural != text.plural:
                problems.append(f"{language}/{text.area}: {msgid!r} has another plural")
    return problems


def to_json(language: str, texts: Texts) -> str:
    """The browser's catalogue: a text is a string, or strings by CLDR plural category."""
    messages = {
        msgid: text.forms if text.plural else text.forms["other"] for msgid, text in texts.items()
    }
    return json.dumps({"locale": language, "messages": messages}, ensure_ascii=False, indent=1)


def to_mo(language: str, texts: Texts) -> bytes:
    """The server's catalogue; plural forms in the order of Babel's own header."""
    catalogue = Catalog(locale=language, fuzzy=False)
    categories = list_categories(catalogue, language)
    for text in texts.values():
        forms = tuple(text.forms.get(name, "") for name in categories)
        if text.plural:
            catalogue.add((text.msgid, text.plural), forms)
        else:
            catalogue.add(text.msgid, text.forms["other"])
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def write_catalogues(root: Path, catalogues: dict[str, Texts]) -> None:
    """Write both forms of every language below `root`."""
    for language, texts in catalogues.items():
        ordered = dict(sorted(texts.items()))
        mo = root / "translations" / language / "LC_MESSAGES" / "messages.mo"
        _replace_file(mo, to_mo(language, ordered))
        json_path = root / "static" / "i18n" / f"{language}.json"
        _replace_file(json_path, to_json(language, ordered).encode())


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Compile or check; answers the exit code."""
    try:
        catalogues, problems = read_catalogues(root / "translations")
    except CatalogueError as error:
        catalogues, problems = {}, [str(error)]
    for problem in problems:
        print(f"translations/{problem}", file=sys.stderr)
    if problems:
        return 1
    if "--check" not in arguments:
        write_catalogues(root, catalogues)
    return 0


def _fill_source(text: Text, language: str) -> Text:
    """The source language may leave its translations empty: the msgid is the text."""
    if language != SOURCE_LANGUAGE:
        return text
    source = {"one": text.msgid, "other": text.plural or text.msgid}
    forms = {name: form or source[name] for name, form in text.forms.items()}
    return Text(text.msgid, text.plural, forms, text.area)


def _join(catalogues: dict[str, Texts]) -> Texts:
    joined: Texts = {}
    for texts in catalogues.values():
        joined = texts | joined
    return joined


def _replace_file(path: Path, content: bytes) -> None:
    """In one step, so that a running server never reads half a catalogue."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
