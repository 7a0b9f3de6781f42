"""Which column is what: guessed from headers and contents, shown, corrected by the organizer."""

import re
from collections.abc import Sequence
from functools import lru_cache

from server.importing.column_contents import ColumnContents, describe_column
from server.importing.folding import fold_text
from server.importing.header_words import (
    BUYER_WORDS,
    IDENTITY_WORDS,
    PERSON_NAME,
    REPEATABLE_FIELDS,
    UNUSED,
    WORDS,
)
from server.importing.mapping import (
    FIRST_LAST,
    LAST_FIRST,
    ColumnChoice,
    ColumnMapping,
)
from server.importing.table import Table

_PARTS = re.compile(r"[/|()\[\]\n•·–—:*]+")
_WHOLE, _PART, _CONTAINED, _BY_CONTENT = 1.0, 0.95, 0.7, 0.6
_BUYER_SHARE = 0.4
_LEAST = 0.3
_LAST_FIRST_HEADER = re.compile(r"^(votre )?noms? .*prenoms?|^اللقب ?و")

Scores = dict[str, float]


@lru_cache(maxsize=1)
def _fields_by_phrase() -> dict[str, str]:
    return {fold_text(words): field for field, phrases in WORDS.items() for words in phrases}


@lru_cache(maxsize=1)
def _identity_phrases() -> frozenset[str]:
    return frozenset(map(fold_text, IDENTITY_WORDS))


@lru_cache(maxsize=4096)
def score_header(header: str) -> Scores:
    """Field to confidence (0-1) by the header's words alone. May hold `person_name`, `unused`."""
    whole = fold_text(header)
    phrases = _fields_by_phrase()
    scores: Scores = {}
    if whole in phrases:
        scores[phrases[whole]] = _WHOLE
    for part in map(fold_text, _PARTS.split(header)):
        if part in phrases:
            _raise_score(scores, phrases[part], _PART)
    if not scores:
        scores = _score_contained(whole)
    if any(word in whole.split() for word in BUYER_WORDS):
        scores = {field: score * _BUYER_SHARE for field, score in scores.items()}
    return scores


def is_identity_header(header: str) -> bool:
    """An identity-card or passport number: never taken in."""
    parts = [fold_text(header), *map(fold_text, _PARTS.split(header))]
    return any(part in _identity_phrases() for part in parts)


def count_known(cells: Sequence[str]) -> int:
    """How many cells are words that head columns: how `header_row` knows a header row."""
    known = (score_header(cell) for cell in cells if cell.strip() and len(cell) < 120)
    return sum(max(scores.values(), default=0) >= 0.5 for scores in known)


def _raise_score(scores: Scores, field: str, score: float) -> None:
    scores[field] = max(score, scores.get(field, 0.0))


def _score_contained(whole: str) -> Scores:
    """Known phrases inside a longer heading ("Quelle est votre adresse e-mail ?")."""
    words = whole.split()
    if len(words) < 2 or len(words) > 25:
        return {}
    phrases = _fields_by_phrase()
    scores: Scores = {}
    covered: set[int] = set()
    for length in (5, 4, 3, 2, 1):
        for start in range(len(words) - length, -1, -1):
            field = phrases.get(" ".join(words[start : start + length]))
            place = range(start, start + length)
            if field is None or field == UNUSED or covered & set(place):
                continue
            covered.update(place)
            weight = _CONTAINED * (0.75 + 0.25 * length / len(words)) - 0.05 * len(scores)
            _raise_score(scores, field, round(weight, 2))
    return scores


def guess_mapping(table: Table) -> ColumnMapping:
    """The likeliest mapping, each column with its confidence and alternatives."""
    contents = [describe_column(table.column(index)) for index in range(len(table.headers))]
    scores = [
        _weigh_contents(dict(score_header(header)), column)
        for header, column in zip(table.headers, contents, strict=True)
    ]
    _settle_person_names(scores)
    _use_arabic_fields(scores, contents)
    chosen = _assign(scores)
    choices = tuple(
        _make_choice(index, table.headers[index], scores[index], chosen.get(index))
        for index in range(len(table.headers))
    )
    return ColumnMapping(choices, _guess_name_order(choices))


def _weigh_contents(scores: Scores, contents: ColumnContents) -> Scores:
    """Correct what the header promises by what the cells hold."""
    if "email" in scores and contents.is_telling and contents.email_share < 0.2:
        scores["email"] *= 0.5
    if contents.email_share > 0.6:
        scores = {"email": max(scores.get("email", 0.0), _BY_CONTENT)}
    if contents.phone_share > 0.6 and not scores:
        _raise_score(scores, "phone", _BY_CONTENT)
    if contents.category_share > 0.6:
        _raise_score(scores, "category", _WHOLE if scores else _BY_CONTENT)
    if contents.status_share > 0.6 and ("status" in scores or not scores):
        _raise_score(scores, "status", _PART if scores else _BY_CONTENT)
    return scores


def _settle_person_names(scores: list[Scores]) -> None:
    """ "Nom" beside "Prénom" is the family name, "الاسم" beside "اللقب" the given name."""
    has_first = any(_best(column) == "first_name" for column in scores)
    has_last = any(_best(column) == "last_name" for column in scores)
    field = "last_name" if has_first else "first_name" if has_last else "full_name"
    for column in scores:
        if PERSON_NAME in column:
            score = column.pop(PERSON_NAME)
            _raise_score(column, field, score)
            for other in ("full_name", "last_name", "first_name"):
                column.setdefault(other, round(min(0.4, score * 0.4), 2))


def _use_arabic_fields(scores: list[Scores], contents: list[ColumnContents]) -> None:
    for column, described in zip(scores, contents, strict=True):
        if described.arabic_share > 0.5:
            for field in ("first_name", "last_name", "full_name"):
                if field in column:
                    column[f"{field}_ar"] = column.pop(field)


def _best(scores: Scores) -> str | None:
    return max(scores, key=lambda field: scores[field]) if scores else None


def _assign(scores: list[Scores]) -> dict[int, str]:
    """Each field to its surest column, each column to one field; ties go to the left."""
    wishes = sorted(
        (-score, index, field)
        for index, column in enumerate(scores)
        for field, score in column.items()
        if score >= _LEAST
    )
    chosen: dict[int, str] = {}
    taken: set[str] = set()
    for _, index, field in wishes:
        if index in chosen or field in taken and field not in REPEATABLE_FIELDS:
            continue
        if field != UNUSED and field != _best(scores[index]) and _is_second_hand(scores[index]):
            continue
        chosen[index] = field
        if field != UNUSED:
            taken.add(field)
    return {index: field for index, field in chosen.items() if field != UNUSED}


def _is_second_hand(scores: Scores) -> bool:
    """A column whose best field went to another column keeps out, unless it is sure too."""
    ranked = sorted(scores.values(), reverse=True)
    return len(ranked) > 1 and ranked[1] < _PART


def _make_choice(index: int, header: str, scores: Scores, field: str | None) -> ColumnChoice:
    ranked = sorted((f for f in scores if f != UNUSED), key=lambda f: -scores[f])
    alternatives = tuple(other for other in ranked if other != field)
    confidence = scores[field] if field else 0.0
    return ColumnChoice(index, header, field, round(confidence, 2), alternatives)


def _guess_name_order(choices: Sequence[ColumnChoice]) -> str:
    """ "Nom et prénom" announces the family name first."""
    headers = (c.header for c in choices if c.field in ("full_name", "full_name_ar"))
    is_reversed = any(_LAST_FIRST_HEADER.match(fold_text(header)) for header in headers)
    return LAST_FIRST if is_reversed else FIRST_LAST
