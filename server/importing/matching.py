"""A file read again: who is new, who changed, who stayed the same. Pure; storing is a service's.

An attendee of the edition is found by foreign code, then external reference, then e-mail and
name, then e-mail alone, then phone and name; whoever comes with none of these (a list of guests)
by name, company and phone as typed. Each at most once, surer keys first over the whole file. Only
what the file says is compared: an empty cell leaves the stored value alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from server.importing.attendees import ImportedAttendee
from server.importing.folding import fold_text
from server.importing.names import is_same_name, name_key

NEW, UPDATE, UNCHANGED = "new", "update", "unchanged"
COMPARED_FIELDS = (
    *("first_name", "last_name", "first_name_ar", "last_name_ar", "company", "job_title"),
    *("email", "phone", "phone_raw", "city", "country", "category", "language", "share_level"),
    *("status", "needs_desk", "has_attention", "note", "external_ref"),
)

Value = str | bool | None


@dataclass(frozen=True)
class KnownAttendee:
    """An attendee of the edition as stored.

    `values` holds the stored value of each of COMPARED_FIELDS (`category` by its code);
    `foreign_codes` those of the badges that are still valid.
    """

    attendee_id: str
    values: Mapping[str, Value]
    foreign_codes: tuple[str, ...] = ()

    def text(self, name: str) -> str:
        """A stored value as text, empty for none."""
        return str(self.values.get(name) or "")

    @property
    def whole_name(self) -> str:
        """As `ImportedAttendee.whole_name`."""
        latin = f"{self.text('first_name')} {self.text('last_name')}".strip()
        return latin or f"{self.text('first_name_ar')} {self.text('last_name_ar')}".strip()


@dataclass(frozen=True)
class MatchDecision:
    """What to do with one imported person.

    `decision` is `new`, `update` or `unchanged`; `matched_by` the key that found `attendee_id`
    (`foreign_code`, `external_ref`, `email`, `phone`, `name`). `changes` is field to (stored,
    imported); `adds_foreign_code` says that the person's code is not on a valid badge yet.
    """

    attendee: ImportedAttendee
    decision: str
    attendee_id: str | None = None
    matched_by: str = ""
    changes: Mapping[str, tuple[Value, Value]] = field(default_factory=dict)
    adds_foreign_code: bool = False

    @property
    def has_new_name(self) -> bool:
        """The stored person has clearly another name: worth a look before applying."""
        return self.matched_by == "email" and "last_name" in self.changes


KeyOf = Callable[[ImportedAttendee], str]
KeysOf = Callable[[KnownAttendee], Iterable[str]]


def match_attendees(
    imported: Sequence[ImportedAttendee], known: Sequence[KnownAttendee]
) -> tuple[MatchDecision, ...]:
    """One decision per imported person, in the same order."""
    matcher = _Matcher(imported, known)
    matcher.match("foreign_code", lambda p: p.foreign_code, lambda k: k.foreign_codes)
    matcher.match("external_ref", lambda p: p.external_ref, lambda k: (k.text("external_ref"),))
    matcher.match("email", lambda p: p.email, lambda k: (k.text("email"),), needs_name=True)
    matcher.match("email", lambda p: p.email, lambda k: (k.text("email"),))
    matcher.match("phone", _phone_key, _known_phone_keys)
    matcher.match("name", _bare_key, _known_bare_keys)
    return tuple(
        _decide(person, *matcher.found.get(i, (None, ""))) for i, person in enumerate(imported)
    )


class _Matcher:
    """Pairs people key by key; who is paired is out of the game."""

    def __init__(
        self, imported: Sequence[ImportedAttendee], known: Sequence[KnownAttendee]
    ) -> None:
        self.found: dict[int, tuple[KnownAttendee, str]] = {}
        self._imported = imported
        self._known = known
        self._taken: set[str] = set()

    def match(self, key: str, key_of: KeyOf, keys_of: KeysOf, needs_name: bool = False) -> None:
        """Pair those still alone whose keys are equal (and, if so asked, whose names agree)."""
        index = self._index(keys_of)
        for place, person in enumerate(self._imported):
            if place in self.found:
                continue
            for candidate in index.get(key_of(person), ()):
                if self._may_pair(person, candidate, needs_name):
                    self.found[place] = (candidate, key)
                    self._taken.add(candidate.attendee_id)
                    break

    def _index(self, keys_of: KeysOf) -> dict[str, list[KnownAttendee]]:
        index: dict[str, list[KnownAttendee]] = defaultdict(list)
        for known in self._known:
            for key in keys_of(known):
                if key and known.attendee_id not in self._taken:
                    index[key].append(known)
        return index

    def _may_pair(
        self, person: ImportedAttendee, candidate: KnownAttendee, needs_name: bool
    ) -> bool:
        if candidate.attendee_id in self._taken:
            return False
        return not needs_name or is_same_name(person.whole_name, candidate.whole_name)


def _phone_key(person: ImportedAttendee) -> str:
    return f"{person.phone} {name_key(person.whole_name)}" if person.phone else ""


def _known_phone_keys(known: KnownAttendee) -> Iterable[str]:
    if known.text("phone"):
        yield f"{known.text('phone')} {name_key(known.whole_name)}"


def _bare_key(person: ImportedAttendee) -> str:
    if person.foreign_code or person.external_ref or person.email or person.phone:
        return ""
    return _join_bare(person.whole_name, person.company, person.phone_raw)


def _known_bare_keys(known: KnownAttendee) -> Iterable[str]:
    """A name alone finds only those of whom no more is known: names repeat."""
    company, phone_raw = known.text("company"), known.text("phone_raw")
    if company or phone_raw or not (known.text("email") or known.text("phone")):
        yield _join_bare(known.whole_name, company, phone_raw)


def _join_bare(name: str, company: str, phone_raw: str) -> str:
    return "|".join((name_key(name), fold_text(company), phone_raw))


def _decide(
    person: ImportedAttendee, known: KnownAttendee | None, matched_by: str
) -> MatchDecision:
    if known is None:
        return MatchDecision(person, NEW, adds_foreign_code=bool(person.foreign_code))
    changes = find_changes(person, known.values)
    adds_code = bool(person.foreign_code) and person.foreign_code not in known.foreign_codes
    decision = UPDATE if changes or adds_code else UNCHANGED
    return MatchDecision(person, decision, known.attendee_id, matched_by, changes, adds_code)


def find_changes(
    person: ImportedAttendee, values: Mapping[str, Value]
) -> dict[str, tuple[Value, Value]]:
    """Field to (stored, imported) where the file says something else than what is stored."""
    changes: dict[str, tuple[Value, Value]] = {}
    for name in COMPARED_FIELDS:
        stored, said = values.get(name), getattr(person, name)
        if said not in ("", None) and said != stored:
            changes[name] = (stored, said)
    return changes
