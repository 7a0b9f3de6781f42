"""What is asked of the printer and what it answers, apart from the faces; light to import."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

# Called with badges drawn so far and badges in all.
ReportProgress = Callable[[int, int], None]


class Layout(Enum):
    """How badges share pages: one A6 page each, or four on A4 with crop marks."""

    A6 = "a6"
    A4X4 = "a4x4"


@dataclass(frozen=True)
class BadgeWarning:
    """Something on one badge that a person should look at before handing it out.

    `code` is `characters_left_out` (`detail`: those characters, no font has them),
    `text_shortened` (`detail`: the whole text), `name_missing` or `color_unreadable`
    (`detail`: the colour as given). `number` is the place in the list, from 1.
    """

    number: int
    human_code: str
    code: str
    detail: str = ""


@dataclass(frozen=True)
class SheetReport:
    """What was printed, and the badges a person should look at."""

    badges: int
    pages: int
    warnings: tuple[BadgeWarning, ...]
