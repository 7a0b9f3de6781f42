"""What booths' devices send: captures and edits, one numbered stream of facts per device.

The JavaScript twin is `static/js/domain/lead-messages.js`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from domain import lead
from domain.badge_code import MAX_TEXT_LENGTH
from domain.errors import MessageError
from domain.hybrid_time import parse_hybrid_time
from domain.ids import is_scan_id
from domain.messages import SOURCES, check_version
from domain.qualifiers import is_question_code, read_answer
from domain.wire_checks import (
    clean_text,
    is_decode_time,
    is_offset,
    is_sequence_number,
    is_short_text,
    is_time,
    is_whole,
    whole_number,
)

MAX_FACTS_PER_BATCH = 500
CAPTURE, EDIT = "capture", "edit"
MANUAL = "manual"
CAPTURE_SOURCES = (*SOURCES, MANUAL)
MANUAL_FIELDS = (
    "first_name",
    "last_name",
    "company",
    "job_title",
    "email",
    "phone",
    "city",
    "country",
)
MAX_NOTE = 4_000
MAX_TAG = 40
MAX_ACTION = 300
MAX_CONTACT = 200
_LANGUAGES = ("fr", "ar", "en")
_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


@dataclass(frozen=True)
class CaptureFact:
    """A booth's device saw a badge code, or somebody was typed in. As on the wire."""

    fact_id: str
    device_seq: int
    scan_type: str
    badge_code: str | None
    source: str
    device_time: int
    clock_offset_ms: int
    decode_ms: int | None
    training: bool
    manual: dict[str, str] | None


@dataclass(frozen=True)
class EditFact:
    """One field of the lead that `capture_id` belongs to was set. As on the wire."""

    fact_id: str
    device_seq: int
    capture_id: str
    field: str
    value: Any
    hybrid_time: str
    device_time: int
    clock_offset_ms: int


@dataclass(frozen=True)
class BadFact:
    """One element of a batch that is no fact: parked, and no reason to drop the rest."""

    fact_id: str | None
    reason: str
    field: str


Fact = CaptureFact | EditFact


@dataclass(frozen=True)
class FactReceipt:
    """The server's word on one fact: `accepted`, or `parked` for good with a reason. `lead` is
    what it says of a capture's lead; devices that only scan get None."""

    fact_id: str | None
    status: str
    reason: str = ""
    retryable: bool = False
    change_number: int | None = None
    lead: dict[str, Any] | None = None

    def to_wire(self) -> dict[str, Any]:
        """The JSON object of the protocol."""
        return asdict(self)


def park_fact(bad: BadFact) -> FactReceipt:
    """The receipt of something that will never be a fact."""
    return FactReceipt(bad.fact_id, "parked", reason=f"{bad.reason}:{bad.field}")


def parse_fact_batch(message: object) -> list[Fact | BadFact]:
    """The facts of one `facts` message, in order; what is none becomes a BadFact.

    Raises MessageError `malformed_message`, `wrong_version` or `batch_too_large` when the envelope
    itself is unusable: then nothing of it was taken.
    """
    facts = check_version(message).get("facts")
    if not isinstance(facts, list):
        raise MessageError("malformed_message", "`facts` must be a list")
    if len(facts) > MAX_FACTS_PER_BATCH:
        raise MessageError("batch_too_large", f"at most {MAX_FACTS_PER_BATCH} facts at a time")
    return [parse_fact(fact) for fact in facts]


def parse_fact(raw: object) -> Fact | BadFact:
    """One fact, or why it is none."""
    if not isinstance(raw, Mapping):
        return BadFact(None, "malformed_fact", "fact")
    fact_id = raw.get("fact_id")
    if not is_scan_id(fact_id):
        return BadFact(None, "malformed_fact", "fact_id")
    kind = raw.get("kind")
    if kind == CAPTURE:
        return _parse_capture(str(fact_id), raw)
    if kind == EDIT:
        return _parse_edit(str(fact_id), raw)
    return BadFact(str(fact_id), "malformed_fact", "kind")


def _parse_capture(fact_id: str, raw: Mapping[str, Any]) -> CaptureFact | BadFact:
    fields = {name: whole_number(raw.get(name)) for name in _CAPTURE_CHECKS}
    for name, is_valid in _CAPTURE_CHECKS.items():
        if not is_valid(fields[name]):
            return BadFact(fact_id, "malformed_fact", name)
    if (fields["source"] == MANUAL) != (fields["badge_code"] is None):
        return BadFact(fact_id, "malformed_fact", "badge_code")
    if (fields["source"] == MANUAL) != (fields["manual"] is not None):
        return BadFact(fact_id, "malformed_fact", "manual")
    if fields["badge_code"] is not None:
        fields["badge_code"] = clean_text(fields["badge_code"], MAX_TEXT_LENGTH + 1)
    if fields["manual"] is not None:
        fields["manual"] = _clean_manual(fields["manual"])
    return CaptureFact(fact_id=fact_id, **fields)


