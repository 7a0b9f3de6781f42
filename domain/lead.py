"""A lead: what an exhibitor's devices captured of one person and wrote about them, folded.

The fold takes captures and edits in any order, each any number of times, and gives the same lead:
the last writer of a field wins by hybrid time, notes are only added, ratings stay with who gave
them. The JavaScript twin is `static/js/domain/lead.js`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

RATINGS = ("hot", "warm", "cold")
RATING = "rating"
NOTE = "note"
TAG, ANSWER, CONTACT = "tag:", "answer:", "contact:"
NEXT_ACTION = "next_action"
CONSENT = "consent:mailing"
HIDDEN = "hidden"
RATING_OF = "rating:"


@dataclass(frozen=True)
class Capture:
    """A scan of somebody's badge, or somebody typed in (`manual`: field to text). `at` is
    corrected time; `member` and `device` are names."""

    capture_id: str
    at: int
    member: str
    device: str
    scan_type: str
    source: str
    manual: dict[str, str] | None = None


@dataclass(frozen=True)
class Edit:
    """One field set to one value by one member at one hybrid time."""

    edit_id: str
    field: str
    value: Any
    hybrid_time: str
    member: str
    at: int


@dataclass(frozen=True)
class Note:
    """A note: only ever added."""

    edit_id: str
    hybrid_time: str
    member: str
    at: int
    text: str


@dataclass(frozen=True)
class FieldValue:
    """The value of a field and who wrote it last; `stamp` decides who that is."""

    value: Any
    stamp: str
    member: str
    at: int


@dataclass(frozen=True)
class Lead:
    """The fold: captures by time, notes by hybrid time, fields by name. The rating each member
    gave is the field `rating:MEMBER`."""

    captures: tuple[Capture, ...] = ()
    notes: tuple[Note, ...] = ()
    fields: dict[str, FieldValue] = field(default_factory=dict)


EMPTY_LEAD = Lead()


def fold_lead(captures: Sequence[Capture], edits: Sequence[Edit], base: Lead = EMPTY_LEAD) -> Lead:
    """`base` with captures and edits added, in whatever order they come."""
    known = {one.capture_id: one for one in (*base.captures, *captures)}
    notes = {one.edit_id: one for one in (*base.notes, *map(_as_note, filter(_is_note, edits)))}
    fields = dict(base.fields)
    for edit in edits:
        if not _is_note(edit):
            _write(fields, edit)
    return Lead(
        tuple(sorted(known.values(), key=lambda one: (one.at, one.capture_id))),
        tuple(sorted(notes.values(), key=lambda one: (one.hybrid_time, one.edit_id))),
        {name: fields[name] for name in sorted(fields)},
    )


def view_lead(lead: Lead) -> dict[str, Any]:
    """What people see of a lead: the newest rating and everybody's, tags that are on, answers
    given, notes, next action, the details the exhibitor wrote himself (`own_contact`), consent to
    mailing, whether it is hidden, and the greatest hybrid time in it (`hybrid_time`)."""
    consent = lead.fields.get(CONSENT)
    return {
        "rating": _value(lead, RATING),
        "ratings": [
            {"member": one.member, "value": one.value, "at": one.at}
            for one in _named(lead, RATING_OF).values()
            if one.value is not None
        ],
        "tags": [name for name, one in _named(lead, TAG).items() if one.value],
        "answers": _given(_named(lead, ANSWER)),
        "notes": [{"at": n.at, "member": n.member, "text": n.text} for n in lead.notes],
        "next_action": _value(lead, NEXT_ACTION),
        "own_contact": _typed_in(lead) | _given(_named(lead, CONTACT)),
        "consent": {**consent.value, "at": consent.at, "member": consent.member}
        if consent and consent.value
        else None,
        "is_hidden": bool(_value(lead, HIDDEN)),
        "hybrid_time": newest_time(lead),
    }


def newest_time(lead: Lead) -> str | None:
    """The greatest hybrid time in a lead: what a device that reads it moves its clock past."""
    times = [one.stamp.split("/")[0] for one in lead.fields.values()]
    return max([*times, *(note.hybrid_time for note in lead.notes)], default=None)


def lead_to_json(lead: Lead) -> dict[str, Any]:
    """The fold as plain values, to keep or to send."""
    return {
        "captures": [asdict(one) for one in lead.captures],
        "notes": [asdict(one) for one in lead.notes],
        "fields": {name: asdict(one) for name, one in lead.fields.items()},
    }


def lead_from_json(raw: dict[str, Any]) -> Lead:
    """The inverse of `lead_to_json`."""
    return Lead(
        tuple(Capture(**one) for one in raw["captures"]),
        tuple(Note(**one) for one in raw["notes"]),
        {name: FieldValue(**one) for name, one in raw["fields"].items()},
    )


def _is_note(edit: Edit) -> bool:
    return edit.field == NOTE


def _as_note(edit: Edit) -> Note:
    return Note(edit.edit_id, edit.hybrid_time, edit.member, edit.at, edit.value)


def _write(fields: dict[str, FieldValue], edit: Edit) -> None:
    """The edit's id settles what is of the same time: only a device that errs makes such."""
    written = FieldValue(edit.value, f"{edit.hybrid_time}/{edit.edit_id}", edit.member, edit.at)
    names = [edit.field]
    if edit.field == RATING:
        names.append(f"{RATING_OF}{edit.member}")
    for name in names:
        known = fields.get(name)
        if known is None or written.stamp > known.stamp:
            fields[name] = written


def _value(lead: Lead, name: str) -> Any:
    written = lead.fields.get(name)
    return written.value if written else None


def _named(lead: Lead, prefix: str) -> dict[str, FieldValue]:
    found = lead.fields.items()
    return {n.removeprefix(prefix): one for n, one in found if n.startswith(prefix)}


def _given(fields: dict[str, FieldValue]) -> dict[str, Any]:
    return {name: one.value for name, one in fields.items() if one.value is not None}


def _typed_in(lead: Lead) -> dict[str, str]:
    """What was typed instead of scanning; the later entry wins, field by field."""
    typed: dict[str, str] = {}
    for capture in lead.captures:
        typed |= {name: text for name, text in (capture.manual or {}).items() if text}
    return typed
