"""The part of an import that writes: decisions to rows, inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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
)
from server.importing.plan import ImportPlan, fill_defaults
from server.services.audit import log_change
from server.services.ids import new_id
from server.storage import badges as badge_rows
from server.storage.attendees import add_attendees, get_event_attendees, set_attendee
from server.storage.categories import add_category, get_categories
from server.storage.events import next_change_numbers, touch_configuration
from server.storage.rows import Row

_COLORS = ("#4a6fa5", "#7a5c3e", "#3e7a68", "#8a4f7d", "#6b6b2f", "#5f6b6d")
_COPIED = tuple(name for name in COMPARED_FIELDS if name not in ("category", "external_ref"))


@dataclass
class Applied:
    """What was written beside the people: foreign codes, and those another attendee holds."""

    foreign_codes_added: int = 0
    foreign_codes_taken: list[str] = field(default_factory=list)


def read_known_attendees(connection: Connection, event_id: str) -> list[KnownAttendee]:
    """Everybody of the edition as the matching compares them."""
    codes = {c.id: c.code for c in get_categories(connection, event_id)}
    foreign: dict[str, tuple[str, ...]] = {}
    for badge in badge_rows.get_valid_badges(connection, event_id, "foreign"):
        foreign[badge.attendee_id] = (*foreign.get(badge.attendee_id, ()), badge.code)
    return [
        KnownAttendee(a.id, _values(a, codes), foreign.get(a.id, ()))
        for a in get_event_attendees(connection, event_id)
    ]


def _values(attendee: Attendee, codes: dict[str, str]) -> dict[str, str | bool | None]:
    values: dict[str, str | bool | None] = {n: getattr(attendee, n) for n in _COPIED}
    return values | {
        "category": codes[attendee.category_id],
        "external_ref": attendee.external_ref,
    }


class PeopleWriter:
    """Writes an import's people inside the caller's transaction."""

    def __init__(self, connection: Connection, event: Event, now: int) -> None:
        self._connection = connection
        self._event = event
        self._now = now
        self._categories = {c.code: c.id for c in get_categories(connection, event.id)}
        self._attendee_ids: dict[int, str] = {}

    def apply(
        self,
        plan: ImportPlan,
        decisions: Sequence[MatchDecision],
        options: ImportOptions,
        actor: str,
    ) -> Applied:
        """Write new people, changes and foreign codes; each touched row gets a change number."""
        self._create_categories(plan.report.new_categories, options.default_category)
        touched = [d for d in decisions if d.decision in (NEW, UPDATE)]
        event_id = self._event.id
        first = next_change_numbers(self._connection, event_id, len(touched)) if touched else 0
        self._write_people(touched, options, first)
        applied = self._write_foreign_codes(touched, first)
        counts = {name: sum(d.decision == name for d in decisions) for name in (NEW, UPDATE)}
        self._log("registrations_imported", actor, counts)
        return applied

    def _log(self, action: str, actor: str, counts: dict[str, int]) -> None:
        log_change(self._connection, self._now, actor, action, self._event.id, **counts)

    def _create_categories(self, missing: Sequence[NewCategory], default: str) -> None:
        """Create what the file names and the edition lacks; the organizer renames it later."""
        texts = {new.code: new.text for new in missing}
        if default not in self._categories:
            texts.setdefault(default, default)
        for code, text in texts.items():
            self._create_category(code, text)
        if texts:
            touch_configuration(self._connection, self._event.id)

    def _create_category(self, code: str, text: str) -> None:
        position = len(self._categories)
        row: Row = {"id": new_id(self._now), "event_id": self._event.id, "code": code}
        row |= {f"name_{lang}": text or code for lang in ("fr", "ar", "en")}
        row |= {"color": _COLORS[position % len(_COLORS)], "position": position}
        row["change_number"] = next_change_numbers(self._connection, self._event.id)
        add_category(self._connection, row)
        self._categories[code] = row["id"]

    def _write_people(
        self, touched: Sequence[MatchDecision], options: ImportOptions, first: int
    ) -> None:
        """Insert the new ones together, change the others one by one."""
        added: list[Row] = []
        for number, decision in enumerate(touched, first):
            if decision.decision == NEW:
                added.append(self._new_row(fill_defaults(decision.attendee, options), number))
                self._attendee_ids[id(decision)] = added[-1]["id"]
            else:
                self._change(decision, number)
        add_attendees(self._connection, added)

    def _new_row(self, person: ImportedAttendee, number: int) -> Row:
        row: Row = {name: getattr(person, name) for name in _COPIED}
        return row | {
            "id": new_id(self._now),
            "event_id": self._event.id,
            "category_id": self._categories[person.category],
            "external_ref": person.external_ref or None,
            "source": "import",
            "change_number": number,
            "created_at": self._now,
            "updated_at": self._now,
        }

    def _change(self, decision: MatchDecision, number: int) -> None:
        assert decision.attendee_id is not None  # noqa: S101 - an update names whom
        self._attendee_ids[id(decision)] = decision.attendee_id
        values: Row = {name: said for name, (_stored, said) in decision.changes.items()}
        if "category" in values:
            values["category_id"] = self._categories[values.pop("category")]
        values |= {"change_number": number, "updated_at": self._now}
        set_attendee(self._connection, decision.attendee_id, **values)

    def _write_foreign_codes(self, touched: Sequence[MatchDecision], first: int) -> Applied:
        """Keep other systems' codes as badges; a code somebody else holds is left with them."""
        wanted = [(n, d) for n, d in enumerate(touched, first) if d.adds_foreign_code]
        codes = [d.attendee.foreign_code for _, d in wanted]
        taken = badge_rows.find_badges(self._connection, self._event.id, codes)
        rows, applied = [], Applied()
        for number, decision in wanted:
            if decision.attendee.foreign_code in taken:
                applied.foreign_codes_taken.append(decision.attendee.foreign_code)
            else:
                rows.append(self._foreign_badge(decision, number))
        badge_rows.add_badges(self._connection, rows)
        applied.foreign_codes_added = len(rows)
        return applied

    def _foreign_badge(self, decision: MatchDecision, number: int) -> Row:
        return {
            "id": new_id(self._now),
            "event_id": self._event.id,
            "attendee_id": self._attendee_ids[id(decision)],
            "kind": "foreign",
            "code": decision.attendee.foreign_code,
            "issued_at": self._now,
            "change_number": number,
        }