def _parse_edit(fact_id: str, raw: Mapping[str, Any]) -> EditFact | BadFact:
    fields = {name: whole_number(raw.get(name)) for name in _EDIT_CHECKS}
    for name, is_valid in _EDIT_CHECKS.items():
        if not is_valid(fields[name]):
            return BadFact(fact_id, "malformed_fact", name)
    try:
        value = read_value(fields["field"], raw.get("value"))
    except MessageError:
        return BadFact(fact_id, "malformed_fact", "value")
    return EditFact(fact_id=fact_id, value=value, **fields)


def is_field(name: object) -> bool:
    """Whether an edit may name this field."""
    if not isinstance(name, str) or not is_short_text(name):
        return False
    if name.startswith(lead.TAG):
        return 0 < len(name) - len(lead.TAG) <= MAX_TAG
    if name.startswith(lead.ANSWER):
        return is_question_code(name.removeprefix(lead.ANSWER))
    if name.startswith(lead.CONTACT):
        return name.removeprefix(lead.CONTACT) in MANUAL_FIELDS
    return name in _PLAIN_FIELDS


def read_value(field: str, value: object) -> Any:
    """The value an edit gives to a field, as it is kept.

    Raises MessageError `malformed_fact` for one that the field cannot have.
    """
    prefix, colon, _ = field.partition(":")
    read = _PREFIXED[prefix + colon] if colon and field != lead.CONSENT else _PLAIN_FIELDS[field]
    return read(value)


def _bad_value() -> MessageError:
    return MessageError("malformed_fact", "the field cannot have this value", field="value")


def _read_rating(value: object) -> Any:
    if value is None or (isinstance(value, str) and value in lead.RATINGS):
        return value
    raise _bad_value()


def _read_note(value: object) -> str:
    if not isinstance(value, str) or not value.strip(" \t\n\r"):
        raise _bad_value()
    return clean_text(value, MAX_NOTE)


def _read_switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise _bad_value()
    return value


def _read_contact(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _bad_value()
    return clean_text(value, MAX_CONTACT)


def _read_next_action(value: object) -> dict[str, Any] | None:
    if value is None:
        return None
    what = value.get("what") if isinstance(value, Mapping) else None
    due_on = value.get("due_on") if isinstance(value, Mapping) else None
    if not isinstance(what, str) or not (due_on is None or _is_day(due_on)):
        raise _bad_value()
    return {"what": clean_text(what, MAX_ACTION), "due_on": due_on}


def _read_consent(value: object) -> dict[str, Any] | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise _bad_value()
    given, version = value.get("given"), whole_number(value.get("text_version"))
    language = value.get("language")
    is_known = isinstance(language, str) and language in _LANGUAGES
    if not isinstance(given, bool) or not is_whole(version, 1, 1 << 31) or not is_known:
        raise _bad_value()
    return {"given": given, "text_version": version, "language": language}


def _read_answer(value: object) -> Any:
    try:
        return read_answer(value)
    except ValueError as error:
        raise _bad_value() from error


def _is_day(value: object) -> bool:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None


def _is_manual(value: object) -> bool:
    if value is None:
        return True
    if not isinstance(value, Mapping):
        return False
    typed = [value.get(name) for name in MANUAL_FIELDS]
    return all(text is None or isinstance(text, str) for text in typed)


def _clean_manual(value: Mapping[str, str | None]) -> dict[str, str]:
    return {name: clean_text(value.get(name) or "", MAX_CONTACT) for name in MANUAL_FIELDS}


_PLAIN_FIELDS: dict[str, Callable[[object], Any]] = {
    lead.RATING: _read_rating,
    lead.NOTE: _read_note,
    lead.NEXT_ACTION: _read_next_action,
    lead.CONSENT: _read_consent,
    lead.HIDDEN: _read_switch,
}
_PREFIXED: dict[str, Callable[[object], Any]] = {
    lead.TAG: _read_switch,
    lead.ANSWER: _read_answer,
    lead.CONTACT: _read_contact,
}
_CAPTURE_CHECKS: dict[str, Callable[[Any], bool]] = {
    "device_seq": is_sequence_number,
    "scan_type": lambda v: is_short_text(v) and 0 < len(v) <= 40,
    "badge_code": lambda v: v is None or isinstance(v, str),
    "source": lambda v: isinstance(v, str) and v in CAPTURE_SOURCES,
    "device_time": is_time,
    "clock_offset_ms": is_offset,
    "decode_ms": is_decode_time,
    "training": lambda v: isinstance(v, bool),
    "manual": _is_manual,
}
_EDIT_CHECKS: dict[str, Callable[[Any], bool]] = {
    "device_seq": is_sequence_number,
    "capture_id": is_scan_id,
    "field": is_field,
    "hybrid_time": lambda v: parse_hybrid_time(v) is not None,
    "device_time": is_time,
    "clock_offset_ms": is_offset,
}
