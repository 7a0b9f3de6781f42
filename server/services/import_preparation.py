"""An import made ready to be written: compared with the edition, every row complete.

Every gate waits while a transaction writes, so whatever can be computed before it begins is.
Rows made ready count their change numbers from 0; `importing_people` adds the first one taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.entities import Attendee, Event
from server.importing.attendees import ImportedAttendee, ImportOptions
from server.importing.categories import NewCategory
from server.importing.matching import (
    COMPARED_FIELDS,
    NEW,
    UPDATE,
    KnownAttendee,
    MatchDecision,
    match_attendees,
)
from server.importing.plan import ImportPlan, fill_defaults
from server.services.ids import new_id
from server.storage import badges as badge_rows
from server.storage.attendees import get_event_attendees
from server.storage.categories import get_categories
from server.storage.roster import RosterVersion, get_roster_version
from server.storage.rows import Row

_COLORS = ("#4a6fa5", "#7a5c3e", "#3e7a68", "#8a4f7d", "#6b6b2f", "#5f6b6d")
_COPIED = tuple(name for name in COMPARED_FIELDS if name not in ("category", "external_ref"))


@dataclass(frozen=True)
class Snapshot:
    """What an edition held at one moment: its people, category code to id, and which of a file's
    foreign codes stand on a badge already."""

    version: RosterVersion
    people: tuple[KnownAttendee, ...]
    categories: dict[str, str]
    taken_codes: frozenset[str]


@dataclass(frozen=True)
class ReadyImport:
    """Everything an import will write, compared with the edition as of `version`.

    `changes` is attendee id and new values; `codes_taken` are foreign codes left with their holder.
    """

    version: RosterVersion
    decisions: tuple[MatchDecision, ...]
    category_rows: tuple[Row, ...]
    new_people: tuple[Row, ...]
    changes: tuple[tuple[str, Row], ...]
    foreign_badges: tuple[Row, ...]
    codes_taken: tuple[str, ...]

    @property
    def touched(self) -> int:
        """How many people are new or changed."""
        return len(self.new_people) + len(self.changes)


def read_snapshot(connection: Connection, event_id: str, codes: Sequence[str] = ()) -> Snapshot:
    """The edition as an import compares with it; `codes` are the file's foreign codes."""
    categories = get_categories(connection, event_id)
    held = badge_rows.find_badges(connection, event_id, codes)
    return Snapshot(
        version=get_roster_version(connection, event_id),
        people=_read_people(connection, event_id, {c.id: c.code for c in categories}),
        categories={c.code: c.id for c in categories},
        taken_codes=frozenset(held),
    )


def _read_people(
    connection: Connection, event_id: str, codes: dict[str, str]
) -> tuple[KnownAttendee, ...]:
    foreign: dict[str, tuple[str, ...]] = {}
    for badge in badge_rows.get_valid_badges(connection, event_id, "foreign"):
        foreign[badge.attendee_id] = (*foreign.get(badge.attendee_id, ()), badge.code)
    return tuple(
        KnownAttendee(a.id, _values(a, codes), foreign.get(a.id, ()))
        for a in get_event_attendees(connection, event_id)
    )


def _values(attendee: Attendee, codes: dict[str, str]) -> dict[str, str | bool | None]:
    values: dict[str, str | bool | None] = {n: getattr(attendee, n) for n in _COPIED}
    return values | {
        "category": codes[attendee.category_id],
        "external_ref": attendee.external_ref,
    }


class ImportPreparer:
    """Makes an import ready. Touches no database."""

    def __init__(self, event: Event, options: ImportOptions, now: int) -> None:
        self._event = event
        self._options = options
        self._now = now

    def prepare(self, plan: ImportPlan, snapshot: Snapshot) -> ReadyImport:
        """The rows that bring `snapshot` up to `plan`."""
        decisions = match_attendees(plan.attendees, snapshot.people)
        new_categories = self._new_categories(plan.report.new_categories, snapshot.categories)
        categories = snapshot.categories | {row["code"]: row["id"] for row in new_categories}
        touched = [d for d in decisions if d.decision in (NEW, UPDATE)]
        numbered = [
            (number, d, d.attendee_id or new_id(self._now)) for number, d in enumerate(touched)
        ]
        taken = snapshot.taken_codes
        return ReadyImport(
            version=snapshot.version,
            decisions=decisions,
            category_rows=tuple(new_categories),
            new_people=tuple(
                self._new_row(d.attendee, person_id, categories) | {"change_number": number}
                for number, d, person_id in numbered
                if d.decision == NEW
            ),
            changes=tuple(
                (person_id, self._changed(d, categories) | {"change_number": number})
                for number, d, person_id in numbered
                if d.decision == UPDATE
            ),
            foreign_badges=tuple(
                self._foreign_badge(person_id, d.attendee.foreign_code, number)
                for number, d, person_id in numbered
                if d.adds_foreign_code and d.attendee.foreign_code not in taken
            ),
            codes_taken=tuple(
                d.attendee.foreign_code
                for d in touched
                if d.adds_foreign_code and d.attendee.foreign_code in taken
            ),
        )

    def _new_categories(self, missing: Sequence[NewCategory], known: dict[str, str]) -> list[Row]:
        """What the file names and the edition lacks; the organizer renames it later."""
        texts = {new.code: new.text for new in missing}
        if self._options.default_category not in known:
            texts.setdefault(self._options.default_category, self._options.default_category)
        return [
            self._category_row(code, text, position)
            for position, (code, text) in enumerate(texts.items(), len(known))
        ]

    def _category_row(self, code: str, text: str, position: int) -> Row:
        row: Row = {"id": new_id(self._now), "event_id": self._event.id, "code": code}
        row |= {f"name_{lang}": text or code for lang in ("fr", "ar", "en")}
        return row | {"color": _COLORS[position % len(_COLORS)], "position": position}

    def _new_row(
        self, attendee: ImportedAttendee, person_id: str, categories: dict[str, str]
    ) -> Row:
        person = fill_defaults(attendee, self._options)
        row: Row = {name: getattr(person, name) for name in _COPIED}
        return row | {
            "id": person_id,
            "event_id": self._event.id,
            "category_id": categories[person.category],
            "external_ref": person.external_ref or None,
            "source": "import",
            "created_at": self._now,
            "updated_at": self._now,
        }

    def _changed(self, decision: MatchDecision, categories: dict[str, str]) -> Row:
        values: Row = {name: said for name, (_stored, said) in decision.changes.items()}
        if "category" in values:
            values["category_id"] = categories[values.pop("category")]
        return values | {"updated_at": self._now}

    def _foreign_badge(self, person_id: str, code: str, number: int) -> Row:
        return {
            "id": new_id(self._now),
            "event_id": self._event.id,
            "attendee_id": person_id,
            "kind": "foreign",
            "code": code,
            "issued_at": self._now,
            "change_number": number,
        }


def list_foreign_codes(plan: ImportPlan) -> list[str]:
    """The codes of other systems that a file brings."""
    return [person.foreign_code for person in plan.attendees if person.foreign_code]
