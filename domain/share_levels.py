"""How much of a visitor's details exhibitors get: chosen by the visitor, printed on the badge.

The JavaScript twin is `static/js/domain/share-levels.js`.
"""

from dataclasses import dataclass
from typing import Any

from domain.entities import Attendee

NONE = "none"
CARD = "card"
MAIL = "mail"
ALL = "all"


@dataclass(frozen=True)
class ShareLevel:
    """A level: the letter and the shape that say it on paper, and the fields it gives."""

    code: str
    letter: str
    shape: str
    fields: tuple[str, ...]


_CARD = (
    "first_name",
    "last_name",
    "first_name_ar",
    "last_name_ar",
    "company",
    "job_title",
    "city",
    "country",
)
CONTACT_FIELDS = (*_CARD, "email", "phone")
SHARE_LEVELS = (
    ShareLevel(NONE, "N", "octagon", ()),
    ShareLevel(CARD, "C", "circle", _CARD),
    ShareLevel(MAIL, "M", "square", (*_CARD, "email")),
    ShareLevel(ALL, "A", "star", CONTACT_FIELDS),
)
_BY_CODE = {level.code: level for level in SHARE_LEVELS}


def find_share_level(code: str) -> ShareLevel:
    """The level of that name; a name nobody knows gives nothing."""
    return _BY_CODE.get(code, _BY_CODE[NONE])


def fields_shared(code: str) -> tuple[str, ...]:
    """The fields of an attendee that exhibitors get at this level."""
    return find_share_level(code).fields


def share_contact(attendee: Attendee, share_as: str | None = None) -> dict[str, Any] | None:
    """What an exhibitor gets of an attendee, or None at level `none`.

    Every field of CONTACT_FIELDS is there: None where it is not shared, empty where it was not
    given. `share_as` is the e-mail address the visitor wants exhibitors to use instead of his own.
    """
    shared = fields_shared(attendee.share_level)
    if not shared:
        return None
    contact = {f: getattr(attendee, f) if f in shared else None for f in CONTACT_FIELDS}
    if share_as and contact["email"] is not None:
        contact["email"] = share_as
    return contact
