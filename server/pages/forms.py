"""What set-up forms share: values and the error at its field, numbers as people type them, undo."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import redirect, request, session
from flask.typing import ResponseReturnValue

from domain.errors import AccueilError
from server.error_texts import error_text

REFUSED = 422
"""Status of a form that is shown again because a field cannot be used."""
_UNDO = "undo"


@dataclass(frozen=True)
class Form:
    """What a form's fields show, and what is wrong with them in the reader's language; the error
    under "" concerns no single field."""

    values: Mapping[str, Any]
    errors: Mapping[str, str] = field(default_factory=dict)


def refuse(values: Mapping[str, Any], error: AccueilError) -> Form:
    """The form as it was sent, with the error at the field that it names."""
    return Form(values, {str(error.params.get("field", "")): error_text(error)})


def sent(*lists: str) -> dict[str, Any]:
    """The fields of the form that was sent; those in `lists` with all their values."""
    one_by_one: dict[str, Any] = request.form.to_dict()
    return one_by_one | {name: request.form.getlist(name) for name in lists}


def read_number(text: str, code: str, name: str) -> int | None:
    """A whole number in digits of any script, blanks allowed inside; None when empty.

    Raises AccueilError `code` at the field `name`.
    """
    blanks = (letter for letter in text if not letter.isspace())
    digits = "".join(str(unicodedata.digit(letter, letter)) for letter in blanks)
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise AccueilError(code, f"{text!r} is not a whole number", field=name)
    return int(digits)


def go_to(address: str) -> ResponseReturnValue:
    """Answer a form that was taken: the browser loads another page and can reload it safely."""
    return redirect(address, code=303)


def offer_undo(text: str, action: str, fields: Mapping[str, str]) -> None:
    """Let the next page say what was done, with a button that sends `fields` to `action`."""
    session[_UNDO] = {"text": text, "action": action, "fields": dict(fields)}


def take_undo() -> dict[str, Any] | None:
    """What the page being made may offer to take back; told once."""
    offered: dict[str, Any] | None = session.pop(_UNDO, None)
    return offered
