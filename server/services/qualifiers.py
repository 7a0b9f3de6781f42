"""An exhibitor's questions: written, ordered, put aside. Codes stay once they are given."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from domain.errors import AccueilError, ConflictError, NotFoundError
from domain.qualifier_packs import PACKS
from domain.qualifiers import (
    KINDS,
    KINDS_WITH_OPTIONS,
    LANGUAGES,
    Condition,
    Option,
    Qualifier,
    is_question_code,
)
from server.services.configuration import check_name, move_in_order
from server.services.ids import new_id
from server.storage import qualifiers as rows
from server.storage.database import Database
from server.storage.exhibitors import get_exhibitor, next_change_numbers
from server.storage.rows import Row

MOST_QUALIFIERS = 60
MOST_OPTIONS = 50
MOST_LABEL = 200


@dataclass(frozen=True)
class StoredQualifier:
    """A question as kept; `archived_at` says since when it is asked no longer."""

    id: str
    qualifier: Qualifier
    archived_at: int | None

    def to_wire(self) -> dict[str, Any]:
        """As devices get it."""
        return asdict(self.qualifier)


def get_qualifiers(
    database: Database, exhibitor_id: str, *, is_with_archived: bool = False
) -> list[StoredQualifier]:
    """An exhibitor's questions in their order; exports want archived ones too."""
    with database.read() as connection:
        found = [_read(row) for row in rows.get_qualifiers(connection, exhibitor_id)]
    return [one for one in found if is_with_archived or one.archived_at is None]


def add_qualifier(database: Database, exhibitor_id: str, new: Qualifier, now: int) -> str:
    """Another question, last in order; returns its id.

    Raises AccueilError `bad_qualifier` (params say which `field`), `name_missing`,
    `name_too_long`, `too_many_qualifiers`, ConflictError `code_taken`, NotFoundError
    `exhibitor_unknown`.
    """
    return add_qualifiers(database, exhibitor_id, [new], now)[0]


def add_pack(database: Database, exhibitor_id: str, name: str, now: int) -> list[str]:
    """The questions of a ready pack (`bpo`) that the exhibitor does not have yet.

    Raises NotFoundError `pack_unknown`, and what `add_qualifier` raises.
    """
    if name not in PACKS:
        raise NotFoundError("pack_unknown", f"no pack of questions {name!r}")
    with database.read() as connection:
        taken = {row["code"] for row in rows.get_qualifiers(connection, exhibitor_id)}
    missing = [one for one in PACKS[name] if one.code not in taken]
    return add_qualifiers(database, exhibitor_id, missing, now)


def add_qualifiers(
    database: Database, exhibitor_id: str, new: Sequence[Qualifier], now: int
) -> list[str]:
    """Several questions, all or none; see `add_qualifier`."""
    checked = [check_qualifier(one) for one in new]

    def add(connection: Connection) -> list[str]:
        if get_exhibitor(connection, exhibitor_id) is None:
            raise NotFoundError("exhibitor_unknown", f"no exhibitor {exhibitor_id!r}")
        count = len(rows.get_qualifiers(connection, exhibitor_id))
        if count + len(checked) > MOST_QUALIFIERS:
            raise AccueilError("too_many_qualifiers", f"at most {MOST_QUALIFIERS} questions")
        made = [
            {"id": new_id(now), "exhibitor_id": exhibitor_id, "position": count + place}
            | {"code": one.code, "kind": one.kind, **_texts(one)}
            for place, one in enumerate(checked)
        ]
        rows.add_qualifiers(connection, made)
        next_change_numbers(connection, exhibitor_id)
        return [str(row["id"]) for row in made]

    try:
        return database.write(add)
    except IntegrityError as error:
        raise ConflictError("code_taken", "there is a question of that code") from error


