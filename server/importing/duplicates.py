"""The same person twice in one file: the first row stays, the others are reported, never merged.

Looked for by e-mail, then foreign code, then external reference, then phone and name. Two rows
with one e-mail are one person when their names agree. They are two when each has its own foreign
code (a group order: both badges must open the gate) or clearly different names (an assistant
registering colleagues); these are kept with the warning `shared_email`.
A registered row comes before a cancelled one of the same person, wherever they stand.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from server.importing.attendees import (
    ERROR,
    KEEP,
    WARNING,
    ImportedAttendee,
    ImportOptions,
    RowProblem,
)
from server.importing.names import is_same_name, name_key


def drop_duplicates(
    attendees: Iterable[ImportedAttendee], options: ImportOptions
) -> tuple[list[ImportedAttendee], list[RowProblem]]:
    """Each person once, in file order, and one problem per row left out or sharing a key."""
    finder = _DuplicateFinder(options.shared_email == KEEP)
    kept = []
    for person in sorted(attendees, key=lambda person: (person.is_cancelled, person.row_number)):
        unique = finder.admit(person)
        if unique is not None:
            kept.append(unique)
    return sorted(kept, key=lambda person: person.row_number), finder.problems


@dataclass(frozen=True)
class _Match:
    """An earlier row with the same `field`, and the problem that makes."""

    code: str
    field: str
    earlier: ImportedAttendee


class _DuplicateFinder:
    """Remembers every key seen. An e-mail may stand for several people."""

    def __init__(self, keeps_shared: bool) -> None:
        self.problems: list[RowProblem] = []
        self._keeps_shared = keeps_shared
        self._by_email: dict[str, list[ImportedAttendee]] = defaultdict(list)
        self._by_code: dict[str, ImportedAttendee] = {}
        self._by_ref: dict[str, ImportedAttendee] = {}
        self._by_phone: dict[tuple[str, str], ImportedAttendee] = {}

    def admit(self, person: ImportedAttendee) -> ImportedAttendee | None:
        """The person, perhaps without a reference that is not theirs alone; None: a duplicate."""
        match = (
            self._match_email(person)
            or self._match_code(person)
            or self._match_ref(person)
            or self._match_phone(person)
        )
        if match is not None:
            self._report(person, ERROR, match)
            return None
        person = self._warn_shared(person)
        self._remember(person)
        return person

    def _match_email(self, person: ImportedAttendee) -> _Match | None:
        for earlier in self._by_email.get(person.email, ()) if person.email else ():
            if not (self._keeps_shared and _are_two(person, earlier)):
                return _Match("duplicate_email", "email", earlier)
        return None

    def _match_code(self, person: ImportedAttendee) -> _Match | None:
        earlier = self._by_code.get(person.foreign_code)
        return _Match("duplicate_code", "foreign_code", earlier) if earlier else None

    def _match_ref(self, person: ImportedAttendee) -> _Match | None:
        earlier = self._by_ref.get(person.external_ref)
        if earlier is None or not is_same_name(person.whole_name, earlier.whole_name):
            return None
        return _Match("duplicate_ref", "external_ref", earlier)

    def _match_phone(self, person: ImportedAttendee) -> _Match | None:
        earlier = self._by_phone.get(_phone_key(person)) if person.phone else None
        if earlier is None or (person.email and earlier.email) or person.foreign_code:
            return None
        return _Match("duplicate_person", "phone", earlier)

    def _warn_shared(self, person: ImportedAttendee) -> ImportedAttendee:
        sharing = self._by_email.get(person.email) if person.email else None
        if sharing:
            self._report(person, WARNING, _Match("shared_email", "email", sharing[0]))
        earlier = self._by_ref.get(person.external_ref)
        if earlier is None:
            return person
        self._report(person, WARNING, _Match("shared_ref", "external_ref", earlier))
        return replace(person, external_ref="")

    def _remember(self, person: ImportedAttendee) -> None:
        if person.email:
            self._by_email[person.email].append(person)
        if person.foreign_code:
            self._by_code[person.foreign_code] = person
        if person.external_ref:
            self._by_ref[person.external_ref] = person
        if person.phone:
            self._by_phone.setdefault(_phone_key(person), person)

    def _report(self, person: ImportedAttendee, severity: str, match: _Match) -> None:
        params: dict[str, str | int] = {
            "row": match.earlier.row_number,
            "name": match.earlier.whole_name,
        }
        value = str(getattr(person, match.field))
        self.problems.append(
            RowProblem(person.row_number, severity, match.code, match.field, value, params)
        )


def _are_two(person: ImportedAttendee, earlier: ImportedAttendee) -> bool:
    if person.foreign_code and earlier.foreign_code:
        return person.foreign_code != earlier.foreign_code
    return not is_same_name(person.whole_name, earlier.whole_name)


def _phone_key(person: ImportedAttendee) -> tuple[str, str]:
    return person.phone, name_key(person.whole_name)
