"""What is printed on one badge, and how it travels to the printing process."""

import json
from dataclasses import asdict, dataclass, fields

from server.printing.errors import BadgeError


@dataclass(frozen=True)
class BadgeFace:
    """Everything one badge shows. Texts may be in any script; an empty text takes no room.

    `first_name` and `last_name` are the name in Latin letters (or the only name there is),
    `name_ar` the whole name in Arabic letters. `category_color` is `#rrggbb`, `human_code` is
    shown as it comes (`XXXX-XXXX`), `code_text` is the exact text of the QR code,
    `share_letter` one letter for what the visitor agreed to share, `share_shape` what it stands in
    (`circle`, `octagon`, `square`, `star`).
    """

    first_name: str
    last_name: str
    human_code: str
    code_text: str
    category_name: str
    category_color: str
    edition_name: str
    edition_place_dates: str = ""
    name_ar: str = ""
    company: str = ""
    job_title: str = ""
    share_letter: str = ""
    share_shape: str = "circle"


_FIELD_NAMES = frozenset(field.name for field in fields(BadgeFace))


def face_to_json(face: BadgeFace) -> str:
    """One line of JSON that `parse_face` reads back to an equal face."""
    return json.dumps(asdict(face))


def parse_face(line: str, number: int) -> BadgeFace:
    """Read a face from one line of JSON; `BadgeError` `face_malformed` when it is not one."""
    try:
        return BadgeFace(**_read_texts(json.loads(line)))
    except (TypeError, ValueError) as error:
        raise BadgeError("face_malformed", str(error), number=number) from error


def _read_texts(fields_by_name: object) -> dict[str, str]:
    if not isinstance(fields_by_name, dict) or not fields_by_name.keys() <= _FIELD_NAMES:
        raise ValueError("not a badge face")
    if not all(isinstance(text, str) for text in fields_by_name.values()):
        raise ValueError("every field of a badge face is a text")
    return fields_by_name
