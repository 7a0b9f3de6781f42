"""The texts of one language: read from its areas' .po files, checked, merged.

A language has one file per area (`translations/<language>/<area>.po`). Inside this module a
translation is kept by CLDR plural category (`one`, `few`, `other`, ...), never by its index in the
file: Babel's Arabic header puts `other` before `many`, gettext's customary one the other way.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

LANGUAGES = ("fr", "ar", "en")
SOURCE_LANGUAGE = "en"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
# Enough numbers to meet every category of French, Arabic and English but French's millions.
SAMPLE_NUMBERS = range(201)


class CatalogueError(Exception):
    """A .po file that cannot be used as it is."""


@dataclass(frozen=True)
class Text:
    """One message with its translation by plural category; `other` alone when it has no plural."""

    msgid: str
    plural: str | None
    forms: dict[str, str]
    area: str


def read_language(folder: Path, language: str) -> list[Text]:
    """All texts of `folder/<language>/*.po`; raises `CatalogueError` when one is unreadable."""
    areas = sorted((folder / language).glob("*.po"))
    return [text for path in areas for text in read_area(path, language)]


def read_area(path: Path, language: str) -> list[Text]:
    """The texts of one .po file; an untranslated form is an empty string."""
    try:
        with path.open("rb") as lines:
            catalogue = read_po(lines, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: {error}") from error
    categories = list_categories(catalogue, path.as_posix())
    return [_make_text(message, categories, path.stem) for message in catalogue if message.id]


def list_categories(catalogue: Catalog, where: str) -> list[str]:
    """CLDR category of each msgstr index, found by asking the file's own header.

    Raises `CatalogueError` when the header mixes two categories in one form.
    """
    index_of = c2py(catalogue.plural_expr)
    category_of = Locale.parse(catalogue.locale or "").plural_form
    found: dict[int, set[str]] = {}
    for number in SAMPLE_NUMBERS:
        found.setdefault(index_of(number), set()).add(category_of(number))
    if sorted(found) != list(range(catalogue.num_plurals)) or _has_mixed(found.values()):
        raise CatalogueError(f"{where}: Plural-Forms does not fit {catalogue.locale}")
    return [found[index].pop() for index in sorted(found)]


def merge_areas(texts: Iterable[Text]) -> tuple[dict[str, Text], list[str]]:
    """Texts by msgid, and the contradictions between areas in words."""
    merged: dict[str, Text] = {}
    problems = []
    for text in texts:
        known = merged.setdefault(text.msgid, text)
        if (known.plural, known.forms) != (text.plural, text.forms):
            areas = f"{known.area} and {text.area}"
            problems.append(f"{areas} translate differently: {text.msgid!r}")
    return merged, problems


def list_placeholders(text: str) -> set[str]:
    """Names in `%(name)s` and `%(name)d`."""
    return set(PLACEHOLDER.findall(text))


def is_well_formed(text: str) -> bool:
    """Whether every % is a placeholder or doubled; without a placeholder nothing is formatted."""
    return not list_placeholders(text) or "%" not in PLACEHOLDER.sub("", text).replace("%%", "")


def _make_text(message: Message, categories: list[str], area: str) -> Text:
    """A fuzzy translation is a guess of the merging tool: not a translation."""
    if message.context:
        raise CatalogueError(f"{area}: msgctxt is not supported: {message.id!r}")
    if isinstance(message.id, str):
        return Text(message.id, None, {"other": _given(message, message.string)}, area)
    msgid, plural = message.id
    given = dict(zip(categories, message.string or (), strict=False))
    forms = {name: _given(message, given.get(name)) for name in categories}
    return Text(msgid, plural, forms, area)


def _given(message: Message, string: object) -> str:
    return str(string) if string and not message.fuzzy else ""


def _has_mixed(groups: Iterable[set[str]]) -> bool:
    return any(len(group) > 1 for group in groups)


def check_text(text: Text, language: str) -> Iterator[str]:
    """What is wrong with one translation, in words."""
    for category, form in text.forms.items():
        name = f"{text.area}: {text.msgid!r}" + (f" [{category}]" if text.plural else "")
        if not form:
            yield f"{name} is not translated"
        elif not _has_right_placeholders(text, category, form):
            yield f"{name} has other placeholders than its translation {form!r}"
        else:
            yield from (f"{name}: {fault}" for fault in _check_wording(form, language))


def _has_right_placeholders(text: Text, category: str, form: str) -> bool:
    """Forms for exactly 0, 1 or 2 may leave the number out, as Arabic does; others may not."""
    wanted = list_placeholders(text.plural or text.msgid)
    used = list_placeholders(form)
    may_omit = text.plural and category in {"zero", "one", "two"}
    return is_well_formed(form) and (used <= wanted if may_omit else used == wanted)


def _check_wording(form: str, language: str) -> Iterator[str]:
    """The two typographic rules that are easily broken and hard to see."""
    if language == "fr" and re.search(r"(?<![\u202f;?!])[;?!]|(?<!\u202f):(?=\s|$)", form):
        yield f"narrow no-break space missing before : ; ? ! in {form!r}"
    if language == "ar" and re.search(r"[٠-٩۰-۹]", form):
        yield f"Latin digits wanted in {form!r}"
