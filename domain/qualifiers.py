"""An exhibitor's questions and their answers. Answers are codes, whatever language was shown.

The JavaScript twin is `static/js/domain/qualifiers.js`.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.wire_checks import MAX_SAFE, clean_text, whole_number

SINGLE, MULTIPLE, CHOICE_OTHER = "single", "multiple", "choice_other"
TEXT, NUMBER, DATE = "text", "number", "date"
YES_NO, RATING, CONSENT = "yes_no", "rating", "consent"
KINDS = (SINGLE, MULTIPLE, CHOICE_OTHER, TEXT, NUMBER, DATE, YES_NO, RATING, CONSENT)
KINDS_WITH_OPTIONS = (SINGLE, MULTIPLE, CHOICE_OTHER)
LANGUAGES = ("fr", "ar", "en")
MAX_ANSWER = 2_000
MAX_CHOSEN = 50
MOST_STARS = 5
NOT_APPLICABLE = {"na": True}
"""The answer "does not apply", which is not the same as no answer."""

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


@dataclass(frozen=True)
class Option:
    """One answer to choose; `labels` by language."""

    code: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Condition:
    """A question is asked only where `question` was answered with one of `any_of`."""

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True)
class Qualifier:
    """A question. `code` never changes: answers and exports hang on it."""

    code: str
    kind: str
    labels: Mapping[str, str]
    options: tuple[Option, ...] = ()
    condition: Condition | None = None


def is_question_code(text: object) -> bool:
    """Whether `text` can name a question or an option: lower case, digits, underscore."""
    return isinstance(text, str) and _CODE.fullmatch(text) is not None


def read_answer(value: object) -> Any:
    """An answer of any kind as it is kept; None takes an answer back.

    Whether it fits its question is not asked: questions change, what was answered stays. Raises
    ValueError for what no kind of question can have.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean_text(value, MAX_ANSWER)
    if isinstance(value, int | float):
        return _read_number(value)
    if isinstance(value, list):
        return _read_codes(value)
    if isinstance(value, Mapping):
        return _read_object(value)
    raise ValueError("no answer looks like this")


def is_asked(qualifier: Qualifier, answers: Mapping[str, Any]) -> bool:
    """Whether the question is asked after these answers (by question code)."""
    if qualifier.condition is None:
        return True
    chosen = chosen_codes(answers.get(qualifier.condition.question))
    return any(code in qualifier.condition.any_of for code in chosen)


def chosen_codes(answer: object) -> tuple[str, ...]:
    """The codes in an answer: yes and no are `yes` and `no`, "other" is `other`."""
    if isinstance(answer, bool):
        return ("yes" if answer else "no",)
    if isinstance(answer, str):
        return (answer,)
    if isinstance(answer, Sequence):
        return tuple(code for code in answer if isinstance(code, str))
    if isinstance(answer, Mapping):
        codes = (answer.get("code"), "other" if answer.get("other") else None)
        return tuple(code for code in codes if isinstance(code, str))
    return ()


def fits(qualifier: Qualifier, answer: object) -> bool:
    """Whether an answer is one of this question's, as it is asked now."""
    if isinstance(answer, Mapping) and answer.get("na") is True:
        return True
    codes = {option.code for option in qualifier.options}
    if qualifier.kind == SINGLE:
        return isinstance(answer, str) and answer in codes
    if qualifier.kind == MULTIPLE:
        return isinstance(answer, list) and all(one in codes for one in answer)
    if qualifier.kind == CHOICE_OTHER:
        return isinstance(answer, Mapping) and _fits_choice(answer, codes)
    return _fits_plain(qualifier.kind, answer)


def _fits_choice(answer: Mapping[str, Any], codes: set[str]) -> bool:
    code, other = answer.get("code"), answer.get("other")
    return (code in codes) if other is None else isinstance(other, str) and code is None


def _fits_plain(kind: str, answer: object) -> bool:
    is_number = isinstance(answer, int | float) and not isinstance(answer, bool)
    if kind == TEXT:
        return isinstance(answer, str)
    if kind == NUMBER:
        return is_number
    if kind == DATE:
        return isinstance(answer, str) and _DAY.fullmatch(answer) is not None
    if kind == YES_NO:
        return isinstance(answer, bool)
    if kind == RATING:
        return is_number and answer in range(1, MOST_STARS + 1)
    return isinstance(answer, Mapping) and isinstance(answer.get("given"), bool)


def _read_number(value: float) -> float:
    if not math.isfinite(value) or abs(value) > MAX_SAFE:
        raise ValueError("numbers beyond 2^53 are not exact")
    number: float = whole_number(value)
    return number


def _read_codes(value: list[Any]) -> list[str]:
    if len(value) > MAX_CHOSEN or not all(is_question_code(code) for code in value):
        raise ValueError("a choice of several is a list of codes")
    return sorted(set(value))


def _read_object(value: Mapping[str, Any]) -> dict[str, Any]:
    if value.get("na") is True:
        return dict(NOT_APPLICABLE)
    if "given" in value:
        return _read_consent(value)
    code, other = value.get("code"), value.get("other")
    if isinstance(other, str) and code is None:
        return {"code": None, "other": clean_text(other, MAX_ANSWER)}
    if is_question_code(code) and other is None:
        return {"code": code, "other": None}
    raise ValueError("a choice is a code or other words")


def _read_consent(value: Mapping[str, Any]) -> dict[str, Any]:
    given, language = value.get("given"), value.get("language")
    if not isinstance(given, bool) or not isinstance(language, str) or language not in LANGUAGES:
        raise ValueError("a consent is given or not, in one of our languages")
    return {"given": given, "language": language}