def change_qualifier(
    database: Database, exhibitor_id: str, qualifier_id: str, new: Qualifier
) -> None:
    """Other labels, options or condition for a question; its code and kind stay as they are.

    Raises NotFoundError `qualifier_unknown`, and what `add_qualifier` raises.
    """

    def change(connection: Connection) -> None:
        known = _get(connection, exhibitor_id, qualifier_id)
        same = Qualifier(known["code"], known["kind"], new.labels, new.options, new.condition)
        rows.set_qualifier(connection, qualifier_id, **_texts(check_qualifier(same)))
        next_change_numbers(connection, exhibitor_id)

    database.write(change)


def archive_qualifier(
    database: Database, exhibitor_id: str, qualifier_id: str, now: int | None
) -> None:
    """Ask a question no longer (`now`), or again (None); its answers stay either way.

    Raises NotFoundError `qualifier_unknown`.
    """

    def archive(connection: Connection) -> None:
        _get(connection, exhibitor_id, qualifier_id)
        rows.set_qualifier(connection, qualifier_id, archived_at=now)
        next_change_numbers(connection, exhibitor_id)

    database.write(archive)


def move_qualifier(database: Database, exhibitor_id: str, qualifier_id: str, step: int) -> None:
    """Ask a question `step` places later (-1: earlier). Raises NotFoundError
    `qualifier_unknown`."""

    def move(connection: Connection) -> None:
        _get(connection, exhibitor_id, qualifier_id)
        ids = [row["id"] for row in rows.get_qualifiers(connection, exhibitor_id)]
        for position, one in enumerate(move_in_order(ids, qualifier_id, step)):
            rows.set_qualifier(connection, one, position=position)
        next_change_numbers(connection, exhibitor_id)

    database.write(move)


def check_qualifier(new: Qualifier) -> Qualifier:
    """The question with its labels trimmed. Raises AccueilError, see `add_qualifier`."""
    codes = [option.code for option in new.options]
    if not is_question_code(new.code):
        raise _bad("code")
    if new.kind not in KINDS:
        raise _bad("kind")
    has_options = 0 < len(codes) <= MOST_OPTIONS and len(set(codes)) == len(codes)
    if has_options != (new.kind in KINDS_WITH_OPTIONS) or not all(map(is_question_code, codes)):
        raise _bad("options")
    if new.condition is not None and not _is_condition(new.condition, new.code):
        raise _bad("condition")
    options = tuple(Option(one.code, _labels(one.labels)) for one in new.options)
    return Qualifier(new.code, new.kind, _labels(new.labels), options, new.condition)


def _is_condition(condition: Condition, code: str) -> bool:
    is_other = is_question_code(condition.question) and condition.question != code
    return is_other and bool(condition.any_of) and all(map(is_question_code, condition.any_of))


def _labels(labels: Mapping[str, str]) -> dict[str, str]:
    """In all three languages; one that is missing is taken from another."""
    first = next((labels[one] for one in LANGUAGES if labels.get(one, "").strip()), "")
    return {
        one: check_name(labels.get(one, "").strip() or first, "labels", MOST_LABEL)
        for one in LANGUAGES
    }


def _bad(field: str) -> AccueilError:
    return AccueilError("bad_qualifier", f"the question's {field} cannot be used", field=field)


def _texts(qualifier: Qualifier) -> Row:
    whole = asdict(qualifier)
    condition = whole["condition"]
    return {
        "labels": json.dumps(whole["labels"], ensure_ascii=False),
        "options": json.dumps(whole["options"], ensure_ascii=False),
        "condition": None if condition is None else json.dumps(condition),
    }


def _get(connection: Connection, exhibitor_id: str, qualifier_id: str) -> Row:
    for row in rows.get_qualifiers(connection, exhibitor_id):
        if row["id"] == qualifier_id:
            return row
    raise NotFoundError("qualifier_unknown", "this exhibitor has no such question")


def _read(row: Row) -> StoredQualifier:
    options = tuple(Option(**one) for one in json.loads(row["options"]))
    raw = json.loads(row["condition"]) if row["condition"] else None
    condition = Condition(raw["question"], tuple(raw["any_of"])) if raw else None
    labels = json.loads(row["labels"])
    qualifier = Qualifier(row["code"], row["kind"], labels, options, condition)
    return StoredQualifier(row["id"], qualifier, row["archived_at"])
