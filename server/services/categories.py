"""Categories of an edition: visitor, exhibitor, press ..., each with a name in three languages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.entities import Category
from domain.errors import AccueilError, NotFoundError
from server.services.configuration import (
    Change,
    check_name,
    move_in_order,
    write_configuration,
)
from server.services.ids import new_id
from server.services.slugs import make_slug
from server.storage import categories as category_rows
from server.storage.database import Database
from server.storage.rows import Row

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_CODE = re.compile(r"[\w-]{1,40}")
_LONGEST_CODE = 40


@dataclass(frozen=True)
class NewCategory:
    """What an organizer says of a category; `color` is `#rrggbb`. Without a `code`, the word that
    import files may use, one is made from the name."""

    name_fr: str
    name_ar: str
    name_en: str
    color: str
    code: str = ""


USUAL_CATEGORIES = (
    NewCategory("Visiteur", "زائر", "Visitor", "#137a3e", "visitor"),
    NewCategory("Exposant", "عارض", "Exhibitor", "#0d5c8c", "exhibitor"),
    NewCategory("Intervenant", "متحدث", "Speaker", "#6b3fa0", "speaker"),
    NewCategory("Presse", "صحافة", "Press", "#a8326e", "press"),
    NewCategory("VIP", "كبار الشخصيات", "VIP", "#8a6d00", "vip"),
    NewCategory("Organisation", "التنظيم", "Staff", "#0d3b3f", "organizer"),
)
"""What most fairs have; the codes are those the import understands in three languages."""


def add_category(
    database: Database, event_id: str, new: NewCategory, now: int, actor: str = "command"
) -> str:
    """Store a category behind the others; returns its id.

    Raises AccueilError `name_missing`, `name_too_long`, `bad_color` or `bad_category_code`,
    ConflictError `category_exists`.
    """
    return add_categories(database, event_id, [new], now, actor)[0]


def add_categories(
    database: Database, event_id: str, new: Sequence[NewCategory], now: int, actor: str = "command"
) -> list[str]:
    """Store several categories or none; ids in order. The same errors as `add_category`."""
    rows = [_make_row(one) | {"id": new_id(now)} for one in new]

    def add(change: Change) -> list[str]:
        known = category_rows.get_categories(change.connection, event_id)
        for position, row in enumerate(rows, start=len(known)):
            row["code"] = row["code"] or _free_code(row["name_en"], known)
            place = {"position": position, "change_number": change.number}
            category_rows.add_category(change.connection, row | place | {"event_id": event_id})
            change.log("category_added", row["id"], code=row["code"])
        return [row["id"] for row in rows]

    return write_configuration(database, event_id, now, actor, add, taken_code="category_exists")


def _free_code(name: str, known: Sequence[Category]) -> str:
    """A code from the name; numbered where the name has no Latin letters or the code is taken."""
    wanted = make_slug(name)[: _LONGEST_CODE - 4].strip("-") or "category"
    taken = {category.code for category in known}
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (wanted, *numbered) if code not in taken)


def change_category(
    database: Database, category_id: str, changed: NewCategory, now: int, actor: str = "command"
) -> Category:
    """Give a category other names and another colour (its code stays); returns what it was.

    Raises NotFoundError `category_unknown` and the errors of `add_category`.
    """
    row = _make_row(changed)
    del row["code"]
    before = get_category(database, category_id)

    def change_row(change: Change) -> None:
        row["change_number"] = change.number
        category_rows.set_category(change.connection, category_id, **row)
        change.log("category_changed", category_id, **vars(changed))

    write_configuration(database, before.event_id, now, actor, change_row)
    return before


def _make_row(new: NewCategory) -> Row:
    if not _COLOR.fullmatch(new.color):
        raise AccueilError("bad_color", "a colour is written #rrggbb", field="color")
    if new.code and not _CODE.fullmatch(new.code):
        message = "a category code is up to 40 letters, digits and dashes"
        raise AccueilError("bad_category_code", message, field="code")
    names = {name: check_name(getattr(new, name), name) for name in _NAMES}
    return names | {"code": new.code, "color": new.color.lower()}


_NAMES = ("name_fr", "name_ar", "name_en")


def move_category(
    database: Database, category_id: str, step: int, now: int, actor: str = "command"
) -> None:
    """Move a category `step` places down the organizer's order (-1: up).

    Raises NotFoundError `category_unknown`.
    """
    event_id = get_category(database, category_id).event_id

    def move(change: Change) -> None:
        known = category_rows.get_categories(change.connection, event_id)
        order = move_in_order([category.id for category in known], category_id, step)
        place = {one: position for position, one in enumerate(order)}
        for category in known:
            if category.position != place[category.id]:
                values = {"position": place[category.id], "change_number": change.number}
                category_rows.set_category(change.connection, category.id, **values)
        change.log("categories_ordered", event_id, order=order)

    write_configuration(database, event_id, now, actor, move)


def get_category(database: Database, category_id: str) -> Category:
    """One category. Raises NotFoundError `category_unknown`."""
    with database.read() as connection:
        category = category_rows.get_category(connection, category_id)
    if category is None:
        raise NotFoundError("category_unknown", f"no category {category_id!r}")
    return category
